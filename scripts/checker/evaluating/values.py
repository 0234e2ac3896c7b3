"""The rules for what formulas are built of: names, operators, indices, sums, cases, matrices."""

from collections.abc import Mapping
from functools import cache

import torch
from torch import Tensor

from scripts.checker import matrices, tree
from scripts.checker.errors import CheckError, NoSuchEntry, NotANumber
from scripts.checker.evaluating import algebra, limits, optima, ranges
from scripts.checker.evaluating.conditions import holds
from scripts.checker.evaluating.dispatch import evaluate, number, rule
from scripts.checker.evaluating.dots import rows_without_dots, whole_number, without_dots
from scripts.checker.evaluating.environment import (
    Environment,
    Function,
    Members,
    Random,
)
from scripts.checker.evaluating.lattice_sums import terms_at_once
from scripts.checker.evaluating.remembering import remembered
from scripts.checker.evaluating.tables import defined
from scripts.checker.tree import Expr
from scripts.checker.words import CONSTANTS, FILLED

ZEROS = {tree.Number("0"), tree.Name("\\mathbf{0}")}


def is_zero(node: Expr, env: Environment) -> bool:
    """Whether this is 0, or a \\mathbf{0} that is not declared: zeros, as many as fit."""
    return node in ZEROS and getattr(node, "key", None) not in env.values


@rule.register
def _number(node: tree.Number, env: Environment) -> Tensor:
    return _constant(node.text)


@cache
def _constant(text: str) -> Tensor:
    return number(float(text))


@rule.register
def _name(node: tree.Name, env: Environment) -> Tensor:
    key = node.key
    value = env.values.get(key)
    if isinstance(value, Tensor):
        return value
    if isinstance(value, Function):
        return value.apply(*(evaluate(tree.Name(p, span=node.span), env) for p in value.parameters))
    if isinstance(value, Members):
        raise CheckError(f"{key} is a set: write |{key}|, or i \\in {key} under a sum", node.span)
    if isinstance(value, Random):
        raise CheckError(f"{key} is random here: say which expectation it stands in", node.span)
    if definition := env.definitions.get(key):
        return defined(definition, env)
    if key in CONSTANTS:
        return number(CONSTANTS[key])
    if key in FILLED:
        message = f"how long is {key}? Declare it: ${key} \\in \\{{{key[8:-1]}\\}}^{{n}}$"
        raise CheckError(message, node.span)
    raise CheckError(f"{key} has no value: declare it in the symbol list", node.span)


@rule.register
def _order(node: tree.Order, env: Environment) -> Tensor:
    return number(0.0)  # the remainder itself; compare.py looks at how fast it shrinks


@rule.register
def _negative(node: tree.Negative, env: Environment) -> Tensor:
    return -evaluate(node.operand, env)


@rule.register
def _binary(node: tree.Binary, env: Environment) -> Tensor:
    if node.op == "^":
        return _power(node, env)
    left, right = evaluate(node.left, env), evaluate(node.right, env)
    if node.op not in algebra.BINARY:
        raise CheckError(f"operator {node.op} has no meaning between values", node.span)
    value = algebra.BINARY[node.op](left, right)
    # 1 + e^{-40} is 1, which looks exact and is not.
    trace = env.trace
    rounds = (
        node.op in "+-" and trace.noise and not (trace.is_exact(left) and trace.is_exact(right))
    )
    return trace.shaken(value) if rounds else value


def _power(node: tree.Binary, env: Environment) -> Tensor:
    if node.left == tree.Name("e") and "e" not in env.values and "e" not in env.definitions:
        exponent = evaluate(node.right, env)
        env.trace.read_exp(exponent)
        return matrices.exponential(exponent)
    if isinstance(node.left, tree.Name) and isinstance(env.values.get(node.left.key), Function):
        raise CheckError("a power of a function has two readings: write f(x)^2", node.span)
    exponent = evaluate(node.right, env)
    whole = exponent.ndim == 0 and not exponent.requires_grad and not exponent.is_complex()
    integer = (
        int(exponent) if whole and exponent.isfinite() and exponent == exponent.round() else None
    )
    base = evaluate(node.left, env)
    value = algebra.power(base, exponent, integer=integer)
    by_algorithm = base.ndim == 2 and (integer is None or integer < 0)
    return env.trace.smeared(value) if by_algorithm else value


@rule.register
def _root(node: tree.Root, env: Environment) -> Tensor:
    value = evaluate(node.operand, env)
    if value.ndim > 1:
        message = (
            "a root of a matrix has two readings: write A^{1/2}, or its entries, \\sqrt{A_{ij}}"
        )
        raise CheckError(message, node.span)
    return value.sqrt() if node.degree is None else value ** (1 / evaluate(node.degree, env))


@rule.register
def _transpose(node: tree.Transpose, env: Environment) -> Tensor:
    return algebra.transpose(evaluate(node.operand, env))


