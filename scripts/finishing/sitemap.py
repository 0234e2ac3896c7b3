"""The dates in sitemap.xml. MkDocs gives every page the day of the build; a crawler that is told
of changes where there are none stops believing the dates.
"""

from collections.abc import Mapping
from datetime import date
import gzip
from pathlib import Path
import re

from scripts.base.text import read_text, write_atomically
from scripts.sources.collection import Sources
from scripts.sources.history import Change, last_change

ENTRY = re.compile(r"<loc>(?P<url>[^<]*)</loc>(?P<between>\s*)<lastmod>[^<]*</lastmod>")


def date_sitemap(site: Path, sources: Sources, changes: Mapping[Path, Change]) -> None:
    """Date each formula by its last change, and what gathers formulas by the newest of them.

    Without a history no page has a date.
    """
    path = site / "sitemap.xml"
    if not path.exists():
        return
    days, site_url = page_dates(sources, changes), sources.configuration.site_url

    def dated(found: re.Match[str]) -> str:
        day = days.get(found["url"].removeprefix(site_url))
        if day is None:
            return found[0] if changes else f"<loc>{found['url']}</loc>"
        return f"<loc>{found['url']}</loc>{found['between']}<lastmod>{day}</lastmod>"

    text = ENTRY.sub(dated, read_text(path))
    write_atomically(path, text)
    write_atomically(site / "sitemap.xml.gz", gzip.compress(text.encode(), mtime=0))


def page_dates(sources: Sources, changes: Mapping[Path, Change]) -> dict[str, date]:
    """Path of a page below the site's address → day of its last change, where that is known."""
    found = ((f"{f.id}/", last_change(f, changes)) for f in sources.formulas.values())
    days = {page: change.day for page, change in found if change}
    for chapter in sources.chapters:
        members = [days[f"{name}/"] for name in chapter.formulas if f"{name}/" in days]
        own = changes.get(chapter.path)
        newest = max([*members, *([own.day] if own else [])], default=None)
        if newest:
            days |= {f"{chapter.slug}/": newest, f"notebooks/{chapter.slug}/": newest}
    return days
