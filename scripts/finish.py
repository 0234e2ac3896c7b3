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
from scripts.base.paths import BUILD, RENDERED, SITE
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
from scripts.sources.collection import Sources, read_sources

FINISHED = BUILD / "finished-site"
PREVIOUS = BUILD / "previous-site"


def main(*, draft: bool = False) -> int:
    """Run the command; return its exit code. In a draft, links may be broken."""
    try:
        sources = read_sources()
        site = finish(sources, draft=draft)
        publish(site, SITE)
    except (SourceError, SourceErrors) as error:
        print_errors(error)
        return 1
    return 0


def finish(sources: Sources, *, draft: bool = False) -> Path:
    """Finish a copy of the rendered site, so that the same can be finished again; return it.

    Raises SourceError without a rendered site, and SourceErrors where a published address
    would be lost, before anything else is done.
    """
    if not (RENDERED / "index.html").exists():
        raise SourceError(RENDERED, 1, "no rendered site here; run `make site`")
    shutil.rmtree(FINISHED, ignore_errors=True)
    shutil.copytree(RENDERED, FINISHED)
    _keep_permalinks(FINISHED, sources.configuration.site_url, draft=draft)
    for path in notebook_pages(FINISHED):
        write_atomically(path, slim_notebook_page(path, read_text(path), sources))
    join_modules(FINISHED / "assets" / "search" / "engine.js")
    minify_scripts(FINISHED / "assets")
    catalog = write_catalog(FINISHED, sources)
    write_search_index(FINISHED, catalog, sources.chapters)
    publish_pictures(FINISHED, sources)
    publish_citations(FINISHED, sources.formulas.values())
    write_markdown_copies(FINISHED, sources)
    write_llms(FINISHED, sources)
    date_sitemap(FINISHED, sources)
    return FINISHED


def _keep_permalinks(site: Path, site_url: str, *, draft: bool) -> None:
    """Nobody links to a preview: there, a broken link is only told, and a new one is not."""
    try:
        new = keep_permalinks(site, site_url)
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


def publish(finished: Path, site: Path) -> None:
    """Put the finished site in the place of the last one."""
    shutil.rmtree(PREVIOUS, ignore_errors=True)
    if site.exists():
        site.rename(PREVIOUS)
    finished.rename(site)
    shutil.rmtree(PREVIOUS, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
