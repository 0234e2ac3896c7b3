"""Displays in other letters, one for one: what somebody else would have called everything."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
import random
import re
from typing import Any

from scripts.checker import tree
from scripts.checker.reading.names import Vocabulary
from scripts.checker.tree import Expr, Statement

LETTER = re.compile(r"^(?P<accent>\\(?:hat|bar|tilde)\{)?(?P<letter>\\mathcal\{L\}|\\?[A-Za-z]+)")
KEPT = {
    "e",
    "d",
    "\\pi",
    "\\infty",
    "I",
    "E",
    "P",
    "O",
    "X",
    "Y",
    "\\sigma",
    "\\Phi",
    "T",
    "\\mathbf",
}
SMALL = [*"abcghklmnpqrsuvwxyz", r"\alpha", r"\beta", r"\gamma", r"\eta", r"\kappa", r"\omega"]
CAPITAL = [*"ABCFGHKLMNQRSUVWZ"]


def exchanged(
    statements: Sequence[Statement], vocabulary: Vocabulary, seed: int
) -> tuple[Statement, ...]:
    """The statements with every declared letter replaced by another that the page does not use."""
    names = sorted({*vocabulary.values, *vocabulary.random, *vocabulary.functions})
    bases = sorted({base for key in names if (base := letter_of(key)) and base not in KEPT})
    written = {
        letter_of(n.key) for s in statements for n in tree.walk(s) if isinstance(n, tree.Name)
    }
    used = {*bases, *KEPT, *written, *_bound(statements)}
    source = random.Random(seed)
    small = [letter for letter in SMALL if letter not in used]
    capital = [letter for letter in CAPITAL if letter not in used]
    source.shuffle(small)
    source.shuffle(capital)
    new = {}
    for base in bases:
        pool = capital if base[-1].isupper() or "mathcal" in base else small
        if pool:
            new[base] = pool.pop()
    return tuple(_renamed(statement, new) for statement in statements)


def letter_of(key: str) -> str:
    """The letter of a key, without its accent and scripts; of a word nothing."""
    found = LETTER.match(key)
    letter = found["letter"] if found else ""
    return letter if len(letter) == 1 or letter.startswith("\\") else ""


def _bound(statements: Iterable[Statement]) -> set[str]:
    found: set[str] = set()
    for statement in statements:
        for node in tree.walk(statement):
            if isinstance(node, tree.Big):
                found |= set(node.indices)
            if isinstance(node, tree.Limit | tree.Integral):
                found.add(node.variable)
    return found


def _renamed(value: Any, new: dict[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_renamed(each, new) for each in value)
    if not isinstance(value, Expr):
        return value
    if isinstance(value, tree.Name):
        return replace(value, key=_key(value.key, new))
    if isinstance(value, tree.Order | tree.Limit | tree.Integral):
        value = replace(value, variable=_key(value.variable, new))
    fields = {
        name: _renamed(getattr(value, name), new)
        for name in value.__dataclass_fields__
        if name != "span"
    }
    return replace(value, **fields)


def _key(key: str, new: dict[str, str]) -> str:
    found = LETTER.match(key)
    if not found or found["letter"] not in new:
        return key
    start, end = found.span("letter")
    renamed = key[:start] + new[found["letter"]] + key[end:]
    # A step is counted by the letter that is renamed, too.
    return re.sub(
        r"_\{([a-z])([-+]\d+)?\}$",
        lambda step: f"_{{{new.get(step[1], step[1])}{step[2] or ''}}}",
        renamed,
    )
