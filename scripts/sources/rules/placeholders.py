"""What `make new` wrote and nobody has filled in yet, found by comparing with the templates."""

from collections.abc import Iterable
from functools import cache
import re

from scripts.base.errors import SourceError
from scripts.base.paths import TEMPLATES
from scripts.base.text import read_text
from scripts.sources.formula import Formula
from scripts.sources.page import Page
from scripts.sources.snippet import Snippet, functions_of, read_snippet

# What an author replaces in a line: all behind its key, its symbol, its other cells, its title.
SAID = re.compile(
    r'(?:- (?:\$.*\$: )?|!\[|\w+: |\|.*\| (?=\S[^|]*\|$)|""".*?: )?(?P<said>.*?)(?:\]\(.*| \||""")?'
)
STRUCTURE = ("#", "--8<--")
MIN_WORDS = 3


def unfilled(formula: Formula) -> list[SourceError]:
    """One error for each file of a formula that still says what its template says."""
    page, snippet = formula.page, formula.snippet
    title, *_ = snippet.text.splitlines()
    in_page = _unfilled(page.lines, "page.md")
    in_snippet = _unfilled([title], "snippet.py") + _unfilled_functions(snippet)
    told = ((page.path, in_page), (snippet.path, in_snippet))
    return [SourceError(path, lines[0], _message(lines)) for path, lines in told if lines]


def unfilled_chapter(page: Page) -> list[SourceError]:
    """An error where the page of a chapter still says what its template says."""
    lines = _unfilled(page.lines, "chapter.md")
    return [SourceError(page.path, lines[0], _message(lines))] if lines else []


def _message(lines: list[int]) -> str:
    more = f", and so do lines {', '.join(map(str, lines[1:]))}" if lines[1:] else ""
    return f"still says what the template says{more}: fill it in"


def _unfilled(lines: Iterable[str], template: str) -> list[int]:
    sentences = _sentences(template)
    return [number for number, line in enumerate(lines, start=1) if _said(line) in sentences]


def _unfilled_functions(snippet: Snippet) -> list[int]:
    """The line of a check() that is the template's, and of a figure() with its lesson."""
    template, functions = _template(), functions_of(snippet.tree)
    same = {
        "check": snippet.check == template.check,
        "figure": snippet.parameter.lesson == template.parameter.lesson,
    }
    return [functions[name].lineno for name, unfilled in same.items() if unfilled]


@cache
def _template() -> Snippet:
    return read_snippet(TEMPLATES / "snippet.py")


@cache
def _sentences(template: str) -> frozenset[str]:
    """What the lines of a template say where they say something: a few words, not a name."""
    said = (_said(line) for line in read_text(TEMPLATES / template).splitlines())
    return frozenset(text for text in said if len(re.findall(r"[^\W\d_]{2,}", text)) >= MIN_WORDS)


def _said(line: str) -> str:
    found = SAID.fullmatch(line.strip())
    return found["said"] if found and not line.startswith(STRUCTURE) else ""
