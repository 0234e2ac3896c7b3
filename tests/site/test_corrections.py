"""The corrections on the built site: the page, the feed, the links by which readers reach both."""

from pathlib import Path
from urllib.parse import urljoin
import xml.etree.ElementTree as ET

from bs4 import BeautifulSoup, Tag

from scripts.base.text import read_text
from scripts.sources.collection import read_sources
from scripts.sources.configuration import read_configuration

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SOURCES = read_sources()


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("index.html"))


def soup(page: Path, end: str = "</html>") -> Tag:
    """A page up to this tag."""
    return BeautifulSoup(read_text(page).partition(end)[0], "html.parser")


def is_redirect(page: Path) -> bool:
    return "<article" not in read_text(page)


def test_every_correction_stands_on_the_page_and_in_the_feed(site: Path) -> None:
    anchors = [correction.anchor for correction in SOURCES.corrections]
    assert len(anchors) >= 26
    page = soup(site / "corrections/index.html")
    assert [tag["id"] for tag in page.select("article h2")] == anchors
    feed = ET.fromstring((site / "corrections.xml").read_text(encoding="utf-8"))
    address = f"{read_configuration().site_url}corrections/"
    assert [entry.text for entry in feed.findall("a:entry/a:id", ATOM)] == [
        f"{address}#{anchor}" for anchor in anchors
    ]


def test_the_feed_is_linked_from_its_page_and_named_in_each_head(site: Path) -> None:
    page = soup(site / "corrections/index.html")
    assert page.select_one('article a[href="../corrections.xml"]')
    for path in pages(site):
        head = soup(path, "</head>").select_one('link[type="application/atom+xml"]')
        if head:
            address = urljoin(f"/{path.relative_to(site).as_posix()}", str(head["href"]))
            assert address == "/corrections.xml", path
        else:
            assert is_redirect(path), path


def test_every_page_has_a_link_to_report_an_error(site: Path) -> None:
    wanted = [path for path in pages(site) if not is_redirect(path)]
    assert [str(path) for path in wanted if "Report an error" not in read_text(path)] == []


def test_the_search_does_not_find_what_was_wrong(site: Path) -> None:
    index = (site / "search/index.json").read_text(encoding="utf-8")
    assert "corrections/" in index and "corrections/#" not in index
