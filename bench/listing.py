"""The files that list formulas, for a project of other formulas: nav, addresses, literature, …"""

from collections.abc import Container, Iterator, Mapping, Sequence
import re

from bench.planning import Plan, Twin
from scripts.addresses.permalinks import (
    Permalink,
    Registry,
    chapter_addresses,
    equation_addresses,
    formula_addresses,
    page_of,
)
from scripts.sources.bibliography import Reference
from scripts.sources.nav_lines import quoted
from scripts.sources.navigation import Chapter

NOTEBOOK = re.compile(r"(?m)^(?P<indent> +)- .*: notebooks/\w+\.ipynb\n")
ENTRY = re.compile(r"(?m)^[\w-]+:\n(?:(?: .*)?\n)*")
PAGE = re.compile(r"(?m)^  page: (?P<id>\w+/\w+)$")
MOVED = "former"  # how the one formula of each chapter of twins that has moved was called


def nav_of(config: str, chapters: Sequence[Chapter]) -> str:
    """mkdocs.yml with these chapters: after the home page, their notebooks where those were."""
    before, nav, after = config.partition("\nnav:\n")
    entries = re.findall(r"(?m)^  - .*\n(?:   .*\n|\n)*", after)
    kept = [entry for entry in entries if "/index.md" not in entry]
    kept[1:1] = _parts(chapters)
    notebooks = [f"- {quoted(c.title)}: notebooks/{c.slug}.ipynb\n" for c in chapters]
    first = NOTEBOOK.search(after)
    place = "\x00"
    text = NOTEBOOK.sub(place, "".join(kept)).replace(place, "\x01", 1).replace(place, "")
    indent = first["indent"] if first else ""
    return before + nav + text.replace("\x01", "".join(indent + line for line in notebooks))


def _parts(chapters: Sequence[Chapter]) -> Iterator[str]:
    for part in dict.fromkeys(chapter.part for chapter in chapters):
        yield f"  - {quoted(part)}:\n"
        for chapter in (chapter for chapter in chapters if chapter.part == part):
            yield f"      - {quoted(chapter.title)}:\n"
            for file in (f"{chapter.slug}/index", *chapter.formulas):
                yield f"          - {file}.md\n"


def registry_of(real: Registry, plan: Plan, chapters: Sequence[Chapter], gone: set[str]) -> str:
    """permalinks.txt: without what is `gone`, with what the twins have.

    `chapters` are the real ones. Of each chapter of twins, one formula has moved.
    """
    kept = {twin.id for twin in plan.twins if not twin.family}
    for chapter in chapters:
        gone |= {a for f in chapter.formulas if f not in kept for a in formula_addresses(f)}
    there = {address for chapter in plan.chapters for address in chapter_addresses(chapter)}
    gone |= {a for chapter in chapters for a in chapter_addresses(chapter)} - there
    links = [link for link in real.links if not gone.intersection(_named(link))]
    known = {link.address for link in links}
    links += [Permalink(address) for address in sorted(there - known)]
    for twin in (twin for twin in plan.twins if twin.family):
        links += map(Permalink, formula_addresses(twin.id))
        links += map(Permalink, equation_addresses(twin.id, _anchors(real, twin)))
    for chapter in plan.chapters[len(chapters) :]:
        place, slug = chapter.formulas[0].split("/")
        links.append(Permalink(f"{place}/{MOVED}_{slug}/", f"{chapter.formulas[0]}/"))
    return Registry(real.header, tuple(dict.fromkeys(links))).text()


def _named(link: Permalink) -> set[str]:
    """The addresses that a line names, and their pages."""
    addresses = {link.address, link.target or link.address}
    return addresses | {page_of(address) for address in addresses}


def _anchors(real: Registry, twin: Twin) -> Iterator[str]:
    """Of its equations those that authors named; the names made of letters may have changed."""
    known = set(formula_addresses(twin.original))
    for link in real.links:
        page, _, anchor = link.address.partition("#")
        named = len(anchor) > 4 and "_" not in anchor
        if page == f"{twin.original}/" and named and link.address not in known:
            yield anchor


def bibliography_of(
    references: Mapping[str, Reference], used: Container[str], words: Sequence[str]
) -> str:
    """references.bib with the entries that are used; that of a twin has a word behind its key."""
    entries = [
        reference.bibtex.replace(f"{{{key},", f"{{{key}{word},", 1)
        for word in words
        for key, reference in references.items()
        if key + word in used
    ]
    return "\n\n".join(entries) + "\n"


def corrections_of(text: str, plan: Plan) -> tuple[str, list[str]]:
    """corrections.yml with those of the twins, and the anchors of all that stand there."""
    first = ENTRY.search(text)
    written, anchors = [text[: first.start()] if first else text], list[str]()
    twins = {(twin.original, twin.family): twin for twin in plan.twins}
    for entry in ENTRY.findall(text):
        page = PAGE.search(entry)
        for family in range(plan.families if page else 1):
            twin = twins.get((page["id"], family)) if page else None
            if page and not twin:
                continue
            own = f"{twin.word}-{entry}" if twin and family else entry
            written.append(
                own.replace(f"page: {twin.original}\n", f"page: {twin.id}\n") if twin else own
            )
            anchors.append(own.partition(":")[0])
    return "".join(written), anchors


def exceptions_of(text: str, plan: Plan) -> str:
    """The displays that are less than checked: those of the twins, too."""
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if "/" not in line.split(" ")[0]]
    for twin in plan.twins:
        own = [line for line in lines if line.startswith(f"{twin.original} ")]
        kept += [line.replace(twin.original, twin.id, 1) for line in own]
    return "".join(kept)
