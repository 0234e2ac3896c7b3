from pathlib import Path
import subprocess
import sys

import pytest

from scripts.checker.errors import CheckError
from scripts.checker.judging.heads import head_of
from scripts.checker.judging.page import read_page
from scripts.checker.page_source import read_source
from scripts.checker.reading.left_sides import declared_names, name_of_row
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.statements import read_display
from scripts.checker.reading.symbols import read_line, vocabulary_of
from scripts.sources.labels import rows_of
from scripts.sources.navigation import formula_pages
from tests.checker.pages import FORMULAS
from tests.each import for_each

# The checker knows these letters as functions; an address has the letter that the reader sees.
LETTERS = {"sigma": "sigmoid", "P": "Pr", "D_KL": "KL", "N": "gaussian"}

PAGES = [*formula_pages(), *FORMULAS]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (r"m_t &= \beta_1 m_{t-1}", "m_t"),
        (r"\hat{m}_t &= \frac{m_t}{1 - \beta_1^t}", "m_hat_t"),
        (r"\mathbf{h}_{l+1} &= x", "h_lp1"),
        (r"\operatorname{softmax}(\mathbf{x})_i = x", "softmax"),
        (r"f'(x) = 2x", "f_prime"),
        (r"\sigma^2 = x", "sigma_2"),
        (r"\mathbb{E}\left[X\right] = x", "E"),
        (r"\mathbb{E}_{x \sim p}[x] = y", "E"),
        (r"C_{ij} = x", "C"),
        (r"D_{ij} = x", "D_ij"),
        (r"a = b, \quad c = d", "a"),
        (r"\lambda = 1", "lambda_"),
    ],
)
def test_a_row_is_called_after_its_left_side(row: str, name: str) -> None:
    assert name_of_row(row, declared_names([r"\mathbf{C} \in \mathbb{R}^{n \times n}"])) == name


def test_an_entry_of_an_array_that_is_declared_by_its_entries_is_called_after_the_array() -> None:
    assert name_of_row("h_t = x", declared_names([r"h_0, \ldots, h_T \in \mathbb{R}"])) == "h"
    assert name_of_row("h_t = x", declared_names([r"h_0, h_T \in \mathbb{R}"])) == "h_t"


@pytest.mark.parametrize(
    ("row", "symbol"),
    [
        ("p_{2i} = x", r"p_0, \ldots, p_{2n-1} \in \mathbb{R}"),
        ("p_{2i+1} = x", r"\mathbf{p} \in \mathbb{R}^{n}"),
        ("p_{2i} = x", r"p_{2i} \in \mathbb{R}"),
        ("p_{2i} = x", r"q \in \mathbb{R}"),
        ("P_{t,2i} = x", r"P_{00}, \ldots, P_{m-1,n-1} \in \mathbb{R}"),
        ("P_{t,2i} = x", r"\mathbf{P} \in \mathbb{R}^{m \times n}"),
        ("X_{2i} = x", r"X_1, \ldots, X_n \overset{\text{iid}}{\sim} P"),
        ("X_{2i} = x", r"X \sim P"),
    ],
)
def test_an_entry_has_the_name_by_which_its_reference_is_found(row: str, symbol: str) -> None:
    [statement] = read_display(row, vocabulary_of(read_line(symbol, 1, Vocabulary())))
    assert name_of_row(row, declared_names([symbol])) == head_of(statement.sides[0])


@pytest.mark.parametrize(
    ("row", "name"),
    [("p(x) = a", "p_x"), ("p(x, y) = a", "p_x_y"), (r"p(x \mid y) = a", "p_x_given_y")],
)
def test_each_list_of_arguments_has_its_own_name(row: str, name: str) -> None:
    known = declared_names([r"p(x), p(x, y), p(x|y) \in (0, 1)"])
    assert name_of_row(row, known) == name
    assert name_of_row(row, declared_names([r"p(x) \in (0, 1)"])) == "p"


@pytest.mark.parametrize(
    "row",
    [
        r"&= a + b",
        r"\frac{d}{dx} f(x) = 2",
        r"\nabla f(x) = 2",
        r"a + b = c",
        r"\lVert x \rVert = 2",
        r"\mathbf{A}^{-1} = x",
        r"\mathbf{A}^\top = x",
        r"x y = 2",
        r"C^2 = 2",
        r"\unknown = 2",
        r"(x)_i = 2",
    ],
)
def test_a_left_side_that_is_no_single_name_has_none(row: str) -> None:
    assert name_of_row(row, declared_names(["C"])) is None


@for_each(PAGES)
def test_names_are_those_by_which_a_reference_is_found(path: Path) -> None:
    page, source = read_page(path), read_source(path)
    known = declared_names(tex for tex, _ in source.symbols)
    for display, statements in zip(page.displays, page.statements, strict=True):
        assert not isinstance(statements, CheckError)
        heads = {head_of(statement.sides[0]) for statement in statements}
        for _, row in rows_of(display.tex):
            name = name_of_row(row, known)
            assert name is None or name in heads or LETTERS.get(name) in heads


def test_left_sides_are_named_without_torch() -> None:
    script = "import sys, scripts.checker.reading.left_sides; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
