"""`x_0, \\ldots, x_{n-1} \\in \\mathbb{R}`: an array by its entries, with its starts."""

from collections.abc import Sequence
from dataclasses import replace

from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import split
from scripts.checker.reading.domains import Domain, size_names
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.parser import Parser
from scripts.checker.tree import Binary, Expr, Name, Number

EXPECTED = "expected a list such as x_0, \\ldots, x_{n-1} \\in \\mathbb{R}"


def read_listing(
    pieces: Sequence[Sequence[Token]], domain: Domain | None, vocabulary: Vocabulary
) -> tuple[str, tuple[int, ...], Domain]:
    """Key, starts of the axes, and the domain of the whole array."""
    if domain is None or len(pieces) < 3 or [t.kind for t in pieces[-2]] != ["dots"]:
        raise CheckError(EXPECTED, next((t.span for piece in pieces for t in piece), Span()))
    entries = [_entry(piece, vocabulary) for piece in (*pieces[:-2], pieces[-1])]
    key, last = entries[-1]
    fixed = _fixed([indices for _, indices in entries])
    if fixed and all(name == key for name, _ in entries):  # P_{t,0}, …, P_{t,d-1}: those of P_t
        whole = f"{key}_{{{','.join(fixed)}}}"
        entries = [(whole, indices[len(fixed) :]) for _, indices in entries]
        key, last = entries[-1]
    starts = _starts([indices for _, indices in entries[:-1]], last)
    if starts is None or any(name != key for name, _ in entries):
        message = "the entries of such a list are counted: x_0, x_1, \\ldots, x_n"
        raise CheckError(message, last[0].span)
    sizes = (_size(start, end) for start, end in zip(starts, last, strict=True))
    return key, starts, replace(domain, shape=(*sizes, *domain.shape))


def _fixed(entries: Sequence[tuple[Expr, ...]]) -> list[str]:
    """The letters that all subscripts begin with, before what is counted."""
    found = []
    for indices in zip(*entries, strict=False):
        first = indices[0]
        if not isinstance(first, Name) or any(other != first for other in indices):
            break
        found.append(first.key)
    return found


def _entry(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[str, tuple[Expr, ...]]:
    """The name and the indices of one entry: `A_{00}` has two."""
    p = Parser(tokens, Vocabulary())
    nucleus, scripts = p.next(), p.scripts()
    p.finish()
    sub, power = scripts.sub, scripts.sup
    if not sub and len(power) > 2 and power[0].text == "(" and power[-1].text == ")":
        sub, power = power[1:-1], ()  # x^{(1)}: the first of several
    if nucleus.kind not in {"name", "word"} or not sub or power or scripts.primes:
        raise CheckError(EXPECTED, nucleus.span)
    if len(sub) == 1 and sub[0].kind == "number" and len(sub[0].text) == 2:
        return nucleus.text, tuple(Number(digit, span=sub[0].span) for digit in sub[0].text)
    if len(sub) > 2 and sub[0].text == "(" and sub[-1].text == ")":
        sub = sub[1:-1]  # \text{PE}_{(0, 0)}
    known = vocabulary.copy()
    known.values |= dict.fromkeys(size_names(sub), 0)
    pieces = split(sub, ",")
    if not all(pieces):
        raise CheckError(EXPECTED, nucleus.span)
    return nucleus.text, tuple(Parser(piece, known).whole() for piece in pieces)


def _starts(first: Sequence[tuple[Expr, ...]], last: tuple[Expr, ...]) -> tuple[int, ...] | None:
    """From where the axes are counted; None where the entries before the dots do not tell."""
    numbers = [
        tuple(
            int(index.text)
            for index in indices
            if isinstance(index, Number) and index.text.isdigit()
        )
        for indices in first
    ]
    if any(len(each) != len(last) for each in numbers) or (len(last) > 1 and len(first) > 1):
        return None
    counted = all(each[0] == numbers[0][0] + n for n, each in enumerate(numbers))
    return numbers[0] if counted else None


def _size(start: int, last: Expr) -> Expr:
    """How many there are from the start to the last."""
    return Binary("+", last, Number(str(1 - start), span=last.span), span=last.span)
