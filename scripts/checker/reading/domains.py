"""The sets a symbol list names: `\\mathbb{R}^{m \\times n}`, `[0, 1)^n`, `\\Delta^K`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
import re

from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import in_brackets, split, split_at_times
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Vocabulary, canonical, key_of
from scripts.checker.reading.parser import Parser
from scripts.checker.tree import Binary, Dots, Expr, Negative, Number, Root, walk

REAL = {
    "": "real", ">0": "positive", "++": "positive", "≥0": "nonnegative", "+": "nonnegative",
    "<0": "negative", "≠0": "nonzero", "≤0": "nonpositive",
}  # fmt: skip
NATURAL = {"": "natural", "0": "natural0", ">0": "natural", "≥0": "natural0"}
FROM_ON = re.compile(r"(?P<sign>[≥>])(?P<number>\d{1,15})")
KNOWN = (
    r"\mathbb{R} (also _{>0}, _{\ge 0}, _{\neq 0}), \mathbb{N} (also _{\ge 2}), \mathbb{Z},"
    r" \mathbb{C}, an interval [a, b), a listed set \{1, \ldots, K\}, each with a shape"
    r" ^{m \times n}; \Delta^{n}, \mathbb{S}^{n} (_{+}, _{++}),"
    r" \mathbb{R}^{n} \setminus \{\mathbf{0}\}"
)
WITHOUT_ZERO = {"∖{0}", "∖{\\mathbf{0}}"}
ARITHMETIC = Number, Negative, Binary, Root, Dots
SYMMETRIC = {"": "symmetric", "++": "definite", "+": "semidefinite", "≻0": "definite"}


@dataclass(frozen=True)
class Domain:
    """A set: its kind, the sizes of its axes, and bounds or items where it has them."""

    kind: str
    shape: tuple[Expr, ...] = ()
    items: tuple[Expr, ...] = ()
    open_ends: tuple[bool, bool] = (False, False)
    span: Span = field(default_factory=Span)

    def has_named_bounds(self) -> bool:
        """Whether a bound or an item is more than arithmetic of numbers."""
        return any(not isinstance(n, ARITHMETIC) for item in self.items for n in walk(item))


def in_a_product(
    left: Sequence[Token], right: Sequence[Token]
) -> list[tuple[Sequence[Token], Sequence[Token]]]:
    """`(x, y) \\in S \\times T` is `x \\in S` and `y \\in T`; else the line as it stands."""
    names = split(in_brackets(left), ",")
    if len(names) < 2:
        return [(left, right)]
    sets = split_at_times(right)
    if len(sets) == 1 and [t.kind for t in right[-2:]] == ["^", "number"]:
        sets = [list(right[:-2])] * int(right[-1].text)
    if len(sets) != len(names):
        message = f"{len(names)} symbols need {len(names)} sets: $(x, y) \\in S \\times T$"
        raise CheckError(message, left[0].span.to(left[-1].span))
    return list(zip(names, sets, strict=True))


def read_domain(tokens: Sequence[Token], vocabulary: Vocabulary) -> Domain:
    """The set that these tokens name; CheckError where it is not known."""
    p = Parser(tokens, vocabulary)
    if not tokens:
        raise CheckError("a set is missing behind \\in")
    span = tokens[0].span.to(tokens[-1].span)
    first = p.next()
    if first.kind == "open" and first.text in "[(":
        return _interval(tokens, vocabulary, span)
    if first.kind == "open" and first.text == "{":
        items, _ = p.inside(first, call=False)
        return Domain("set", _shape(_superscript(p), vocabulary), items, span=span)
    scripts = p.scripts()
    sub = canonical(scripts.sub)
    shape = _shape(scripts.sup, vocabulary)
    if first.text == "\\mathbb{R}" and not sub and canonical(tokens[p.at :]) in WITHOUT_ZERO:
        return Domain("apart from zero" if shape else "nonzero", shape, span=span)
    p.finish()
    if first.text == "\\mathbb{R}" and sub in REAL:
        return Domain(REAL[sub], shape, span=span)
    if first.text == "\\mathbb{N}" and sub in NATURAL:
        return Domain(NATURAL[sub], shape, span=span)
    if first.text == "\\mathbb{N}" and (bound := FROM_ON.fullmatch(sub)):
        low = int(bound["number"]) + (bound["sign"] == ">")
        return Domain("natural", shape, (Number(str(low), span=span),), span=span)
    if first.text == "\\mathbb{Z}":
        return Domain("integer", shape, span=span)
    if first.text == "\\mathbb{C}":
        return Domain("complex", shape, span=span)
    if first.text == "\\Delta" and shape:
        return Domain("simplex", shape, span=span)
    if first.text == "\\mathbb{S}" and sub in SYMMETRIC and len(shape) == 1:
        return Domain(SYMMETRIC[sub], shape * 2, span=span)
    raise CheckError(f"this set is not known; those that are: {KNOWN}", span)


def _interval(tokens: Sequence[Token], vocabulary: Vocabulary, span: Span) -> Domain:
    ends = [n for n, token in enumerate(tokens) if token.kind == "close"]
    if not ends:
        raise CheckError("this interval is never closed", span)
    last = ends[-1]
    for n in ends:  # the closing bracket that a power or nothing follows
        if n + 1 == len(tokens) or tokens[n + 1].kind == "^":
            last = n
            break
    pieces = split(tokens[1:last], ",")
    if len(pieces) != 2 or not all(pieces):
        raise CheckError("an interval has two ends: [a, b]", span)
    low, high = (Parser(piece, vocabulary).whole() for piece in pieces)
    rest = Parser(tokens[last + 1 :], vocabulary)
    shape = _shape(_superscript(rest), vocabulary)
    open_ends = tokens[0].text == "(", tokens[last].text == ")"
    return Domain("interval", shape, (low, high), open_ends, span)


def _superscript(p: Parser) -> tuple[Token, ...]:
    scripts = p.scripts()
    p.finish()
    return scripts.sup


def _shape(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Expr, ...]:
    """`m \\times n`: the sizes of the axes, expressions of size letters."""
    if not tokens:
        return ()
    known = vocabulary.copy()
    for key in size_names(tokens):
        known.values.setdefault(key, 0)
    pieces = split_at_times(tokens)
    if not all(pieces):
        raise CheckError("a size is missing beside \\times", tokens[0].span)
    return tuple(Parser(piece, known).whole() for piece in pieces)


def size_names(tokens: Sequence[Token]) -> list[str]:
    """The size letters in a shape, each with its subscript: `d_k`, `H_{out}`."""
    p = Parser(tokens, Vocabulary())
    found = []
    while p.peek().kind != "eof":
        token = p.next()
        if token.kind in {"name", "word"} and token.text not in {"max", "min"}:
            sub = p.group() if p.accept("_") else ()
            found.append(key_of(token.text, sub))
    return found
