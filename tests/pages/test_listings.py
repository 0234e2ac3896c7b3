from dataclasses import replace
from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import BUILD
from scripts.checker.verdicts import Evidence, Verdict
from scripts.pages.listings import (
    chapter_list,
    check_summary,
    listing_files,
    source_list,
    write_listings,
)
from scripts.sources.bibliography import read_references
from scripts.sources.collection import read_sources
from scripts.sources.formula import Formula, read_formula
from tests.project import Project, write_record

PAGE = "docs/powers/square.md"


def formulas() -> list[Formula]:
    return [read_formula("powers/square"), read_formula("powers/cube")]


def test_every_list_a_page_may_include_is_written(project: Project) -> None:
    write_listings(read_sources())
    written = set(BUILD.rglob("*.md"))
    assert written == listing_files(read_sources().chapters)


def test_a_chapter_lists_its_formulas_in_order_with_their_anchors(project: Project) -> None:
    headings = [line for line in chapter_list(formulas()).splitlines() if line.startswith("#")]
    assert headings == ["## [Square](square.md) { #square }", "## [Cube](cube.md) { #cube }"]


def test_the_summary_counts_the_kinds_of_evidence(project: Project) -> None:
    checked = Verdict("", 1, "x", "checked", evidence=Evidence("identity", draws=8))
    referred = replace(checked, evidence=Evidence("pytorch", ("torch.softmax",), draws=8))
    write_record(Path("docs/powers/square.md"), [referred, checked])
    write_record(Path("docs/powers/cube.md"), [Verdict("", 1, "x", "not machine-checked: why")])
    summary = check_summary(formulas())
    assert "| Checked | 1 | 2 |" in summary
    assert "Of the 2 displays that are evaluated, 1 are compared with functions of Py" in summary
    assert "- [Cube](powers/cube.md): why" in summary


def test_sources_are_listed_in_full(project: Project) -> None:
    listed = source_list(formulas()[0], read_references())
    assert listed.startswith("- ") and "Elements" in listed


def test_an_unknown_source_is_refused_at_its_line(project: Project) -> None:
    project.edit(PAGE, "[euclid300]\n", "[nobody2000]\n")
    project.edit(PAGE, "[@euclid300]", "")
    with pytest.raises(SourceError, match=rf"^{PAGE}:6: unknown citation key 'nobody2000'"):
        source_list(formulas()[0], read_references())


def test_an_unknown_source_in_a_list_of_lines_is_refused_at_its_own(project: Project) -> None:
    project.edit(PAGE, "[euclid300]\n", "\n  - euclid300\n  - nobody2000\n")
    with pytest.raises(SourceError, match=rf"^{PAGE}:8: unknown citation key 'nobody2000'"):
        source_list(formulas()[0], read_references())


def test_an_unknown_source_is_looked_for_in_the_front_matter_line(project: Project) -> None:
    project.edit(PAGE, "by itself", "as in power200")
    project.edit(PAGE, "[euclid300]\n", "[euclid300, power200]\n")
    with pytest.raises(SourceError, match=rf"^{PAGE}:6: unknown citation key 'power200'"):
        source_list(formulas()[0], read_references())


def test_an_unchanged_list_keeps_its_time(project: Project) -> None:
    write_listings(read_sources())
    before = Path("build/home/chapters.md").stat().st_mtime_ns
    write_listings(read_sources())
    assert Path("build/home/chapters.md").stat().st_mtime_ns == before
