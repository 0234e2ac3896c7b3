"""The pages that stand for all others: for every property that matters, the page with most of it.

A test that takes one of the PARAMETERS below, as `some_formula`, runs on these; with `--all-pages`,
as `make test-all` and the nightly workflow have it, on all. So a further formula is a further case
only where it is the new extreme of something.
"""

from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

from scripts.mathematics.mathml import parsed, to_mathml
from scripts.sources.collection import read_sources
from scripts.sources.formula import Formula
from tests.checker.pages import FORMULAS as TEST_FORMULAS

SOURCES = read_sources()
FORMULAS = SOURCES.formulas
CHAPTERS = {chapter.slug: chapter for chapter in SOURCES.chapters}
OTHER_PAGES = ["", "404.html", "about/", "cheat_sheet/", "check/", "checking/", "corrections/"]
OTHER_PAGES += ["notation/", "notebooks/", "indexes/names/", "indexes/pytorch/", "indexes/symbols/"]


def most_of(name: str) -> str:
    """The id of the formula that has most of this."""
    return max(FORMULAS, key=lambda each: AMOUNTS[name](FORMULAS[each]))


@cache
def representatives() -> dict[str, str]:
    """The ids of formulas, in the order of the site, with what each has most of."""
    chosen: dict[str, list[str]] = {}
    for name in AMOUNTS:
        chosen.setdefault(most_of(name), []).append(name)
    return {formula: ", ".join(chosen[formula]) for formula in FORMULAS if formula in chosen}


def formulas(*, every: bool = False) -> list[str]:
    """Ids of formulas: the representatives, or all."""
    return [*FORMULAS] if every else [*representatives()]


def chapters(*, every: bool = False) -> list[str]:
    """Slugs of chapters: those with most and with fewest formulas, or all."""
    sizes = {slug: len(chapter.formulas) for slug, chapter in CHAPTERS.items()}
    ends = {max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)}
    return [slug for slug in CHAPTERS if every or slug in ends]


def listed(*, every: bool = False) -> list[str]:
    """Paths of the pages that show formulas with their controls."""
    return [f"{name}/" for name in (*formulas(every=every), *chapters(every=every))]


def printed(*, every: bool = False) -> list[str]:
    """Paths of pages that fill paper in different ways."""
    most = ("the tallest display", "the widest display", "the widest table", "the longest code")
    ids = [*FORMULAS] if every else [most_of(name) for name in dict.fromkeys(most)]
    slugs = chapters(every=every)
    paths = [*dict.fromkeys(ids), *slugs, *(f"notebooks/{slug}" for slug in slugs)]
    return [*(f"{path}/" for path in paths), "indexes/symbols/", "cheat_sheet/", ""]


def pages(*, every: bool = False) -> list[str]:
    """Paths of pages of every kind, as they follow the address of the site."""
    notebooks = [f"notebooks/{slug}/" for slug in chapters(every=every)]
    return [*listed(every=every), *OTHER_PAGES, *notebooks]


def kinds(*, every: bool = False) -> list[str]:
    """Paths of one page of each kind: what is in the style sheets, as colors, shows on these."""
    if every:
        return pages(every=True)
    formula, chapter = most_of("the longest page"), chapters()[0]
    return [f"{formula}/", f"{chapter}/", *OTHER_PAGES, f"notebooks/{chapter}/"]


def written_anew(*, every: bool = False) -> list[str]:
    """Files of formulas that were written for the tests: one in five, or all."""
    return [page.as_posix() for page in TEST_FORMULAS[:: 1 if every else 5]]


def _trees(formula: Formula) -> list[ElementTree.Element]:
    return [parsed(to_mathml(display.tex, display=True)) for display in formula.displays]


def _most(formula: Formula, *tags: str) -> int:
    """The most elements of these kinds in one display."""
    return max(sum(element.tag in tags for element in tree.iter()) for tree in _trees(formula))


def _width(formula: Formula) -> int:
    """The most characters side by side in a display."""
    rows = [row for tree in _trees(formula) for row in [*tree.iter("mtr")] or [tree]]
    return max(
        sum(len(e.text or "") for e in row.iter() if e.tag in ("mi", "mn", "mo", "mtext"))
        for row in rows
    )


def _columns(formula: Formula) -> int:
    """The columns of its widest table, which stands in the text."""
    return max((line.count("|") for line in formula.page.lines if line.startswith("|")), default=0)


AMOUNTS: dict[str, Callable[[Formula], int]] = {
    "the widest display": _width,
    "the tallest display": lambda formula: _most(formula, "mtr", "mfrac", "munderover"),
    "the most rows": lambda formula: _most(formula, "mtr"),
    "the deepest roots and scripts": lambda formula: _most(formula, "msqrt", "msubsup", "msup"),
    "the most displays": lambda formula: len(formula.displays),
    "the shortest formula": lambda formula: -_width(formula),
    "the longest symbol list": lambda formula: len(formula.symbols),
    "the longest title": lambda formula: len(formula.title),
    "the longest description": lambda formula: len(formula.description),
    "the longest code": lambda formula: len(formula.snippet.shown.splitlines()),
    "the widest code": lambda formula: max(map(len, formula.snippet.shown.splitlines())),
    "the longest call": lambda formula: len(formula.snippet.call.expression),
    "the most shapes": lambda formula: len(formula.snippet.call.shapes),
    "contours in its figure": lambda formula: formula.snippet.text.count(".contour"),
    "the widest table": _columns,
    "the longest page": lambda formula: len(formula.page.text),
    "the shortest page": lambda formula: -len(formula.page.text),
    "the most works cited": lambda formula: len(formula.sources),
    "the most other names": lambda formula: len(formula.aliases),
}


PARAMETERS = {
    "some_formula": formulas,
    "some_chapter": chapters,
    "some_listed": listed,
    "some_printed": printed,
    "some_page": pages,
    "some_kind": kinds,
    "some_test_formula": written_anew,
}
