"""The sizes of a draw: a whole number for every letter in a shape, from its printed domain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
import random

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.samplers import USUALLY_HIGHEST, Style, environment, lowest
from scripts.checker.evaluating.sets import members
from scripts.checker.reading.symbols import Declaration

LARGEST = 40  # of one size, now and then
AT_THE_LOWEST = 0.4  # of the sizes with a domain, in a draw of edges
EXPECTED = r"a size is a whole number: n \in \mathbb{N}, \mathbb{N}_{\ge 3} or \{2, \ldots, 8\}"


class Undrawable(CheckError):
    """A symbol for which there is no value."""

    def __init__(self, declaration: Declaration, error: CheckError) -> None:
        super().__init__(error.message, error.span)
        self.declaration = declaration


def draw_sizes(
    names: Sequence[str],
    declared: Mapping[str, Declaration],
    generator: random.Random,
    style: Style,
) -> dict[str, int]:
    """A size for every name, all different where their domains allow it.

    Raises Undrawable where a printed domain is not one of a size.
    """
    pool = range(2, 4 + len(names) + (3 if len(names) < 3 else 0))
    sizes = dict(zip(names, generator.sample(pool, len(names)), strict=True))
    if style is Style.LARGE and names:
        sizes[generator.choice(names)] = generator.randint(LARGEST // 2, LARGEST)
    bound = [name for name in names if name in declared and declared[name].kind != "known"]
    for name in bound:
        del sizes[name]

    def draw(declaration: Declaration) -> None:
        size = _one_of(declaration, sizes, declared, generator, style)
        sizes[declaration.key] = size

    draw_in_turn([declared[name] for name in bound], draw)
    return sizes


def draw_in_turn(waiting: Sequence[Declaration], draw_one: Callable[[Declaration], None]) -> None:
    """Draw every symbol, those first on which the domains of others depend.

    Raises Undrawable where one has no value, whatever is drawn before.
    """
    while waiting:
        left: list[Declaration] = []
        problem: Undrawable | None = None
        for declaration in waiting:
            try:
                draw_one(declaration)
            except CheckError as error:
                problem = Undrawable(declaration, error)
                if "has no value" not in error.message:
                    raise problem from None
                left.append(declaration)
        if problem and len(left) == len(waiting):
            raise problem
        waiting = left


def _one_of(
    declaration: Declaration,
    sizes: Mapping[str, int],
    declared: Mapping[str, Declaration],
    generator: random.Random,
    style: Style,
) -> int:
    """A size from its printed domain, if it can be another than those of the others."""
    domain = declaration.domain
    if declaration.kind != "value" or domain is None or domain.shape:
        raise CheckError(EXPECTED, declaration.span)
    if domain.kind in {"natural", "natural0"}:
        low = max(lowest(domain), 1)
        is_edge = style is Style.EDGES and generator.random() < AT_THE_LOWEST
        if is_edge and (low > 1 or not _has_matrix(declaration.key, declared.values())):
            return low
        high = LARGEST if style is Style.LARGE else USUALLY_HIGHEST + len(sizes)
        choices = list(range(max(low, 2), max(low, 2) + high - 1))
    elif domain.kind == "set":
        items = members(tree.Listing(domain.items, span=domain.span), _with(sizes))
        if any(item.ndim or item != item.round() for item in items):
            raise CheckError(EXPECTED, domain.span)
        choices = [int(item) for item in items if item >= 1]
    else:
        raise CheckError(EXPECTED, domain.span)
    if not choices:
        raise CheckError("nothing in this set is the size of an array", domain.span)
    return generator.choice([size for size in choices if size not in sizes.values()] or choices)


def _has_matrix(name: str, declarations: Iterable[Declaration]) -> bool:
    """Whether a size is one of several axes: a matrix with one row is read as a row."""
    return any(
        len(d.domain.shape) > 1
        and tree.Name(name) in [n for s in d.domain.shape for n in tree.walk(s)]
        for d in declarations
        if d.domain is not None
    )


def _with(sizes: Mapping[str, int]) -> Environment:
    return environment({key: number(size) for key, size in sizes.items()})
