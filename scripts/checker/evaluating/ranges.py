"""What an index runs over: bounds, the axes it stands at, a condition, the dots of a listing."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.environment import Environment, Random, Support
from scripts.checker.tree import Expr

LONGEST_SERIES = 5000


def whole_number(value: Tensor, node: Expr) -> int:
    """An index as an int."""
    if value.ndim or not bool(value.isfinite()) or float(value) != round(float(value)):
        raise CheckError("an index is a whole number", node.span)
    return int(value)


def size_of_index(
    name: str, bodies: Sequence[Expr], env: Environment, declared: int | None = None
) -> int:
    """How far an index runs: the size of the axes it stands at, which must agree."""
    from scripts.checker.evaluating.values import evaluate

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
    from scripts.checker.evaluating.values import evaluate, holds, number

    if node.lower is not None:
        start = whole_number(evaluate(node.lower, env), node.lower)
        if node.upper is None:
            stop = size_of_index(node.indices[0], (node.body,), env)
        else:
            end = evaluate(node.upper, env)
            endless = end == float("inf")
            stop = start + LONGEST_SERIES if endless else whole_number(end, node.upper)
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


def members(node: Expr, env: Environment) -> tuple[Tensor, ...]:
    """The values in a set: a declared one, the support of a variable, or a listing."""
    from scripts.checker.evaluating.values import evaluate

    if isinstance(node, tree.Listing):
        return tuple(evaluate(item, inner) for item, inner in without_dots(node.items, env))
    if isinstance(node, tree.Name):
        value = env.values.get(node.key)
        if isinstance(value, Support):
            return value.values
        script = node.key.startswith("\\mathcal{")
        variable = env.values.get(node.key[9:-1])
        if script and isinstance(variable, Random):
            from scripts.checker.evaluating.chance import support

            return support(variable)
    raise CheckError("the values in this set are not known", node.span)


def has_converged(terms: Sequence[Tensor], node: tree.Big) -> bool:
    """Whether a series without end has settled: its last terms no longer count."""
    if node.upper != tree.Name("\\infty") or node.op != "sum":
        return False
    return bool(torch.stack([term.detach().abs() for term in terms[-5:]]).max() < 1e-16)


def without_dots(items: Sequence[Expr], env: Environment) -> list[tuple[Expr, Environment]]:
    """`a_1, …, a_n` written out: the ends tell what changes, and from where to where."""
    from scripts.checker.evaluating.values import evaluate, number

    places = [n for n, item in enumerate(items) if isinstance(item, tree.Dots)]
    if not places:
        return [(item, env) for item in items]
    if len(places) > 1 or not 0 < places[0] < len(items) - 1:
        raise CheckError("dots stand between a first and a last entry", items[0].span)
    before, last = items[places[0] - 1], items[places[0] + 1]
    found = _difference(before, last)
    if found is None:
        raise CheckError("these ends do not tell what stands between them", last.span)
    low, high = found
    start, stop = (whole_number(evaluate(end, env), end) for end in (low, high))
    counter = tree.Name("\\dots", span=last.span)
    general = tree.substitute(last, high, counter) if last is not high else counter
    middle = [(general, env.indexing("\\dots", number(i))) for i in range(start + 1, stop)]
    head = [(item, env) for item in items[: places[0]]]
    tail = [(item, env) for item in items[places[0] + 1 :]]
    return [*head, *middle, *tail]


def rows_without_dots(node: tree.Matrix, env: Environment) -> list[tuple[Expr, ...]]:
    """The rows of a matrix; a column with dots in between is written out."""
    dotted = [n for n, row in enumerate(node.rows) if all(isinstance(e, tree.Dots) for e in row)]
    if not dotted:
        return list(node.rows)
    if len(node.rows[0]) > 1:
        raise CheckError("a matrix with dots: write its general entry instead", node.span)
    column = without_dots([row[0] for row in node.rows], env)
    return [(_closed(entry, inner),) for entry, inner in column]


def _closed(entry: Expr, env: Environment) -> Expr:
    """An entry with its counter filled in."""
    counter = env.values.get("\\dots")
    if not isinstance(counter, Tensor):
        return entry
    for node in tree.walk(entry):
        if node == tree.Name("\\dots"):
            entry = tree.substitute(entry, node, tree.Number(str(int(counter))))
    return entry


def _difference(first: Expr, last: Expr) -> tuple[Expr, Expr] | None:
    """The one place where two expressions differ, if there is just one."""
    if type(first) is not type(last) or isinstance(first, tree.Number | tree.Name):
        return (first, last) if first != last else None
    ours, theirs = list(tree.children(first)), list(tree.children(last))
    if len(ours) != len(theirs):
        return None
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return _difference(*pairs[0]) if len(pairs) == 1 else None
