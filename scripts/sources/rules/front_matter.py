"""What the front matter of a formula page keeps to: the words that find it, and its sources."""

from collections.abc import Iterator

from scripts.base.errors import SourceError
from scripts.sources.formula import Formula

MAX_DESCRIPTION = 160  # what a result of a search engine shows
MIN_WORDS, MAX_WORDS = 3, 12


def short_description(formula: Formula) -> Iterator[SourceError]:
    """One sentence that a search result shows whole."""
    ((line, text),) = formula.matter.entries("description")
    if len(text) > MAX_DESCRIPTION:
        message = f"{len(text)} characters; a search result shows {MAX_DESCRIPTION}: shorten it"
        yield SourceError(formula.path, line, message)
    if not text.endswith("."):
        yield SourceError(formula.path, line, "'description' must be a sentence, with its period")


def some_questions(formula: Formula) -> Iterator[SourceError]:
    """A page without questions is found by its names alone."""
    if not formula.questions:
        line = formula.matter.keys["questions"]
        message = "'questions' is empty: write 6 to 10 searches of people who lack the name"
        yield SourceError(formula.path, line, message)


def searched_questions(formula: Formula) -> Iterator[SourceError]:
    """Questions as people type them into a search box."""
    for line, text in formula.matter.entries("questions"):
        typed = text == text.lower() and not text.endswith("?")
        if not typed or not MIN_WORDS <= len(text.split()) <= MAX_WORDS:
            message = f"'{text}' is not typed as a search: lower case, no question mark, "
            message += f"{MIN_WORDS} to {MAX_WORDS} words"
            yield SourceError(formula.path, line, message)


def names_of_torch(formula: Formula) -> Iterator[SourceError]:
    """Full names, each once. (Whether they exist is seen where torch is imported.)"""
    seen = set()
    for line, name in formula.matter.entries("pytorch"):
        if not name.startswith("torch."):
            message = f"'{name}' is not a full name: write it as 'torch.…'"
            yield SourceError(formula.path, line, message)
        if name in seen:
            yield SourceError(formula.path, line, f"'{name}' stands twice: keep one")
        seen.add(name)


def some_sources(formula: Formula) -> Iterator[SourceError]:
    """Somebody said it first."""
    if not formula.sources:
        line = formula.matter.keys["sources"]
        yield SourceError(formula.path, line, "'sources' is empty: name where the claims are from")


RULES = (short_description, some_questions, searched_questions, names_of_torch, some_sources)
