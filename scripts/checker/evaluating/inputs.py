"""Random inputs from a symbol list: sizes first, then every symbol from its domain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
import math
import random

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.any_law import any_joint_law, any_kernel, any_law
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment, Function, Random, Trace, Value
from scripts.checker.evaluating.sets import members
from scripts.checker.reading.domains import Domain
from scripts.checker.reading.symbols import Declaration, sizes_of

ATTEMPTS = 60  # to draw sizes that come out whole, as in n / 2


class Undrawable(CheckError):
    """A symbol for which there is no value."""

    def __init__(self, declaration: Declaration, error: CheckError) -> None:
        super().__init__(error.message, error.span)
        self.declaration = declaration


@dataclass(frozen=True)
class Draw:
    """One set of inputs: sizes and values by key, and the declared shapes."""

    values: dict[str, Value]
    shapes: dict[str, tuple[int, ...]]


def draw(
    declarations: Sequence[Declaration],
    seed: int,
    *,
    wide: bool = False,
    kinds: Mapping[str, str] | None = None,
) -> Draw:
    """Inputs for one evaluation; the same seed gives the same ones; `wide` ones reach farther.

    `kinds` says which laws must be discrete or continuous, by their names.
    Raises Undrawable where a domain is empty or the sizes cannot be satisfied.
    """
    generator = random.Random(seed)
    torch.default_generator.manual_seed(seed)  # manual_seed() asks every device
    names = sizes_of(declarations)
    for _ in range(ATTEMPTS):
        pool = range(2, 4 + len(names) + (3 if len(names) < 3 else 0))
        sizes = dict(zip(names, generator.sample(pool, len(names)), strict=True))
        shapes = _shapes(declarations, sizes)
        if shapes is not None:
            found = _fill(declarations, sizes, shapes, generator, wide)
            _draw_laws(declarations, found.values, seed, kinds or {})
            return found
    first = next(d for d in declarations if d.domain is not None and d.domain.shape)
    assert first.domain is not None
    raise Undrawable(first, CheckError("no sizes satisfy these shapes", first.domain.span))


def _environment(values: Mapping[str, Value]) -> Environment:
    return Environment(values, {}, Trace())


def _shapes(
    declarations: Iterable[Declaration], sizes: Mapping[str, int]
) -> dict[str, tuple[int, ...]] | None:
    """The shape of every symbol; None where a size comes out as no whole number."""
    env = _environment({key: number(size) for key, size in sizes.items()})
    shapes = {}
    for declaration in declarations:
        if declaration.domain is None:
            continue
        try:
            extents = [float(evaluate(size, env)) for size in declaration.domain.shape]
        except CheckError as error:
            raise Undrawable(declaration, error) from None
        if any(extent != round(extent) or extent < 1 for extent in extents):
            return None
        shapes[declaration.key] = tuple(int(extent) for extent in extents)
    return shapes


def _fill(
    declarations: Sequence[Declaration],
    sizes: Mapping[str, int],
    shapes: dict[str, tuple[int, ...]],
    generator: random.Random,
    wide: bool,
) -> Draw:
    """Draw every symbol, those first on which the bounds of others depend."""
    values: dict[str, Value] = {key: number(size) for key, size in sizes.items()}
    waiting = [d for d in declarations if d.key not in sizes]
    while waiting:
        left: list[Declaration] = []
        problem: Undrawable | None = None
        for declaration in waiting:
            try:
                _draw_one(declaration, values, shapes, generator, wide)
            except CheckError as error:
                problem = Undrawable(declaration, error)
                if "has no value" not in error.message:
                    raise problem from None
                left.append(declaration)
        if problem and len(left) == len(waiting):
            raise problem
        waiting = left
    return Draw(values, shapes)


def _draw_one(
    declaration: Declaration,
    values: dict[str, Value],
    shapes: Mapping[str, tuple[int, ...]],
    generator: random.Random,
    wide: bool,
) -> None:
    key = declaration.key
    if declaration.kind == "value":
        assert declaration.domain is not None
        values[key] = sample(declaration.domain, shapes[key], values, wide=wide)
    elif declaration.kind == "function":
        assert declaration.domain is not None
        smooth = SmoothFunction(declaration.domain, shapes[key], generator.randrange(2**31))
        values.setdefault(key, Function(key, declaration.parameters or (), smooth))
    elif declaration.kind == "known" and key.startswith("I_{"):
        size = evaluate(tree.Name(key[3:-1]), _environment(values))
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


def sample(
    domain: Domain, shape: tuple[int, ...], values: Mapping[str, Value], *, wide: bool = False
) -> Tensor:
    """A random element of a domain, as float64 (complex128 for complex numbers)."""
    normal = torch.randn(shape, dtype=torch.float64) * (4 if wide and domain.kind == "real" else 1)
    if domain.kind in SIMPLE:
        return SIMPLE[domain.kind](normal)
    if domain.kind in {"natural", "natural0", "integer"}:
        low = {"natural": 1, "natural0": 0, "integer": -5}[domain.kind]
        return torch.randint(low, 7, shape).to(torch.float64)
    if domain.kind == "interval":
        return _in_interval(domain, shape, values)
    if domain.kind == "set":
        items = members(tree.Listing(domain.items, span=domain.span), _environment(values))
        if len({item.shape for item in items}) > 1:
            raise CheckError("the values in this set have different shapes", domain.span)
        choices = torch.stack(items)
        return choices[torch.randint(0, len(items), shape)]
    square = normal @ normal.mT
    if domain.kind == "symmetric":
        return (normal + normal.mT) / 2
    if domain.kind == "definite":
        return square + 0.5 * torch.eye(shape[0], dtype=torch.float64)
    if domain.kind == "semidefinite":
        return square
    raise CheckError(f"no sampler for {domain.kind}", domain.span)


SIMPLE: dict[str, Callable[[Tensor], Tensor]] = {
    "real": lambda normal: normal,
    "positive": lambda normal: (0.7 * normal).exp(),
    "nonnegative": lambda normal: (0.7 * normal).exp(),
    "negative": lambda normal: -(0.7 * normal).exp(),
    "nonpositive": lambda normal: -(0.7 * normal).exp(),
    "nonzero": lambda normal: normal.sign() * (0.1 + normal.abs()),
    "complex": lambda normal: torch.complex(normal, torch.randn_like(normal)),
    "simplex": lambda normal: torch.softmax(normal, -1),
}


def _in_interval(domain: Domain, shape: tuple[int, ...], values: Mapping[str, Value]) -> Tensor:
    env = _environment(values)
    low, high = (float(evaluate(end, env)) for end in domain.items)
    if low > high or (low == high and any(domain.open_ends)):
        raise CheckError("this domain is empty", domain.span)
    uniform = torch.rand(shape, dtype=torch.float64)
    if math.isinf(low) and math.isinf(high):
        return torch.randn(shape, dtype=torch.float64)
    if math.isinf(high):
        return low - torch.log1p(-uniform) + 1e-3
    if math.isinf(low):
        return high + torch.log1p(-uniform) - 1e-3
    return low + (high - low) * (0.01 + 0.98 * uniform)


class SmoothFunction:
    """A random smooth function of numbers, vectors or matrices into a domain."""

    def __init__(self, domain: Domain, shape: tuple[int, ...], seed: int) -> None:
        self.domain, self.shape, self.seed = domain, shape, seed
        self.weights: tuple[Tensor, ...] = ()

    def __call__(self, *arguments: Tensor) -> Tensor:
        x = torch.cat([argument.reshape(-1) for argument in arguments])
        if not self.weights:
            random_source = torch.Generator().manual_seed(self.seed)
            size = math.prod(self.shape)

            def normal(*shape: int) -> Tensor:
                return torch.randn(*shape, dtype=torch.float64, generator=random_source)

            self.weights = normal(6, len(x)) / 2, normal(6), normal(size, 6)
        inner, shift, outer = self.weights
        if inner.shape[1] != len(x):
            message = f"called with {len(x)} numbers here, with {inner.shape[1]} elsewhere"
            raise CheckError(message)
        y = (outer @ torch.sin(inner @ x + shift)).reshape(self.shape)
        if self.domain.kind == "interval":
            low, high = (float(evaluate(end, _environment({}))) for end in self.domain.items)
            return low + (high - low) * torch.sigmoid(y)
        if self.domain.kind not in SIMPLE:
            raise CheckError("functions into this set are not drawn", self.domain.span)
        return y if self.domain.kind == "nonzero" else SIMPLE[self.domain.kind](y)
