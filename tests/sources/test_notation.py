from pathlib import Path

import pytest

from scripts.sources.collection import read_sources
from scripts.sources.notation import Row, read_rows
from scripts.sources.page import Page, read_page
from tests.project import Project, assert_told

NOTATION = "docs/notation.md"
TABLE = "| Written | Name | Is |\n| --- | --- | --- |\n"
HAT = r"| $\hat{y}$ {#hat} | hat, circumflex | an estimate |"


def rows(*lines: str) -> list[Row]:
    return read_rows(Page(Path(NOTATION), f"# Notation\n\n{TABLE}" + "\n".join(lines) + "\n"))


def test_a_row_has_an_anchor_what_is_written_names_and_a_meaning() -> None:
    assert rows(HAT) == [Row("hat", (r"\hat{y}",), ("hat", "circumflex"), "an estimate", 5)]


def test_other_tables_have_no_rows() -> None:
    text = "| Convention | In PyTorch |\n| --- | --- |\n| Shape | `(n,)` |\n"
    assert read_rows(Page(Path(NOTATION), text)) == []


def test_a_letter_is_listed_for_its_meanings_without_a_name() -> None:
    text = "| Letter | Meanings |\n| --- | --- |\n| $K$ {#meanings-of-k} | classes; keys |\n"
    (row,) = read_rows(Page(Path(NOTATION), text))
    assert row.names == () and row.meanings == ["classes", "keys"]


def test_the_rows_are_part_of_the_sources(project: Project) -> None:
    project.write(NOTATION, f"{project.read(NOTATION)}\n{TABLE}{HAT}\n")
    assert [row.anchor for row in read_sources().notation] == ["hat"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (r"| $\hat{y}$ | hat | an estimate |", "a row has an address of its own"),
        (r"| $\hat{y}$ {#row-1} | hat | an estimate |", "named by its meaning"),
        (r"| $\hat{y}$ {#hat} | hat |", "expected 3 cells, Written | Name | Is, not 2"),
        (r"| $\hat{y}$ {#hat} |  | an estimate |", "expected how it is called"),
        (r"| ŷ {#hat} | hat | an estimate |", "between dollars"),
    ],
)
def test_a_row_that_nobody_could_link_to_or_find_is_refused_at_its_line(
    project: Project, line: str, message: str
) -> None:
    project.write(NOTATION, f"{project.read(NOTATION)}\n{TABLE}{line}\n")
    assert_told(f"{NOTATION}:{project.line(NOTATION, line)}", message)


@pytest.mark.parametrize("again", ["{#hat} | cap", "{#cap} | hat"])
def test_an_anchor_or_a_name_that_stands_twice_is_refused(project: Project, again: str) -> None:
    project.write(NOTATION, f"{project.read(NOTATION)}\n{TABLE}{HAT}\n| $x$ {again} | a |\n")
    assert_told(f"{NOTATION}:{project.line(NOTATION, again)}", "stands in line")


def test_an_anchor_that_a_heading_has_is_refused(project: Project) -> None:
    line = "| $x$ {#letters} | a | b |"
    project.write(NOTATION, f"{project.read(NOTATION)}\n{TABLE}{line}\n")
    heading = project.line(NOTATION, "## Letters")
    assert_told(f"{NOTATION}:{project.line(NOTATION, line)}", f"stands in line {heading}, too")


def test_a_link_may_lead_to_a_row(project: Project) -> None:
    project.write(NOTATION, f"{project.read(NOTATION)}\n{TABLE}{HAT}\n")
    assert read_page(Path(NOTATION)).anchors == {"notation", "letters", "hat"}
