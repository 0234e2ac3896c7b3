"""Tests of scripts/comparing/verdicts.py: what is said, and where nothing is."""

from pathlib import Path
from typing import Any

import pytest

from scripts.comparing.engine import Engine
from scripts.comparing.shown import Display
from scripts.comparing.verdicts import Found, found_in

ADAM = {"formula": "optimization/adam", "title": "Adam"}
UPDATE = r"\theta_t = \theta_{t-1} - \alpha \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}"


class Stub(Engine):
    """An engine that always gives the same answer."""

    def __init__(self, answer: dict[str, Any]) -> None:
        object.__setattr__(self, "answer", answer)

    def compare(self, paste: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.__dict__["answer"]
        return answer


def found(verdict: str, tex: str = UPDATE, **line: Any) -> list[Found]:
    told = {"verdict": verdict, "place": [0, len(tex)], "row": 4, "rewritten": tex, **line}
    answer = {**ADAM, "verdict": verdict, "renaming": [], "lines": [told]}
    display = Display(Path("paper.tex"), 7, f"\n{tex}")
    return list(found_in(display, Stub(answer)))


def test_what_is_right_says_on_how_many_inputs_it_agrees() -> None:
    [one] = found("same")
    assert str(one) == "paper.tex:7: same: Adam (optimization/adam): agrees on 8 inputs"
    assert not one.is_wrong


def test_what_the_checker_refuses_is_never_called_right() -> None:
    assert found("same", UPDATE.replace(r"\hat{v}", "v")) == []


def test_what_the_checker_accepts_is_never_called_different() -> None:
    assert found("different") == []


def test_a_difference_is_told_with_the_inputs_and_both_values() -> None:
    [one] = found("different", UPDATE.replace(r"\hat{v}", "v"))
    assert one.is_wrong
    assert one.says.startswith(r"for \theta_{t-1} = ")
    assert ", not -0." in one.says


def test_without_an_evaluation_numbers_are_not_claimed() -> None:
    unread = UPDATE.replace(r"\epsilon", "q")
    assert found("equivalent", unread) == []
    assert found("different", unread) == []
    [one] = found("same", unread)
    assert one.says == "by its structure, not evaluated"


def test_a_misprint_says_what_is_wrong_and_where_it_was_seen() -> None:
    misprint = {"what": "The correction is missing.", "source": "a lecture"}
    [one] = found("misprint", UPDATE.replace(r"\hat{v}", "v"), misprint=misprint)
    assert one.says == "The correction is missing. Seen in a lecture"
    assert one.is_wrong


def test_a_line_is_told_where_it_stands() -> None:
    [one] = found("same", place=[1, 9])
    assert one.line == 8


def test_nothing_is_said_about_what_is_not_known() -> None:
    assert found("unknown") == []


def test_programs_get_the_place_and_the_whole_answer() -> None:
    [one] = found("same")
    told = one.told()
    assert (told["file"], told["line"], told["verdict"]) == ("paper.tex", 7, "same")
    assert told["formula"] == "optimization/adam"


@pytest.mark.parametrize("count", [1, 6])
def test_letters_are_listed_up_to_four(count: int) -> None:
    renaming = [[f"a_{n}", f"b_{n}"] for n in range(count)]
    answer = {**ADAM, "verdict": "renamed", "renaming": renaming}
    line = {"verdict": "renamed", "place": [0, 1], "row": 4, "rewritten": UPDATE}
    display = Display(Path("paper.tex"), 7, UPDATE)
    [one] = found_in(display, Stub({**answer, "lines": [line]}))
    assert one.says.startswith("agrees on 8 inputs; a_0 for our b_0")
    assert one.says.endswith(", …") == (count > 4)
