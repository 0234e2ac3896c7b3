"""Where the links of a page may lead: to pages, and to what the build will write from them."""

from scripts.addresses.links import Destinations
from scripts.base.paths import CHEAT_SHEET, figure_files
from scripts.pages.listings import listing_files
from scripts.sources.collection import Sources


def destinations(sources: Sources) -> Destinations:
    """All destinations, gathered once for all pages."""
    generated = {CHEAT_SHEET, *listing_files(sources.chapters)}
    for chapter in sources.chapters:
        generated.add(chapter.notebook)
        generated.update(file for formula in chapter.formulas for file in figure_files(formula))
    slugs = {c.path: {formula.split("/")[1] for formula in c.formulas} for c in sources.chapters}
    snippets = {f.snippet.path: f.snippet for f in sources.formulas.values()}
    return Destinations(sources.pages, snippets, generated, slugs)
