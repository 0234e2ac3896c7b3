"""Integrals, of one variable or several: `\\int_a^b f \\, dx`, `\\iint_{[0, 1]^2} f \\, dx dy`."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.cursor import split, split_at_times
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.grammar import INTEGRALS
from scripts.checker.reading.lexer import Token
from scripts.checker.tree import Expr

Bounds = tuple[Expr, Expr]
REGIONS = {"[", "(", "\\mathbb{R}"}
OTHERWISE = "write an \\int for each variable, with its bounds"


def read_integral(p: Expressions, token: Token) -> Expr:
    """`\\int_a^b body \\, dx`; without bounds over the whole line.

    Of two in a row, the inner one has the first dx: `\\int_a^b \\int_c^d body \\, dx \\, dy`. That
    holds for `\\iint body \\, dx \\, dy`, too, whose region is a product of intervals.
    """
    scripts = p.scripts()
    many = INTEGRALS[token.text]
    place = _differential(p, token)
    variables = [p.tokens[place + 1]]
    end = place + 2
    while len(variables) < many and end + 1 < len(p.tokens) and _is_differential(p, end):
        variables.append(p.tokens[end + 1])
        end += 2
    names = [variable.text for variable in variables]
    if len(variables) < many or len(set(names)) < many:
        raise CheckError(f"{token.text} needs {many} of dx, dy, … behind it", token.span)
    inner = p.knowing(*names).sub(p.tokens[p.at : place])
    body = inner.whole() if inner.tokens else tree.Number("1", span=token.span)
    p.at = end
    is_region = bool(scripts.sub) and scripts.sub[0].text in REGIONS and not scripts.sup
    if many == 1 and not is_region:
        if scripts.sub and not scripts.sup:
            raise CheckError("this integral has no upper bound", token.span)
        bounds = [_between(p, scripts.sub, scripts.sup, token)]
    elif scripts.sup:
        raise CheckError(f"bounds at {token.text} have two readings: {OTHERWISE}", token.span)
    else:
        bounds = _sides(p, scripts.sub, names, token)
    span = token.span.to(variables[-1].span)
    for name, (lower, upper) in zip(names, bounds, strict=True):
        body = tree.Integral(name, lower, upper, body, span=span)
    return body


def _differential(p: Expressions, token: Token) -> int:
    """Where the first dx of this integral stands, past those of the ones inside."""
    depth = inner_ones = 0
    for place in range(p.at, len(p.tokens) - 1):
        current = p.tokens[place]
        depth += {"{": 1, "open": 1, "}": -1, "close": -1}.get(current.kind, 0)
        if depth:
            continue
        inner_ones += INTEGRALS.get(current.text, 0)
        if _is_differential(p, place):
            if not inner_ones:
                return place
            inner_ones -= 1
    raise CheckError("this integral has no dx", token.span)


def _is_differential(p: Expressions, place: int) -> bool:
    return p.tokens[place].text == "d" and p.tokens[place + 1].kind == "name"


def _between(
    p: Expressions, lower: Sequence[Token], upper: Sequence[Token], token: Token
) -> Bounds:
    """The bounds of one variable; the whole line where there are none."""
    infinity = tree.Name("\\infty", span=token.span)
    return (
        p.sub(lower).whole() if lower else tree.Negative(infinity),
        p.sub(upper).whole() if upper else infinity,
    )


def _sides(
    p: Expressions, region: Sequence[Token], names: Sequence[str], token: Token
) -> list[Bounds]:
    """The bounds of each variable in a region: `[0, 1]^2`, `[a, b] \\times [c, d]`, the plane."""
    if not region:
        return [_between(p, (), (), token)] * len(names)
    factors = [_factor(p, factor, token) for factor in split_at_times(region)]
    bounds = [each for each, copies in factors for _ in range(copies)]
    if len(bounds) != len(names):
        raise CheckError(f"{len(names)} variables, {len(bounds)} intervals", region[0].span)
    if len(set(bounds)) > 1 and list(names) != sorted(names):
        message = f"which variable runs over which interval? Then {OTHERWISE}"
        raise CheckError(message, region[0].span)
    return bounds


def _factor(p: Expressions, tokens: Sequence[Token], token: Token) -> tuple[Bounds, int]:
    """An interval, or the line, and how many times it stands there."""
    inner = p.sub(tokens)
    first = inner.next()
    if first.kind == "open" and first.text in {"[", "("}:
        start = inner.at
        while inner.peek().kind not in {"close", "eof"}:
            inner.next()
        ends = split(inner.tokens[start : inner.at], ",")
        inner.next()
        paired = len(ends) == 2 and all(ends)
        bounds = _between(p, ends[0], ends[1], token) if paired else None
    else:
        bounds = _between(p, (), (), token) if first.text == "\\mathbb{R}" else None
    power = inner.scripts().sup
    digits = "".join(each.text for each in power)
    if bounds is None or inner.peek().kind != "eof" or not (digits.isdecimal() or not power):
        message = f"the region of {token.text} is a product of intervals; else {OTHERWISE}"
        raise CheckError(message, first.span)
    return bounds, int(digits or 1)
