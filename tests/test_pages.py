"""Every real page: what reading it does not see already, each rule with all that break it."""

from pathlib import Path
import pkgutil

from scripts.addresses.links import broken_links
from scripts.base.paths import figure_files
from scripts.mathematics.mathml import typeset
from scripts.pages.destinations import destinations
from scripts.sources.collection import read_sources
from tests.project import REPOSITORY

SOURCES = read_sources()  # keeps every rule of scripts.sources, or raises
FORMULAS = list(SOURCES.formulas.values())


def test_the_pages_are_those_of_this_repository() -> None:
    assert Path.cwd() == REPOSITORY


def test_there_are_thirty_formulas_in_ten_chapters() -> None:
    assert (len(FORMULAS) >= 30, len(SOURCES.chapters) >= 10) == (True, True)


def test_every_page_answers_six_to_ten_questions() -> None:
    numbers = {formula.id: len(formula.questions) for formula in FORMULAS}
    assert {name: number for name, number in numbers.items() if not 6 <= number <= 10} == {}


def test_every_pytorch_name_resolves() -> None:
    for name in (name for formula in FORMULAS for name in formula.pytorch):
        assert pkgutil.resolve_name(name), name


def test_every_figure_of_a_formula_page_was_drawn() -> None:
    files = [file for formula in FORMULAS for file in figure_files(formula.id)]
    assert [str(file) for file in files if not file.exists()] == [], "run `make site`"


def test_every_link_leads_somewhere() -> None:
    there = destinations(SOURCES)
    broken = [error for page in SOURCES.pages.values() for error in broken_links(page, there)]
    assert [str(error) for error in broken] == []


def test_all_mathematics_is_typeset() -> None:
    spans = [(page.path, span) for page in SOURCES.pages.values() for span in page.mathematics]
    assert [span for path, span in spans if not typeset(path, span).startswith("<math")] == []
