from datetime import UTC, date, datetime
from pathlib import Path
import shutil
import subprocess

from pybtex.database import BibliographyData, Entry, parse_file, parse_string
from pybtex.richtext import Text
import pytest

from scripts.base.paths import BIBLIOGRAPHY, SITE
from scripts.pages.citations import (
    citation_block,
    escaped,
    page_bibtex,
    page_text,
    publish_citations,
    write_citations,
)
from scripts.sources.bibliography import read_references
from scripts.sources.citation_file import Publication
from scripts.sources.collection import read_sources
from scripts.sources.formula import read_formula
from scripts.sources.history import Change
from tests.project import Project

ADDRESS = "https://example.org/tiny/"
AUTHORS = ("{The Tiny contributors}", "Noether, Emmy")
PUBLICATION = Publication("Tiny", AUTHORS, "1.2.0", date(2025, 1, 31))
CHANGE = Change(int(datetime(2026, 3, 4, tzinfo=UTC).timestamp()), "abc1234")
PAGE = "docs/powers/square.md"
ENTRIES = len(read_sources().formulas) + len(read_references())


@pytest.fixture
def bibliography(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """all.bib: what a reader pastes who cites every page of this site, and every source."""
    sources = read_sources()
    entries = [
        page_bibtex(formula, PUBLICATION, CHANGE, ADDRESS) for formula in sources.formulas.values()
    ]
    works = BIBLIOGRAPHY.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("all.bib").write_text("\n\n".join([*entries, works]), encoding="utf-8")
    return tmp_path


def parsed(bibtex: str) -> BibliographyData:
    return parse_string(bibtex, "bibtex")


def entry(change: Change | None = CHANGE) -> Entry:
    text = page_bibtex(read_formula("powers/square"), PUBLICATION, change, ADDRESS)
    return parsed(text).entries["mqr_powers_square"]


def line(change: Change | None) -> str:
    return page_text(read_formula("powers/square"), PUBLICATION, change, ADDRESS)


def test_the_entry_of_a_page_says_what_where_and_when(project: Project) -> None:
    assert dict(entry().fields) == {
        "title": "{Square}",
        "howpublished": "Tiny",
        "year": "2026",
        "month": "March",
        "note": "Version 1.2.0, page changed March 4, 2026 (commit abc1234)",
        "url": "https://example.org/tiny/powers/square/",
    }


def test_an_edited_page_has_no_commit(project: Project) -> None:
    edited = Change(CHANGE.time)
    assert entry(edited).fields["note"] == "Version 1.2.0, page changed March 4, 2026"
    assert "March 4, 2026. https://" in line(edited)


def test_where_nothing_tells_the_change_the_release_dates_the_entry(project: Project) -> None:
    fields = entry(None).fields
    assert (fields["year"], fields["note"]) == ("2025", "Version 1.2.0")
    assert "month" not in fields
    assert "version 1.2.0, 2025. https://" in line(None)


def test_a_group_is_one_name_and_a_person_has_two(project: Project) -> None:
    group, person = entry().persons["author"]
    assert group.last_names == ["{The Tiny contributors}"]
    assert (person.first_names, person.last_names) == (["Emmy"], ["Noether"])


def test_the_entry_round_trips(project: Project) -> None:
    again = parsed(entry().to_string("bibtex")).entries["mqr_powers_square"]
    assert again == entry()


@pytest.mark.parametrize(
    "title",
    ["Q & A", "L_p norm", "100% of #1", "Hölder's inequality", "Łojasiewicz–Simon", "é ü ß"],
)
def test_a_title_with_special_characters_is_read_back_as_it_was(
    project: Project, title: str
) -> None:
    project.edit(PAGE, "# Square", f"# {title}")
    assert Text.from_latex(entry().fields["title"]).render_as("text") == title


@pytest.mark.parametrize(
    ("text", "bibtex"),
    [
        ("A & B", r"A \& B"),
        ("x_i", r"x\_i"),
        ("$5", r"\$5"),
        ("100%", r"100\%"),
        ("#1", r"\#1"),
        ("Müller", r"M\"uller"),
        ('the "kernel trick"', "the ``kernel trick''"),
        ("the “kernel trick”", "the ``kernel trick''"),
        ("{a}", r"\textbraceleft{}a\textbraceright{}"),
        ("a\\b^c~d", r"a\textbackslash{}b\textasciicircum{}c\textasciitilde{}d"),
    ],
)
def test_special_characters_are_escaped(text: str, bibtex: str) -> None:
    assert escaped(text) == bibtex


def test_the_text_of_a_citation_is_one_line(project: Project) -> None:
    assert line(CHANGE) == (
        "The Tiny contributors; Noether, Emmy. “Square.” Tiny, version 1.2.0, March 4, 2026"
        " (commit abc1234). https://example.org/tiny/powers/square/"
    )


def test_the_block_is_closed_and_readable_without_a_script(project: Project) -> None:
    block = citation_block(read_formula("powers/square"), "TEXT", "PAGE", ["FIRST", "SECOND"])
    assert block.startswith('<details class="cite" markdown ')
    assert "```text\nTEXT\n```" in block and "```bibtex\nPAGE\n```" in block
    assert 'href="../square.bib" download' in block


def test_each_source_can_be_copied_by_itself(project: Project) -> None:
    block = citation_block(read_formula("powers/square"), "TEXT", "PAGE", ["FIRST", "SECOND"])
    assert "The sources:\n\n```bibtex\nFIRST\n```\n\n```bibtex\nSECOND\n```" in block
    assert 'href="../../references.bib" download' in block


def test_a_page_without_sources_cites_the_page_alone(project: Project) -> None:
    block = citation_block(read_formula("powers/square"), "TEXT", "PAGE", [])
    assert block.count("```bibtex") == 1 and "source" not in block


def test_the_file_holds_the_page_alone(project: Project) -> None:
    sources = read_sources()
    write_citations(sources, sources.formulas.values())
    publish_citations(SITE, [read_formula("powers/square")])
    assert list(parsed(project.read("site/powers/square.bib")).entries) == ["mqr_powers_square"]


def test_all_pages_and_their_sources_fit_into_one_file(bibliography: Path) -> None:
    assert len(parse_file(str(bibliography / "all.bib"), "bibtex").entries) == ENTRIES


@pytest.mark.skipif(not shutil.which("bibtex"), reason="needs BibTeX")
@pytest.mark.parametrize("style", ["plain", "unsrt"])
def test_bibtex_takes_all_pages_and_their_sources(bibliography: Path, style: str) -> None:
    commands = ["\\citation{*}", f"\\bibstyle{{{style}}}", "\\bibdata{all}"]
    Path("all.aux").write_text("\n".join(commands), encoding="utf-8")
    run = subprocess.run(["bibtex", "all"], capture_output=True, text=True, check=False)
    assert (run.returncode, "Warning" in run.stdout) == (0, False), run.stdout
    made = Path("all.bbl").read_text(encoding="utf-8")
    assert made.count("\\bibitem") == ENTRIES


def test_an_unchanged_citation_keeps_its_time(built: Project) -> None:
    path = built.root / "build/citations/powers/square.md"
    before = path.stat().st_mtime_ns
    built.build()
    assert path.stat().st_mtime_ns == before


def test_the_page_includes_its_citation(built: Project) -> None:
    included = '--8<-- "build/citations/powers/square.md"'
    assert included in built.read("build/sources/powers/square.md")
    assert built.read("build/citations/powers/square.md").startswith("<details")
