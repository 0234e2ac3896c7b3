"""The misprints that a page tells of are refused."""

from pathlib import Path

from scripts.checker.judging.judge import check_page
from tests.checker.pages import X, raises, write_page

HEADER = "\n| Misprint | Right | What is wrong | Seen in |\n| --- | --- | --- | --- |\n"
CODE = "def reference(x):\n    return x * x"


def page(folder: Path, *rows: str) -> Path:
    path = write_page(folder, r"f(x) = x^2", X, code=CODE)
    table = HEADER + "".join(f"| {row} | wrong | there |\n" for row in rows)
    path.write_text(path.read_text("utf-8") + table, "utf-8")
    return path


def test_a_misprint_that_is_false_is_refused_so_the_page_passes(tmp_path: Path) -> None:
    assert check_page(page(tmp_path, "$x^3$ | $x^2$", "$y^2$ | $x^2$"))[0].status == "checked"


def test_a_misprint_that_passes_the_check_is_an_error_at_its_line(tmp_path: Path) -> None:
    raises(page(tmp_path, "$x^3$ | $x^2$", "$x x$ | $x^2$"), 17, "the check accepts this misprint")


def test_a_misprint_of_what_no_display_prints_is_an_error(tmp_path: Path) -> None:
    raises(page(tmp_path, "$x^3$ | $x^4$"), 16, "no display prints what is right here")
