"""permalinks.txt: every address the site has published, and where those lead that have moved.

An address is a page, `chapter/slug/`, or a place on it, `chapter/slug/#intuition`, relative
to the site; the home page is `./`. Anchors of titles are none of them: without its anchor,
such a link still opens the page at its title.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
import re

from markdown.extensions.toc import slugify

from scripts.base.errors import SourceError, SourceErrors, stands_twice
from scripts.base.paths import PERMALINKS
from scripts.base.text import read_text
from scripts.sources.formula import SECTIONS
from scripts.sources.navigation import Chapter

ADDRESS = re.compile(r"(?:\./|(?:[\w-]+/)+)(?:#[\w.:-]+)?")
OUTSIDE = re.compile(r"/|[a-z]+:|(?:.*/)?\.\./", re.IGNORECASE)


@dataclass(frozen=True)
class Permalink:
    """A line of the registry: an address, and where it leads if it has moved."""

    address: str
    target: str | None = None
    line: int = 0

    def __str__(self) -> str:
        return f"{self.address} -> {self.target}" if self.target else self.address

    @property
    def page(self) -> str:
        return page_of(self.address)


@dataclass(frozen=True)
class Registry:
    """The comment that permalinks.txt starts with, and its lines."""

    header: str
    links: tuple[Permalink, ...]

    @cached_property
    def by_address(self) -> dict[str, Permalink]:
        return _by_address(self.links)

    @property
    def redirects(self) -> list[Permalink]:
        return [link for link in self.links if link.target]

    def leads_to(self, address: str) -> str | None:
        """Where a redirect sends an address; that of a page takes the anchors of the page along."""
        link = self.by_address.get(address)
        if link and link.target:
            return link.target
        page, _, anchor = address.partition("#")
        target = self.leads_to(page) if anchor else None
        return f"{target}#{anchor}" if target and "#" not in target else target

    def route(self, address: str) -> list[str]:
        """The addresses a visit passes through; in a loop, the last one a second time."""
        stops = [address]
        while (following := self.leads_to(stops[-1])) and stops.count(stops[-1]) == 1:
            stops.append(following)
        return stops

    def with_links(self, links: Iterable[Permalink]) -> "Registry":
        """The registry with these lines added, or put in the place of those they name."""
        return replace(self, links=tuple((self.by_address | _by_address(links)).values()))

    def text(self) -> str:
        """What permalinks.txt should hold, in order."""
        return self.header + "".join(f"{line}\n" for line in sorted(str(x) for x in self.links))


def read_registry() -> Registry:
    """Read permalinks.txt. Raises SourceErrors with every line that breaks the format."""
    if not PERMALINKS.exists():
        raise SourceError(PERMALINKS, 1, "is missing: restore it with git, it is the only copy")
    header, links = "", list[Permalink]()
    errors: list[SourceError] = []
    for number, line in enumerate(read_text(PERMALINKS).splitlines(), start=1):
        if not links and (not line.strip() or line.startswith("#")):
            header += f"{line}\n"
        elif line.strip():
            try:
                links.append(_permalink(line, number))
            except SourceError as error:
                errors.append(error)
    errors += stands_twice(PERMALINKS, ((link.address, link.line) for link in links))
    if errors:
        raise SourceErrors(errors)
    return Registry(header, tuple(links))


def require_free(registry: Registry, identifier: str, *, moving: str | None = None) -> None:
    """Raise SourceError if an address of a new id is that of a formula which has moved.

    A formula that is `moving` may come back to where it was.
    """
    own = formula_addresses(moving) if moving else []
    for address in formula_addresses(identifier):
        link = registry.by_address.get(address)
        if link and link.target and link.target not in own:
            message = f"'{address}' was the address of '{link.target}'; choose another slug"
            raise SourceError(PERMALINKS, link.line, message)


def moved(registry: Registry, old: str, new: str) -> Registry:
    """The registry after a formula has moved: its old addresses, and what leads there, lead to it.

    Its sections and equations go with its page and keep their lines.
    """
    renamed = dict(zip(formula_addresses(old), formula_addresses(new), strict=True))

    def at(address: str) -> str:
        page, hash_, anchor = address.partition("#")
        return renamed.get(address) or f"{renamed.get(page, page)}{hash_}{anchor}"

    links = [replace(link, target=at(link.target)) for link in registry.redirects if link.target]
    links += [Permalink(each, renamed[each]) for each in (f"{old}/", *_places(old))]
    own = [link.address for link in registry.links if link.page == f"{old}/" and not link.target]
    there = [*renamed.values(), *map(at, own)]
    return registry.with_links([*links, *map(Permalink, there)])


def page_of(address: str) -> str:
    """The page of an address, without the anchor."""
    return address.partition("#")[0]


def formula_addresses(identifier: str) -> list[str]:
    """The addresses of a formula: its page, the six sections of that, its place in lists."""
    sections = [f"{identifier}/#{slugify(section, '-')}" for section in SECTIONS]
    return [f"{identifier}/", *sections, *_places(identifier)]


def equation_addresses(identifier: str, anchors: Iterable[str]) -> list[str]:
    """The addresses of the equations of a formula, whose anchors are these."""
    return [f"{identifier}/#{anchor}" for anchor in anchors]


def chapter_addresses(chapter: Chapter) -> list[str]:
    """The addresses of a chapter: its page, its notebook, its headings and that of its part."""
    title = slugify(chapter.title, "-")
    headings = [f"./#{title}", f"cheat_sheet/#{title}", f"./#{slugify(chapter.part, '-')}"]
    return [f"{chapter.slug}/", f"notebooks/{chapter.slug}/", *headings]


def _places(identifier: str) -> list[str]:
    """Where a formula stands on other pages: in its chapter and on the cheat sheet."""
    chapter, slug = identifier.split("/")
    return [f"{chapter}/#{slug}", f"cheat_sheet/#{sheet_anchor(identifier)}"]


def sheet_anchor(identifier: str) -> str:
    """The anchor of a formula on a page of several chapters, each of which may have its slug."""
    return identifier.replace("/", ".")


def _permalink(line: str, number: int) -> Permalink:
    address, arrow, target = line.strip().partition(" -> ")
    for each in (address, target) if arrow else (address,):
        if OUTSIDE.match(each):
            message = f"'{each}' leaves the site: expected an address like 'chapter/slug/'"
            raise SourceError(PERMALINKS, number, message)
        if not ADDRESS.fullmatch(each):
            expected = "'chapter/slug/', 'chapter/slug/#anchor' or 'old -> new'"
            message = f"expected {expected}, not '{line.strip()}' (comments stand at the top)"
            raise SourceError(PERMALINKS, number, message)
    return Permalink(address, target or None, number)


def _by_address(links: Iterable[Permalink]) -> dict[str, Permalink]:
    return {link.address: link for link in links}
