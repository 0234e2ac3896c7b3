"""`X \\sim \\mathcal{N}(\\mu, \\sigma^2)`: what the lines of a symbol list say of random variables.

X ∼ P                 any law; two variables that are both ∼ P have this one law, each for itself
X ∼ N(μ, σ²)          a law by its name; X ∼ p = N(μ, σ²) says what its density is called
(X, Y) ∼ P            any joint law of the two
X, Y ∼ P × Q          independent
X_1, …, X_n ∼ P^n     independent copies, the entries of a random vector (also: iid above ∼)
Y | X ∼ N(X, 1)       given another variable; Y | X = x ∼ N(x, 1)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import split
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, Vocabulary, canonical, key_of
from scripts.checker.reading.parser import Parser
from scripts.checker.tree import Expr

BARS = {"bar", "divider"}


@dataclass(frozen=True)
class Parent:
    """A variable that is given, and the name of its value, as in `Y | X = x`."""

    key: str
    value: str | None = None


@dataclass(frozen=True)
class Law:
    """What one or several variables are drawn from.

    `name` is what calls of its density use ("" where the page has none), `family` a known law with
    its `parameters` ("": any law), `variables` what it is about, together; `apart` are those that
    are independent of them, `copies` the number of independent entries.
    """

    name: str
    family: str
    parameters: tuple[Token, ...]
    variables: tuple[str, ...]
    parents: tuple[Parent, ...] = ()
    apart: tuple[str, ...] = ()
    copies: tuple[Token, ...] = ()
    span: Span = field(default_factory=Span)


@dataclass(frozen=True)
class _Left:
    """Variables, whether they are in one bracket, their parents, how many copies there are."""

    pieces: tuple[tuple[Token, ...], ...]
    together: bool
    parents: tuple[Parent, ...]
    copies: tuple[Token, ...]


Drawn = tuple[tuple[Token, ...], Law]  # the tokens of a variable, and its law


def read_laws(left: Sequence[Token], right: Sequence[Token], *, alike: bool) -> list[Drawn]:
    """Each variable of a line with its law; `alike`: independent and identically distributed."""
    variables = _left(left)
    wanted = variables.copies
    if not alike:
        variables = replace(variables, copies=())
    keys = tuple(_key(piece) for piece in variables.pieces)
    span = right[0].span.to(right[-1].span)
    name: tuple[Token, ...] = ()
    pieces = split(right, "rel")
    if len(pieces) == 2:
        name, right = tuple(pieces[0]), pieces[1]
    called = _key(name) if name else ""
    factors = _factors(right)
    if len(factors) > 1:
        if len(factors) != len(keys) or variables.together:
            raise CheckError(
                "a product has one law for each variable: X, Y \\sim P \\times Q", span
            )
        return [
            (piece, _law(factor, (key,), variables, span, apart=_others(key, keys)))
            for piece, key, factor in zip(variables.pieces, keys, factors, strict=True)
        ]
    law = _law(factors[0], keys, variables, span, name=called)
    if variables.together or law.variables == keys != keys[:1]:
        return [(piece, law) for piece in variables.pieces]
    apart = alike or bool(law.copies and len(keys) > 1)
    if alike and len(keys) == 1 and not law.copies:
        raise CheckError("iid of one variable: write X_1, \\ldots, X_n", span)
    if wanted and not law.copies:
        message = "are they independent? Write \\sim P^n or \\overset{\\text{iid}}{\\sim} P"
        raise CheckError(message, span)
    found = []
    for piece, key in zip(variables.pieces, keys, strict=True):
        others = _others(key, keys) if apart else ()
        one = _law(factors[0], (key,), variables, span, name=called, apart=others)
        found.append((piece, one))
    return found


def _others(key: str, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(other for other in keys if other != key)


def _left(tokens: Sequence[Token]) -> _Left:
    """What stands before `\\sim`."""
    before, *given = split(tokens, *BARS)
    if len(given) > 1:
        raise CheckError("one bar at most: Y \\mid X, Z", tokens[0].span)
    parents = _parents(given[0]) if given else ()
    together = before[0].kind == "open" and before[-1].kind == "close"
    pieces = [tuple(piece) for piece in split(before[1:-1] if together else before, ",")]
    if not all(pieces):
        raise CheckError("a symbol is missing beside this comma", before[0].span)
    if len(pieces) == 3 and pieces[1][0].kind == "dots":
        nucleus, copies = _copies(pieces[0], pieces[2])
        return _Left((nucleus,), False, parents, copies)
    return _Left(tuple(pieces), together, parents, ())


def _parents(tokens: Sequence[Token]) -> tuple[Parent, ...]:
    found = []
    for piece in split(tokens, ","):
        name, *value = split(piece, "rel")
        found.append(Parent(_key(name), _key(value[0]) if value else None))
    return tuple(found)


def _copies(
    first: tuple[Token, ...], last: tuple[Token, ...]
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The common name of `X_1` and `X_n`, or of `x^{(1)}` and `x^{(n)}`, and the tokens of n."""
    p, q = Parser(first, Vocabulary()), Parser(last, Vocabulary())
    nucleus, other = p.next(), q.next()
    start, end = p.scripts(), q.scripts()
    low, high = start.sub or _bare(start.sup), end.sub or _bare(end.sup)
    if nucleus.text != other.text or canonical(low) != "1" or not high:
        raise CheckError("expected X_1, \\ldots, X_n", first[0].span.to(last[-1].span))
    return (nucleus,), tuple(high)


