"""The dates in sitemap.xml. MkDocs gives every page the day of the build, Zensical gives none; a
crawler that is told of changes where there are none stops believing the dates.
"""

from datetime import date
import gzip
from pathlib import Path
import re

from scripts.base.text import read_text, write_atomically
from scripts.sources.collection import Sources
from scripts.sources.history import Change, Changes, last_change, now

ENTRY = re.compile(r"<loc>(?P<url>[^<]*)</loc>(?P<between>\s*)(?:<lastmod>[^<]*</lastmod>)?")


def date_sitemap(site: Path, sources: Sources, changes: Changes) -> None:
    """Date each formula by its last change, and what gathers formulas by the newest of them.

    What else there is shows all of them: the day of the build. Without a history none has a date.
    """
    path = site / "sitemap.xml"
    if not path.exists():
        return
    days, site_url = page_dates(sources, changes), sources.configuration.site_url
    built = Change(now()).day

    def dated(found: re.Match[str]) -> str:
        day = days.get(found["url"].removeprefix(site_url), built) if changes else None
        if day is None:
            return f"<loc>{found['url']}</loc>"
        return f"<loc>{found['url']}</loc>{found['between']}<lastmod>{day}</lastmod>"

    text = ENTRY.sub(dated, read_text(path))
    write_atomically(path, text)
    write_atomically(site / "sitemap.xml.gz", gzip.compress(text.encode(), mtime=0))


def page_dates(sources: Sources, changes: Changes) -> dict[str, date | None]:
    """Path of a page below the site's address → day of its last change, where that is known."""
    days: dict[str, date | None] = {}
    for formula in sources.formulas.values():
        change = last_change(formula, changes)
        days[f"{formula.id}/"] = change.day if change else None
    for chapter in sources.chapters:
        own = changes.get(chapter.path)
        shown = [own.day if own else None, *(days[f"{name}/"] for name in chapter.formulas)]
        newest = max(filter(None, shown), default=None)
        days |= {f"{chapter.slug}/": newest, f"notebooks/{chapter.slug}/": newest}
    return days
