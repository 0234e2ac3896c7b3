"""The tokens of a display, cut into its statements."""

from collections.abc import Sequence

from scripts.checker.errors import CheckError
from scripts.checker.reading.cursor import split
from scripts.checker.reading.grammar import PROSE
from scripts.checker.reading.lexer import Token
from scripts.sources.labels import ROWS

BETWEEN = {"where", "with", "and"}  # words between two equations


def cut(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each statement: rows of aligned, and what commas or \\quad separate."""
    tokens = list(tokens)
    if tokens and tokens[0].kind == "begin" and tokens[0].text in ROWS:
        last = tokens[-1]
        if last.kind != "end":
            raise CheckError("nothing belongs behind \\end{aligned}", last.span)
        tokens = tokens[1:-1]
    pieces: list[list[Token]] = []
    for row in split(tokens, "row"):
        found = [piece for column in _columns(row) for piece in _separate(column)]
        if found and pieces and _goes_on(row, found[0]):
            pieces[-1] += found[0]
            found = found[1:]
        pieces += found
    if not pieces:
        raise CheckError("an empty display")
    return pieces


def _goes_on(row: Sequence[Token], first: Sequence[Token]) -> bool:
    """Whether a row belongs to the one above: it starts with a relation, or as a sum goes on."""
    if first[0].kind != "op" or first[0].text not in {"+", "-", ".", "x", "o"}:
        return first[0].kind == "rel"
    return row[0].kind == "&" or not any(token.kind == "rel" for token in row)


def _columns(row: Sequence[Token]) -> list[list[Token]]:
    """The statements beside each other in a row: `y &= a, & z &= b`; mostly there is one."""
    columns = split(row, "&")
    if len(columns) <= 2:
        return [[token for column in columns for token in column]]
    filled = [*columns[:2], *(column for column in columns[2:] if column)]
    pairs = list(zip(filled[::2], filled[1::2], strict=False))
    if len(filled) % 2 or not all(right and right[0].kind == "rel" for _, right in pairs):
        raise CheckError(
            "one & a row, before the =; with more, each has its own =", (columns[1] or row)[-1].span
        )
    return [left + right for left, right in pairs]


def _separate(tokens: Sequence[Token]) -> list[list[Token]]:
    """What commas and \\quad separate; words between formulas are refused."""
    found = []
    for piece in split(tokens, ",", ";", "quad", "."):
        if piece and piece[0].kind == "word" and piece[0].text in BETWEEN:
            relations = [t.text for t, depth in with_depth(piece) if t.kind == "rel" and not depth]
            piece = piece[1:] if relations[:1] in ([], ["="]) else piece
        if not piece:
            continue
        for token, depth in with_depth(piece):
            if token.kind == "dots" and len(piece) == 1:
                message = "dots stand inside brackets; over what an index runs, its symbol tells"
                raise CheckError(message, token.span)
            if token.kind == "word" and depth == 0 and token.text.split()[0] in PROSE:
                message = "words belong below the display: put the condition into the symbol list"
                raise CheckError(f"{message}, a definition behind a comma", token.span)
        found.append(piece)
    return found


def with_depth(tokens: Sequence[Token]) -> list[tuple[Token, int]]:
    """Every token with the number of brackets that are open behind it."""
    depth, found = 0, []
    for token in tokens:
        depth += {"{": 1, "open": 1, "begin": 1, "}": -1, "close": -1, "end": -1}.get(token.kind, 0)
        found.append((token, depth))
    return found
