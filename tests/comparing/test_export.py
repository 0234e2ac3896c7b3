"""Tests of what is exported of formulas (scripts/comparing/export.py), on the real pages."""

from collections.abc import Iterator
from functools import cache
import gzip
import json
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import torch
from torch import Tensor

from scripts.base.paths import compare_file
from scripts.checker.evaluating.environment import Environment, Trace
from scripts.checker.evaluating.tables import tabulate
from scripts.checker.judging.page import Page, read_page
from scripts.checker.reading.statements import read_display
from scripts.checker.tree import Statement
from scripts.comparing.export import exported
from scripts.sources.navigation import formula_ids

KB = 1000
EXPORTED = ("optimization/adam", "probability_statistics/softmax", "nonlinear_functions/relu")
IDS = formula_ids()


@cache
def content(identifier: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(exported(identifier)[0])
    return told


def claim(identifier: str, place: int) -> dict[str, Any]:
    found: dict[str, Any] = content(identifier)["displays"][place]
    return found


@pytest.fixture(params=EXPORTED)
def identifier(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_every_claim_of_the_page_is_there_in_one_row_with_the_anchor_of_its_line() -> None:
    told = [(each["anchor"], each["tex"]) for each in content("optimization/adam")["displays"]]
    assert told[0] == ("first-moment", r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t")
    assert [anchor for anchor, _ in told[-2:]] == ["epsilon-hat", "epsilon-hat"]
    assert told[-1][1] == r"\hat{\epsilon} = \epsilon \sqrt{1 - \beta_2^t}"


def test_there_are_eight_draws_of_what_can_be_evaluated(identifier: str) -> None:
    assert all(len(each["draws"]) >= 8 for each in content(identifier)["displays"])


def test_what_a_claim_defines_is_no_input_of_its_own() -> None:
    for each in content("optimization/adam")["displays"]:
        assert each["defines"] not in each["draws"][0]["inputs"]


def test_values_that_other_lines_define_are_inputs_too() -> None:
    update = claim("optimization/adam", 4)["draws"][0]["inputs"]
    assert update["\\hat{m}_{t}"] == pytest.approx(
        update["m_{t}"] / (1 - update["\\beta_{1}"] ** update["t"])
    )


def test_drawn_numbers_have_three_digits(identifier: str) -> None:
    symbols = content(identifier)["symbols"]
    for each in content(identifier)["displays"]:
        for draw in each["draws"]:
            drawn = (v for k, v in draw["inputs"].items() if symbols[k]["role"] == "input")
            for number in _numbers(list(drawn)):
                assert number == float(f"{number:.3g}")


def test_every_piece_of_a_clip_decides_for_either_sign() -> None:
    pieces = set()
    for draw in claim("reinforcement_learning/ppo_clip", 0)["draws"]:
        ratio, advantage, width = (draw["inputs"][key] for key in ("\\rho", "A", "\\epsilon"))
        pieces.add((advantage > 0, (ratio > 1 - width) + (ratio > 1 + width)))
    assert len(pieces) >= 5


def test_a_step_is_not_always_the_first() -> None:
    steps = [draw["inputs"]["t"] for draw in claim("optimization/adam", 4)["draws"]]
    assert sum(step > 1 for step in steps) >= 4


def test_a_function_with_pieces_is_drawn_on_each() -> None:
    values = [draw["value"] for draw in claim("nonlinear_functions/relu", 0)["draws"]]
    assert min(values.count(0), len(values) - values.count(0)) >= 2


@pytest.mark.parametrize("place", range(5))
def test_every_letter_matters_on_some_draw(place: int) -> None:
    told = claim("optimization/adam", place)
    page, statement = _read("optimization/adam", told)
    for key in _letters(statement, told):
        assert any(_moves(page, statement, told, draw, key) for draw in told["draws"]), key


def test_the_checker_gives_the_exported_value_for_the_exported_inputs(identifier: str) -> None:
    for told in content(identifier)["displays"]:
        page, statement = _read(identifier, told)
        for draw in told["draws"]:
            value = _evaluated(page, statement, told, draw["inputs"])
            expected = torch.tensor(draw["value"], dtype=torch.float64)
            torch.testing.assert_close(value, expected, rtol=1e-6, atol=1e-9)


def test_symbols_are_told_with_what_they_are() -> None:
    symbols = content("probability_statistics/softmax")["symbols"]
    assert symbols["x"] == {
        "tex": r"\mathbf{x}",
        "kind": "vector",
        "shape": ["K"],
        "role": "input",
        "meaning": "scores, also called logits; $K$ is the number of classes",
    }
    assert symbols["K"]["role"] == "size"
    assert content("optimization/adam")["symbols"]["m_{t}"]["role"] == "output"


def test_a_misprint_stands_with_the_claim_that_it_is_of() -> None:
    found = [each["refused"] for each in content("optimization/adam")["displays"]]
    [update, second] = found[4], found[3]
    assert (
        update[0]["tex"]
        == r"\theta_t = \theta_{t-1} - \alpha \frac{\hat{m}_t}{\sqrt{v_t} + \epsilon}"
    )
    assert (update[0]["printed"], update[0]["right"]) == (r"\sqrt{v_t}", r"\sqrt{\hat{v}_t}")
    assert update[0]["source"].startswith("the cheat sheet of Stanford's CS 230")
    assert second[0]["what"] == r"The second average forgets with $\beta_2$."


def test_what_has_no_value_says_why() -> None:
    told = claim("probability_statistics/expectation", 0)
    assert (told["draws"], told["without"]) == ([], "it is about random variables")


def test_the_same_draws_come_again() -> None:
    assert exported("nonlinear_functions/relu") == exported("nonlinear_functions/relu")


def test_the_exports_are_small() -> None:
    files = [compare_file(identifier) for identifier in IDS]
    if not all(file.exists() for file in files):
        pytest.skip("not built: run `make site` first")
    sizes = [len(gzip.compress(file.read_bytes())) for file in files]
    assert median(sizes) <= 3 * KB
    assert max(sizes) <= 12 * KB


# -- evaluated again, from what was exported -----------------------------------------------------


def _read(identifier: str, told: dict[str, Any]) -> tuple[Page, Statement]:
    page = read_page(Path(f"docs/{identifier}.md"))
    vocabulary = page.vocabularies[told["display"]].copy()
    return page, read_display(told["tex"], vocabulary)[0]


def _evaluated(
    page: Page, statement: Statement, told: dict[str, Any], inputs: dict[str, Any]
) -> Tensor:
    values = {key: torch.tensor(value, dtype=torch.float64) for key, value in inputs.items()}
    shapes = {key: tuple(value.shape) for key, value in values.items()}
    env = Environment(values, {}, Trace(), shapes=shapes)
    side = statement.sides[1] if told["defines"] else statement.sides[0]
    return tabulate(side, tuple(told["over"]), env, also=statement.sides[1:])


def _letters(statement: Statement, told: dict[str, Any]) -> Iterator[str]:
    right = statement.sides[1].names
    yield from (key for key in told["draws"][0]["inputs"] if key in right)


def _moves(
    page: Page, statement: Statement, told: dict[str, Any], draw: dict[str, Any], key: str
) -> bool:
    inputs = {**draw["inputs"], key: draw["inputs"][key] + 1}
    before = _evaluated(page, statement, told, draw["inputs"])
    return not torch.allclose(before, _evaluated(page, statement, told, inputs), rtol=1e-6)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    else:
        yield value
