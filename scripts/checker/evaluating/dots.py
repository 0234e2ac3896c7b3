"""`a_1, …, a_n` written out, and the whole numbers in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.substitution import substitute
from scripts.checker.tree import Expr

COUNTER = tree.Name("\\dots")  # what changes from entry to entry
MOST_ENTRIES = 10_000
UNTOLD = "these ends do not tell what stands between them"


def whole_number(value: Tensor, node: Expr) -> int:
    """An index as an int."""
    if value.ndim or not bool(value.isfinite()) or float(value) != round(float(value)):
        raise CheckError("an index is a whole number", node.span)
    return int(value)


@dataclass(frozen=True)
class _Progression:
    """An entry with a counter in it, and the values that the counter takes."""

    general: Expr
    values: range

    def entries(self, env: Environment) -> list[tuple[Expr, Environment]]:
        """All entries, each with the environment that knows its counter."""
        return [(self.general, env.indexing(COUNTER.key, number(i))) for i in self.values]


def without_dots(items: Sequence[Expr], env: Environment) -> list[tuple[Expr, Environment]]:
    """`a_1, a_2, …, a_n` written out: what comes before the dots and behind tells the steps."""
    places = [n for n, item in enumerate(items) if isinstance(item, tree.Dots)]
    if not places:
        return [(item, env) for item in items]
    if len(places) > 1 or not 0 < places[0] < len(items) - 1:
        raise CheckError("dots stand between a first and a last entry", items[0].span)
    before, last = items[: places[0]], items[places[0] + 1]
    start = len(before) - 1  # the entries before the dots that go the same way
    while start > 0 and _same_way(before[start - 1], before[start], last):
        start -= 1
    middle = _progression(before[start:], last, env)
    head = [(item, env) for item in before[:start]]
    tail = [(item, env) for item in items[places[0] + 2 :]]
    return [*head, *middle.entries(env), *tail]


def _same_way(earlier: Expr, later: Expr, last: Expr) -> bool:
    """Whether both differ from the last entry in the same places."""
    ours, theirs = _change(earlier, last), _change(later, last)
    if ours is None or theirs is None or earlier == later:
        return False
    return list(map(id, ours.highs)) == list(map(id, theirs.highs))


def _progression(first: Sequence[Expr], last: Expr, env: Environment) -> _Progression:
    """From the entries before the dots to the last one; the steps between them are equal."""
    changes = [change for item in first if (change := _change(item, last))]
    whole = bool(changes) and changes[-1].highs[0] is last
    if len(changes) < len(first) or (whole and _has(last, tree.Index)):
        raise CheckError(UNTOLD, last.span)
    high = changes[-1].highs[0]
    values = [whole_number(evaluate(change.low, env), change.low) for change in changes]
    stop = whole_number(evaluate(high, env), high)
    steps = {b - a for a, b in pairwise(values)}
    if len(steps) > 1 or 0 in steps:
        raise CheckError("the entries before these dots do not go on in equal steps", last.span)
    step = steps.pop() if steps else _direction(changes[-1].low, high, values[-1], stop)
    if whole and any(isinstance(n, tree.Binary) and n.op == "^" for n in tree.walk(high)):
        raise CheckError("do these entries grow in steps or in factors? Write a sum", last.span)
    if (stop - values[0]) % step:
        raise CheckError("steps of this size miss the last entry", last.span)
    if abs(stop - values[0]) > MOST_ENTRIES:
        raise CheckError(f"more than {MOST_ENTRIES} entries", last.span)
    general = COUNTER if whole else last
    for place in changes[-1].highs if not whole else ():
        general = substitute(general, place, COUNTER)
    return _Progression(general, range(values[0], stop + (1 if step > 0 else -1), step))


def _has(node: Expr, kind: type[Expr]) -> bool:
    return any(isinstance(each, kind) for each in tree.walk(node))


def _direction(low: Expr, high: Expr, start: int, stop: int) -> int:
    """`x_1, …, x_n` goes up, also where n is 0; `x_n, …, x_1` goes down."""
    if isinstance(low, tree.Number) or not isinstance(high, tree.Number):
        return 1
    return 1 if start <= stop else -1


def rows_without_dots(node: tree.Matrix, env: Environment) -> list[tuple[Expr, ...]]:
    """The rows of a matrix, those between the dots written out."""
    dotted = [n for n, row in enumerate(node.rows) if all(isinstance(e, tree.Dots) for e in row)]
    if not dotted:
        return list(node.rows)
    place = dotted[0]
    if len(dotted) > 1 or not 0 < place < len(node.rows) - 1:
        raise CheckError("a row of dots stands between a first and a last row", node.span)
    first, last = node.rows[place - 1], node.rows[place + 1]
    columns: list[_Progression | None] = []
    for above, below in zip(first, last, strict=True):
        if isinstance(above, tree.Dots) or isinstance(below, tree.Dots):
            if type(above) is not type(below):
                raise CheckError("dots above dots: the rows of this matrix differ", above.span)
            columns.append(None)
        else:
            columns.append(_progression([above], below, env))
    ranges = {column.values for column in columns if column}
    if len(ranges) != 1:
        raise CheckError("the columns of this matrix go on in different ways", node.span)
    middle = [
        tuple(
            _closed(column.general, value) if column else tree.Dots(span=entry.span)
            for column, entry in zip(columns, last, strict=True)
        )
        for value in ranges.pop()
    ]
    return [*node.rows[: place - 1], *middle, *node.rows[place + 2 :]]


def _closed(entry: Expr, counter: int) -> Expr:
    """An entry with its counter filled in."""
    for node in list(tree.walk(entry)):
        if node == COUNTER:
            entry = substitute(entry, node, tree.Number(str(counter), span=node.span))
    return entry


@dataclass(frozen=True)
class _Change:
    """What an entry has in the places where the last one has `highs`: the same in all of them."""

    low: Expr
    highs: tuple[Expr, ...]


def _change(first: Expr, last: Expr) -> _Change | None:
    """How two entries differ; None where they do not, or differ in more than one way."""
    pairs = _differences(first, last)
    if not pairs or any(pair != pairs[0] for pair in pairs):
        return None
    return _Change(pairs[0][0], tuple(high for _, high in pairs))


def _differences(first: Expr, last: Expr) -> list[tuple[Expr, Expr]]:
    """The places where two expressions differ, each as small as can be."""
    if first == last:
        return []
    ours, theirs = list(tree.children(first)), list(tree.children(last))
    alike = type(first) is type(last) and len(ours) == len(theirs) and _own(first) == _own(last)
    if not alike or not ours:
        return [(first, last)]
    return [pair for a, b in zip(ours, theirs, strict=True) for pair in _differences(a, b)]


def _own(node: Expr) -> list[str]:
    """What a node says besides its parts: an operator, a bar."""
    return [value for value in vars(node).values() if isinstance(value, str)]