@rule.register
def _index(node: tree.Index, env: Environment) -> Tensor:
    base = evaluate(node.base, env)
    if len(node.indices) > base.ndim:
        raise CheckError(f"{len(node.indices)} indices at {algebra.shape_text(base)}", node.span)
    places: list[int | slice] = []
    for axis, index in enumerate(node.indices):
        if index == tree.Word(":"):
            places.append(slice(None))
        elif isinstance(index, tree.Call) and index.function == tree.Word(":"):
            start = ranges.first_index(node.base, axis, env)
            places.append(_slice(index, start, base.shape[axis], env))
        else:
            start = ranges.first_index(node.base, axis, env)
            place = whole_number(evaluate(index, env), index)
            if not start <= place < start + base.shape[axis]:
                message = f"index {place} where {base.shape[axis]} are"
                if place == 0:
                    message += ": counted from 0? Declare x_0, \\ldots, x_{n-1} \\in \\mathbb{R}"
                raise NoSuchEntry(message, index.span)
            places.append(place - start)
    return base[tuple(places)]


def _slice(node: tree.Call, start: int, size: int, env: Environment) -> slice:
    """`1:k`, both ends included."""
    low, high = (whole_number(evaluate(end, env), end) for end in node.arguments)
    if not start <= low <= high + 1 <= start + size:
        raise CheckError(f"entries {low} to {high} where {size} are", node.span)
    return slice(low - start, high + 1 - start)


@rule.register
def _bars(node: tree.Bars, env: Environment) -> Tensor:
    value = evaluate(node.operand, env)
    if node.kind == "|":
        return algebra.absolute(value)
    if node.kind in algebra.ROUNDING:
        return algebra.ROUNDING[node.kind](value)
    order = algebra.order_of_norm(node, lambda index: evaluate(index, env))
    return algebra.norm(value, order)


@rule.register
def _big(node: tree.Big, env: Environment) -> Tensor:
    if ranges.is_endless(node, env):
        return remembered(node, env, lambda: _endless(node, env))
    if optima.is_continuous(node, env):
        return remembered(node, env, lambda: optima.extreme(node, env))
    if (at_once := terms_at_once(node, env)) is not None:
        env.trace.won(node, 0, 1)
        return _of_terms(node, *at_once, env)
    terms, places = [], []
    for inner in ranges.each(node, env):
        terms.append(evaluate(node.body, inner))
        places.append(inner)
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
    if node.op == "prod":
        return algebra.product(terms)
    stacked = torch.stack(terms)
    if node.op in {"max", "min"}:
        return stacked.amax(0) if node.op == "max" else stacked.amin(0)
    best = stacked.argmax() if node.op == "argmax" else stacked.argmin()
    env.trace.chose(node, stacked, stacked[best])
    found = places[int(best)].values[node.indices[0]]
    assert isinstance(found, Tensor)
    return found


def _of_terms(node: tree.Big, terms: Tensor, at: Mapping[str, Tensor], env: Environment) -> Tensor:
    """The sum, the product, an extreme of all these terms."""
    match node.op:
        case "sum":
            return terms.sum(0)
        case "prod":
            return terms.prod(0) if terms.ndim == 1 else algebra.product(list(terms))
        case "max":
            return terms.amax(0)
        case "min":
            return terms.amin(0)
    best = terms.argmax() if node.op == "argmax" else terms.argmin()
    env.trace.chose(node, terms, terms[best])
    return at[node.indices[0]][best]


def _endless(node: tree.Big, env: Environment) -> Tensor:
    if node.op not in {"sum", "prod"} or node.lower is None:
        raise CheckError(f"{node.op} over infinitely many values", node.span)
    if node.condition is not None:
        raise CheckError("a condition at a sum without end: write 1[…] into the sum", node.span)
    start = whole_number(evaluate(node.lower, env), node.lower)

    def term(place: Tensor) -> Tensor:
        return evaluate(node.body, env.indexing(node.indices[0], start + place))

    env.trace.won(node, 0, 1)
    return limits.endless(term, node.op, env.trace)


@rule.register
def _cases(node: tree.Cases, env: Environment) -> Tensor:
    true = [
        n
        for n, condition in enumerate(node.conditions)
        if condition is not None and holds(condition, env)
    ]
    if len(true) > 1:
        raise CheckError("two conditions hold at once: cases must exclude each other", node.span)
    if not true and node.conditions[-1] is not None:
        raise NotANumber("no case applies", node.span)
    chosen = true[0] if true else len(node.conditions) - 1
    env.trace.won(node, chosen, len(node.values))
    return evaluate(node.values[chosen], env)


@rule.register
def _matrix(node: tree.Matrix, env: Environment) -> Tensor:
    rows = [without_dots(row, env) for row in rows_without_dots(node, env)]
    entries = [
        [None if is_zero(entry, inner) else evaluate(entry, inner) for entry, inner in row]
        for row in rows
    ]
    if any(entry is not None and entry.ndim for row in entries for entry in row):
        return matrices.blocks(entries)
    numbers = [[number(0.0) if entry is None else entry for entry in row] for row in entries]
    matrix = torch.stack([torch.stack(row) for row in numbers])
    return matrix.squeeze(1) if matrix.shape[1] == 1 else matrix


@rule.register
def _listing(node: tree.Listing, env: Environment) -> Tensor:
    items = [evaluate(entry, inner) for entry, inner in without_dots(node.items, env)]
    if any(item.ndim for item in items):
        if node.row and any(item.ndim == 2 and not algebra.is_row(item) for item in items):
            return matrices.blocks([items])
        message = "the entries of a vector are numbers: write [a; b] for one vector below the other"
        beside = ", \\begin{bmatrix} a & b \\end{bmatrix} for two columns" if node.row else ""
        raise CheckError(message + beside, node.span)
    vector = torch.stack(items)
    return algebra.transpose(vector) if node.row else vector
