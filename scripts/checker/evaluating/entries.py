"""An array that several lines define together: every entry by one of them, and by one only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, NoSuchEntry
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.dots import whole_number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.ranges import declared_range, first_index
from scripts.checker.tree import Expr

Place = tuple[int, ...]
Letters = tuple[tuple[str, int], ...]  # each with its value


@dataclass(frozen=True)
class _Line:
    """`y_{2i} = …`: by the values of its letters, where its entries stand and what they are.

    Its letters run wherever all entries that it speaks of exist; `beyond` tells of one that
    does not.
    """

    equation: tree.Relation
    entries: Mapping[Letters, tuple[Place, Tensor]]
    beyond: str = ""


def entries(node: tree.Call, env: Environment) -> Tensor:
    """The array; CheckError where its lines leave an entry out or define it twice."""
    name, *equations = node.arguments
    assert isinstance(name, tree.Name)
    shape = env.shapes[name.key]
    lines = [_line(equation, shape, env) for equation in equations]
    found = _joined(lines, strict=False) or _joined(_together(lines), strict=True)
    starts = [first_index(name, axis, env) for axis in range(len(shape))]
    ranges = [range(start, start + size) for start, size in zip(starts, shape, strict=True)]
    count = len(next(iter(found), ()))
    for place in product(*ranges[:count]):
        if place not in found:
            beyond = next((f": {line.beyond}" for line in lines if line.beyond), "")
            raise CheckError(f"no line defines entry {_told(place)}{beyond}", node.span)
    values = [found[place] for place in product(*ranges[:count])]
    return torch.stack(values).reshape(*shape[:count], *values[0].shape)


def _line(equation: Expr, shape: Sequence[int], env: Environment) -> _Line:
    assert isinstance(equation, tree.Relation) and isinstance(equation.left, tree.Index)
    found: dict[Letters, tuple[Place, Tensor]] = {}
    beyond = ""
    for letters, place, inner in _places(equation.left, shape, env):
        try:
            found[letters] = place, evaluate(equation.right, inner)
        except NoSuchEntry as error:
            if {letter for letter, _ in letters} & env.letters:
                raise  # the list says how far it runs
            beyond = error.message
    return _Line(equation, found, beyond)


def _joined(lines: Sequence[_Line], *, strict: bool) -> dict[Place, Tensor]:
    """All entries by their place; where two lines define one, CheckError or nothing at all."""
    found: dict[Place, Tensor] = {}
    for line in lines:
        for place, value in line.entries.values():
            if place in found and strict:
                raise CheckError(f"two lines define entry {_told(place)}", line.equation.span)
            if place in found:
                return {}
            found[place] = value
    return found


def _together(lines: Sequence[_Line]) -> list[_Line]:
    """Beside `z_{i+n} = …`, the letter of `z_i = …` runs as far as in both: over one half."""

    def letters(line: _Line) -> set[str]:
        return {letter for values in line.entries for letter, _ in values}

    return [
        _Line(
            line.equation,
            {
                values: entry
                for values, entry in line.entries.items()
                if all(values in o.entries for o in lines if letters(o) == letters(line))
            },
        )
        for line in lines
    ]


def _places(
    left: tree.Index, shape: Sequence[int], env: Environment
) -> Iterator[tuple[Letters, Place, Environment]]:
    """The places in an array that a left side stands for, with the letters that lead to them."""
    known = (env.values.keys() | env.definitions.keys()) - env.letters
    names = {n.key for n in tree.walk(left) if isinstance(n, tree.Name)} - known
    names -= {left.base.key} if isinstance(left.base, tree.Name) else set()
    for node in (node for index in left.indices for node in tree.walk(index)):
        if isinstance(node, tree.Binary) and node.op == "*" and _letters_of(node) <= names:
            raise CheckError("several letters: write \\text{…} for one name", node.span)
    starts = [first_index(left.base, axis, env) for axis in range(len(left.indices))]
    axes = [range(start, start + size) for start, size in zip(starts, shape, strict=False)]
    ranges: dict[str, Sequence[int]]
    ranges = dict.fromkeys(sorted(names), range(-1, max(shape) + 2))
    for index, axis in zip(left.indices, axes, strict=True):
        if isinstance(index, tree.Name) and index.key in names:
            ranges[index.key] = axis
    told = {letter: declared_range(letter, left, env) for letter in names & env.letters}
    ranges |= told
    for numbers in product(*ranges.values()):
        inner = env
        for letter, value in zip(ranges, numbers, strict=True):
            inner = inner.indexing(letter, number(value))
        place = tuple(whole_number(evaluate(index, inner), index) for index in left.indices)
        if all(at in axis for at, axis in zip(place, axes, strict=True)):
            yield tuple(zip(ranges, numbers, strict=True)), place, inner
        elif told:
            message = (
                f"there is no entry {_told(place)}, to which the range of {', '.join(told)} leads"
            )
            raise CheckError(message, left.span)


def _letters_of(product: tree.Binary) -> set[str]:
    """The factors of a product of letters; what is no letter is named ''."""
    return {part.key if isinstance(part, tree.Name) else "" for part in tree.children(product)}


def _told(place: Place) -> str:
    return ", ".join(map(str, place))
