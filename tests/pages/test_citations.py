from datetime import date

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
    sources_bibtex,
    write_citations,
)
from scripts.sources.bibliography import read_references
from scripts.sources.citation_file import Publication
from scripts.sources.collection import read_sources
from scripts.sources.formula import read_formula
from tests.project import Project

ADDRESS = "https://example.org/tiny/"
PUBLICATION = Publication("Tiny", ("{The Tiny contributors}", "Noether, Emmy"), "1.2.0")
DAY = date(2026, 3, 4)
PAGE = "docs/powers/square.md"
FORMULAS = [formula for chapter in read_sources().chapters for formula in chapter.formulas]


def parsed(bibtex: str) -> BibliographyData:
    return parse_string(bibtex, "bibtex")


def entry(publication: Publication = PUBLICATION) -> Entry:
    text = page_bibtex(read_formula("powers/square"), publication, DAY, ADDRESS)
    return parsed(text).entries["mqr_square"]


def test_the_entry_of_a_page_says_what_where_and_when(project: Project) -> None:
    assert dict(entry().fields) == {
        "title": "{Square}",
        "howpublished": "Tiny",
        "year": "2026",
        "month": "March",
        "note": "Version 1.2.0, page changed March 4, 2026",
        "url": "https://example.org/tiny/powers/square/",
    }


def test_a_group_is_one_name_and_a_person_has_two(project: Project) -> None:
    group, person = entry().persons["author"]
    assert group.last_names == ["{The Tiny contributors}"]
    assert (person.first_names, person.last_names) == (["Emmy"], ["Noether"])


def test_the_entry_round_trips(project: Project) -> None:
    again = parsed(entry().to_string("bibtex")).entries["mqr_square"]
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
    assert page_text(read_formula("powers/square"), PUBLICATION, DAY, ADDRESS) == (
        "The Tiny contributors; Noether, Emmy. “Square.” Tiny, version 1.2.0, March 4, 2026."
        " https://example.org/tiny/powers/square/"
    )


@pytest.mark.parametrize("identifier", FORMULAS)
def test_the_sources_of_a_page_are_those_of_the_bibliography(identifier: str) -> None:
    formula, bibliography = read_formula(identifier), parse_file(str(BIBLIOGRAPHY), "bibtex")
    entries = parsed("\n\n".join(sources_bibtex(formula, read_references()))).entries
    assert list(entries) == list(formula.sources)
    assert all(entries[key] == bibliography.entries[key] for key in entries)


def test_the_block_is_closed_out_of_the_search_and_readable_without_a_script(
    project: Project,
) -> None:
    block = citation_block(read_formula("powers/square"), "TEXT", "PAGE", ["FIRST", "SECOND"])
    assert block.startswith('<details class="cite" markdown ')
    assert "```text\nTEXT\n```" in block and "```bibtex\nPAGE\n```" in block
    assert "The sources:\n\n```bibtex\nFIRST\n\nSECOND\n```" in block
    assert 'href="../square.bib" download' in block


def test_a_page_without_sources_cites_the_page_alone(project: Project) -> None:
    assert "original" not in citation_block(read_formula("powers/square"), "TEXT", "PAGE", [])


def test_the_file_holds_the_page_and_its_sources(project: Project) -> None:
    sources = read_sources()
    write_citations(sources, sources.formulas.values())
    publish_citations(SITE, [read_formula("powers/square")])
    assert list(parsed(project.read("site/powers/square.bib")).entries) == [
        "mqr_square",
        "euclid300",
    ]


def test_an_unchanged_citation_keeps_its_time(built: Project) -> None:
    path = built.root / "build/citations/powers/square.md"
    before = path.stat().st_mtime_ns
    built.build()
    assert path.stat().st_mtime_ns == before


def test_the_page_includes_its_citation(built: Project) -> None:
    included = '--8<-- "build/citations/powers/square.md"'
    assert included in built.read("build/sources/powers/square.md")
    assert built.read("build/citations/powers/square.md").startswith("<details")
