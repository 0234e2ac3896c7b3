"""What an index runs over: its bounds, a set, or the axes that it stands at."""

from collections.abc import Iterator, Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.conditions import holds
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.dots import whole_number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.sets import members
from scripts.checker.tree import Expr

MOST_TERMS = 100_000  # of a sum: more take seconds


def size_of_index(
    name: str, bodies: Sequence[Expr], env: Environment, declared: int | None = None
) -> int:
    """How far an index runs: the size of the axes it stands at, which must agree."""
    sizes: dict[int, Span] = {}
    if declared is not None:
        return declared
    exact = tree.Name(name)
    for node in (node for body in bodies for node in tree.walk(body)):
        if not isinstance(node, tree.Index) or exact not in node.indices:
            continue
        try:
            shape = evaluate(node.base, env).shape
        except CheckError:
            continue
        for axis, index in enumerate(node.indices):
            if index == exact and axis < len(shape):
                sizes.setdefault(shape[axis], node.span)
    if not sizes:
        raise CheckError(f"over what does {name} run? Give bounds: {name}=1", bodies[0].span)
    if len(sizes) > 1:
        found = " and ".join(map(str, sorted(sizes)))
        raise CheckError(f"{name} runs over axes of sizes {found}", list(sizes.values())[-1])
    return next(iter(sizes))


def each(node: tree.Big, env: Environment) -> Iterator[Environment]:
    """The environments that a sum, product or extreme runs through."""
    if node.lower is not None:
        start = whole_number(evaluate(node.lower, env), node.lower)
        if node.upper is None:
            stop = size_of_index(node.indices[0], (node.body,), env)
        else:
            stop = whole_number(evaluate(node.upper, env), node.upper)
        if stop - start >= MOST_TERMS:
            raise CheckError(f"{stop - start + 1} terms are too many to evaluate", node.span)
        for i in range(start, stop + 1):
            yield env.indexing(node.indices[0], number(i))
        return
    condition = node.condition
    if isinstance(condition, tree.Relation) and condition.op == "∈":
        for value in members(condition.right, env):
            yield env.indexing(node.indices[0], value)
        return
    inner = [env]
    for name in node.indices:
        size = size_of_index(name, (node.body,), env)
        steps = range(1, size + 1)
        inner = [outer.indexing(name, number(i)) for outer in inner for i in steps]
    for candidate in inner:
        if condition is None or holds(condition, candidate):
            yield candidate


def is_endless(node: tree.Big, env: Environment) -> bool:
    """Whether the last term of this lies at infinity."""
    return node.upper is not None and bool(evaluate(node.upper, env) == float("inf"))
