"""Random inputs from a symbol list: sizes first, then every symbol from its domain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
import math
import random

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.any_law import any_joint_law, any_kernel, any_law
from scripts.checker.evaluating.arguments import with_types
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Function, Members, Random, Value
from scripts.checker.evaluating.samplers import SIMPLE, Style, environment, sample
from scripts.checker.evaluating.sets import members, not_empty
from scripts.checker.evaluating.sizes import Undrawable, draw_in_turn, draw_sizes
from scripts.checker.reading.domains import Domain
from scripts.checker.reading.symbols import Declaration, sizes_of
from scripts.checker.words import FILLED

ATTEMPTS = 60  # to draw sizes that come out whole, as in n / 2
MOST_DRAWN = 1_000_000  # entries of a symbol
MOST_ENTRIES = 100  # of any symbol then


@dataclass(frozen=True)
class Draw:
    """One set of inputs: sizes and values by key, and the declared shapes.

    `starts` and `ranges` are those of an Environment.
    """

    values: dict[str, Value]
    shapes: dict[str, tuple[int, ...]]
    starts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    ranges: dict[str, tuple[Tensor, ...]] = field(default_factory=dict)


def draw(
    declarations: Sequence[Declaration],
    seed: int,
    style: Style = Style.USUAL,
    like: Mapping[str, Value] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Draw:
    """Inputs of a style for one evaluation; the same seed gives the same ones.

    Sizes are drawn, too, or taken from another draw that these are to be `like`. `kinds` says
    which laws must be discrete or continuous, by their names.

    Raises Undrawable where a domain is empty or the sizes cannot be satisfied.
    """
    generator = random.Random(seed)
    torch.default_generator.manual_seed(seed)  # manual_seed() asks every device
    names = sizes_of(declarations)
    if like is not None:
        sizes = {name: int(size) for name in names if isinstance(size := like[name], Tensor)}
        if (shapes := _shapes(declarations, sizes)) is not None:
            found = _fill(declarations, sizes, shapes, generator, style)
            _draw_laws(declarations, found.values, seed, kinds or {})
            return found
    declared = {d.key: d for d in declarations}
    usual = Style.USUAL if style is Style.LARGE else style
    for attempt in range(ATTEMPTS):
        is_large = style is Style.LARGE and attempt < ATTEMPTS // 2
        sizes = draw_sizes(names, declared, generator, style if is_large else usual)
        shapes = _shapes(declarations, sizes)
        if shapes is None or (is_large and _too_many(shapes)):
            continue
        found = _fill(declarations, sizes, shapes, generator, style)
        _draw_laws(declarations, found.values, seed, kinds or {})
        return found
    first = next(d for d in declarations if d.domain is not None and d.domain.shape)
    assert first.domain is not None
    raise Undrawable(first, CheckError("no sizes satisfy these shapes", first.domain.span))


def _shapes(
    declarations: Iterable[Declaration], sizes: Mapping[str, int]
) -> dict[str, tuple[int, ...]] | None:
    """The shape of every symbol; None where a size comes out as no whole number."""
    env = environment({key: number(size) for key, size in sizes.items()})
    shapes = {}
    for declaration in declarations:
        if declaration.domain is None:
            continue
        try:
            extents = [float(evaluate(size, env)) for size in declaration.domain.shape]
        except CheckError as error:
            raise Undrawable(declaration, error) from None
        if any(math.isinf(extent) for extent in extents):
            message = "a size without end cannot be drawn"
            raise Undrawable(declaration, CheckError(message, declaration.domain.span))
        if any(extent != round(extent) or extent < 1 for extent in extents):
            return None
        shapes[declaration.key] = tuple(int(extent) for extent in extents)
        if math.prod(shapes[declaration.key]) > MOST_DRAWN:
            message = f"{math.prod(shapes[declaration.key]):.3g} entries are too many to draw"
            raise Undrawable(declaration, CheckError(message, declaration.domain.span))
    return shapes


def _too_many(shapes: Mapping[str, tuple[int, ...]]) -> bool:
    return any(math.prod(shape) > MOST_ENTRIES for shape in shapes.values())


def _fill(
    declarations: Sequence[Declaration],
    sizes: Mapping[str, int],
    shapes: dict[str, tuple[int, ...]],
    generator: random.Random,
    style: Style,
) -> Draw:
    """Draw every symbol, those first on which the bounds of others depend."""
    values: dict[str, Value] = {key: number(size) for key, size in sizes.items()}
    declared = {d.key: d for d in declarations}
    waiting = [d for d in declarations if d.key not in sizes]
    waiting.sort(key=lambda declaration: declaration.kind == "random")  # their laws name values
    draw_in_turn(waiting, lambda d: _draw_one(d, declared, values, shapes, generator, style))
    starts = {d.key: d.start for d in declarations if d.start}
    return Draw(values, shapes, starts, _ranges(declarations, values))


def _ranges(
    declarations: Sequence[Declaration], values: Mapping[str, Value]
) -> dict[str, tuple[Tensor, ...]]:
    """The values that a declared letter can have: s in {1, 2, 3}."""
    found = {}
    for declaration in declarations:
        domain = declaration.domain
        if declaration.kind == "value" and domain and domain.kind == "set" and not domain.shape:
            listing = tree.Listing(domain.items, span=domain.span)
            found[declaration.key] = members(listing, environment(values))
    return found


def _draw_one(
    declaration: Declaration,
    declared: Mapping[str, Declaration],
    values: dict[str, Value],
    shapes: dict[str, tuple[int, ...]],
    generator: random.Random,
    style: Style,
) -> None:
    key = declaration.key
    if declaration.kind == "value":
        assert declaration.domain is not None
        fixed = constant(declaration, shapes[key])
        drawn = sample(declaration.domain, shapes[key], values, style) if fixed is None else fixed
        values[key] = drawn
    elif declaration.kind == "function":
        assert declaration.domain is not None
        smooth = SmoothFunction(declaration.domain, shapes[key], generator.randrange(2**31))
        values.setdefault(key, with_types(Function(key, (), smooth), declaration, declared, shapes))
    elif declaration.kind == "set" and declaration.domain is not None:
        listing = tree.Listing(declaration.domain.items, span=declaration.domain.span)
        items = not_empty(listing, environment(values))
        chosen = generator.sample(range(len(items)), generator.randint(1, len(items)))
        values[key] = Members(key, tuple(items[place] for place in sorted(chosen)))
    elif declaration.kind == "known" and key.startswith("I_{"):
        size = evaluate(tree.Name(key[3:-1]), environment(values))
        values[key] = torch.eye(int(size), dtype=torch.float64)


def _draw_laws(
    declarations: Sequence[Declaration],
    values: dict[str, Value],
    seed: int,
    kinds: Mapping[str, str],
) -> None:
    """A law for every name that stands for any: of another family for each seed and name."""
    for place, declaration in enumerate(declarations):
        law = declaration.law
        if law is None or not law.name or law.family:
            continue
        if isinstance(values.get(law.name), Tensor | Random):
            continue
        number, kind = seed + place, kinds.get(law.name)
        if law.parents:
            kernel = any_kernel(number, kind)
            parameters = tuple(parent.key for parent in law.parents)
            values[law.name] = Function(law.name, parameters, kernel)
        elif len(law.variables) > 1:
            values[law.name] = Random(law.name, any_joint_law(number, len(law.variables), kind))
        else:
            values[law.name] = Random(law.name, any_law(number, kind))


def constant(declaration: Declaration, shape: tuple[int, ...]) -> Tensor | None:
    """What a letter means wherever it is declared: a square bold I, a bold 0 or a bold 1."""
    if declaration.key == "I" and declaration.bold and len(shape) == 2 and shape[0] == shape[1]:
        return torch.eye(shape[0], dtype=torch.float64)
    if declaration.key in FILLED and shape:
        return torch.full(shape, float(declaration.key[-2]), dtype=torch.float64)
    return None


class SmoothFunction:
    """A random smooth function of numbers, vectors or matrices into a domain."""

    def __init__(self, domain: Domain, shape: tuple[int, ...], seed: int) -> None:
        self.domain, self.shape, self.seed = domain, shape, seed
        self.weights: tuple[Tensor, ...] = ()

    def __call__(self, *arguments: Tensor) -> Tensor:
        x = torch.cat([argument.reshape(-1) for argument in arguments])
        if not self.weights:
            source = random.Random(self.seed)  # of Python: torch.func lets nothing else draw
            size = math.prod(self.shape)

            def normal(*shape: int) -> Tensor:
                numbers = [source.gauss() for _ in range(math.prod(shape))]
                return torch.tensor(numbers, dtype=torch.float64).reshape(shape)

            self.weights = normal(6, len(x)) / 2, normal(6), normal(size, 6)
        inner, shift, outer = self.weights
        if inner.shape[1] != len(x):
            message = f"called with {len(x)} numbers here, with {inner.shape[1]} elsewhere"
            raise CheckError(message)
        y = (outer @ torch.sin(inner @ x + shift)).reshape(self.shape)
        if self.domain.kind == "interval":
            low, high = (float(evaluate(end, environment({}))) for end in self.domain.items)
            return low + (high - low) * torch.sigmoid(y)
        if self.domain.kind not in SIMPLE:
            raise CheckError("functions into this set are not drawn", self.domain.span)
        return y if self.domain.kind == "nonzero" else SIMPLE[self.domain.kind](y)
