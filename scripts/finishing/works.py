"""The works that the formulas cite, as the search takes them: by author, year, title, number."""

from collections.abc import Mapping, Sequence
import re
import string
from typing import Any
import unicodedata

from scripts.sources.bibliography import Reference
from scripts.sources.formula import Formula

DIGITS = string.digits + string.ascii_lowercase
NUMBER = re.compile(r"\d{4}\.\d{4,5}")  # of arXiv: one word
WORD = re.compile(r"[a-z]+|\d+")


def cited_words(works: Mapping[str, Sequence[str]]) -> str:
    """The words of works, by column, as three characters each: with them the search knows whether
    a query may be about one, and loads the works only then."""
    text = " ".join(
        value for name in ("label", "authors", "title", "number") for value in works[name]
    )
    spelled = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    words = {*NUMBER.findall(plain), *WORD.findall(NUMBER.sub(" ", plain))}
    return "".join(sorted({_hashed(word) for word in words}))


def _hashed(word: str) -> str:
    """As docs/assets/search/works.js has it."""
    number = 0
    for letter in word:
        number = (31 * number + ord(letter)) % 36**3
    return "".join(DIGITS[number // size % 36] for size in (36**2, 36, 1))


def cited_works(
    formulas: Sequence[Formula], references: Mapping[str, Reference]
) -> dict[str, list[Any]]:
    """By column: how a work is cited, its authors, title and number, and which formulas cite it,
    each with its rank there: the first is what the page rests on."""
    cited: dict[str, list[tuple[int, int]]] = {}
    for place, formula in enumerate(formulas):
        for rank, key in enumerate(formula.sources):
            cited.setdefault(key, []).append((place, rank))
    works = [references[key] for key in cited]
    return {
        "label": [work.label for work in works],
        "authors": [work.authors for work in works],
        "title": [work.title for work in works],
        "number": [work.number for work in works],
        "formulas": list(cited.values()),
    }
