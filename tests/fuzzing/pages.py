"""A whole page that is mutated, and all that reads it: from the file to the trees of displays."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
import shutil

from scripts.addresses.links import broken_links, unknown_citations
from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import DOCS, SNIPPETS, page_file
from scripts.checker.judging.lints import lint_page
from scripts.checker.judging.page import read_page as read_to_check
from scripts.mathematics.line_breaks import display_html
from scripts.mathematics.mathml import characters, parsed
from scripts.pages.anchors import equations_of
from scripts.pages.destinations import destinations
from scripts.pages.equation_links import add_anchors
from scripts.sources.collection import Sources
from scripts.sources.formula import parse_formula
from scripts.sources.page import read_page
from scripts.sources.rules.apply import formula_mistakes, page_mistakes
from scripts.sources.rules.remarks import remarks
from tests.fuzzing.mutations import mutated
from tests.project import REPOSITORY

IN_A_BLOCK = (
    0.7  # of the mutations; the first blocks, front matter, displays and symbols, more often
)
Mistakes = (SourceError, SourceErrors)


def copy_sources(root: Path) -> None:
    """The pages and the snippets of this repository, without what a build made."""
    skipped = shutil.ignore_patterns("figures", "notebooks", "assets", "*.mplstyle", "__pycache__")
    for folder in (DOCS, SNIPPETS):
        shutil.copytree(REPOSITORY / folder, root / folder, ignore=skipped)


def mutated_page(text: str, chance: Random, others: Sequence[str]) -> str:
    """A page of which mostly one block is mutated, pieces of other pages among it."""
    if chance.random() > IN_A_BLOCK:
        return mutated(text, chance, others)
    blocks = text.split("\n\n")
    place = min(chance.randrange(len(blocks)), chance.randrange(len(blocks)))
    blocks[place] = mutated(blocks[place], chance, others)
    return "\n\n".join(blocks)


class Reader:
    """Reads one page after another as a build does, in a copy of the sources."""

    def __init__(self, sources: Sources) -> None:
        self.sources, self.there = sources, destinations(sources)

    def told(self, identifier: str, text: str) -> list[str]:
        """What is told of this text in the place of a page: nothing, if it is a good one.

        What is raised is a mistake of ours.
        """
        path = page_file(identifier)
        before = path.read_bytes()
        path.write_bytes(text.encode(errors="surrogatepass"))
        try:
            return [*self._built(identifier, path), *_checked(path)]
        finally:
            path.write_bytes(before)

    def _built(self, identifier: str, path: Path) -> Iterator[str]:
        try:
            page = read_page(path)
            yield from map(str, page_mistakes(page))
            characters(page)
            formula = parse_formula(identifier, page)
            mistakes = formula_mistakes(formula)
            yield from map(str, mistakes)
            if not mistakes:
                list(remarks(formula))
            for display, equations in zip(formula.displays, equations_of(formula), strict=True):
                shown = parsed(f"<div>{display_html(display.tex, frozenset())}</div>")
                add_anchors(shown, equations)
            there = replace(self.there, pages={**self.there.pages, path: page})
            yield from map(str, broken_links(page, there))
            yield from map(str, unknown_citations(page, self.sources.references))
        except Mistakes as error:
            yield str(error)


def _checked(path: Path) -> Iterator[str]:
    try:
        page = read_to_check(path)
        lint_page(page)
        yield from (str(each) for each in page.statements if isinstance(each, Exception))
    except Mistakes as error:
        yield str(error)
