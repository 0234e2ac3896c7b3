"""Finish a rendered site, whichever engine wrote it, and publish it: `python -m scripts.finish`.

The rendered site in build/site/ becomes site/ only when everything is done: a failed
build leaves the last good site in place.
"""

from collections.abc import Sequence
from pathlib import Path
import shutil
import sys

from scripts.addresses.redirects import keep_permalinks
from scripts.base.command import run, telling
from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.exchange import exchange
from scripts.base.lock import only_build
from scripts.base.paths import FINISHED, RENDERED, SITE
from scripts.base.text import read_text, write_atomically
from scripts.finishing.catalog import write_catalog
from scripts.finishing.comparison import write_comparison
from scripts.finishing.feed import write_feed
from scripts.finishing.folder import FILE, write_folder
from scripts.finishing.inline_styles import move_styles
from scripts.finishing.inventory import write_inventory
from scripts.finishing.join_modules import join_modules
from scripts.finishing.join_styles import join_styles
from scripts.finishing.llms import write_llms
from scripts.finishing.markdown_copies import write_markdown_copies
from scripts.finishing.minify import minify_assets, minify_figures
from scripts.finishing.notebook_page import slimmed
from scripts.finishing.offline import megabytes, write_offline
from scripts.finishing.page_sections import sections_of_pages
from scripts.finishing.policy import write_policies
from scripts.finishing.prune_styles import prune_styles
from scripts.finishing.search_index import write_search_index
from scripts.finishing.sitemap import date_sitemap
from scripts.finishing.sizes import write_sizes
from scripts.finishing.structured_data import write_structured_data
from scripts.finishing.theme_script import mend_theme_script
from scripts.pages.citations import publish_citations
from scripts.pictures.steps import publish_pictures
from scripts.sources.collection import Sources, read_sources
from scripts.sources.history import read_changes


@telling
def main(arguments: Sequence[str] = ()) -> int:
    """Run the command; return its exit code. In a draft (`--draft`), links may be broken."""
    with only_build():
        publish(finish(read_sources(), draft="--draft" in arguments), SITE)
    return 0


def finish(sources: Sources, *, draft: bool = False) -> Path:
    """Finish a copy of the rendered site, so that the same can be finished again; return it.

    Raises SourceError without a rendered site, and SourceErrors where a published address would
    be lost, before anything else is done.
    """
    if not (RENDERED / "index.html").exists():
        raise SourceError(RENDERED, 1, "no rendered site here; run `make site`")
    shutil.rmtree(FINISHED, ignore_errors=True)
    shutil.copytree(RENDERED, FINISHED)
    _keep_permalinks(FINISHED, sources.configuration.site_url, draft=draft)
    for path in notebook_pages(FINISHED):
        write_atomically(path, slimmed(path, read_text(path), sources))
    for entry in ("search/engine.js", "search/dialog.js", "check/engine.js", "check/page.js"):
        join_modules(FINISHED / "assets" / entry)
    join_styles(FINISHED / "assets" / "styles" / "site.css")
    minify_assets(FINISHED / "assets")
    minify_figures(FINISHED / "figures")
    mend_theme_script(FINISHED / "assets")
    prune_styles(FINISHED, sorted(FINISHED.glob("assets/stylesheets/**/*.css")))
    catalog = write_catalog(FINISHED, sources)
    pages = sections_of_pages(FINISHED, sources)
    write_search_index(FINISHED, catalog, sources, pages)
    write_comparison(FINISHED, sources.formulas.values())
    publish_pictures(FINISHED, sources)
    publish_citations(FINISHED, sources.formulas.values())
    write_markdown_copies(FINISHED, sources)
    write_llms(FINISHED, sources)
    write_feed(FINISHED, sources)
    write_inventory(FINISHED, sources)
    changes = read_changes()
    date_sitemap(FINISHED, sources, changes)
    write_structured_data(FINISHED, sources, changes)
    move_styles(FINISHED)
    write_folder(FINISHED, sources.configuration.site_url)
    folder = f"{(FINISHED / FILE).stat().st_size / 1e6:.1f}"
    write_sizes(FINISHED / "about/index.html", {"pages": megabytes(FINISHED), "folder": folder})
    write_policies(FINISHED)
    write_offline(FINISHED)
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
    """Put the finished site in the place of the last one, which comes back if that fails."""
    site = site.resolve()
    new, old = (site.with_name(f".{site.name}-{which}") for which in ("new", "old"))
    if old.exists() and not site.exists():
        old.rename(site)  # the last publication was killed between its two renames
    for left_behind in (new, old):
        shutil.rmtree(left_behind, ignore_errors=True)
    try:
        shutil.move(finished, new)  # which copies where build/ lies on another disk
        _let_everyone_read(new)
        if site.exists() and exchange(new, site):
            new.rename(old)
        else:
            if site.exists():
                site.rename(old)
            new.rename(site)
    except BaseException:
        if old.exists() and not site.exists():
            old.rename(site)
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _let_everyone_read(site: Path) -> None:
    """Whoever built the site, with whatever umask: a web server may be somebody else."""
    site.chmod(0o755)
    for path in site.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
