"""Sums, products, extremes and limits: what stands under them tells what runs, and over what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import Cursor, split
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.grammar import PRODUCT
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, canonical, key_of
from scripts.checker.tree import Expr

LIMITS = {"sup": "max", "inf": "min"}  # which need not be attained
NOT_UNDERSTOOD = "this range is not understood: write i=1, j \\neq i, i < j or x \\in S"


@dataclass
class Range:
    """What runs, from where to where, and under which conditions."""

    names: list[str] = field(default_factory=list)
    lower: Expr | None = None
    upper: Expr | None = None
    conditions: list[Expr] = field(default_factory=list)

    def condition(self) -> Expr | None:
        """All conditions as one."""
        if len(self.conditions) > 1:
            return tree.Both(tuple(self.conditions), span=self.conditions[0].span)
        return self.conditions[0] if self.conditions else None


def read_big(p: Expressions, op: str, scripts: Scripts, span: Span) -> Expr:
    """A sum, product, maximum or limit: its scope ends at the next plus or minus."""
    if not scripts.sub:
        raise CheckError(f"{op} over what? Give it an index", span)
    if op == "lim":
        return _read_limit(p, scripts.sub, span)
    attained, op = op not in LIMITS, LIMITS.get(op, op)
    found = _read_range(p, scripts.sub)
    for name in found.names:
        if name in p.bound:
            raise CheckError(f"the index {name} is in use already: take another letter", span)
    if scripts.sup:
        if found.upper is not None:
            raise CheckError("an upper bound above, and one below", span)
        found.upper = p.sub(scripts.sup).whole()
    if found.upper is not None and found.lower is None:
        raise CheckError("an upper bound needs a lower one: i=1", span)
    if len(found.names) > 1 and found.upper == tree.Name("\\infty"):
        raise CheckError("two indices without end: write two sums", span)
    body = _body(p, *found.names)
    names, condition = tuple(found.names), found.condition()
    whole = span.to(body.span)
    bounds = found.lower, found.upper
    return tree.Big(op, names, *bounds, condition, body, attained, span=whole)


def _read_limit(p: Expressions, tokens: Sequence[Token], span: Span) -> Expr:
    sides = split(tokens, "rel")
    if "→" not in canonical(tokens) or len(sides) != 2 or len(sides[0]) != 1:
        raise CheckError("expected \\lim_{h \\to 0}", span)
    name = sides[0][0].text
    end, side = _side(sides[1])
    target = p.sub(end).whole()
    body = _body(p, name)
    return tree.Limit(name, target, body, side, span=span.to(body.span))


def _side(tokens: Sequence[Token]) -> tuple[Sequence[Token], str]:
    """The target of a limit, and the sign behind it: `0^+`, `0^{+}`."""
    bare = [token for token in tokens if token.kind not in {"{", "}"}]
    if len(bare) > 2 and bare[-2].kind == "^" and bare[-1].text in {"+", "-"}:
        at = next(n for n in reversed(range(len(tokens))) if tokens[n].kind == "^")
        return tokens[:at], bare[-1].text
    return tokens, ""


def _body(p: Expressions, *names: str) -> Expr:
    inner = p.knowing(*names)
    body = inner.expression(PRODUCT)
    p.at = inner.at
    return body


def _read_range(p: Expressions, tokens: Sequence[Token]) -> Range:
    """`i=1`, `i,j`, `j \\neq i`, `1 \\le i < j \\le n`, `x \\in S, x \\neq y`: piece by piece."""
    found = Range()
    span = tokens[0].span.to(tokens[-1].span)
    settled = False
    for piece in split(tokens, ",", ":", "divider"):
        sides = split(piece, "rel")
        if not all(sides):
            raise CheckError(NOT_UNDERSTOOD, span)
        marks = [t for t in piece if t.kind == "rel"]
        if not marks:
            names = _side_by_side(piece)
            if settled or not names:
                raise CheckError(NOT_UNDERSTOOD, span)
            found.names += names
        elif settled and len(marks) > 1 and found.upper is not None:
            _read_second(p, sides, [mark.text for mark in marks], found, span)
        elif settled and not (marks[0].text == "=" and index_name(sides[0]) not in found.names):
            inner = p.knowing(*found.names).sub(piece)
            found.conditions += inner.relations()
            inner.finish()
        else:
            _read_first(p, sides, [mark.text for mark in marks], found, span)
            settled = True
    return found


def _side_by_side(tokens: Sequence[Token]) -> list[str]:
    """The indices of `ij`, two, of `i` or of `i_1`."""
    if all(token.kind == "name" and len(token.text) == 1 for token in tokens):
        return [token.text for token in tokens]
    name = index_name(tokens)
    return [name] if name else []


def _read_second(
    p: Expressions, sides: list[list[Token]], marks: list[str], found: Range, span: Span
) -> None:
    """`0 \\le i < n, 0 \\le j < n`: another index with the same bounds."""
    other = Range()
    _read_chain(p, sides, marks, other, span)
    if (other.lower, other.upper) != (found.lower, found.upper):
        raise CheckError("two indices with different bounds: give each its own sign", span)
    found.names += other.names
    found.conditions += other.conditions


def _read_first(
    p: Expressions, sides: list[list[Token]], marks: list[str], found: Range, span: Span
) -> None:
    """The piece of a range that says over what its indices run."""
    name = index_name(sides[0])
    if marks == ["="] and name:
        lower = p.sub(sides[1]).whole()
        if found.lower is not None and found.lower != lower:
            raise CheckError("two indices with different starts: write two sums", span)
        found.names.append(name)
        found.lower = lower
    elif marks in (["∈"], ["∉"]) and name:
        found.names.append(name)
        inner = p.knowing(*found.names).sub(sides[1])
        values = inner.collection()
        inner.finish()
        for each in found.names:
            variable = tree.Name(each, span=sides[0][0].span)
            relation = tree.Relation(marks[0], variable, values, span=variable.span.to(values.span))
            found.conditions.append(relation)
    elif not found.names and set(marks) <= {"<", "≤", ">", "≥", "≠"}:
        _read_chain(p, sides, marks, found, span)
    else:
        raise CheckError(NOT_UNDERSTOOD, span)


def _read_chain(
    p: Expressions, sides: list[list[Token]], marks: list[str], found: Range, span: Span
) -> None:
    """`j \\neq i`, `i < j`, `1 \\le i < j \\le n`: what nothing else knows, runs."""
    names = [index_name(side) for side in sides]
    new = [n for n in names if n is not None and not _is_known(p, n)]
    if len(marks) == 1 and names[0] is not None and names[0] not in new:
        new.insert(0, names[0])
    if not new or len(set(new)) < len(new):
        raise CheckError(NOT_UNDERSTOOD, span)
    inner = p.knowing(*new)
    values = [inner.sub(side).whole() for side in sides]
    first, last = 0, len(values) - 1
    if len(marks) > 1:
        if not set(marks) <= {"<", "≤"}:
            raise CheckError("write this range with < and \\le, from small to large", span)
        if names[0] not in new:
            found.lower, first = _moved(values[0], marks[0], "+"), 1
        if names[-1] not in new:
            found.upper, last = _moved(values[-1], marks[-1], "-"), last - 1
        if found.lower is None and found.upper is not None:
            found.lower = tree.Number("1", span=span)  # entries are counted from 1
    found.names += new
    for place in range(first, last):
        left, right = values[place], values[place + 1]
        between = left.span.to(right.span)
        found.conditions.append(tree.Relation(marks[place], left, right, span=between))


def _is_known(p: Expressions, name: str) -> bool:
    return name in p.bound or name in p.outside or name in p.vocabulary


def _moved(bound: Expr, mark: str, sign: str) -> Expr:
    """The last whole number that a strict bound leaves."""
    if mark == "≤":
        return bound
    return tree.Binary(sign, bound, tree.Number("1", span=bound.span), span=bound.span)


def index_name(tokens: Sequence[Token]) -> str | None:
    """`i`, `i_1`, `s'`: the name of an index; None for anything else."""
    cursor = Cursor(tokens)
    nucleus = cursor.next()
    if nucleus.kind not in {"name", "word"}:
        return None
    scripts = cursor.scripts()
    if scripts.sup or cursor.peek().kind != "eof":
        return None
    return key_of(nucleus.text, scripts.sub) + "'" * scripts.primes
