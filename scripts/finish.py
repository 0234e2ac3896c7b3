"""Finish a rendered site, whichever engine wrote it, and publish it: `python -m scripts.finish`.

The rendered site in build/site/ becomes site/ only when everything is done: a failed
build leaves the last good site in place.
"""

from collections.abc import Sequence
import json
from pathlib import Path
import shutil
import sys

from scripts.catalog import write_catalog
from scripts.citations import publish_citations
from scripts.formula import read_formula
from scripts.llms import write_llms
from scripts.markdown_copies import write_markdown_copies
from scripts.navigation import read_chapters, read_site_url
from scripts.notebook_page import slim_notebook_page
from scripts.references import read_references
from scripts.sitemap import date_sitemap
from scripts.source import BUILD, SITE, SourceError, read_text, write_atomically

RENDERED = BUILD / "site"
PREVIOUS = BUILD / "previous-site"


def main() -> int:
    """Run the command; return its exit code."""
    try:
        finish(RENDERED)
        publish(RENDERED, SITE)
    except SourceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def finish(site: Path) -> None:
    """Slim the notebook pages of a rendered site and its search index; add what programs read."""
    for path in notebook_pages(site):
        write_atomically(path, slim_notebook_page(path, read_text(path), read_site_url()))
    _split_search_index(site / "search")
    chapters, site_url = read_chapters(), read_site_url()
    formulas = [read_formula(formula) for chapter in chapters for formula in chapter.formulas]
    write_catalog(site, formulas, site_url)
    publish_citations(site, formulas)
    write_markdown_copies(site, formulas, read_references(), site_url)
    by_id = {formula.id: formula for formula in formulas}
    write_llms(site, chapters, by_id)
    date_sitemap(site, chapters, by_id, site_url)


def notebook_pages(site: Path) -> Sequence[Path]:
    """The pages that mkdocs-jupyter wrote."""
    return sorted(site.glob("notebooks/*/index.html"))


def _split_search_index(folder: Path) -> None:
    """Every page loads search_index.json: leave it empty, and put the rest where a query asks.

    Chapters, notebooks and indexes repeat what the formula pages say: there it is found.
    """
    index = folder / "search_index.json"
    if not index.exists():
        return
    repeated = ("notebooks/", "indexes/", *(f"{chapter.slug}/#" for chapter in read_chapters()))
    content = json.loads(read_text(index))
    docs = [entry for entry in content["docs"] if not entry["location"].startswith(repeated)]
    for path, entries in ((folder / "full_index.json", docs), (index, [])):
        text = json.dumps(content | {"docs": entries}, separators=(",", ":"))
        write_atomically(path, text)


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