def _bare(script: Sequence[Token]) -> Sequence[Token]:
    in_brackets = len(script) > 2 and script[0].kind == "open"
    return script[1:-1] if in_brackets else ()


def _key(tokens: Sequence[Token]) -> str:
    p = Parser(tokens, Vocabulary())
    nucleus = p.next()
    scripts = p.scripts()
    p.finish()
    if nucleus.kind not in {"name", "word"}:
        raise CheckError("expected a symbol here", nucleus.span)
    return key_of(nucleus.text, scripts.sub, scripts.sup) + "'" * scripts.primes


def _factors(tokens: Sequence[Token]) -> list[list[Token]]:
    """The laws between signs of a product."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += {"{": 1, "open": 1, "}": -1, "close": -1}.get(token.kind, 0)
        if token.kind == "op" and token.text in {"x", "@"} and depth == 0:
            pieces.append([])
        else:
            pieces[-1].append(token)
    if not all(pieces):
        raise CheckError("a law is missing here", tokens[0].span.to(tokens[-1].span))
    return pieces


def _law(
    tokens: Sequence[Token],
    keys: tuple[str, ...],
    left: _Left,
    span: Span,
    *,
    name: str = "",
    apart: tuple[str, ...] = (),
) -> Law:
    """`P`, `P^n`, `q(z \\mid x)`, `\\mathcal{N}(0, 1)`."""
    p = Parser(tokens, Vocabulary())
    nucleus = p.next()
    if nucleus.kind not in {"name", "word"}:
        raise CheckError("expected the name of a law here", nucleus.span)
    scripts = p.scripts()
    inner, copies = _bracket(p), left.copies
    power = scripts.sup if not inner else p.scripts().sup
    if power and power[0].kind in {"name", "number"} and power[0].text not in {"\\star"}:
        copies, scripts = tuple(power), Scripts(scripts.sub)
    p.finish()
    called = key_of(nucleus.text, scripts.sub, scripts.sup)
    about, *given = split(inner[1:-1], *BARS) if inner else [[]]
    names = tuple(_key(piece) for piece in split(about, ",")) if about and _are_names(about) else ()
    parents, together = left.parents, keys if left.together else keys[:1]
    if given or (inner and names and set(names) == set(keys)):
        parents = parents or (_parents(given[0]) if given else ())
        return Law(called, "", (), names or together, parents, apart, copies, span)
    if inner:
        return Law(name, called, inner, together, parents, apart, copies, span)
    if name:
        raise CheckError(f"{called} is a name, too: expected a law such as N(0, 1)", span)
    return Law(called, "", (), together, parents, apart, copies, span)


def _bracket(p: Parser) -> tuple[Token, ...]:
    """The tokens of the bracket here, with both of its ends."""
    if not p.sees("open"):
        return ()
    start, depth = p.at, 0
    while True:
        token = p.next()
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if token.kind == "eof":
            raise CheckError("this bracket is never closed", p.tokens[start].span)
        if depth == 0:
            return p.tokens[start : p.at]


def _are_names(tokens: Sequence[Token]) -> bool:
    return all(token.kind in {"name", "word", ",", "_", "^", "{", "}", "prime"} for token in tokens)


def parameters_of(law: Law, vocabulary: Vocabulary) -> tuple[Expr, ...]:
    """What stands in the bracket behind the name of a law; a set or an interval is a listing."""
    if not law.parameters:
        return ()
    known = vocabulary.copy()
    for token in law.parameters:
        if token.text == "\\mathbf{0}":
            known.values.setdefault(token.text, 1)
    for key in identities(law):
        known.values.setdefault(key, 2)
    for parent in law.parents:
        if parent.value is not None:
            known.values.setdefault(parent.value, 0)
    p = Parser(law.parameters, known)
    opening = p.next()
    items, end = p.inside(opening, call=False)
    p.finish()
    if opening.text == "(":
        return items
    return (tree.Listing(items, opening.text == "[", span=opening.span.to(end)),)


def identities(law: Law) -> list[str]:
    """The identity matrices among the parameters: `I_{n}`, or `I` where the mean tells its size."""
    found = []
    for place, token in enumerate(law.parameters):
        if token.text == "I" and token.kind == "name":
            p = Parser(law.parameters[place + 1 :], Vocabulary())
            found.append(key_of("I", p.scripts().sub))
    return found


def names_of_density(law: Law) -> list[str]:
    """What calls of a density use: `p`, and `f_X` or `p_X` of a variable X."""
    own = [f"{letter}_{{{key}}}" for key in law.variables[:1] for letter in "fp"]
    return [*([law.name] if law.name else []), *(own if len(law.variables) == 1 else [])]
