"""Calls that the parser makes of signs: sums with dots, the size of a set, a value at a point."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import product

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating import algebra
from scripts.checker.evaluating.dispatch import evaluate, number, rule
from scripts.checker.evaluating.dots import whole_number, without_dots
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.ranges import first_index
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


def _entries(node: tree.Call, env: Environment) -> Tensor:
    """An array that several lines define: every entry by one of them, and by one only."""
    name, *lines = node.arguments
    assert isinstance(name, tree.Name)
    shape = env.shapes[name.key]
    found: dict[tuple[int, ...], Tensor] = {}
    for line in lines:
        assert isinstance(line, tree.Relation) and isinstance(line.left, tree.Index)
        for inner, place in _places(line.left, shape, env):
            if place in found:
                raise CheckError(f"two lines define entry {_told(place)}", line.span)
            found[place] = evaluate(line.right, inner)
    starts = [first_index(name, axis, env) for axis in range(len(shape))]
    ranges = [range(start, start + size) for start, size in zip(starts, shape, strict=True)]
    count = len(next(iter(found), ()))
    for place in product(*ranges[:count]):
        if place not in found:
            raise CheckError(f"no line defines entry {_told(place)}", node.span)
    values = [found[place] for place in product(*ranges[:count])]
    return torch.stack(values).reshape(*shape[:count], *values[0].shape)


def _places(
    left: tree.Index, shape: Sequence[int], env: Environment
) -> Iterator[tuple[Environment, tuple[int, ...]]]:
    """The places in an array that a left side stands for, with the letters that lead to them."""
    known = env.values.keys() | env.definitions.keys()
    names = {n.key for n in tree.walk(left) if isinstance(n, tree.Name)} - known
    names -= {left.base.key} if isinstance(left.base, tree.Name) else set()
    letters = sorted(names)
    for numbers in product(range(-1, max(shape) + 2), repeat=len(letters)):
        inner = env
        for letter, value in zip(letters, numbers, strict=True):
            inner = inner.indexing(letter, number(value))
        place = tuple(whole_number(evaluate(index, inner), index) for index in left.indices)
        starts = [first_index(left.base, axis, env) for axis in range(len(place))]
        sizes = zip(place, starts, shape, strict=False)
        if all(start <= at < start + size for at, start, size in sizes):
            yield inner, place


def _told(place: tuple[int, ...]) -> str:
    return ", ".join(map(str, place))


CALLS: dict[str, Callable[[tree.Call, Environment], Tensor]] = {
    "+…": _series(algebra.add),
    "*…": _series(algebra.multiply),
    "o…": _series(algebra.hadamard),
    "cardinality": _cardinality,
    "at": _at,
    "sorted": _sorted,
    "entries": _entries,
}
