"""Expressions to numbers: one function for each kind of node, all in float64."""

from collections.abc import Callable, Sequence
import math
from typing import Any

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating import algebra, ranges
from scripts.checker.evaluating.environment import Environment, Function, Random
from scripts.checker.tree import Definition, Expr
from scripts.checker.words import CONSTANTS

Rule = Callable[[Any, Environment], Tensor]


def number(value: float) -> Tensor:
    """A float64 scalar."""
    return torch.tensor(value, dtype=torch.float64)


def evaluate(node: Expr, env: Environment) -> Tensor:
    """The value of an expression; CheckError at the innermost part that has none."""
    rule = RULES.get(type(node))
    if rule is None:
        raise CheckError("this has no value on its own", node.span)
    try:
        return rule(node, env)
    except CheckError as error:
        if error.span is None:
            error.span = node.span
        raise
    except (RuntimeError, ValueError, IndexError, OverflowError) as error:
        raise CheckError(str(error).splitlines()[0], node.span) from None


def _number(node: tree.Number, env: Environment) -> Tensor:
    return number(float(node.text))


def _name(node: tree.Name, env: Environment) -> Tensor:
    key = node.key
    value = env.values.get(key)
    if isinstance(value, Tensor):
        return value
    if isinstance(value, Function):
        return value.apply(*(evaluate(tree.Name(p, span=node.span), env) for p in value.parameters))
    if isinstance(value, Random):
        raise CheckError(f"{key} is random here: say which expectation it stands in", node.span)
    if definition := env.definitions.get(key):
        return defined(definition, env)
    if key in CONSTANTS:
        return number(CONSTANTS[key])
    raise CheckError(f"{key} has no value: declare it in the symbol list", node.span)


def defined(definition: Definition, env: Environment) -> Tensor:
    """The value that a definition of the display gives to its name."""
    if definition.key in env.memo:
        return env.memo[definition.key]
    inner = env.defining(definition)
    value = tabulate(definition.body, definition.indices, inner, definition.key)
    env.memo[definition.key] = value
    return value


def tabulate(
    body: Expr, indices: Sequence[str], env: Environment, key: str = "", also: Sequence[Expr] = ()
) -> Tensor:
    """All values of an expression with free indices: one axis for each, in this order.

    The range of an index comes from the axes that it runs over in `body` and in `also`,
    or from the declared shape of what is defined.
    """
    if not indices:
        return evaluate(body, env)
    sizes = []
    for axis, name in enumerate(indices):
        shape = env.shapes.get(key)
        declared = shape[axis] if shape is not None and axis < len(shape) else None
        sizes.append(ranges.size_of_index(name, (body, *also), env, declared))

    def fill(axis: int, inner: Environment) -> Tensor:
        if axis == len(indices):
            return evaluate(body, inner)
        rows = range(1, sizes[axis] + 1)
        entries = [fill(axis + 1, inner.indexing(indices[axis], number(i))) for i in rows]
        if len({entry.shape for entry in entries}) > 1:
            raise CheckError("its entries have different shapes", body.span)
        return torch.stack(entries)

    return fill(0, env)


def _order(node: tree.Order, env: Environment) -> Tensor:
    return number(0.0)  # the remainder itself; compare.py looks at how fast it shrinks


def _negative(node: tree.Negative, env: Environment) -> Tensor:
    return -evaluate(node.operand, env)


def _binary(node: tree.Binary, env: Environment) -> Tensor:
    if node.op == "^":
        return _power(node, env)
    left, right = evaluate(node.left, env), evaluate(node.right, env)
    match node.op:
        case "+":
            return algebra.add(left, right)
        case "-":
            return algebra.add(left, -right)
        case "*":
            return algebra.multiply(left, right)
        case ".":
            return algebra.dot(left, right)
        case "x":
            return algebra.times(left, right)
        case "o":
            return algebra.hadamard(left, right)
        case "@":
            return algebra.outer(left, right)
        case "/":
            return algebra.divide(left, right)
    raise CheckError(f"operator {node.op} has no meaning between values", node.span)


def _power(node: tree.Binary, env: Environment) -> Tensor:
    if node.left == tree.Name("e") and "e" not in env.values and "e" not in env.definitions:
        exponent = evaluate(node.right, env)
        if exponent.ndim > 1:
            raise CheckError("e to a matrix has two readings: write it entry by entry", node.span)
        return exponent.exp()
    if isinstance(node.left, tree.Name) and isinstance(env.values.get(node.left.key), Function):
        raise CheckError("a power of a function has two readings: write f(x)^2", node.span)
    exponent = evaluate(node.right, env)
    whole = exponent.ndim == 0 and not exponent.requires_grad and not exponent.is_complex()
    integer = (
        int(exponent) if whole and exponent.isfinite() and exponent == exponent.round() else None
    )
    return algebra.power(evaluate(node.left, env), exponent, integer=integer)


def _root(node: tree.Root, env: Environment) -> Tensor:
    value = evaluate(node.operand, env)
    if value.ndim > 1:
        raise CheckError("a root of a matrix has two readings", node.span)
    return value.sqrt() if node.degree is None else value ** (1 / evaluate(node.degree, env))


def _transpose(node: tree.Transpose, env: Environment) -> Tensor:
    return algebra.transpose(evaluate(node.operand, env))


