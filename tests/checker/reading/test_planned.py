"""The formulas that the site is to have, and some as papers print them, once names are declared."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from scripts.checker.errors import CheckError
from scripts.checker.reading.cursor import Cursor
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.names import Scripts, Vocabulary, key_of
from scripts.checker.reading.statements import read_display
from scripts.checker.words import CONSTANTS, NAMED, WORDS

# What it is, the functions in it, its LaTeX, and why it is refused if it is.
PLANNED, PRINTED = (
    [line.split("\t") for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()]
    for name in ("planned.tsv", "printed.tsv")
)
LABELS = {"name", "word", "op"}
SIGNS = {
    "\\nabla",
    "\\partial",
    "\\mathbb{E}",
    "\\mathbb{1}",
    "\\mathbf{1}",
    "E",
    "O",
    "J",
    "lim",
    "arg",
}


def symbols(tokens: Sequence[Token]) -> Iterator[tuple[str, Scripts]]:
    """Every letter and word with its scripts, those in the scripts too."""
    cursor = Cursor(tokens)
    while cursor.peek().kind != "eof":
        token = cursor.next()
        if token.kind in {"name", "word"}:
            scripts = cursor.scripts()
            yield token.text, scripts
            yield from symbols(scripts.sub)
            yield from symbols([each for each in scripts.sup if each.text != "T"])


def declared(tex: str, functions: Sequence[str]) -> Vocabulary:
    """A vocabulary in which every symbol of a formula has its simplest meaning.

    `-i` among the functions: i is an index only, and undeclared.
    """
    indices = {name[1:] for name in functions if name.startswith("-")}
    known = Vocabulary(functions={name: None for name in functions if not name.startswith("-")})
    for nucleus, scripts in symbols(tokenize(tex)):
        named = {nucleus, key_of(nucleus, scripts.sub)} & (set(NAMED) | WORDS | set(CONSTANTS))
        if named or nucleus in SIGNS | indices or nucleus in known.functions:
            continue
        label = scripts.sup if all(token.kind in LABELS for token in scripts.sup) else ()
        label = () if [token.text for token in label] in ([], ["\\top"], ["T"], ["+"]) else label
        known.values[key_of(nucleus, (), label) + "'" * scripts.primes] = None
    return known


def refusals(lines: Sequence[Sequence[str]]) -> dict[str, str]:
    """What is not read, with the message."""
    found = {}
    for what, functions, tex, *_ in lines:
        try:
            read_display(tex, declared(tex, functions.split()))
        except CheckError as error:
            found[what] = error.message
    return found


@pytest.mark.parametrize(("lines", "least"), [(PLANNED, 0.95), (PRINTED, 0.75)])
def test_most_formulas_are_read_as_they_stand(
    lines: list[list[str]], least: float, capsys: pytest.CaptureFixture[str]
) -> None:
    share = 1 - len(refusals(lines)) / len(lines)
    with capsys.disabled():
        print(f"{share:.1%} of {len(lines)} formulas are read", end=" ")
    assert share >= least


@pytest.mark.parametrize("lines", [PLANNED, PRINTED])
def test_what_is_refused_is_refused_for_its_reason(lines: list[list[str]]) -> None:
    reasons = {what: words[0] for what, _, _, *words in lines if words}
    for what, message in refusals(lines).items():
        assert reasons.get(what, "no reason is listed") in message, (what, message)
