import pytest

from scripts.base.paths import CHEAT_SHEET
from scripts.pages.cheat_sheet import cheat_sheet, write_cheat_sheet
from scripts.sources.collection import read_sources
from tests.project import Project

PAGE = "docs/powers/square.md"


def sheet() -> str:
    return cheat_sheet(read_sources())


def symbols(project: Project, line: str) -> str:
    """The line of symbols of a formula whose symbol list is this line."""
    project.edit(PAGE, r"- $x \in \mathbb{R}$: the base", line)
    entry = sheet().partition("### [Cube]")[0]
    return entry.partition('<p class="sheet-symbols" markdown="span">')[2].partition("</p>")[0]


def test_chapters_and_formulas_come_in_order_with_links_to_their_pages(project: Project) -> None:
    headings = [line for line in sheet().splitlines() if line.startswith("#")]
    assert headings == [
        "## [Powers](powers/index.md)",
        "### [Square](powers/square.md) { #powers.square }",
        "### [Cube](powers/cube.md) { #powers.cube }",
    ]


def test_the_main_display_alone_is_shown(project: Project) -> None:
    project.edit(PAGE, "Nothing overflows", "$$\ny = z\n$$\n\nNothing overflows")
    assert "f(x)" in sheet() and "y</annotation>" not in sheet()


def test_a_formula_is_drawn_in_pieces_between_which_a_line_may_break(project: Project) -> None:
    assert "</math><math" in sheet()


def test_symbols_are_listed_with_their_sets(project: Project) -> None:
    assert symbols(project, "- $x \\in \\mathbb{R}$: the base\n- $n$: the order") == (
        r"$x \in \mathbb{R}$ the base; $n$ the order"
    )


@pytest.mark.parametrize(
    ("meaning", "short"),
    [
        ("the base; not 0", "the base"),
        ("the base, not 0", "the base"),
        ("the base (not 0)", "the base"),
        ("the pair $(a, b)$ of bases", "the pair $(a, b)$ of bases"),
        ("the base of a [cube](cube.md)", "the base of a cube"),
    ],
)
def test_a_meaning_stops_before_its_details(project: Project, meaning: str, short: str) -> None:
    assert symbols(project, f"- $x$: {meaning}") == f"$x$ {short}"


def test_an_unchanged_sheet_keeps_its_time(project: Project) -> None:
    write_cheat_sheet(read_sources())
    before = CHEAT_SHEET.stat().st_mtime_ns
    write_cheat_sheet(read_sources())
    assert CHEAT_SHEET.stat().st_mtime_ns == before


def test_a_page_may_include_the_sheet(built: Project) -> None:
    built.write("docs/cheat_sheet.md", '# Cheat sheet\n\n--8<-- "build/cheat_sheet.md"\n')
    assert built.build().errors == []
