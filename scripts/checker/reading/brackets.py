"""Brackets, bars, and a value at a point."""

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
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
    if opening.text == "[" and (rows := _rows(p)):
        matrix = tree.Matrix(rows, span=until_here(p, opening))
        return with_scripts(p, matrix, None)
    items, end = p.inside(opening, call=False)
    span = opening.span.to(end)
    if opening.text == "⟨":
        return _inner_product(p, items, span)
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


def _rows(p: Expressions) -> tuple[tuple[Expr, ...], ...] | None:
    """`[a; b]`, `[a, b; c, d]`: what semicolons separate; None without any."""
    depth, at = 1, p.at
    while depth and at < len(p.tokens):
        depth += {"{": 1, "open": 1, "}": -1, "close": -1}.get(p.tokens[at].kind, 0)
        at += 1
    rows = split(p.tokens[p.at : at - 1], ";")
    if len(rows) < 2 or p.tokens[at - 1].text != "]":
        return None
    cells = [split(row, ",") for row in rows]
    if not all(cell for row in cells for cell in row) or len({len(row) for row in cells}) > 1:
        raise CheckError("expected rows as in [a; b] or [a, b; c, d]", p.tokens[p.at].span)
    p.at = at
    return tuple(tuple(p.sub(cell).whole() for cell in row) for row in cells)


def _inner_product(p: Expressions, items: tuple[Expr, ...], span: Span) -> Expr:
    """`\\langle a, b \\rangle`; of matrices `\\langle A, B \\rangle_F`, too."""
    if len(items) != 2:
        raise CheckError("⟨a, b⟩ is an inner product: write \\mathbb{E}[x] for a mean", span)
    scripts = p.scripts()
    if canonical(scripts.sub) not in {"", "F"}:
        raise CheckError("an inner product with a subscript is not read", span)
    product = tree.Call(tree.Word("inner", span=span), items, span=span)
    return scripted(p, product, Scripts((), scripts.sup, scripts.primes), 0)


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
