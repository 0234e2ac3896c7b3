"""objects.inv: every registered address by name, so that Sphinx and what reads its inventories
(intersphinx, mkdocstrings) can link a formula.

The label of `optimization/adam/#in-pytorch` is `optimization/adam#in-pytorch`, that of the home
page `index`. What has moved keeps its label. The format is version 2 of
https://www.sphinx-doc.org/en/master/usage/extensions/intersphinx.html.
"""

from collections.abc import Iterator
import html
from pathlib import Path
import re
import zlib

from scripts.addresses.permalinks import page_of, read_registry
from scripts.base.text import read_text, write_atomically
from scripts.sources.collection import Sources

HEADER = """\
# Sphinx inventory version 2
# Project: {project}
# Version: {version}
# The remainder of this file is compressed using zlib.
"""
HEADING = re.compile(r"<h(?P<level>[1-6])(?P<attributes>[^>]*)>(?P<text>.*?)</h(?P=level)>", re.S)
ANCHOR = re.compile(r'\bid="([^"]+)"')
HEADER_LINK = re.compile(r'<a\b[^>]*\bclass="headerlink".*?</a>', re.S)
TAG = re.compile(r"<[^>]+>")
HOME = "./"


def write_inventory(site: Path, sources: Sources) -> None:
    """Write objects.inv at the root of a rendered site."""
    header = HEADER.format(
        project=sources.configuration.setting("site_name"), version=sources.publication.version
    )
    lines = "".join(f"{line}\n" for line in _lines(site))
    write_atomically(site / "objects.inv", header.encode() + zlib.compress(lines.encode(), 9))


def label(address: str) -> str:
    """What a reference names: Sphinx asks in lower case."""
    page, _, anchor = address.partition("#")
    name = "index" if page == HOME else page.rstrip("/")
    return f"{name}#{anchor}".removesuffix("#").lower()


def _lines(site: Path) -> Iterator[str]:
    """A line for each label: its kind, its address, the text of a link that has none."""
    registry = read_registry()
    titles: dict[str, str] = {}
    seen: set[str] = set()
    for address in sorted(registry.by_address):
        target = registry.route(address)[-1]
        page = page_of(target)
        if page not in titles:
            titles |= _titles(page, site)
        if page in titles and label(address) not in seen:
            seen.add(label(address))
            yield f"{label(address)} std:label -1 {target} {_text(target, titles)}"


def _text(target: str, titles: dict[str, str]) -> str:
    """`Adam`, `Adam: In PyTorch`; of a place without a heading, the words of its anchor."""
    page, _, anchor = target.partition("#")
    place = titles.get(target) or anchor.replace("-", " ")
    return f"{titles[page]}: {place}" if anchor else titles[page]


def _titles(page: str, site: Path) -> dict[str, str]:
    """Address → heading, of a page and of the places on it; none where there is no such page."""
    file = site / page / "index.html"
    headings = HEADING.finditer(read_text(file)) if file.exists() else []
    titles: dict[str, str] = {}
    for heading in headings:
        anchor = ANCHOR.search(heading["attributes"])
        text = html.unescape(TAG.sub("", HEADER_LINK.sub("", heading["text"])))
        name = " ".join(text.split())
        titles.setdefault(page, name)  # the first heading is the title
        if anchor:
            titles[f"{page}#{anchor[1]}"] = name
    return titles
