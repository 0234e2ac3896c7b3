from datetime import date
import gzip
from pathlib import Path

import pytest

from scripts.base.paths import SITE
from scripts.finishing import sitemap
from scripts.finishing.sitemap import date_sitemap
from scripts.sources.collection import read_sources
from tests.project import Project

ADDRESS = "https://example.org/tiny/"
PAGES = ("", "powers/", "powers/square/", "powers/cube/", "notebooks/powers/")
CHANGES = {
    Path("docs/powers/square.md"): date(2026, 1, 2),
    Path("snippets/powers/square.py"): date(2026, 1, 1),
    Path("docs/powers/cube.md"): date(2026, 3, 3),
    Path("snippets/powers/cube.py"): date(2026, 3, 4),
}


@pytest.fixture
def text(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    """A sitemap as MkDocs writes it, dated."""
    monkeypatch.setattr(sitemap, "read_changes", lambda: CHANGES)
    entries = (
        f"<url>\n  <loc>{ADDRESS}{page}</loc>\n  <lastmod>2026-11-11</lastmod>\n</url>"
        for page in PAGES
    )
    project.write("site/sitemap.xml", "\n".join(entries))
    date_sitemap(SITE, read_sources())
    return project.read("site/sitemap.xml")


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ("powers/square/", "2026-01-02"),
        ("powers/cube/", "2026-03-04"),
        ("powers/", "2026-03-04"),
        ("notebooks/powers/", "2026-03-04"),
        ("", "2026-11-11"),
    ],
)
def test_a_page_is_dated_by_what_it_shows(text: str, page: str, day: str) -> None:
    assert f"<loc>{ADDRESS}{page}</loc>\n  <lastmod>{day}</lastmod>" in text


def test_the_compressed_sitemap_says_the_same(text: str, project: Project) -> None:
    assert gzip.decompress((project.root / "site/sitemap.xml.gz").read_bytes()).decode() == text


def test_a_site_without_a_sitemap_gets_none(project: Project) -> None:
    date_sitemap(SITE, read_sources())
    assert not project.exists("site/sitemap.xml")
