"""What a rendered site serves, compared with permalinks.txt: no published address may be lost."""

from collections.abc import Iterable, Iterator, Set
from pathlib import Path
import re

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from scripts.addresses.permalinks import Permalink, Registry
from scripts.base.closure import code_key
from scripts.base.errors import SourceError
from scripts.base.paths import PERMALINKS
from scripts.base.remembered import remembered_each
from scripts.base.text import read_text

ARTICLE = re.compile(r'<article class="md-content__inner.*</article>', re.DOTALL)
# No anchors in there, and the slowest part of a page to parse.
BALLAST = re.compile(r"<(math|svg|pre|script|style)\b.*?</\1>", re.DOTALL)
# Those of equations (scripts/pages/equation_links.py).
EQUATION = re.compile(r'<(?:mtr|(?:span|mrow)(?=[^>]* class="anchor"))(?=[^>]* id="([^"]+)")')
# Of an index and of a piece of a long list, the headings come and go with what needs them.
PASSING = re.compile(r"indexes/.*#|cheat_sheet/.+/#")
# The page of a long list sends readers on to its pieces (scripts/pages/divided.py).
DIVIDED = '<script class="divided">'
ANCHORED = ("h2", "h3", "h4", "h5", "h6", "dt", "td")


def served_addresses(site: Path) -> set[str]:
    """The pages of a rendered site, and what a reader can link to on each but the notebooks."""
    files = {f"{f.parent.relative_to(site).as_posix()}/": f for f in site.rglob("index.html")}
    divided: list[str] = []

    def texts() -> Iterator[tuple[str, str]]:
        for page, file in files.items():
            if not page.startswith("notebooks/"):
                text = read_text(file)
                divided.extend([page] if DIVIDED in text else [])
                yield page, text

    anchors = remembered_each("anchors", code_key(__name__), texts(), _anchors)
    served = {f"{page}#{anchor}" for page, found in anchors.items() for anchor in found}
    for page in divided:
        parts = (each.partition("#")[2] for each in served if each.startswith(page))
        served |= {f"{page}#{anchor}" for anchor in parts}
    return {*files, *served}


def unregistered(registry: Registry, served: Iterable[str]) -> list[str]:
    """What is served and would be forgotten."""
    new = set(served) - registry.by_address.keys()
    return sorted(each for each in new if not PASSING.match(each))


def broken_permalinks(registry: Registry, served: Set[str]) -> Iterator[SourceError]:
    """The lines that lead nowhere, around in a circle, or away from what is there."""
    for link in registry.links:
        message = _wrong(registry, served, link)
        if message:
            yield SourceError(PERMALINKS, link.line, message)


def _anchors(page: str) -> list[str]:
    found = ARTICLE.search(page)
    article = found[0] if found else page
    light = BALLAST.sub("", article)
    only = SoupStrainer(ANCHORED, id=True)
    soup = BeautifulSoup(light, "html.parser", parse_only=only)
    anchors = [str(tag["id"]) for tag in soup.find_all(ANCHORED, id=True)]
    return [*anchors, *EQUATION.findall(article)]


def _wrong(registry: Registry, served: Set[str], link: Permalink) -> str | None:
    """What is wrong with a line, and what to do."""
    route = registry.route(link.address)
    end = route[-1]
    if not link.target:
        return _wrong_address(registry, served, link, route)
    if route.count(end) > 1:
        return f"leads around in a circle: {' -> '.join(route)}; lead it to a page that is there"
    if link.address in served:
        return f"is still served; write '{link.address}', without '-> {link.target}'"
    if len(route) > 2:
        return f"leads on from '{link.target}'; write '{link.address} -> {end}'"
    if end not in served:
        return f"leads to '{end}', which is not served"
    if link.page not in served and not registry.leads_to(link.page):
        return f"cannot be redirected without its page; add the line '{link.page} -> …'"
    return None


def _wrong_address(
    registry: Registry, served: Set[str], link: Permalink, route: list[str]
) -> str | None:
    address, end = link.address, route[-1]
    if address in served or end in served or route.count(end) > 1:  # a circle is told above
        return None
    if len(route) > 1:
        return f"went with its page to '{end}', which is not served; write '{address} -> …'"
    page = registry.by_address.get(link.page)
    if page is not link and page and not page.target and page.address not in served:
        return None  # told once, of the page
    advice = f"was published and is not served; write '{address} -> …' with where it is now"
    return advice if "#" in address else f"{advice} (`make move` moves a formula with its links)"
