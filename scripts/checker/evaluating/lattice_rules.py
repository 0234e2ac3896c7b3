"""The rules for values at all places at once: those of values.py, with an axis for each index.

Whatever has no rule here, and depends on an index, is evaluated entry by entry.
"""

from functools import singledispatch

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating import algebra
from scripts.checker.evaluating.conditions import COMPARISONS
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Function
from scripts.checker.evaluating.lattice import (
    Lattice,
    NotAtOnce,
    Operation,
    Spread,
    common_places,
    constant,
    gathered,
    numbers,
    whole_at,
)
from scripts.checker.evaluating.ranges import first_index
from scripts.checker.evaluating.sets import members
from scripts.checker.tree import Expr

OF_NUMBERS: dict[str, Operation] = {
    "+": torch.add, "-": torch.sub, "*": torch.mul, ".": torch.mul, "x": torch.mul,
    "o": torch.mul, "/": torch.div,
}  # fmt: skip


@singledispatch
def rule(node: Expr, lattice: Lattice) -> Spread:
    """The values by the rule that is registered for this kind of node."""
    raise NotAtOnce


def at_places(node: Expr, lattice: Lattice) -> Spread:
    """The value of an expression at every place; NotAtOnce where that takes decisions."""
    if lattice.is_constant(node.names):
        return constant(evaluate(node, lattice.env))
    return lattice.blurred(rule(node, lattice))


@rule.register
def _name(node: tree.Name, lattice: Lattice) -> Spread:
    if node.key in lattice.varying:
        return lattice.varying[node.key]
    value = lattice.env.values.get(node.key)
    if isinstance(value, Function):
        arguments = [at_places(tree.Name(key), lattice) for key in value.parameters]
        return lattice.lifted(value.apply, *arguments)
    raise NotAtOnce


@rule.register
def _negative(node: tree.Negative, lattice: Lattice) -> Spread:
    operand = at_places(node.operand, lattice)
    return Spread(-operand.values, operand.rank)


@rule.register
def _binary(node: tree.Binary, lattice: Lattice) -> Spread:
    if node.op == "^":
        return _power(node, lattice)
    left, right = at_places(node.left, lattice), at_places(node.right, lattice)
    if not (left.rank or right.rank) and node.op in OF_NUMBERS:
        value = numbers(OF_NUMBERS[node.op], left, right)
    elif node.op in algebra.BINARY:
        value = lattice.lifted(algebra.BINARY[node.op], left, right)
    else:
        raise NotAtOnce
    trace = lattice.env.trace
    if node.op in "+-" and trace.noise:
        whole = whole_at(left, trace.grain) & whole_at(right, trace.grain)
        value = lattice.blurred(value, whole=whole)
    return value


def _power(node: tree.Binary, lattice: Lattice) -> Spread:
    env = lattice.env
    right = at_places(node.right, lattice)
    if node.left == tree.Name("e") and not {"e"} & (env.values.keys() | env.definitions.keys()):
        if right.rank > 1:
            raise NotAtOnce
        return Spread(right.values.exp(), right.rank)
    if isinstance(node.left, tree.Name) and isinstance(env.values.get(node.left.key), Function):
        raise NotAtOnce
    left = at_places(node.left, lattice)
    exponent = right.values.detach()
    if right.places or right.rank:
        return numbers(torch.pow, left, right)
    plain = not right.values.requires_grad and not exponent.is_complex()
    integer = int(exponent) if plain and exponent == exponent.round() else None
    if not left.rank:
        return Spread(left.values ** (right.values if integer is None else integer))
    return lattice.lifted(lambda base: algebra.power(base, exponent, integer=integer), left)


@rule.register
def _root(node: tree.Root, lattice: Lattice) -> Spread:
    value = at_places(node.operand, lattice)
    if value.rank > 1:
        raise NotAtOnce
    if node.degree is None:
        return Spread(value.values.sqrt(), value.rank)
    degree = at_places(node.degree, lattice)
    return numbers(lambda x, n: x ** (1 / n), value, degree)


@rule.register
def _transpose(node: tree.Transpose, lattice: Lattice) -> Spread:
    return lattice.lifted(algebra.transpose, at_places(node.operand, lattice))


@rule.register
def _bars(node: tree.Bars, lattice: Lattice) -> Spread:
    value = at_places(node.operand, lattice)
    if node.kind in algebra.ROUNDING:
        return Spread(algebra.ROUNDING[node.kind](value.values), value.rank)
    if node.kind == "|" and not value.rank:
        return Spread(value.values.abs())
    if node.kind == "|":
        return lattice.lifted(algebra.absolute, value)
    order = algebra.order_of_norm(node, lambda index: _only_one(at_places(index, lattice)))
    return lattice.lifted(lambda x: algebra.norm(x, order), value)


