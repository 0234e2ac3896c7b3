"""The Python name of what a row of a display is about: `m_hat_t`, `softmax`, `f_prime`.

They are the names by which a reference is found (judging/heads.py), read off the tokens alone:
a page is rendered without torch, which the trees bring along.
"""

from collections.abc import Iterable, Sequence
import re

from scripts.checker.errors import CheckError
from scripts.checker.reading.cursor import Cursor, in_brackets, split
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.names import (
    Scripts,
    Signature,
    Vocabulary,
    key_of,
    longest_name,
    python_name,
)
from scripts.checker.reading.overloads import overload_key, signature_of

OPERATORS = {"\\nabla", "\\partial"}
EXPECTATIONS = {"\\mathbb{E}", "E"}
SEPARATORS = ("rel", ",", ";", "quad")
NAME = re.compile(r"[A-Za-z]\w*")
SIGNS = {"+", "-", "*"}  # that a name of Python has a letter for
CLOSING = {"(": ")", "[": "]"}


def declared_names(symbols: Iterable[str]) -> Vocabulary:
    """What the lines of a symbol list declare; a line that is not understood, nothing."""
    known = Vocabulary()
    for line in symbols:
        tokens = _tokens(line)
        left = split(tokens, "rel")[0]
        pieces = split(in_brackets(left) or left, ",")
        is_array = any(token.text in {"∈", "∼", "iid"} for token in tokens) and any(
            [token.kind for token in piece] == ["dots"] for piece in pieces
        )
        for piece in pieces:
            cursor = Cursor(piece)
            if found := _nucleus(cursor):
                key = found[0] if is_array else _key(*found)
                known.values[key] = None
                if signature := _signature(key, cursor.tokens[cursor.at :]):
                    others = (s for s in known.signatures.get(key, ()) if s != signature)
                    known.signatures[key] = (*others, signature)
    return known


def name_of_row(row: str, known: Vocabulary) -> str | None:
    """The name of the left side of a row; where the row has several statements, of the first.

    None where the row goes on from the one above, or its left side is no single name.
    """
    tokens = [token for token in _tokens(row) if token.kind != "&"]
    cursor = Cursor(split(tokens, *SEPARATORS)[0])
    found = _nucleus(cursor)
    behind = cursor.tokens[cursor.at :]
    if not found or not _only_arguments_follow(cursor):
        return None
    nucleus, scripts = found
    key, rest = longest_name(nucleus, scripts, known)
    if key and len(known.signatures.get(key, ())) > 1:
        signature = _signature(key, behind)
        return python_name(signature.key) if signature in known.signatures[key] else None
    if key is None and nucleus in EXPECTATIONS and behind and behind[0].kind == "open":
        key, rest = nucleus, Scripts((), scripts.sup)  # the subscript tells what it is over
    if key is None:
        key, rest = _key(nucleus, scripts), Scripts()
    name = python_name(key) + "_prime" * rest.primes
    return name if not rest.sup and NAME.fullmatch(name) else None


def _signature(key: str, tokens: Sequence[Token]) -> Signature | None:
    """The arguments in a bracket, where they are names: `p(x, y)` and `p(x | y)` differ."""
    if len(tokens) < 3 or tokens[0].text != "(" or tokens[-1].text != ")":
        return None
    try:
        parameters, given = signature_of(tokens[1:-1])
    except CheckError:
        return None
    return Signature(parameters, given, overload_key(key, parameters, given))


def _tokens(tex: str) -> list[Token]:
    try:
        return tokenize(tex)
    except CheckError:
        return []


def _nucleus(cursor: Cursor) -> tuple[str, Scripts] | None:
    """The symbol or word that stands here, and its scripts."""
    token = cursor.nucleus()
    if token.kind not in {"name", "word"} or token.text in OPERATORS:
        return None
    try:
        scripts = cursor.scripts()
    except CheckError:
        return None
    operations = {each.text for each in scripts.sub if each.kind == "op"} - SIGNS
    operations |= {each.text for each in scripts.sup if each.kind == "op" or each.text == "\\top"}
    return None if operations else (token.text, scripts)


def _key(nucleus: str, scripts: Scripts) -> str:
    return key_of(nucleus, scripts.sub, scripts.sup) + "'" * scripts.primes


def _only_arguments_follow(cursor: Cursor) -> bool:
    """Move past one bracket and a subscript: `(x)`, `[X]`, `(x)_i`."""
    opening = cursor.accept("open", *CLOSING)
    depth = 1 if opening else 0
    while depth and cursor.peek().kind != "eof":
        depth += {"open": 1, "close": -1}.get(cursor.next().kind, 0)
    if opening and cursor.sees("_"):
        cursor.scripts()
    return cursor.peek().kind == "eof"
