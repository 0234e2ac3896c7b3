"""What is wrong with a formula before anything runs: its sources, its links, its addresses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.addresses.links import broken_links, unknown_citations
from scripts.addresses.permalinks import equation_addresses, formula_addresses, read_registry
from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import BIBLIOGRAPHY, CONFIG, DOCS, PERMALINKS, page_file, snippet_file
from scripts.examining.findings import LOOK, Finding, judged, left_out
from scripts.pages.anchors import anchors_of
from scripts.pages.destinations import destinations
from scripts.sources.collection import Sources, read_sources
from scripts.sources.formula import Formula, read_formula
from scripts.sources.rules.remarks import remarks


@dataclass(frozen=True)
class Subject:
    """The formula, where its own sources can be read; all sources, where none has a mistake."""

    formula: Formula | None
    sources: Sources | None
    mistakes: list[SourceError]  # about this formula
    elsewhere: int  # mistakes of others


def read_subject(identifier: str) -> Subject:
    """Read a formula and all around it. Raises SourceError where nav has no such formula."""
    try:
        sources = read_sources()
    except (SourceError, SourceErrors) as error:
        all_ = error.errors if isinstance(error, SourceErrors) else [error]
    else:
        return Subject(sources.formula(identifier), sources, [], 0)
    own = _files(identifier)
    mistakes = [each for each in all_ if each.path in own]
    formula = None
    try:
        formula = read_formula(identifier)
    except (SourceError, SourceErrors) as error:
        mistakes = mistakes or [error if isinstance(error, SourceError) else error.errors[0]]
    return Subject(formula, None, mistakes, len(all_) - len(mistakes))


def in_order(subject: Subject) -> Iterator[Finding]:
    """Format and rules of the page, the snippet, nav and the bibliography."""
    what = "sources: format and rules of page, snippet, nav and bibliography"
    yield from judged(what, subject.mistakes)
    if subject.formula and not subject.mistakes:
        yield from (Finding(LOOK, str(remark)) for remark in remarks(subject.formula))


def connected(formula: Formula, sources: Sources) -> Iterator[Finding]:
    """Links of the page and to it, citations, addresses."""
    there = destinations(sources)
    name = f"{formula.slug}.md"
    errors = list(broken_links(formula.page, there))
    pointing = [p for p in sources.pages.values() if p is not formula.page and name in p.text]
    errors += [e for page in pointing for e in broken_links(page, there) if name in str(e)]
    yield from judged(f"links: all lead somewhere; {len(pointing)} other pages link here", errors)
    errors = list(unknown_citations(formula.page, sources.references))
    yield from judged(f"citations: {len(formula.sources)} sources", errors)
    try:
        anchors = anchors_of(formula)
    except SourceErrors as several:
        yield from judged("equations: each has a name to link to", several.errors)
        yield from left_out(["addresses"], "until the equations have names")
    else:
        yield from judged(f"equations: called {', '.join(anchors)}", [])
        yield from judged("addresses: registered", _unregistered(formula, anchors))


def _files(identifier: str) -> set[Path]:
    """The files in which a mistake may be this formula's."""
    chapter = DOCS / identifier.split("/")[0] / "index.md"
    return {page_file(identifier), snippet_file(identifier), chapter, CONFIG, BIBLIOGRAPHY}


def _unregistered(formula: Formula, anchors: Sequence[str]) -> Iterator[SourceError]:
    """What is to be added to the registry, and its lines that the page does not answer."""
    registry, page = read_registry(), f"{formula.id}/"
    wanted = [*formula_addresses(formula.id), *equation_addresses(formula.id, anchors)]
    if new := [address for address in wanted if address not in registry.by_address]:
        message = f"add {', '.join(new)}, each on a line of its own, or run `make links`"
        yield SourceError(PERMALINKS, 1, message)
    for link in registry.links:
        if link.page == page and not link.target and link.address not in wanted:
            message = f"'{link.address}' is not on the page: write '{link.address} -> …' with where"
            yield SourceError(PERMALINKS, link.line, f"{message} it is now, or remove a new line")
