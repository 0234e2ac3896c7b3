"""Markup in whatever the sources say stays text: in pages, data, drawings, and in a browser."""

from collections.abc import Iterator
import json
import os
from pathlib import Path
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from pybtex.database import parse_string
import pytest

from tests.project import REPOSITORY
from tests.site.hostile import MARK, write_hostile
from tests.site.served import serve

HANDLERS = "x-mark, [onclick], [onload], [onerror], [onfocus], [href^='javascript:' i]"
PATIENCE = 500  # seconds
PAGES = (
    "",
    "powers/",
    "powers/square/",
    "powers/cube/",
    "notebooks/powers/",
    "notation/",
    "404.html",
)
LISTEN = "window.hits = []; window.ran = () => hits.push('ran'); window.alert = ran"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that is built from hostile sources."""
    root = tmp_path_factory.mktemp("hostile")
    write_hostile(root)
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "scripts.site", "--draft"]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return root / "site"


def files(site: Path, kind: str) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob(f"*.{kind}")):
        yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")


def test_a_page_has_no_element_and_no_handler_of_the_sources(hostile: Path) -> None:
    for name, text in files(hostile, "html"):
        assert BeautifulSoup(text, "html.parser").select(HANDLERS) == [], name


def test_the_sources_are_read_as_they_were_written(hostile: Path) -> None:
    page = BeautifulSoup((hostile / "powers/square/index.html").read_text(), "html.parser")
    assert MARK in page.select_one(".cite").get_text()  # type: ignore[union-attr]
    assert "<x-mark onclick=ran() b\" & 'c'" in page.select_one(".also").get_text()  # type: ignore[union-attr]
    sections = [each.get_text() for each in page.select(".md-nav__item--section > label")]
    assert sections[0].strip() == 'A "part" & < B'


def test_drawings_and_feeds_are_xml_without_scripts(hostile: Path) -> None:
    for kind in ("svg", "xml"):
        for name, text in files(hostile, kind):
            for element in ElementTree.fromstring(text).iter():
                assert not element.tag.endswith(("script", "x-mark", "foreignObject")), name
                assert not [each for each in element.attrib if each.startswith("on")], name


def test_what_scripts_put_into_pages_as_html_has_none_either(hostile: Path) -> None:
    """All else of the data is put into pages as text."""
    for name, text in files(hostile, "json"):
        for html in _values(json.loads(text), {"mathml", "html"}):
            assert BeautifulSoup(html, "html.parser").select(HANDLERS) == [], name


def _values(content: Any, names: set[str], inside: bool = False) -> Iterator[str]:
    if isinstance(content, str) and inside:
        yield content
    elif isinstance(content, list):
        for each in content:
            yield from _values(each, names, inside)
    elif isinstance(content, dict):
        for name, each in content.items():
            yield from _values(each, names, inside or name in names)


def test_data_in_a_page_ends_where_the_page_says(hostile: Path) -> None:
    for _, text in files(hostile, "html"):
        for data in BeautifulSoup(text, "html.parser").select("script[type$=json]"):
            json.loads(data.get_text())


def test_a_field_of_bibtex_stays_one_field(hostile: Path) -> None:
    for _, text in files(hostile, "bib"):
        for entry in parse_string(text, "bibtex").entries.values():
            assert set(entry.fields) <= {
                "title",
                "howpublished",
                "year",
                "month",
                "note",
                "url",
                "publisher",
            }


@pytest.mark.parametrize("kind", ["md", "txt"])
def test_words_in_markdown_are_no_html(hostile: Path, kind: str) -> None:
    for name, text in files(hostile, kind):
        outside = [part for at, part in enumerate(text.split("`")) if at % 2 == 0]
        assert not re.findall(r"</?(?:x-mark|img|script)[^<]*>", "".join(outside)), name


def test_in_a_browser_nothing_of_it_runs(hostile: Path, chromium: Browser) -> None:
    context = chromium.new_context(service_workers="block", bypass_csp=True)
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    with serve(hostile) as address:
        for path in PAGES:
            for rest in (f"?q={MARK}", f"#{MARK}", f"?formula={MARK}&like={MARK}&tau={MARK}"):
                page.goto(address + path + rest, wait_until="load")
                assert page.evaluate("hits") == [], path + rest
        page.goto(f"{address}?q=multiply")
        page.locator("[data-search-result]").first.wait_for(timeout=60_000)
        assert page.locator("dialog x-mark").count() == 0
        assert page.evaluate("hits") == []
    context.close()
