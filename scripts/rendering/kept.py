"""Rendered pages, kept in build/remembered/pages/, with what MkDocs must know of each.

What decides about a page: the files that were opened while it was rendered, those that were looked
up because it links to them, all settings and code; about what surrounds it, the navigation, too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scripts.base.freshness import digest
from scripts.base.remembered import forget_others, recalled, remember

MISSING = "missing"
FOLDER = "pages"


@dataclass(frozen=True)
class Rendered:
    """A page: what it was made from, its title, its anchors, the links to those of others.

    `links` are by the file that they lead to: anchor → link, as it is written. `addresses` are
    those of the files that were looked up.
    """

    sources: frozenset[str]
    addresses: Mapping[str, str | None]
    title: str | None
    anchors: frozenset[str] | None
    links: Mapping[str, Mapping[str, str]]
    inputs: str  # a digest of the sources and of what decides about all pages


@dataclass(frozen=True)
class Body:
    """The content of a page, in HTML, with its table of contents and its front matter."""

    content: str | None
    toc: Any
    meta: Mapping[str, Any] = field(default_factory=dict)


def known_page(name: str, common: str, address_of: Callable[[str], str | None]) -> Rendered | None:
    """What was rendered, if nothing that decides about it has changed."""
    known: Rendered | None = recalled(_file(name, "page"), common)
    if not known or known.inputs != inputs_of(known.sources, known.addresses, common):
        return None
    return known if all(address_of(n) == a for n, a in known.addresses.items()) else None


def keep_page(name: str, common: str, rendered: Rendered, body: Body) -> None:
    """Keep a page and its content."""
    remember(_file(name, "body"), rendered.inputs, body)
    remember(_file(name, "page"), common, rendered)


def body_of(name: str, rendered: Rendered) -> Body | None:
    """The content of a kept page; None where somebody removed it."""
    body: Body | None = recalled(_file(name, "body"), rendered.inputs)
    return body


def known_output(name: str, inputs: str) -> bytes | None:
    """The whole page with its surroundings, as it is published."""
    output: bytes | None = recalled(_file(name, "output"), inputs)
    return output


def keep_output(name: str, inputs: str, output: bytes) -> None:
    """Keep the whole page."""
    remember(_file(name, "output"), inputs, output)


def forget_other_pages(names: Iterable[str]) -> None:
    """What is kept of pages that are gone."""
    kinds = ("page", "body", "output")
    forget_others(FOLDER, (f"{name}.{kind}" for name in names for kind in kinds))


def inputs_of(sources: frozenset[str], addresses: Mapping[str, str | None], common: str) -> str:
    """One digest of what files hold and where others are, beside what decides about all pages."""
    read = (part for name in sorted(sources) for part in (name, _content(name)))
    return digest(common, *read, *(f"{name} {addresses[name]}" for name in sorted(addresses)))


@cache
def _content(name: str) -> str:
    """A digest of a file: of those that several pages include, once."""
    try:
        return digest(Path(name).read_bytes())
    except OSError:
        return MISSING


def _file(name: str, what: str) -> str:
    return f"{FOLDER}/{name}.{what}"
