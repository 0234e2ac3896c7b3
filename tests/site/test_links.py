"""Every address that a built page names."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
import pytest

from scripts.base.paths import SITE
from scripts.sources.configuration import read_configuration

PAGES = sorted(SITE.rglob("*.html"))
PREFIX = urlsplit(read_configuration().site_url).path
FETCHED = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}


@cache
def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def ids(path: Path) -> set[str]:
    return {str(tag["id"]) for tag in parsed(path).find_all(id=True)}


def target(page: Path, address: str) -> Path:
    """The file that a local address leads to, as the server under the sub-path finds it."""
    path = unquote(urlsplit(address).path)
    inside = path.startswith(PREFIX)
    found = SITE / path.removeprefix(PREFIX) if inside else Path(page.parent, path)
    return found / "index.html" if found.is_dir() or path.endswith("/") else found


def is_local(address: str) -> bool:
    return not urlsplit(address).scheme and not address.startswith("//")


def links(page: Path) -> list[str]:
    pairs = [("a", "href"), *FETCHED.items()]
    tags = [(tag, name) for kind, name in pairs for tag in parsed(page).find_all(kind)]
    return [str(tag[name]) for tag, name in tags if isinstance(tag, Tag) and tag.get(name)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(SITE).as_posix())
def test_every_local_link_anchor_and_asset_resolves(page: Path) -> None:
    broken = []
    for address in links(page):
        if not is_local(address) or address.startswith("javascript:"):
            continue
        file = target(page, address) if urlsplit(address).path else page
        anchor = urlsplit(address).fragment
        if not file.is_file() or (anchor and file.suffix == ".html" and anchor not in ids(file)):
            broken.append(address)
    # The theme's toggles and skip link point at labels that scripts make.
    assert [a for a in broken if not a.startswith("#__")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(SITE).as_posix())
def test_a_page_fetches_nothing_from_another_site(page: Path) -> None:
    fetched = [
        str(tag[name])
        for kind, name in FETCHED.items()
        for tag in parsed(page).find_all(kind)
        if tag.get(name) and "canonical" not in (tag.get("rel") or [])
    ]
    assert [address for address in fetched if not is_local(address)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(SITE).as_posix())
def test_no_mathematics_is_left_as_latex(page: Path) -> None:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for tag in soup.find_all(["code", "pre", "annotation", "script"]):
        tag.decompose()
    assert "\\(" not in soup.get_text()
    assert "$$" not in soup.get_text()
    assert "\\mathbf" not in soup.get_text()
