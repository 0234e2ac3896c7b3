"""Calls that the parser makes of signs: sums with dots, the size of a set, a value at a point."""

from collections.abc import Callable
from functools import reduce

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating import algebra
from scripts.checker.evaluating.dispatch import evaluate, number, rule
from scripts.checker.evaluating.dots import without_dots
from scripts.checker.evaluating.entries import entries
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.sets import members

Operation = Callable[[Tensor, Tensor], Tensor]


def _series(operation: Operation) -> Callable[[tree.Call, Environment], Tensor]:
    """`x_1 + x_2 + \\cdots + x_n`, or the same with factors."""

    def of(node: tree.Call, env: Environment) -> Tensor:
        entries = without_dots(node.arguments, env)
        return reduce(operation, [evaluate(entry, inner) for entry, inner in entries])

    return of


def _cardinality(node: tree.Call, env: Environment) -> Tensor:
    """`|S|`."""
    return number(len(members(node.arguments[0], env)))


def _at(node: tree.Call, env: Environment) -> Tensor:
    """`\\left. body \\right|_{x=a}`."""
    body, *places = node.arguments
    inner = env
    for place in places:
        assert isinstance(place, tree.Relation) and isinstance(place.left, tree.Name)
        inner = inner.binding(place.left.key, evaluate(place.right, env))
    return evaluate(body, inner)


def _sorted(node: tree.Call, env: Environment) -> Tensor:
    """`x_{(k)}`: the entries of a vector, the smallest first."""
    values = evaluate(node.arguments[0], env)
    if values.ndim != 1:
        raise CheckError("x_{(k)} is the k-th smallest entry of a vector", node.span)
    return values.sort().values


@rule.register
def _composition(node: tree.Compose, env: Environment) -> Tensor:
    raise CheckError("\\circ composes functions: write \\odot for a product", node.span)


CALLS: dict[str, Callable[[tree.Call, Environment], Tensor]] = {
    "+…": _series(algebra.add),
    "*…": _series(algebra.multiply),
    "o…": _series(algebra.hadamard),
    "cardinality": _cardinality,
    "at": _at,
    "sorted": _sorted,
    "entries": entries,
}
