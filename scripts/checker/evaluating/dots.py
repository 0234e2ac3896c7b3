"""`a_1, …, a_n` written out, and the whole numbers in between."""

from collections.abc import Sequence

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.tree import Expr


def whole_number(value: Tensor, node: Expr) -> int:
    """An index as an int."""
    if value.ndim or not bool(value.isfinite()) or float(value) != round(float(value)):
        raise CheckError("an index is a whole number", node.span)
    return int(value)


def without_dots(items: Sequence[Expr], env: Environment) -> list[tuple[Expr, Environment]]:
    """`a_1, …, a_n` written out: the ends tell what changes, and from where to where."""
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
