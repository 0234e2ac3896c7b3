"""What is evaluated at all places at once has the values that it has entry by entry."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from scripts.base.errors import SourceError
from scripts.base.paths import page_file
from scripts.checker.errors import CheckError
from scripts.checker.evaluating import lattice
from scripts.checker.evaluating.environment import Trace
from scripts.checker.evaluating.samplers import Style
from scripts.checker.judging.display import DisplayCheck
from scripts.checker.judging.judge import PageCheck
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import read_page
from tests.checker.evaluating.test_constructs import CONSTRUCTS
from tests.checker.pages import VECTORS, A, X, accepts, refuses, write_page

STYLES = (Style.USUAL, Style.TIES, Style.EDGES, Style.LARGE)
CLOSE = 1e-9
VECTOR = r"$\mathbf{a} \in \mathbb{R}^{n}$: a vector"
PAIRS = [
    r"\sum_{i=1}^{n} \sum_{j=1}^{i} a_i b_j = \sum_{j=1}^{n} \sum_{i=j}^{n} a_i b_j",
    r"\sum_{i \ne j} a_i b_j = \sum_{i=1}^{n} a_i \sum_{j=1}^{n} b_j - \sum_{i=1}^{n} a_i b_i",
    r"\prod_{i=1}^{n} \prod_{j=1}^{i} a_j = \prod_{j=1}^{n} a_j^{n - j + 1}",
    r"\max_{i=1}^{n} \min_{j=1}^{i} a_j = \max_{i=1}^{n} \left(-\max_{j=1}^{i} (-a_j)\right)",
    r"\sum_{i=1}^{n} \sum_{j=i+1}^{n} a_i b_j = \sum_{i=1}^{n-1} \sum_{j=i+1}^{n} a_i b_j",
]


def _checks(page: Path) -> Iterator[DisplayCheck]:
    read = read_page(page)
    checks = PageCheck(read, Oracle(read.code, read.declarations))
    for number, statements in enumerate(read.statements):
        if read.displays[number].reason is None and not isinstance(statements, CheckError):
            yield checks.display_check(number, statements)


def _outcome(check: DisplayCheck, style: Style) -> tuple[list[Any], Trace]:
    """The sides of all claims on one draw, or what is wrong; and what decided them."""
    trace = Trace()
    try:
        env = check.world.environment(1, style, trace)
        torch.manual_seed(1)
        sides = [check.comparison.evaluate(claim, env) for claim in check.claims]
    except (CheckError, SourceError) as error:
        return [str(error)], trace
    return [side for claim in sides for side in claim], trace


def _assert_same(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for check in _checks(page):
        for style in STYLES:
            at_once, trace = _outcome(check, style)
            with monkeypatch.context() as patch:
                patch.setattr(lattice, "MOST_NUMBERS", 0)
                one_by_one, slow_trace = _outcome(check, style)
            if trace.sampled or slow_trace.sampled:
                continue
            assert len(at_once) == len(one_by_one)
            for ours, theirs in zip(at_once, one_by_one, strict=True):
                if not isinstance(ours, torch.Tensor):
                    assert ours == theirs
                    continue
                torch.testing.assert_close(ours, theirs, rtol=CLOSE, atol=CLOSE, equal_nan=True)
            assert trace.seen == slow_trace.seen


def test_a_page_has_the_same_values_both_ways(
    some_formula: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _assert_same(page_file(some_formula), monkeypatch)


def test_a_test_formula_has_the_same_values_both_ways(
    some_test_formula: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _assert_same(Path(some_test_formula), monkeypatch)


@pytest.mark.parametrize("case", CONSTRUCTS, ids=[case["holds"] for case in CONSTRUCTS])
def test_a_construct_has_the_same_values_both_ways(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _assert_same(write_page(tmp_path, case["holds"], *case["symbols"]), monkeypatch)


@pytest.mark.parametrize("display", PAIRS)
def test_bounds_may_depend_on_an_outer_index(display: str, tmp_path: Path) -> None:
    accepts(tmp_path, display, VECTORS if "b_" in display else VECTOR)


def test_an_index_outside_of_an_array_is_refused_where_it_counts(tmp_path: Path) -> None:
    display = r"\sum_{i=1}^{n} \sum_{j=1}^{n} a_{i + j} = \sum_{i=1}^{n} a_i"
    refuses(tmp_path, "index", display, VECTOR)


def test_an_index_outside_of_an_array_is_nothing_where_it_does_not_count(tmp_path: Path) -> None:
    display = r"\sum_{i=1}^{n} \sum_{j=1}^{n-i} a_{i + j} = \sum_{k=1}^{n} (k - 1) a_k"
    accepts(tmp_path, display, VECTOR)


def test_a_case_that_does_not_count_may_have_no_value(tmp_path: Path) -> None:
    case = r"\begin{cases} a_{i-1} & i > 1 \\ 0 & \text{otherwise} \end{cases}"
    display = rf"\sum_{{i=1}}^{{n}} {case} = \sum_{{i=1}}^{{n-1}} a_i"
    accepts(tmp_path, display, VECTOR)


def test_derivatives_by_two_entries_are_those_of_the_matrix(tmp_path: Path) -> None:
    matrix = r"$\mathbf{B} \in \mathbb{R}^{n \times n}$: a matrix"
    vector = r"$\mathbf{a} \in \mathbb{R}^{n}$: a vector"
    left = r"\frac{\partial^2}{\partial a_i \partial a_j} (\mathbf{a}^\top \mathbf{B} \mathbf{a})"
    accepts(tmp_path, rf"{left} = B_{{ij}} + B_{{ji}}", vector, matrix)
    refuses(tmp_path, "", rf"{left} = 2 B_{{ij}}", vector, matrix)


def test_means_of_all_pairs_of_entries_are_the_covariance_matrix(tmp_path: Path) -> None:
    law = r"$\mathbf{X} \sim \mathcal{N}(\boldsymbol{\mu}, \boldsymbol{\Sigma})$: normal"
    symbols = (
        law,
        r"$\boldsymbol{\mu} \in \mathbb{R}^{n}$: mean",
        r"$\boldsymbol{\Sigma} \in \mathbb{S}_{++}^{n}$: covariance",
    )
    accepts(tmp_path, r"\operatorname{Cov}(X_i, X_j) = \Sigma_{ij}", *symbols)
    refuses(tmp_path, "", r"\operatorname{Cov}(X_i, X_j) = \Sigma_{ii}", *symbols)


def test_a_matrix_of_numbers_and_its_transpose_are_told_apart(tmp_path: Path) -> None:
    refuses(tmp_path, "", r"\sum_{i,j} A_{ij} i = \sum_{i,j} A_{ij} j", A)


def test_a_large_sum_is_found_at_once(tmp_path: Path) -> None:
    accepts(tmp_path, r"\sum_{i=1}^{20000} i x = 200010000 x", X)
