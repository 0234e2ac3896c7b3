"""The dates in sitemap.xml. MkDocs gives every page the day of the build; a crawler that is told
of changes where there are none stops believing the dates.
"""

from datetime import date
import gzip
from pathlib import Path
import re

from scripts.base.text import read_text, write_atomically
from scripts.sources.collection import Sources
from scripts.sources.history import last_change, read_changes

ENTRY = re.compile(r"<loc>(?P<url>[^<]*)</loc>(?P<between>\s*)<lastmod>[^<]*</lastmod>")


def date_sitemap(site: Path, sources: Sources) -> None:
    """Date each formula by its last change, and what gathers formulas by the newest of them."""
    path = site / "sitemap.xml"
    if not path.exists():
        return
    days, site_url = page_dates(sources), sources.configuration.site_url

    def dated(found: re.Match[str]) -> str:
        day = days.get(found["url"].removeprefix(site_url))
        if day is None:
            return found[0]
        return f"<loc>{found['url']}</loc>{found['between']}<lastmod>{day}</lastmod>"

    text = ENTRY.sub(dated, read_text(path))
    write_atomically(path, text)
    write_atomically(site / "sitemap.xml.gz", gzip.compress(text.encode(), mtime=0))


def page_dates(sources: Sources) -> dict[str, date]:
    """Path of a page below the site's address → date of its last change."""
    changes = read_changes()
    days = {f"{f.id}/": last_change(f, changes) for f in sources.formulas.values()}
    for chapter in sources.chapters:
        members = [days[f"{name}/"] for name in chapter.formulas]
        newest = max([*members, *filter(None, [changes.get(chapter.path)])], default=None)
        if newest:
            days |= {f"{chapter.slug}/": newest, f"notebooks/{chapter.slug}/": newest}
    return days
