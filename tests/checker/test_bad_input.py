"""Bad input: a clear refusal at file and line, never a pass, never a hang."""

from pathlib import Path

import pytest

from scripts import check
from scripts.base.errors import SourceError
from scripts.checker.judging.judge import check_page
from tests.checker.pages import VECTORS, A, X, refuses, write_page

SQUARE = r"f(x) = x^2"


def raises(page: Path, line: int, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        check_page(page)
    assert str(caught.value).startswith(f"{page.as_posix()}:{line}: "), str(caught.value)
    assert message in str(caught.value)


def test_a_formula_that_cannot_be_read_points_at_the_place(tmp_path: Path) -> None:
    found = refuses(tmp_path, "never closed", r"x = \mathbf{x", X)
    assert found.line == 4


def test_the_caret_stands_under_the_part_in_question(tmp_path: Path) -> None:
    found = refuses(tmp_path, "two readings", "x / x x = x", X)
    line, caret = found.details[0].split("\n")
    assert line[caret.index("^")] == "x" and caret.index("^") == line.index("x = x")


def test_a_symbol_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "q is not declared", "x + q = q + x", X)


def test_a_symbol_without_a_domain_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(write_page(tmp_path, "2x = x + x", "$x$: a number"), 7, "no domain")


def test_an_unknown_set_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(write_page(tmp_path, "2x = x + x", r"$x \in \mathbb{Q}$: a number"), 7, "not known")


@pytest.mark.parametrize("domain", ["[1, 0]", "(0, 0)", "[2, 1)"])
def test_an_empty_domain_is_refused_at_its_line(tmp_path: Path, domain: str) -> None:
    page = write_page(tmp_path, "2x = x + x", f"$x \\in {domain}$: a number")
    [found] = check_page(page)
    assert found.status is None
    assert found.message.startswith(f"{page.as_posix()}:7: this domain is empty")


def test_sizes_that_cannot_be_satisfied_are_refused(tmp_path: Path) -> None:
    symbol = r"$\mathbf{x} \in \mathbb{R}^{n - n}$: nothing"
    page = write_page(tmp_path, r"2\mathbf{x} = \mathbf{x} + \mathbf{x}", symbol)
    [found] = check_page(page)
    assert found.status is None
    assert "no sizes satisfy" in found.message


def test_a_reference_that_asks_for_an_unknown_name_is_refused(tmp_path: Path) -> None:
    code = "def reference(x, *, gamma):\n    return x * gamma"
    refuses(tmp_path, "page.md:10: reference asks for 'gamma'", SQUARE, X, code=code)


def test_a_reference_with_the_wrong_number_of_arguments_is_refused(tmp_path: Path) -> None:
    code = "def reference(x, y):\n    return x * y"
    refuses(tmp_path, "the left side has 1", SQUARE, X, code=code)


def test_a_reference_that_raises_is_refused_at_its_line(tmp_path: Path) -> None:
    code = "def reference(x):\n    y = 1\n    raise ValueError('no')"
    refuses(tmp_path, "page.md:12: reference raises ValueError: no", SQUARE, X, code=code)


def test_code_that_does_not_compile_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(write_page(tmp_path, SQUARE, X, code="def reference(x:"), 10, "not valid Python")


def test_a_reference_in_float32_is_refused(tmp_path: Path) -> None:
    code = "def reference(x):\n    return (x * x).float()"
    refuses(tmp_path, "compute in float64", SQUARE, X, code=code)


def test_a_wrong_reference_shows_both_values(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x * x + 1"
    found = refuses(tmp_path, "the formula is ", SQUARE, X, code=code)
    assert "reference is " in found.message and "x" in found.drawn


def test_a_reference_that_nothing_is_compared_with_is_refused(tmp_path: Path) -> None:
    code = "def reference_y(*, x):\n    return x"
    raises(write_page(tmp_path, "2x = x + x", X, code=code), 10, "compared with nothing")


def test_a_reference_for_a_line_that_is_not_there_is_refused(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return {'u': x, 'v': x}"
    symbol = r"$u \in \mathbb{R}$: result"
    refuses(tmp_path, "returns 'v'", "u = x + 0", X, symbol, code=code)


def test_a_formula_with_nothing_to_compare_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "nothing to compare", SQUARE, X)


def test_a_formula_that_holds_vacuously_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "vacuously", "x - x = 0 x", X)


def test_equal_sides_are_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "both sides are the same", "x^2 = x^2", X)


