"""What a rendered site needs to answer at every address of permalinks.txt.

A page that moved leaves a page that sends readers on. An anchor that was renamed stays as
an empty element in the new place; one that left for another page leaves a line under the
title that only those see who ask for it.
"""

from collections import defaultdict
from collections.abc import Iterable
import json
from pathlib import Path
import posixpath
import re
from string import Template

from scripts.addresses.permalinks import Permalink, Registry, page_of, read_registry
from scripts.addresses.served import broken_permalinks, served_addresses, unregistered
from scripts.base.errors import SourceErrors
from scripts.base.text import read_text, write_atomically

TEMPLATE = Path(__file__).parents[1] / "templates" / "redirect.html"
NOTE = """\
<p class="moved" id="{anchor}">This section has moved to <a href="{href}">{target}</a>.</p>
<script>
for (const moved of document.querySelectorAll("p.moved")) {{
  if (location.hash === `#${{moved.id}}`) location.replace(moved.querySelector("a").href)
}}
</script>
"""


def keep_permalinks(site: Path, site_url: str) -> list[str]:
    """Make every registered address of a rendered site work; return those not registered.

    Raises SourceErrors, before anything is written, where a registered one leads nowhere.
    """
    registry = read_registry()
    served = served_addresses(site)
    if errors := list(broken_permalinks(registry, served)):
        raise SourceErrors(errors)
    write_redirects(site, registry, served, site_url)
    return unregistered(registry, served)


def write_redirects(site: Path, registry: Registry, served: Iterable[str], site_url: str) -> None:
    """Write the redirecting pages and anchors of a registry without mistakes."""
    anchors: dict[str, list[Permalink]] = defaultdict(list)
    for link in registry.redirects:
        if "#" in link.address:
            anchors[link.page].append(link)
    for link in registry.redirects:
        if "#" not in link.address:
            page = _redirect(link, anchors[link.address], site_url)
            write_atomically(_file(site, link.address), page)
    for address in anchors.keys() & set(served):
        file = _file(site, address)
        write_atomically(file, _with_anchors(read_text(file), anchors[address]))


def _redirect(link: Permalink, anchors: Iterable[Permalink], site_url: str) -> str:
    """The page at an address that has moved."""
    pairs = [[anchor.address.partition("#")[2], _href(anchor)] for anchor in anchors]
    canonical = site_url + (link.target or "").removeprefix("./")
    return Template(read_text(TEMPLATE)).substitute(
        canonical=canonical, target=_href(link), anchors=json.dumps(pairs)
    )


def _with_anchors(page: str, links: Iterable[Permalink]) -> str:
    """A served page on which old anchors lead on; one that leads to its title needs nothing."""
    for link in links:
        anchor, target = link.address.partition("#")[2], link.target or ""
        name = re.escape(target.partition("#")[2])
        if page_of(target) != link.page:
            note = NOTE.format(anchor=anchor, href=_href(link), target=target)
            page = page.replace("</h1>", f"</h1>\n{note}", 1)
        elif name:
            page = _with_name(page, name, anchor)
    return page


def _with_name(page: str, name: str, anchor: str) -> str:
    """A page on which an element has a second anchor; in mathematics there is no empty element."""
    element = re.compile(rf'<(?:h\d|dt|span)\b[^>]*\sid="{name}"[^>]*>')
    page = element.sub(rf'\g<0><span id="{anchor}"></span>', page, count=1)
    row = re.compile(rf'(<mtr\b[^>]*\sid="{name}"[^>]*><mtd\b[^>]*>)(.*?)(?=</mtd>)', re.DOTALL)
    second = re.compile(rf'()(<mrow\b[^>]*\sid="{name}"[^>]*>.*?)(?=</mtd>)', re.DOTALL)
    for cell in (row, second):
        page = cell.sub(rf'\g<1><mrow id="{anchor}">\g<2></mrow>', page, count=1)
    return page


def _href(link: Permalink) -> str:
    """The target, relative to the page of the link: right under any address of the site."""
    page, hash_, anchor = (link.target or "").partition("#")
    return f"{posixpath.relpath(page, link.page)}/{hash_}{anchor}"


def _file(site: Path, address: str) -> Path:
    return site / address / "index.html"
