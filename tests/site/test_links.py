"""Every address that a built page names."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scripts.base.paths import SITE
from scripts.base.text import read_text
from scripts.sources.configuration import read_configuration
from tests.each import for_each

PAGES = sorted(SITE.rglob("*.html"))
PREFIX = urlsplit(read_configuration().site_url).path
FETCHED = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}
NAMED = {"a": "href", **FETCHED}
NOT_READ = {"code", "pre", "annotation", "script"}

each_page = for_each(PAGES, name=lambda page: page.relative_to(SITE).as_posix())


class Read(HTMLParser):
    """What a page is made of, for these tests."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.named: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self._inside: list[str] = []
        self.feed(read_text(page))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        having = {name: value or "" for name, value in attrs}
        if having.get("id"):
            self.ids.add(having["id"])
        if address := having.get(NAMED.get(tag, "")):
            self.named.append(address)
            if tag in FETCHED and "canonical" not in having.get("rel", ""):
                self.fetched.append(address)
        if tag in NOT_READ:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.text += data


read = cache(Read)


def target(page: Path, address: str) -> Path:
    """The file that a local address leads to, as the server under the sub-path finds it."""
    path = unquote(urlsplit(address).path)
    inside = path.startswith(PREFIX)
    found = SITE / path.removeprefix(PREFIX) if inside else Path(page.parent, path)
    return found / "index.html" if found.is_dir() or path.endswith("/") else found


def is_local(address: str) -> bool:
    return not urlsplit(address).scheme and not address.startswith("//")


def resolves(page: Path, address: str) -> bool:
    file = target(page, address) if urlsplit(address).path else page
    anchor = urlsplit(address).fragment
    named = not anchor or file.suffix != ".html" or anchor in read(file.resolve()).ids
    return file.is_file() and named


@each_page
def test_every_local_link_anchor_and_asset_resolves(page: Path) -> None:
    local = {a for a in read(page.resolve()).named if is_local(a) and "javascript:" not in a}
    # The theme's toggles and skip link point at labels that scripts make.
    assert [a for a in sorted(local) if not a.startswith("#__") and not resolves(page, a)] == []


@each_page
def test_a_page_fetches_nothing_from_another_site(page: Path) -> None:
    assert [a for a in read(page.resolve()).fetched if not is_local(a)] == []


@each_page
def test_no_mathematics_is_left_as_latex(page: Path) -> None:
    text = read(page.resolve()).text
    assert [sign for sign in ("\\(", "$$", "\\mathbf") if sign in text] == []