def _index(node: tree.Index, env: Environment) -> Tensor:
    base = evaluate(node.base, env)
    if len(node.indices) > base.ndim:
        raise CheckError(f"{len(node.indices)} indices at {algebra.shape_text(base)}", node.span)
    places: list[int | slice] = []
    for axis, index in enumerate(node.indices):
        if index == tree.Word(":"):
            places.append(slice(None))
        else:
            place = ranges.whole_number(evaluate(index, env), index)
            if not 1 <= place <= base.shape[axis]:
                raise CheckError(f"index {place} where {base.shape[axis]} are", index.span)
            places.append(place - 1)
    return base[tuple(places)]


def _call(node: tree.Call, env: Environment) -> Tensor:
    from scripts.checker.evaluating import functions

    return functions.call(node, env)


def _bars(node: tree.Bars, env: Environment) -> Tensor:
    value = evaluate(node.operand, env)
    if node.kind == "|":
        return algebra.absolute(value)
    if node.kind in "⌊⌈":
        return value.floor() if node.kind == "⌊" else value.ceil()
    order: float | str | None = None
    if isinstance(node.order, tree.Word):
        order = math.inf if node.order.text == "\\infty" else node.order.text
    elif node.order is not None:
        order = float(evaluate(node.order, env))
    return algebra.norm(value, order)


def _big(node: tree.Big, env: Environment) -> Tensor:
    terms, places = [], []
    for inner in ranges.each(node, env):
        terms.append(evaluate(node.body, inner))
        places.append(inner)
        if len(terms) % 50 == 0 and ranges.has_converged(terms, node):
            break
    env.trace.won(node, 0 if terms else None, 1)
    if node.op in {"sum", "prod"} and not terms:
        return number(0.0 if node.op == "sum" else 1.0)
    if not terms:
        raise CheckError(f"{node.op} over nothing", node.span)
    if node.op == "sum":
        total = terms[0]
        for term in terms[1:]:
            total = algebra.add(total, term)
        return total
    stacked = torch.stack(terms)
    if node.op == "prod":
        return stacked.prod(0)
    if node.op in {"max", "min"}:
        return stacked.amax(0) if node.op == "max" else stacked.amin(0)
    best = int(stacked.argmax() if node.op == "argmax" else stacked.argmin())
    found = places[best].values[node.indices[0]]
    assert isinstance(found, Tensor)
    return found


def holds(node: Expr, env: Environment) -> bool:
    """Whether a condition is true; it must be about single numbers."""
    if isinstance(node, tree.Both):
        return all(holds(part, env) for part in node.conditions)
    if not isinstance(node, tree.Relation):
        raise CheckError("expected a condition such as x > 0", node.span)
    if node.op == "∈":
        value = evaluate(node.left, env)
        return any(torch.equal(value, item) for item in ranges.members(node.right, env))
    left, right = evaluate(node.left, env), evaluate(node.right, env)
    if left.ndim or right.ndim:
        raise CheckError("a condition compares single numbers, not vectors", node.span)
    match node.op:
        case "=":
            return bool(left == right)
        case "≠":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case ">":
            return bool(left > right)
        case "≤":
            return bool(left <= right)
        case "≥":
            return bool(left >= right)
    raise CheckError(f"{node.op} is no condition that can be decided", node.span)


def _cases(node: tree.Cases, env: Environment) -> Tensor:
    true = [
        n
        for n, condition in enumerate(node.conditions)
        if condition is not None and holds(condition, env)
    ]
    if len(true) > 1:
        raise CheckError("two conditions hold at once: cases must exclude each other", node.span)
    if not true and node.conditions[-1] is not None:
        raise CheckError("no case applies", node.span)
    chosen = true[0] if true else len(node.conditions) - 1
    env.trace.won(node, chosen, len(node.values))
    return evaluate(node.values[chosen], env)


def _matrix(node: tree.Matrix, env: Environment) -> Tensor:
    rows = [ranges.without_dots(row, env) for row in ranges.rows_without_dots(node, env)]
    entries = [[evaluate(entry, inner) for entry, inner in row] for row in rows]
    if any(entry.ndim for row in entries for entry in row):
        if all(e.ndim == 2 for row in entries for e in row):
            return torch.cat([torch.cat(row, 1) for row in entries], 0)
        raise CheckError("the entries of a matrix are numbers", node.span)
    matrix = torch.stack([torch.stack(row) for row in entries])
    return matrix.squeeze(1) if matrix.shape[1] == 1 else matrix


def _listing(node: tree.Listing, env: Environment) -> Tensor:
    items = [evaluate(entry, inner) for entry, inner in ranges.without_dots(node.items, env)]
    if any(item.ndim for item in items):
        raise CheckError("the entries of a vector are numbers", node.span)
    vector = torch.stack(items)
    return algebra.transpose(vector) if node.row else vector


def _lazily(name: str) -> Rule:
    def rule(node: Expr, env: Environment) -> Tensor:
        from scripts.checker.evaluating import calculus

        result: Tensor = getattr(calculus, name)(node, env)
        return result

    return rule


RULES: dict[type[Expr], Rule] = {
    tree.Number: _number,
    tree.Name: _name,
    tree.Negative: _negative,
    tree.Binary: _binary,
    tree.Root: _root,
    tree.Order: _order,
    tree.Transpose: _transpose,
    tree.Index: _index,
    tree.Call: _call,
    tree.Bars: _bars,
    tree.Big: _big,
    tree.Cases: _cases,
    tree.Matrix: _matrix,
    tree.Listing: _listing,
    tree.Derivative: _lazily("derivative"),
    tree.Limit: _lazily("limit"),
    tree.Integral: _lazily("integral"),
    tree.Expectation: _lazily("expectation"),
    tree.Prime: _call,
    tree.Nabla: _call,
    tree.Jacobian: _call,
}