def test_an_empty_sum_is_refused(tmp_path: Path) -> None:
    symbol = r"$\mathbf{a} \in \mathbb{R}^{n}$: vector"
    display = r"1 + \sum_{i=2}^{1} a_i = 1"
    refuses(tmp_path, "never decides", display, symbol)


def test_not_a_number_on_both_sides_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "not a number", r"\log(-e^x) = 2 \log(-e^x) - \log(-e^x)", X)


def test_a_case_that_never_applies_is_refused(tmp_path: Path) -> None:
    display = r"|x| = \begin{cases} |x| & x^2 \ge 0 \\ 7 & x^2 < 0 \end{cases}"
    refuses(tmp_path, "never decides", display, X)


def test_cases_that_do_not_exclude_each_other_are_refused(tmp_path: Path) -> None:
    display = r"\max(x, 0) = \begin{cases} x & x > 0 \\ 0 & x < 1 \end{cases}"
    refuses(tmp_path, "exclude each other", display, X)


def test_free_indices_must_agree(tmp_path: Path) -> None:
    refuses(tmp_path, "free indices differ", r"A_{ij} = A_{ik} + 0", A)


def test_an_index_must_run_over_axes_of_one_size(tmp_path: Path) -> None:
    refuses(tmp_path, "sizes", r"\sum_i A_{ii} = \operatorname{tr}(\mathbf{A})", A)


def test_a_name_defined_by_itself_is_refused(tmp_path: Path) -> None:
    symbol = r"$y, z \in \mathbb{R}$: numbers"
    refuses(tmp_path, "by itself", "y = 2z + x, \\quad z = y - x", X, symbol)


def test_an_index_that_is_in_use_is_refused(tmp_path: Path) -> None:
    display = r"\sum_i a_i \sum_i b_i = \sum_{i,j} a_i b_j"
    refuses(tmp_path, "take another letter", display, VECTORS)


def test_a_function_takes_as_many_arguments_as_declared(tmp_path: Path) -> None:
    function = r"$f(x) \in \mathbb{R}$: a function"
    refuses(tmp_path, "takes x", "f(x, x) = f(x)", X, function)


def test_a_symbol_that_is_not_used_is_refused(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X, r"$y \in \mathbb{R}$: idle")
    raises(page, 8, "no display uses it")


def test_bold_and_plain_are_one_name(tmp_path: Path) -> None:
    bold = r"$\mathbf{x} \in \mathbb{R}^{n}$: a vector"
    raises(write_page(tmp_path, "2x = x + x", X, bold), 8, "bold and plain")


def test_an_inequality_that_fails_once_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "is not below", r"\sum_i a_i b_i \le \sum_i a_i^2", VECTORS)


def test_a_mark_without_a_reason_is_refused(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X)
    text = page.read_text(encoding="utf-8").replace("$$", "<!-- not machine-checked: -->\n$$", 1)
    page.write_text(text, encoding="utf-8")
    raises(page, 3, "say why")


def test_a_mark_with_a_reason_is_shown(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X)
    mark = "<!-- not machine-checked: it is a proverb -->\n$$"
    page.write_text(page.read_text(encoding="utf-8").replace("$$", mark, 1), encoding="utf-8")
    [found] = check_page(page)
    assert found.status == "not machine-checked: it is a proverb"


def test_a_page_without_a_display_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n", encoding="utf-8")
    raises(page, 1, "no $$ display")


@pytest.mark.usefixtures("fork_server")
def test_a_reference_that_hangs_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "def reference(x):\n    while True:\n        x = x + 1"
    write_page(tmp_path, SQUARE, X, code=code)
    assert check.main(["page.md", "--limit", "3"]) == 1
    output = capsys.readouterr().out
    assert output.startswith("FAIL page.md:"), output
    assert "still running after 3 s" in output


@pytest.mark.usefixtures("fork_server")
def test_the_command_prints_one_line_a_display_and_returns_1_on_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_page(tmp_path, "2x = x + x", X)
    assert check.main(["page.md"]) == 0
    assert capsys.readouterr().out.startswith("ok page.md:4 checked\n")
    write_page(tmp_path, "2x = x + x + x", X)
    assert check.main(["page.md"]) == 1
    assert capsys.readouterr().out.startswith("FAIL page.md:4 one side is ")


def test_a_missing_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["docs/no_such_page.md"]) == 1
    assert "docs/no_such_page.md:1: there is no such page" in capsys.readouterr().out
