from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.sources.snippet import END, START, Snippet, read_snippet
from tests.project import Project

PATH = "snippets/powers/square.py"


def read() -> Snippet:
    return read_snippet(Path(PATH))


def refused(line: int, message: str) -> None:
    with pytest.raises(SourceError, match=rf"^{PATH}:{line}: .*{message}"):
        read()


def test_the_shown_section_stands_between_the_markers(project: Project) -> None:
    shown = read().shown
    assert shown.startswith("import torch\n")
    assert shown.endswith("return x**2")


def test_the_shown_functions_are_those_between_the_markers(project: Project) -> None:
    assert read().shown_functions == ("square",)


def test_the_docstring_says_what_the_formula_does(project: Project) -> None:
    assert read().docstring == "Square: multiply a number by itself."


def test_the_imports_of_the_figure_stand_above_the_shown_section(project: Project) -> None:
    expected = "from matplotlib import pyplot as plt\nfrom matplotlib.figure import Figure"
    assert read().imports == expected


def test_check_and_figure_are_whole_functions(project: Project) -> None:
    assert read().check.startswith("def check() -> None:")
    assert read().figure.endswith("return fig")


def test_a_snippet_without_check_is_refused(project: Project) -> None:
    project.edit(PATH, "def check()", "def unused()")
    refused(1, r"expected 'def check\(\) -> None:'")


def test_helpers_are_what_check_and_figure_use_through_others_too(project: Project) -> None:
    project.edit(PATH, "    fig, axes", "    first()\n    fig, axes")
    helpers = "def first() -> None:\n    second()\n\n\ndef second() -> None:\n    pass\n\n\n"
    unused = "def third() -> None:\n    pass\n\n\n"
    project.edit(PATH, "def check()", f"{helpers}{unused}def check()")
    assert read().helpers.endswith(f"\n\n\n{helpers.strip()}")


def test_a_helper_that_calls_itself_is_found_once(project: Project) -> None:
    helper = "def first() -> None:\n    first()\n\n\n"
    project.edit(PATH, "    fig, axes", "    first()\n    fig, axes")
    project.edit(PATH, "def check()", f"{helper}def check()")
    assert read().helpers.count(helper.strip()) == 1


def test_a_snippet_without_a_docstring_is_refused(project: Project) -> None:
    project.edit(PATH, '"""Square: multiply a number by itself."""\n', "")
    refused(1, "expected a docstring")


@pytest.mark.parametrize("marker", [START, END])
def test_a_snippet_without_a_marker_is_refused(project: Project, marker: str) -> None:
    project.edit(PATH, marker, "# a comment")
    refused(1, "expected a section between")


def test_markers_in_the_wrong_order_are_refused(project: Project) -> None:
    project.edit(PATH, START, "# swapped")
    project.edit(PATH, END, START)
    project.edit(PATH, "# swapped", END)
    refused(1, "expected a section between")


def test_an_end_marker_at_the_margin_is_refused_at_its_line(project: Project) -> None:
    project.edit(PATH, f"    {END}", END)
    refused(project.line(PATH, END), "indent the end marker")


def test_a_section_that_shows_no_function_is_refused_where_it_starts(project: Project) -> None:
    project.edit(PATH, START, "# first")
    project.edit(PATH, "def check() -> None:", f"def check() -> None:\n    {START}")
    project.edit(PATH, f"    {END}\n", "")
    project.edit(PATH, "\n\n\ndef figure", f"\n    {END}\n\n\ndef figure")
    refused(project.line(PATH, START), "must define a function")


def test_a_snippet_without_a_figure_is_refused(project: Project) -> None:
    project.edit(PATH, "def figure()", "def drawing()")
    refused(1, "expected 'def figure")


def test_fifteen_lines_may_be_shown(project: Project) -> None:
    project.edit(PATH, "    return x**2", "    x = +x\n" * 11 + "    return x**2")
    assert len([line for line in read().shown.splitlines() if line]) == 15


def test_sixteen_lines_shown_are_refused_where_they_start(project: Project) -> None:
    project.edit(PATH, "    return x**2", "    x = +x\n" * 12 + "    return x**2")
    refused(project.line(PATH, START), "16 lines shown; a page has room for 15")


def test_a_shown_line_of_72_columns_is_allowed(project: Project) -> None:
    project.edit(PATH, "    return x**2", "    return x**2".ljust(70, " ") + "#a")
    assert max(map(len, read().shown.splitlines())) == 72


def test_a_shown_line_of_73_columns_is_refused_at_its_line(project: Project) -> None:
    project.edit(PATH, "    return x**2", "    return x**2".ljust(71, " ") + "#a")
    refused(project.line(PATH, "return x**2"), "wider than the 72 columns")


def test_a_wide_line_that_is_not_shown_is_allowed(project: Project) -> None:
    project.edit(PATH, "return fig", "return fig  # " + "a" * 80)
    assert read().figure


@pytest.mark.parametrize(
    "statement",
    ["print('loud')", "N = 5", "torch.manual_seed(0)", "class A: ...", "if True: import math"],
)
def test_a_statement_that_runs_on_import_is_refused_at_its_line(
    project: Project, statement: str
) -> None:
    project.edit(PATH, "def check()", f"{statement}\n\n\ndef check()")
    refused(project.line(PATH, statement), "importing a snippet must do nothing")
