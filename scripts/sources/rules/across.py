"""What the pages keep to together: names and questions that lead to one page, links both ways."""

from collections.abc import Iterator, Mapping
import os.path
from pathlib import Path

from scripts.base.errors import SourceError
from scripts.base.paths import BIBLIOGRAPHY
from scripts.sources.bibliography import Reference
from scripts.sources.formula import CITATION, Formula
from scripts.sources.page import Page, linked_pages

# What a formula stands on cannot name all that stands on it: such a link goes one way.
FOUNDATION = "- Builds on "


def broken(
    formulas: Mapping[str, Formula], pages: Mapping[Path, Page], references: Mapping[str, Reference]
) -> Iterator[SourceError]:
    """Every rule that pages break together."""
    yield from names_once(formulas)
    yield from questions_once(formulas)
    yield from links_both_ways(formulas)
    yield from cited_sources(formulas, references)
    yield from listed_references(formulas, pages, references)


def names_once(formulas: Mapping[str, Formula]) -> Iterator[SourceError]:
    """A name, be it a title or an alias, means one formula, and is written once."""
    named = (
        (formula, line, name)
        for formula in formulas.values()
        for line, name in [(formula.title_line, formula.title), *formula.matter.entries("aliases")]
    )
    yield from _repeated(named, "is a name")


def questions_once(formulas: Mapping[str, Formula]) -> Iterator[SourceError]:
    """A question leads to one page."""
    asked = (
        (f, line, text) for f in formulas.values() for line, text in f.matter.entries("questions")
    )
    yield from _repeated(asked, "is a question")


def _repeated(texts: Iterator[tuple[Formula, int, str]], what: str) -> Iterator[SourceError]:
    """Those that stood before, in capitals or not."""
    seen: dict[str, str] = {}
    for formula, line, text in texts:
        key = " ".join(text.casefold().split())
        if key in seen:
            message = f"'{text}' {what} in {seen[key]}, too: keep it where it fits best"
            yield SourceError(formula.path, line, message)
        seen.setdefault(key, f"{formula.path.as_posix()}:{line}")


def links_both_ways(formulas: Mapping[str, Formula]) -> Iterator[SourceError]:
    """Who is sent to another formula finds the way back, unless the link is to a foundation."""
    related = {formula.path: dict(_related(formula)) for formula in formulas.values()}
    titles = {formula.path: formula.title for formula in formulas.values()}
    for formula in formulas.values():
        for target, (line, text) in related[formula.path].items():
            one_way = text.startswith(FOUNDATION) or target not in related
            if not one_way and formula.path not in related[target]:
                back = os.path.relpath(formula.path, target.parent).replace(os.sep, "/")
                message = (
                    f"'See also' of {target.as_posix()} does not link back: add there "
                    f"'- [{formula.title}]({back}): what for', or start this line with "
                    f"'{FOUNDATION}[{titles[target]}]'"
                )
                yield SourceError(formula.path, line, message)


def _related(formula: Formula) -> Iterator[tuple[Path, tuple[int, str]]]:
    """The pages of its 'See also', with the line that names each."""
    for number, line in formula.prose_of("See also"):
        for target in linked_pages(formula.path, line):
            yield target, (number, line)


def cited_sources(
    formulas: Mapping[str, Formula], references: Mapping[str, Reference]
) -> Iterator[SourceError]:
    """A source of a page is in the bibliography, and listed for something that the text says."""
    for formula in formulas.values():
        cited = _cited(formula.page)
        for line, key in formula.matter.entries("sources"):
            if key not in references:
                message = f"unknown citation key '{key}'; add it to {BIBLIOGRAPHY}"
                yield SourceError(formula.path, line, message)
            elif key not in cited:
                message = f"'{key}' is never cited: write [@{key}] where the text relies on it"
                yield SourceError(formula.path, line, message)


def listed_references(
    formulas: Mapping[str, Formula], pages: Mapping[Path, Page], references: Mapping[str, Reference]
) -> Iterator[SourceError]:
    """An entry of the bibliography is there for a page."""
    used = {key for formula in formulas.values() for key in formula.sources}
    used = used.union(*map(_cited, pages.values()))
    for key, reference in references.items():
        if key not in used:
            message = f"no page lists '{key}': add it to 'sources' of one, or remove the entry"
            yield SourceError(BIBLIOGRAPHY, reference.line, message)


def _cited(page: Page) -> set[str]:
    return {found["key"] for _, line in page.prose for found in CITATION.finditer(line)}
