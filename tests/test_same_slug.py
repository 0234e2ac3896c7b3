"""Two chapters may each have a formula of one slug: the id tells them apart everywhere."""

import json

import pytest

from scripts.addresses.permalinks import formula_addresses
from scripts.base.paths import CITATIONS, card_file, figure_files, image_files, record_file
from scripts.finishing.catalog import write_catalog
from scripts.finishing.search_index import index_of
from scripts.pages.cheat_sheet import cheat_sheet
from scripts.pages.listings import chapter_list
from scripts.sources.collection import Sources, read_sources
from scripts.sources.rules.apply import mistakes_across
from tests.project import Project
from tests.tiny import formula_page, formula_snippet

IDS = ("powers/square", "shapes/square")
CHAPTER = """\
  - Shapes:
      - shapes/index.md
      - shapes/square.md
  - Notebooks:
      - Shapes: notebooks/shapes.ipynb
"""
WORDS = {"NAME": "with four sides", "ALIAS": "regular quadrilateral", "TITLE": "Square of a side"}


def add_shapes(project: Project) -> None:
    """A second chapter with a formula of a slug that the first chapter has, too."""
    page = formula_page(SLUG="square", POWER="2", SLOPE="1", TORCH="square", **WORDS)
    project.edit("mkdocs.yml", "  - Notebooks:\n", CHAPTER)
    project.write("docs/shapes/index.md", "---\ndescription: Shapes.\n---\n\n# Shapes\n\nFlat.\n")
    project.write("docs/shapes/square.md", page.replace("powers/", "shapes/"))
    project.write("snippets/shapes/square.py", formula_snippet())


@pytest.fixture
def sources(built: Project) -> Sources:
    add_shapes(built)
    assert built.build().errors == []
    return read_sources()


def test_every_output_is_there_for_both(built: Project, sources: Sources) -> None:
    for identifier in IDS:
        record = record_file(sources.formulas[identifier].path)
        drawn = [*figure_files(identifier), card_file(identifier), *image_files(identifier, 1)]
        for path in [record, *drawn, CITATIONS / f"{identifier}.bib"]:
            assert built.exists(path.as_posix()), path


def test_nothing_that_lists_both_leads_to_one_only(built: Project, sources: Sources) -> None:
    write_catalog(built.root / "site", sources)
    catalog = json.loads(built.read("site/formulas.json"))["formulas"]
    assert {entry["id"] for entry in catalog} >= set(IDS)
    found = index_of(catalog, sources, [])["formulas"]["location"]
    assert set(found) >= {f"{identifier}/" for identifier in IDS}
    sheet = cheat_sheet(sources)
    assert all(f"({each}.md) {{ #{each.replace('/', '.')} }}" in sheet for each in IDS)
    for chapter in sources.chapters:
        assert "{ #square }" in chapter_list(sources.formulas_of(chapter))


def test_their_addresses_are_all_different(sources: Sources) -> None:
    addresses = [each for identifier in IDS for each in formula_addresses(identifier)]
    assert len(set(addresses)) == len(addresses)


def test_a_name_still_means_one_formula(sources: Sources) -> None:
    assert list(mistakes_across(sources.formulas, sources.pages, sources.references, ())) == []
