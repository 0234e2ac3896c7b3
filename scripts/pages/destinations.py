"""Where the links of a page may lead: to pages, and to what the build will write from them."""

from scripts.addresses.links import Destinations
from scripts.base.errors import SourceErrors
from scripts.base.paths import CHEAT_SHEET, figure_files
from scripts.pages.anchors import anchors_of
from scripts.pages.listings import listing_files
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula


def destinations(sources: Sources) -> Destinations:
    """All destinations, gathered once for all pages."""
    generated = {CHEAT_SHEET, *listing_files(sources.chapters)}
    for chapter in sources.chapters:
        generated.add(chapter.notebook)
        generated.update(file for formula in chapter.formulas for file in figure_files(formula))
    formulas = sources.formulas.values()
    anchors = {c.path: {formula.split("/")[1] for formula in c.formulas} for c in sources.chapters}
    anchors |= {formula.path: _equations(formula) for formula in formulas}
    snippets = {formula.snippet.path: formula.snippet for formula in formulas}
    return Destinations(sources.pages, snippets, generated, anchors)


def _equations(formula: Formula) -> set[str]:
    """The anchors of its equations; none where one has no name, which the build tells."""
    try:
        return set(anchors_of(formula))
    except SourceErrors:
        return set()
