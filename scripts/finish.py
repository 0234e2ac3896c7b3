"""Finish a rendered site, whichever engine wrote it, and publish it: `python -m scripts.finish`.

The rendered site in build/site/ becomes site/ only when everything is done: a failed
build leaves the last good site in place.
"""

from collections.abc import Sequence
from pathlib import Path
import shutil
import sys

from scripts.addresses.redirects import keep_permalinks
from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.paths import BUILD, SITE
from scripts.base.text import read_text, write_atomically
from scripts.finishing.catalog import write_catalog
from scripts.finishing.join_modules import join_modules
from scripts.finishing.llms import write_llms
from scripts.finishing.markdown_copies import write_markdown_copies
from scripts.finishing.minify import minify_scripts
from scripts.finishing.notebook_page import slim_notebook_page
from scripts.finishing.search_index import write_search_index
from scripts.finishing.sitemap import date_sitemap
from scripts.pages.citations import publish_citations
from scripts.pictures.steps import publish_pictures
from scripts.sources.bibliography import read_references
from scripts.sources.formula import read_formula
from scripts.sources.navigation import read_chapters, read_site_url

RENDERED = BUILD / "site"
PREVIOUS = BUILD / "previous-site"


def main(*, draft: bool = False) -> int:
    """Run the command; return its exit code. In a draft, links may be broken."""
    try:
        finish(RENDERED)
        _keep_permalinks(draft)
        publish(RENDERED, SITE)
    except (SourceError, SourceErrors) as error:
        print_errors(error)
        return 1
    return 0


def finish(site: Path) -> None:
    """Slim the notebook pages and scripts of a rendered site; add what is not a page."""
    for path in notebook_pages(site):
        write_atomically(path, slim_notebook_page(path, read_text(path), read_site_url()))
    join_modules(site / "assets" / "search" / "engine.js")
    minify_scripts(site / "assets")
    chapters, site_url = read_chapters(), read_site_url()
    formulas = [read_formula(formula) for chapter in chapters for formula in chapter.formulas]
    write_catalog(site, formulas, site_url)
    write_search_index(site, chapters)
    publish_pictures(site, chapters, formulas)
    publish_citations(site, formulas)
    write_markdown_copies(site, formulas, read_references(), site_url)
    by_id = {formula.id: formula for formula in formulas}
    write_llms(site, chapters, by_id)
    date_sitemap(site, chapters, by_id, site_url)


def _keep_permalinks(draft: bool) -> None:
    """Nobody links to a preview: there, a broken link is only told, and a new one is not."""
    try:
        new = keep_permalinks(RENDERED, read_site_url())
    except (SourceError, SourceErrors) as error:
        if not draft:
            raise
        print_errors(error, "warning")
    else:
        if new and not draft:
            print(f"addresses to register before you publish: {len(new)}; run `make links`")


def notebook_pages(site: Path) -> Sequence[Path]:
    """The pages that mkdocs-jupyter wrote."""
    return sorted(site.glob("notebooks/*/index.html"))


def publish(rendered: Path, site: Path) -> None:
    """Put the rendered site in the place of the last one."""
    if not (rendered / "index.html").exists():
        raise SourceError(rendered, 1, "no rendered site here; run `make site`")
    shutil.rmtree(PREVIOUS, ignore_errors=True)
    if site.exists():
        site.rename(PREVIOUS)
    rendered.rename(site)
    shutil.rmtree(PREVIOUS, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
