"""The dates in sitemap.xml. MkDocs gives every page the day of the build; a crawler that is told
of changes where there are none stops believing the dates.
"""

from collections.abc import Mapping, Sequence
from datetime import date
import gzip
from pathlib import Path
import re

from scripts.base.text import read_text, write_atomically
from scripts.sources.formula import Formula
from scripts.sources.history import last_change, read_changes
from scripts.sources.navigation import Chapter

ENTRY = re.compile(r"<loc>(?P<url>[^<]*)</loc>(?P<between>\s*)<lastmod>[^<]*</lastmod>")


def date_sitemap(
    site: Path, chapters: Sequence[Chapter], formulas: Mapping[str, Formula], site_url: str
) -> None:
    """Date each formula by its last change, and what gathers formulas by the newest of them."""
    path = site / "sitemap.xml"
    if not path.exists():
        return
    days = page_dates(chapters, formulas)

    def dated(found: re.Match[str]) -> str:
        day = days.get(found["url"].removeprefix(site_url))
        if day is None:
            return found[0]
        return f"<loc>{found['url']}</loc>{found['between']}<lastmod>{day}</lastmod>"

    text = ENTRY.sub(dated, read_text(path))
    write_atomically(path, text)
    write_atomically(site / "sitemap.xml.gz", gzip.compress(text.encode(), mtime=0))


def page_dates(chapters: Sequence[Chapter], formulas: Mapping[str, Formula]) -> dict[str, date]:
    """Path of a page below the site's address → date of its last change."""
    changes = read_changes()
    days = {f"{name}/": last_change(formula, changes) for name, formula in formulas.items()}
    for chapter in chapters:
        members = [days[f"{name}/"] for name in chapter.formulas]
        newest = max([*members, *filter(None, [changes.get(chapter.path)])], default=None)
        if newest:
            days |= {f"{chapter.slug}/": newest, f"notebooks/{chapter.slug}/": newest}
    return days
