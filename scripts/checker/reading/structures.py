"""The structures of a formula: fractions, derivatives, sums, integrals, cases, matrices."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.bigs import read_big
from scripts.checker.reading.brackets import value_at
from scripts.checker.reading.cursor import split
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.grammar import BIG, INTEGRALS, MATRICES
from scripts.checker.reading.integrals import read_integral
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts
from scripts.checker.reading.orders import derivative_order
from scripts.checker.reading.scripting import scripted
from scripts.checker.tree import Expr


def read_command(p: Expressions, token: Token) -> Expr:
    """What a command such as `\\frac` starts."""
    if token.text == "\\frac":
        above, below = p.group(), p.group()
        span = token.span.to(p.tokens[p.at - 1].span)
        if not above or not below:
            raise CheckError("this fraction has nothing above or below its line", span)
        if derivative := _read_derivative(p, above, below, span):
            return derivative
        return tree.Binary("/", p.sub(above).whole(), p.sub(below).whole(), span=span)
    if token.text == "\\sqrt":
        degree = None
        if p.accept("open", "["):
            start = p.at
            while not p.sees("close", "]"):
                if p.next().kind == "eof":
                    raise CheckError("the degree of this root is never closed", token.span)
            degree = p.sub(p.tokens[start : p.at]).whole()
            p.next()
        inner = p.sub(p.group()).whole()
        return tree.Root(inner, degree, span=token.span.to(inner.span))
    if token.text == "\\binom":
        above, below = p.group(), p.group()
        pair = p.sub(above).whole(), p.sub(below).whole()
        word = tree.Word("binom", span=token.span)
        return tree.Call(word, pair, span=token.span.to(pair[1].span))
    if token.text in INTEGRALS:
        return read_integral(p, token)
    return read_big(p, BIG[token.text], p.scripts(), token.span)


def _read_derivative(
    p: Expressions, above: Sequence[Token], below: Sequence[Token], span: Span
) -> Expr | None:
    """`\\frac{d^2 f}{dx^2}`; None where the fraction is an ordinary one."""
    sign = above[0]
    if sign.text not in {"d", "\\partial"} or below[0].text != sign.text or len(below) < 2:
        return None
    if sign.text == "d" and (below[1].kind != "name" or (len(above) > 1 and above[1].kind == "_")):
        return None
    top = p.sub(above)
    top.next()
    order = _small_number(top)
    variables = _read_variables(p.sub(below), sign.text)
    if len(variables) != order:
        raise CheckError("as many derivatives below the line as above it", span)
    if top.peek().kind != "eof":
        body = top.whole()
        derivative = tree.Derivative(body, variables, span=span)
        is_function = isinstance(body, tree.Name) and body.key in p.vocabulary.functions
        if is_function and p.sees("open", "("):
            arguments, end = p.inside(p.next(), call=True)
            return tree.Call(derivative, arguments, span=span.to(end))
        if p.sees("bar", "|") and p.peek(1).kind == "_":
            p.next()
            return value_at(p, derivative)
        return derivative
    body = p.factor()
    if p.starts_factor():
        message = "what does this derivative take in? Put brackets around it"
        raise CheckError(message, p.peek().span)
    return tree.Derivative(body, variables, span=span.to(body.span))


def _small_number(p: Expressions) -> int:
    """The exponent of `\\partial^2`, 1 without one."""
    if not p.accept("^"):
        return 1
    tokens = p.group()
    return derivative_order(tokens)


def _read_variables(p: Expressions, sign: str) -> tuple[Expr, ...]:
    """`\\partial x_i \\partial x_j`, `dx^2`: the variables, repeated as often as they occur."""
    variables: list[Expr] = []
    while p.peek().kind != "eof":
        p.expect("name", sign, f"{sign} before each variable below the line")
        nucleus = p.next()
        scripts = p.scripts()
        key, rest, _ = p.resolve(nucleus, scripts)
        repeat = 1
        if rest.sup and rest.sup[0].kind == "number":
            repeat, rest = derivative_order(rest.sup), Scripts(rest.sub)
        rank = p.vocabulary.values.get(key)
        variable = scripted(p, tree.Name(key, span=nucleus.span), rest, rank)
        variables += [variable] * repeat
    return tuple(variables)


def read_environment(p: Expressions, token: Token) -> Expr:
    """`cases` and matrices."""
    start, depth = p.at, 1
    while depth:
        current = p.next()
        if current.kind == "eof":
            raise CheckError(f"\\begin{{{token.text}}} is never closed", token.span)
        depth += {"begin": 1, "end": -1}.get(current.kind, 0)
    span = token.span.to(p.tokens[p.at - 1].span)
    rows = [split(row, "&") for row in split(p.tokens[start : p.at - 1], "row")]
    rows = [row for row in rows if any(row)]
    if token.text == "cases":
        return _read_cases(p, rows, span)
    if token.text not in MATRICES:
        raise CheckError(f"environment {token.text} is not understood here", span)
    if len({len(row) for row in rows}) != 1:
        raise CheckError("the rows of this matrix have different lengths", span)
    entries = tuple(tuple(_entry(p, cell, span) for cell in row) for row in rows)
    matrix = tree.Matrix(entries, span=span)
    if token.text == "vmatrix":
        return tree.Call(tree.Word("det", span=span), (matrix,), span=span)
    return matrix


def _entry(p: Expressions, cell: Sequence[Token], span: Span) -> Expr:
    if not cell:
        raise CheckError("an entry of this matrix is empty", span)
    if len(cell) == 1 and cell[0].kind == "dots":
        return tree.Dots(span=cell[0].span)
    return p.sub(cell).whole()


def _read_cases(p: Expressions, rows: list[list[list[Token]]], span: Span) -> Expr:
    values, conditions = [], []
    for row in rows:
        if len(row) != 2 or not all(row):
            raise CheckError("a case is: value & condition", span)
        value = list(row[0])
        while value and value[-1].kind in {",", "."}:
            value.pop()
        condition = list(row[1])
        while condition and condition[-1].kind in {",", "."}:
            condition.pop()
        values.append(p.sub(value).whole())
        conditions.append(p.sub(condition).condition())
    if None in conditions[:-1]:
        raise CheckError("otherwise belongs last", span)
    return tree.Cases(tuple(values), tuple(conditions), span=span)
