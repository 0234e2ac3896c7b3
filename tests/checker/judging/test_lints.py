"""Notation that is not sound is refused before anything is evaluated."""

from pathlib import Path

from tests.checker.pages import A, X, raises, refuses, write_page


def test_a_symbol_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "q is not declared", "x + q = q + x", X)


def test_a_symbol_without_a_domain_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(write_page(tmp_path, "2x = x + x", "$x$: a number"), 7, "no domain")


def test_equal_sides_are_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "both sides are the same", "x^2 = x^2", X)


def test_free_indices_must_agree(tmp_path: Path) -> None:
    refuses(tmp_path, "free indices differ", r"A_{ij} = A_{ik} + 0", A)


def test_an_entry_of_what_is_not_declared_is_told(tmp_path: Path) -> None:
    refuses(tmp_path, r"if \hat{A}_{i} is an entry", r"\hat{A}_i = 2 A_{ii}", A)


def test_a_symbol_that_is_not_used_is_refused(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X, r"$y \in \mathbb{R}$: idle")
    raises(page, 8, "no display uses it")


def test_bold_and_plain_are_one_name(tmp_path: Path) -> None:
    bold = r"$\mathbf{x} \in \mathbb{R}^{n}$: a vector"
    raises(write_page(tmp_path, "2x = x + x", X, bold), 8, "bold and plain")


def test_two_symbols_with_one_name_in_python_are_refused(tmp_path: Path) -> None:
    symbols = [r"$h_{l+1} \in \mathbb{R}$: next", r"$h_{lp1} \in \mathbb{R}$: another"]
    page = write_page(tmp_path, "2 h_{l+1} = h_{l+1} + h_{l+1} + 0 h_{lp1}", *symbols)
    raises(page, 8, "are both h_lp1 in Python")


def test_a_symbol_of_a_display_that_is_not_checked_counts_as_used(tmp_path: Path) -> None:
    page = write_page(tmp_path, r"2x = x + x \heartsuit", X)
    mark = "<!-- not machine-checked: it is a drawing -->\n$$"
    page.write_text(page.read_text(encoding="utf-8").replace("$$", mark, 1), encoding="utf-8")
    raises(page, 8, "x is declared, but no display uses it")


def test_a_law_whose_parameters_are_not_understood_is_refused_at_its_line(tmp_path: Path) -> None:
    law = r"$W \sim \mathcal{U}(-a * a, a)$: a weight"
    page = write_page(tmp_path, r"\mathbb{E}[W] = 0", r"$a \in \mathbb{R}_{>0}$: a bound", law)
    raises(page, 8, "* is no sign of a product")
