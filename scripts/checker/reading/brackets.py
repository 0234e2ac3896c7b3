"""Brackets, bars, and a value at a point."""

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.calls import call_of
from scripts.checker.reading.cursor import split
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.grammar import SETS
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, canonical
from scripts.checker.reading.scripting import scripted, until_here, with_scripts
from scripts.checker.tree import Expr

NORMS = {"F", "*", "\\infty", "op"}


def read_bracket(p: Expressions, opening: Token) -> Expr:
    """`(a + b)`, `(a, b, c)`, `[x]_+`, `(f \\circ g)(x)`."""
    items, end = p.inside(opening, call=False)
    span = opening.span.to(end)
    if len(items) > 1:
        return with_scripts(p, tree.Listing(items, opening.text == "[", span=span), 1)
    inner = items[0]
    if isinstance(inner, tree.Relation):
        raise CheckError("a display makes claims only: move this condition", span)
    if isinstance(inner, tree.Compose):
        scripts = p.scripts()
        return call_of(p, inner, scripts)
    if p.sees("_") and (p.peek(1).text == "+" or [p.peek(n).text for n in (1, 2, 3)] == [*"{+}"]):
        p.next(), p.group()
        positive = tree.Word("relu", span=span)
        return with_scripts(p, tree.Call(positive, (inner,), span=span), None)
    return with_scripts(p, inner, None)


def read_value_at(p: Expressions, opening: Token) -> Expr:
    """`\\left. body \\right|_{x=a}`."""
    outer = p.closers
    p.closers = (*outer, "group")
    body = p.expression()
    p.closers = outer
    if not (p.accept("close", "|") and p.sees("_")):
        raise CheckError("\\left. ends with \\right|_{x=a}: a value at a point", opening.span)
    return value_at(p, body)


def value_at(p: Expressions, body: Expr) -> Expr:
    """The body, and behind it the subscript that says where: `x=a, y=b`."""
    p.next()
    places = []
    for piece in split(p.group(), ","):
        place = p.sub(piece).argument() if piece else None
        if not (
            isinstance(place, tree.Relation)
            and place.op == "="
            and isinstance(place.left, tree.Name)
        ):
            raise CheckError("a value at which point? Write \\right|_{x=a}", body.span)
        places.append(place)
    word = tree.Word("at", span=body.span)
    return tree.Call(word, (body, *places), span=until_here(p, body))


def read_bars(p: Expressions, opening: Token) -> Expr:
    """`|x|`, `\\lVert x \\rVert_p`, floor, ceiling and rounding, with the scripts behind."""
    items, end = p.inside(opening, call=False)
    span = opening.span.to(end)
    kind = opening.text + ("⌉" if p.tokens[p.at - 1].text == "⌉" and opening.text == "⌊" else "")
    operand = items[0]
    of_set = isinstance(operand, tree.Name) and operand.key in p.vocabulary.sets
    of_set = of_set or (isinstance(operand, tree.Binary) and operand.op in SETS)
    if kind == "|" and of_set and len(items) == 1:
        size = tree.Call(tree.Word("cardinality", span=span), items, span=span)
        return with_scripts(p, size, 0)
    if len(items) > 1:
        raise CheckError("one expression belongs between bars", span)
    order: Expr | None = None
    scripts = p.scripts()
    if scripts.sub:
        if opening.text != "‖":
            raise CheckError("a subscript at bars: use \\lVert … \\rVert for a norm", span)
        label = canonical(scripts.sub)
        inner = p.sub(scripts.sub)
        order = tree.Word(label, span=span) if label in NORMS else inner.whole()
    if kind == "|" and isinstance(operand, tree.Matrix):
        return with_scripts(p, tree.Call(tree.Word("det", span=span), items, span=span), 0)
    bars = tree.Bars(kind, operand, order, span=until_here(p, opening))
    return scripted(p, bars, Scripts((), scripts.sup, scripts.primes), None)