def _only_one(value: Spread) -> Tensor:
    """A number that is the same at every place."""
    if value.places or value.rank:
        raise NotAtOnce
    return value.values


@rule.register
def _index(node: tree.Index, lattice: Lattice) -> Spread:
    base = at_places(node.base, lattice)
    if len(node.indices) > base.rank:
        raise NotAtOnce
    places: list[Tensor | slice] = []
    for axis, index in enumerate(node.indices):
        start, size = first_index(node.base, axis, lattice.env), base.shape[axis]
        if index == tree.Word(":"):
            places.append(slice(None))
        elif isinstance(index, tree.Call) and index.function == tree.Word(":"):
            low, high = (
                int(_only_one(Spread(lattice.whole_numbers(at_places(end, lattice)))))
                for end in index.arguments
            )
            if not start <= low <= high + 1 <= start + size:
                raise NotAtOnce
            places.append(slice(low - start, high + 1 - start))
        else:
            run = range(start, start + size)
            places.append(lattice.places_in(run, at_places(index, lattice)))
    return gathered(base, places)


def true_at(node: Expr, lattice: Lattice) -> Tensor:
    """At which places a condition is true; at those that do not count, anything."""
    if isinstance(node, tree.Both):
        true = torch.ones((), dtype=torch.bool)
        for part in node.conditions:
            true = true & true_at(part, lattice.only(true))
        return true
    if not isinstance(node, tree.Relation):
        raise NotAtOnce
    left = at_places(node.left, lattice)
    if node.op in "∈∉":
        if left.rank or not lattice.is_constant(node.right.names):
            raise NotAtOnce
        inside = torch.zeros((), dtype=torch.bool)
        for value in members(node.right, lattice.env):
            inside = inside | (left.values == value if not value.ndim else torch.tensor(False))
        return inside if node.op == "∈" else ~inside
    right = at_places(node.right, lattice)
    if node.op not in COMPARISONS:
        raise NotAtOnce
    lattice.env.trace.compared(node.left, right.values, lattice.env.domains)
    lattice.env.trace.compared(node.right, left.values, lattice.env.domains)
    return numbers(COMPARISONS[node.op], left, right).values


def chosen(condition: Tensor, value: Spread, other: Spread) -> Spread:
    """One value where a condition is true, at all other places another."""
    if value.rank != other.rank or value.shape != other.shape:
        raise NotAtOnce
    if value.values.requires_grad or other.values.requires_grad:
        raise NotAtOnce  # the slope of what does not count may be infinite
    where = condition.reshape(*condition.shape, *[1] * value.rank)
    return Spread(torch.where(where, value.values, other.values), value.rank)


@rule.register
def _cases(node: tree.Cases, lattice: Lattice) -> Spread:
    left_over, branches = torch.ones((), dtype=torch.bool), []
    for condition in node.conditions:
        true = left_over if condition is None else true_at(condition, lattice)
        lattice.require(left_over | ~true)  # cases exclude each other
        branches.append(true)
        left_over = left_over & ~true
    lattice.require(~left_over)
    result: Spread | None = None
    for number, (value, true) in enumerate(zip(node.values, branches, strict=True)):
        if not lattice.happens(true):
            lattice.env.trace.won(node, None, len(branches))
            continue
        lattice.env.trace.won(node, number, len(branches))
        here = at_places(value, lattice.only(true))
        result = here if result is None else chosen(true, here, result)
    if result is None:
        raise NotAtOnce
    return result


@rule.register
def _listing(node: tree.Listing, lattice: Lattice) -> Spread:
    items = [_entry(item, lattice) for item in node.items]
    places = common_places(items)
    vector = Spread(torch.stack([item.expanded(places) for item in items], -1), 1)
    return lattice.lifted(algebra.transpose, vector) if node.row else vector


@rule.register
def _matrix(node: tree.Matrix, lattice: Lattice) -> Spread:
    rows = [[_entry(entry, lattice) for entry in row] for row in node.rows]
    places = common_places(entry for row in rows for entry in row)
    stacked = [torch.stack([entry.expanded(places) for entry in row], -1) for row in rows]
    matrix = torch.stack(stacked, -2)
    return Spread(matrix.squeeze(-1), 1) if matrix.shape[-1] == 1 else Spread(matrix, 2)


def _entry(node: Expr, lattice: Lattice) -> Spread:
    if isinstance(node, tree.Dots):
        raise NotAtOnce
    entry = at_places(node, lattice)
    if entry.rank:
        raise NotAtOnce
    return entry


FAILURES = (NotAtOnce, CheckError, RuntimeError, ValueError, TypeError, IndexError, OverflowError)
