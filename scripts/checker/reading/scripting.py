"""What stands behind an atom: indices, transposes and powers."""

from collections.abc import Sequence
from itertools import pairwise

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import split
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, canonical
from scripts.checker.tree import Expr
from scripts.checker.words import WORDS


def with_scripts(p: Expressions, base: Expr, rank: int | None) -> Expr:
    """An expression with the scripts that stand behind it."""
    return scripted(p, base, p.scripts(), rank)


def scripted(p: Expressions, base: Expr, scripts: Scripts, rank: int | None) -> Expr:
    """Index, transpose or power: with as many subscripts as axes, the transpose comes first."""
    if scripts.primes:
        raise CheckError("a prime at something that is no function", base.span)
    span = until_here(p, base)
    scripts, first = _sample(p, base, scripts, rank)
    if place := _bracketed(scripts.sub):
        if rank not in {1, None}:
            raise CheckError("x_{(k)} is the k-th smallest entry of a vector", span)
        base = tree.Call(tree.Word("sorted", span=span), (base,), span=span)
        scripts = Scripts(place, scripts.sup)
    indices = (*first, *read_indices(p, scripts.sub, rank and rank - len(first)))
    power = canonical(scripts.sup)
    if power == "T" and "T" in p.vocabulary:
        raise CheckError("^T where T is declared: write ^\\top for the transpose", span)
    if power in {"\\top", "T", "-\\top"}:
        if power == "-\\top":
            base = tree.Binary("^", base, tree.Number("-1", span=span), span=span)
        if first or (indices and rank is not None and len(indices) < rank):
            return tree.Transpose(tree.Index(base, indices, span=span), span=span)
        flipped = tree.Transpose(base, span=span)
        return tree.Index(flipped, indices, span=span) if indices else flipped
    if power in {"+", "\\dagger"}:
        pseudo = tree.Call(tree.Word("pinv", span=span), (base,), span=span)
        return tree.Index(pseudo, indices, span=span) if indices else pseudo
    if power == "-1" and indices and rank == 2:
        raise CheckError("A_{ij}^{-1} has two readings: write (A^{-1})_{ij} or a fraction", span)
    if indices:
        base = tree.Index(base, indices, span=span)
    if scripts.sup:
        label = len(scripts.sup) == 3 and scripts.sup[0].kind == "open"
        if power in {"*", "\\star", "-"} or label:
            raise CheckError(f"^{{{power}}} is part of a name: declare the name with it", span)
        base = tree.Binary("^", base, p.sub(scripts.sup).whole(), span=span)
    while p.sees("op", "!"):
        p.next()
        base = tree.Call(tree.Word("factorial", span=span), (base,), span=span)
    return base


def _sample(
    p: Expressions, base: Expr, scripts: Scripts, rank: int | None
) -> tuple[Scripts, tuple[Expr, ...]]:
    """`x^{(i)}`: of an array, its first index; of a number it would be a power."""
    flipped = scripts.sup[-1:] if scripts.sup and scripts.sup[-1].text == "\\top" else ()
    inner = _bracketed(scripts.sup[: len(scripts.sup) - len(flipped)])
    if not inner or rank == 0 or not isinstance(base, tree.Name):
        return scripts, ()
    index = p.sub(inner, indexing=True).whole()
    return Scripts(scripts.sub, flipped), (index,)


def _bracketed(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What stands in the one round bracket that these tokens are; nothing for any other."""
    if len(tokens) < 3 or tokens[0].text != "(" or tokens[-1].text != ")":
        return ()
    inner = tuple(tokens[1:-1])
    depth = 0
    for token in inner:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth < 0 or (depth == 0 and token.kind == ","):
            return ()
    return inner


def read_indices(p: Expressions, tokens: Sequence[Token], rank: int | None) -> tuple[Expr, ...]:
    """`ij` is two indices, `i+1` one, `i,j+1` two; `2k` one."""
    if not tokens:
        return ()
    if tokens[0].kind == "rel":
        return (_slice_until(p, tokens),)
    if len(tokens) > 2 and tokens[0].text == "(" and tokens[-1].text == ")" and rank != 1:
        inside = [*split(tokens[1:-1], ",")]
        if len(inside) > 1:  # PE_{(i, j)}
            tokens = tokens[1:-1]
    if len(tokens) == 1 and tokens[0].kind == "number" and rank and len(tokens[0].text) == rank:
        return tuple(tree.Number(digit, span=tokens[0].span) for digit in tokens[0].text)
    pieces = split(tokens, ",")
    if len(pieces) > 1:
        return tuple(_index(p, piece) for piece in pieces)
    if len(tokens) > 1 and any(token.kind == ":" for token in tokens):
        return (_index(p, tokens),)
    signs = any(token.kind == "op" for token in tokens)
    if signs or (tokens[0].kind == "number" and len(tokens) > 1 and rank != 2):
        if rank == 2 and signs and _has_neighbours(tokens):
            raise CheckError("put a comma between these indices", tokens[0].span)
        return (_index(p, tokens),)
    inner, found = p.sub(tokens, indexing=True), []
    while inner.peek().kind != "eof":
        found.append(
            tree.Word(":", span=token.span) if (token := inner.accept(":")) else inner.factor()
        )
    return tuple(found)


def _has_neighbours(tokens: Sequence[Token]) -> bool:
    """Whether two letters or digits stand side by side: `i+1j` is one index or two."""
    letters = [token.kind in {"name", "number"} for token in tokens]
    return any(left and right for left, right in pairwise(letters))


def _index(p: Expressions, tokens: Sequence[Token]) -> Expr:
    if not tokens:
        raise CheckError("an index is missing beside this comma", p.peek().span)
    if len(tokens) == 1 and tokens[0].kind == ":":
        return tree.Word(":", span=tokens[0].span)
    if len(tokens) == 1 and tokens[0].kind == "word" and tokens[0].text not in WORDS:
        return tree.Name(tokens[0].text, span=tokens[0].span)  # beside another: \text{pos}, 2i
    ends = split(tokens, ":")
    if len(ends) == 2 and all(ends):
        low, high = (p.sub(end, indexing=True).whole() for end in ends)
        return _slice(low, high)
    return p.sub(tokens, indexing=True).whole()


def _slice(low: Expr, high: Expr) -> Expr:
    """`x_{1:k}`: both ends included."""
    span = low.span.to(high.span)
    return tree.Call(tree.Word(":", span=span), (low, high), span=span)


def _slice_until(p: Expressions, tokens: Sequence[Token]) -> Expr:
    """`x_{<t}`, `x_{\\le t}`: the entries from the first on."""
    mark, end = tokens[0], p.sub(tokens[1:], indexing=True).whole()
    one = tree.Number("1", span=mark.span)
    if mark.text == "≤":
        return _slice(one, end)
    if mark.text == "<":
        return _slice(one, tree.Binary("-", end, one, span=end.span))
    raise CheckError("only x_{<t} and x_{\\le t} are read: write x_{a:b}", mark.span)


def until_here(p: Expressions, start: Token | Expr) -> Span:
    """From the start of an expression to the last token read."""
    last = p.tokens[p.at - 1] if p.at else p.end
    return start.span.to(last.span)
