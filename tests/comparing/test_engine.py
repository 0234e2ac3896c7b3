"""Tests of the comparison (docs/assets/check/engine.js), run by Node on exported formulas."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
import json
import random
from typing import Any

import pytest

from scripts.base.paths import page_file
from scripts.checker.errors import CheckError
from scripts.checker.judging.misprints import misprinted
from scripts.checker.judging.page import Page, read_page
from scripts.checker.proving.mutate import mutants
from scripts.comparing.export import exported
from scripts.comparing.verdicts import RIGHT
from tests.comparing.asking import answers
from tests.comparing.exchanged import exchanged
from tests.comparing.printing import Unprintable, display

IDS = (
    "probability_statistics/softmax",
    "optimization/adam",
    "nonlinear_functions/sigmoid",
    "linear_algebra/linear_layer",
    "loss_functions/mean_squared_error",
    "training_recipes/cosine_annealing",
)
MUTANTS = 150
# One-place changes that say the same.
SAME = {
    ("optimization/adam", "⊙ ↔ ·"),  # of two numbers
}


@cache
def formulas() -> list[dict[str, Any]]:
    return [json.loads(exported(identifier)[0]) for identifier in IDS]


@cache
def page(identifier: str) -> Page:
    return read_page(page_file(identifier))


def ask(*pastes: str) -> list[dict[str, Any]]:
    return answers(pastes, formulas())


def verdict(paste: str) -> str:
    [answer] = ask(paste)
    return str(answer["verdict"])


def displays() -> Iterator[tuple[str, int]]:
    for identifier in IDS:
        for number, statements in enumerate(page(identifier).statements):
            if not isinstance(statements, CheckError):
                yield identifier, number


def test_every_display_is_the_same() -> None:
    asked = [(name, page(name).displays[number].tex) for name, number in displays()]
    told = ask(*(tex for _, tex in asked))
    said = [(a["formula"], a["verdict"]) for a in told]
    assert said == [(name, "same") for name, _ in asked]


def test_every_display_with_letters_exchanged_is_renamed() -> None:
    pastes = []
    for name, number in displays():
        statements = page(name).statements[number]
        assert not isinstance(statements, CheckError)
        pastes.append(display(exchanged(statements, page(name).vocabularies[number], seed=1)))
    assert {answer["verdict"] for answer in ask(*pastes)} <= {"renamed", "same"}


def test_every_known_misprint_is_one_in_other_letters_too() -> None:
    pastes = []
    for name in IDS:
        for misprint in page(name).misprints:
            try:
                number, statements = misprinted(page(name), misprint)
            except CheckError:  # it has no meaning: only its letters can be told
                continue
            pastes.append(display(statements))
            pastes.append(display(exchanged(statements, page(name).vocabularies[number], seed=1)))
    told = ask(*pastes)
    assert len(told) >= 6
    assert [answer["verdict"] for answer in told] == ["misprint"] * len(told)


def test_no_one_place_change_is_called_right() -> None:
    every = []
    for name, number in displays():
        statements = page(name).statements[number]
        assert not isinstance(statements, CheckError)
        for mutant in mutants(statements, page(name).vocabularies[number]):
            try:
                every.append((name, mutant.what, display(mutant.statements)))
            except Unprintable:
                continue
    some = random.Random(0).sample(every, MUTANTS)
    told = ask(*(tex for *_, tex in some))
    passed = [
        (name, what, tex)
        for (name, what, tex), answer in zip(some, told, strict=True)
        if answer["verdict"] in RIGHT and (name, what) not in SAME
    ]
    assert passed == []


@pytest.mark.parametrize(
    "paste",
    [
        r"\begin{align} \mathrm{softmax}(z)_i &= \frac{\exp z_i}{\sum_j \exp z_j}. \end{align}",
        r"$$\sigma(z)_k=\dfrac{e^{z_k}}{\sum_{j=1}^{n} e^{z_j}} \label{eq:1}$$",
        "softmax(z)ᵢ = exp(zᵢ) / Σⱼ exp(zⱼ)",
        r"\newcommand{\v}[1]{\mathbf{#1}} \mathrm{softmax}(\v{a})_i = e^{a_i} / \sum_l e^{a_l}",
        "The definition is\n```latex\np_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}\n```\n",
        r"\frac{e^{x_i}}{\sum_{j=0}^{K-1} e^{x_j}}",
    ],
)
def test_softmax_is_recognized_however_it_is_written(paste: str) -> None:
    [answer] = ask(paste)
    assert (answer["verdict"] in RIGHT, answer["formula"]) == (True, IDS[0])


@pytest.mark.parametrize(
    ("paste", "number"),
    [
        (r"z_j = \sum_{i} w_{ji} x_i + b_j", 3),
        (r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) \nabla_\theta f_t(\theta_{t-1})", 1),
        (
            r"g_t = \nabla f(\theta_{t-1}) \\ m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t"
            r" \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2",
            1,
        ),
        (r"J(\theta) = \frac{1}{m} \sum_{i=1}^{m} \left(h_\theta(x^{(i)}) - y^{(i)}\right)^2", 4),
        (
            r"\eta_t = a + \frac12 (b - a) (1 + \cos(\pi T_{cur} / T_{max}))",
            5,
        ),
    ],
)
def test_the_notation_of_papers_is_known(paste: str, number: int) -> None:
    [answer] = ask(paste)
    assert (answer["verdict"] in RIGHT, answer["formula"]) == (True, IDS[number])


@pytest.mark.parametrize(
    ("paste", "number"),
    [
        (r"\frac{e^{x_i}}{e^{x_1} + e^{x_2} + \cdots + e^{x_K}}", 0),  # dots for a sum
        (r"\sigma(x) = 1 - \frac{1}{1 + e^x}", 2),
        (r"y = x W + b", 3),  # rows
        (r"\mathrm{MSE} = \frac{1}{|B|} \sum_{i \in B} (y_i - \hat{y}_i)^2", 4),  # a set
        (r"\theta \leftarrow \theta - \alpha \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}", 1),
    ],
)
def test_other_signs_for_the_same_are_known(paste: str, number: int) -> None:
    [answer] = ask(paste)
    assert (answer["verdict"] in RIGHT, answer["formula"]) == (True, IDS[number])


@pytest.mark.parametrize(
    "paste",
    [
        r"\frac{e^{x_i}}{e^{x_1} + e^{x_3} + \cdots + e^{x_K}}",  # not every one of them
        r"\mathrm{MSE} = \frac{1}{|B|} \sum_{i \in A} (y_i - \hat{y}_i)^2",  # of another set
        r"y = m x + b",
        r"I = H - G",
    ],
)
def test_what_is_nearly_another_sign_is_not_right(paste: str) -> None:
    assert verdict(paste) == "unknown"


@pytest.mark.parametrize(
    "paste",
    [
        r"g_t = \nabla f(\theta_t) \\ m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t",  # a step too far
        r"z_j = \sum_{i} w_{ji} x_j + b_j",
        r"J(\theta) = \frac{1}{m} \sum_{i=1}^{m} \left(h_\theta(x^{(i)}) - y\right)^2",
    ],
)
def test_a_slip_in_the_notation_of_papers_is_not_right(paste: str) -> None:
    assert verdict(paste) not in RIGHT


def test_a_bias_left_out_is_no_difference() -> None:
    assert verdict(r"\mathbf{y} = \mathbf{W} \mathbf{x}") not in {"different", "misprint"}


def test_a_line_that_is_wrong_makes_all_of_it_wrong() -> None:
    [answer] = ask(
        r"m = \max_j x_j \\ \operatorname{softmax}(x)_i = \frac{e^{x_i + m}}{\sum_j e^{x_j}}"
    )
    assert answer["verdict"] == "different"
    assert answer["counterexample"]["yours"] != answer["counterexample"]["ours"]


def test_a_difference_is_shown_where_it_is() -> None:
    paste = r"\theta_t = \theta_{t-1} - \alpha \frac{\hat{m}_t}{\sqrt{\hat{v}_t} - \epsilon}"
    [answer] = ask(paste)
    assert answer["verdict"] == "different"
    start, end = answer["places"]["paste"]
    assert r"\epsilon" in paste[start:end]


def test_the_paste_is_rewritten_in_the_letters_of_the_page() -> None:
    [answer] = ask(r"p_n = \frac{e^{a_n}}{\sum_{m} e^{a_m}}")
    assert ["a", "x"] in [[theirs, ours.strip("{}")] for theirs, ours in answer["renaming"]]
    assert answer["rewritten"].count("x") == 2


def macros_in_macros(said: str) -> str:
    """The last of ten macros says this 8⁹ times, all of which may be nothing."""
    names = "abcdefghkl"
    each = [rf"\def\{name}{{" + rf"\{inner}" * 8 + "}" for inner, name in pairwise(names)]
    return rf"\def\a{{{said}}}{''.join(each)} y = \l"


@pytest.mark.parametrize(
    "paste",
    [
        "",
        "=",
        "{" * 100_000,
        "the loss of the network goes down " * 3000,
        r"\frac{a}{" * 5000,
        "<img src=x onerror=alert(1)><script>alert(2)</script>",
        r"\def\a{xx}\def\b{\a\a\a\a\a\a\a\a}\def\c{\b\b\b\b\b\b\b\b}\def\d{\c\c\c\c\c\c\c\c}y=\d\d\d\d",
        r"\def\a{\a\a}\a",
        macros_in_macros(""),
        macros_in_macros("&"),
        "$$ x = 1 $$\n\n" * 4000,
        "((((((((((" * 500 + "x",
    ],
)
def test_bad_input_is_answered_at_once(paste: str) -> None:
    [answer] = ask(paste)
    assert answer["verdict"] == "unknown"
    assert answer["milliseconds"] < 1000


@pytest.mark.parametrize("paste", ["E = m c^2", r"e^{i\pi} + 1 = 0", r"v = u + a t", r"F = m a"])
def test_formulas_of_others_are_unknown(paste: str) -> None:
    assert verdict(paste) == "unknown"


def test_what_cannot_be_read_is_told_with_its_place() -> None:
    [answer] = ask(r"y = \mystery{x} + b")
    assert answer["verdict"] == "unknown"
    assert answer["reason"]["at"] == 4
    assert r"\mystery" in answer["reason"]["what"]
