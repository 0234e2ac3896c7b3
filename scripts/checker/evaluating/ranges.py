"""What an index runs over: its bounds, a set, or the axes that it stands at."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
import math

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.conditions import holds
from scripts.checker.evaluating.dispatch import SMALLER, evaluate, number
from scripts.checker.evaluating.dots import whole_number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.sets import members
from scripts.checker.tree import Expr

MOST_TERMS = 100_000  # of a sum: more take seconds
MOST_ONE_BY_ONE = 10_000  # of a sum, and of those in it, where they cannot be found at once


def range_of_index(
    name: str,
    bodies: Sequence[Expr],
    env: Environment,
    shape_of: Callable[[Expr], Sequence[int]] | None = None,
) -> range:
    """How far an index runs: over the axes it stands at, which must agree."""
    found: dict[range, Span] = {}
    exact = tree.Name(name)
    for node in (node for body in bodies for node in tree.walk(body)):
        if not isinstance(node, tree.Index) or exact not in node.indices:
            continue
        try:
            shape = shape_of(node.base) if shape_of else evaluate(node.base, env).shape
        except CheckError:
            continue
        for axis, index in enumerate(node.indices):
            if index == exact and axis < len(shape):
                start = first_index(node.base, axis, env)
                found.setdefault(range(start, start + shape[axis]), node.span)
    if not found:
        message = f"over what does {name} run? Give bounds, {name}=1, or a set, {name} \\in S"
        raise CheckError(message, bodies[0].span)
    if len(found) > 1:
        sizes = " and ".join(map(str, sorted({len(each) for each in found})))
        message = f"{name} runs over axes of sizes {sizes}"
        if len({len(each) for each in found}) == 1:
            message = f"{name} runs over axes that are counted from different numbers"
        raise CheckError(message, list(found.values())[-1])
    return next(iter(found))


def declared_range(name: str, body: Expr, env: Environment) -> list[int]:
    """What the symbol list says that an index runs over."""
    return [whole_number(value, body) for value in env.ranges[name]]


def first_index(base: Expr, axis: int, env: Environment) -> int:
    """From where the entries of an array are counted: 1, unless it is declared as x_0, …"""
    starts = env.starts.get(base.key, ()) if isinstance(base, tree.Name) else ()
    return starts[axis] if axis < len(starts) else 1


def each(node: tree.Big, env: Environment) -> Iterator[Environment]:
    """The environments that a sum, product or extreme runs through."""
    conditions = conditions_of(node)
    sets = {c.left: c.right for c in conditions if isinstance(c, tree.Relation) and c.op == "∈"}
    filters = [c for c in conditions if not says_the_range(c, node)]
    choices: list[Sequence[Tensor]] = []
    for name in node.indices:
        variable = tree.Name(name)
        if variable in sets:
            choices.append(members(sets[variable], env))
        else:
            choices.append(_choices(name, node, env))
    env = env.repeated(math.prod(map(len, choices)))
    if env.terms > MOST_ONE_BY_ONE:
        raise too_many(env.terms, node)
    for values in product(*choices):
        inner = env
        for name, value in zip(node.indices, values, strict=True):
            inner = inner.indexing(name, value)
        if all(holds(condition, inner) for condition in filters):
            yield inner


def too_many(count: int, node: tree.Big) -> CheckError:
    """What to say of a sum that would take too long."""
    message = f"{count} terms are too many to evaluate: {SMALLER}"
    return CheckError(message, node.span)


def conditions_of(node: tree.Big) -> tuple[Expr, ...]:
    """What stands below the sign, one by one."""
    if node.condition is None:
        return ()
    return node.condition.conditions if isinstance(node.condition, tree.Both) else (node.condition,)


def says_the_range(condition: Expr, node: tree.Big) -> bool:
    """Whether this is the set that an index runs over."""
    names: list[Expr] = [tree.Name(name) for name in node.indices]
    return isinstance(condition, tree.Relation) and condition.op == "∈" and condition.left in names


def _choices(name: str, node: tree.Big, env: Environment) -> Sequence[Tensor]:
    """From the lower to the upper bound, or over what the index stands for."""
    start = None
    if node.lower is not None:
        start = whole_number(evaluate(node.lower, env), node.lower)
    if node.upper is None:
        letter = name.rstrip("'")
        if start is None and letter in env.ranges and not is_index(name, node.body):
            return env.ranges[letter]
        axes = range_of_index(name, (node.body,), env)
        return [number(i) for i in axes if start is None or i >= start]
    assert start is not None
    stop = whole_number(evaluate(node.upper, env), node.upper)
    if stop - start >= MOST_TERMS:
        raise too_many(stop - start + 1, node)
    return [number(i) for i in range(start, stop + 1)]


def is_index(name: str, body: Expr) -> bool:
    """Whether this name stands as an index anywhere."""
    exact = tree.Name(name)
    return any(isinstance(n, tree.Index) and exact in n.indices for n in tree.walk(body))


def is_endless(node: tree.Big, env: Environment) -> bool:
    """Whether the last term of this lies at infinity."""
    return node.upper is not None and bool(evaluate(node.upper, env) == float("inf"))
