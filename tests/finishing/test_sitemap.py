from datetime import UTC, datetime
import gzip
from pathlib import Path
import re

import pytest

from scripts.base.paths import SITE
from scripts.finishing.sitemap import date_sitemap
from scripts.sources.collection import read_sources
from scripts.sources.history import Change, Changes
from tests.project import Project

ADDRESS = "https://example.org/tiny/"
PAGES = ("", "powers/", "powers/square/", "powers/cube/", "notebooks/powers/")
DAYS = {
    "docs/powers/square.md": datetime(2026, 1, 2, tzinfo=UTC),
    "snippets/powers/square.py": datetime(2026, 1, 1, tzinfo=UTC),
    "docs/powers/cube.md": datetime(2026, 3, 3, tzinfo=UTC),
    "snippets/powers/cube.py": datetime(2026, 3, 4, tzinfo=UTC),
}
CHANGES: Changes = {
    Path(path): Change(int(day.timestamp()), "abc1234") for path, day in DAYS.items()
}


def dated(project: Project, changes: Changes) -> str:
    """A sitemap as MkDocs writes it, dated."""
    entries = (
        f"<url>\n  <loc>{ADDRESS}{page}</loc>\n  <lastmod>2026-11-11</lastmod>\n</url>"
        for page in PAGES
    )
    project.write("site/sitemap.xml", "\n".join(entries))
    date_sitemap(SITE, read_sources(), changes)
    return project.read("site/sitemap.xml")


@pytest.fixture
def text(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # May 28
    return dated(project, CHANGES)


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ("powers/square/", "2026-01-02"),
        ("powers/cube/", "2026-03-04"),
        ("powers/", "2026-03-04"),
        ("notebooks/powers/", "2026-03-04"),
        ("", "2026-05-28"),
    ],
)
def test_a_page_is_dated_by_what_it_shows(text: str, page: str, day: str) -> None:
    assert f"<loc>{ADDRESS}{page}</loc>\n  <lastmod>{day}</lastmod>" in text


def test_a_sitemap_without_dates_gets_the_same(project: Project, text: str) -> None:
    undated = re.sub(r"\s*<lastmod>.*?</lastmod>", "", text)
    project.write("site/sitemap.xml", undated)
    date_sitemap(SITE, read_sources(), CHANGES)
    entries = [
        re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)<", each)
        for each in (text, project.read("site/sitemap.xml"))
    ]
    assert entries[0] == entries[1] and len(entries[0]) == len(PAGES)


def test_without_a_history_no_page_has_a_date(project: Project) -> None:
    text = dated(project, {})
    assert text.count("<loc>") == len(PAGES) and "lastmod" not in text


def test_a_page_of_which_the_history_does_not_tell_has_no_date(project: Project) -> None:
    text = dated(project, dict.fromkeys(CHANGES))
    assert text.count("<lastmod>") == 1  # home shows them all


def test_the_compressed_sitemap_says_the_same(text: str, project: Project) -> None:
    assert gzip.decompress((project.root / "site/sitemap.xml.gz").read_bytes()).decode() == text


def test_a_site_without_a_sitemap_gets_none(project: Project) -> None:
    date_sitemap(SITE, read_sources(), CHANGES)
    assert not project.exists("site/sitemap.xml")
