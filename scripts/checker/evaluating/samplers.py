"""A random element of a domain: usual ones, far ones, ties, and the edges that the domain names."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
import math

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment, Trace, Value
from scripts.checker.evaluating.sets import not_empty
from scripts.checker.reading.domains import Domain


class Style(Enum):
    """What a draw is like."""

    USUAL = "numbers about 1"
    DOUBLE = "numbers about 2: where most functions bend"
    WIDE = "numbers about 4, whole numbers up to 40: where a function may have another piece"
    FAR = "numbers about 20"
    TIES = "halves and whole numbers, equal ones and zeros among them"
    EDGES = "ends of closed intervals, zeros"
    LARGE = "vectors of up to 40"

    @property
    def is_usual(self) -> bool:
        """Whether every function, also of PyTorch, should have a value here."""
        return self in {Style.USUAL, Style.DOUBLE}

    @property
    def is_wild(self) -> bool:
        """Whether sums may overflow here, and functions round onto their limits."""
        return self in {Style.WIDE, Style.FAR}


SCALE = {Style.DOUBLE: 2.0, Style.WIDE: 4.0, Style.FAR: 20.0}
STRETCH = {Style.WIDE: 2.5, Style.FAR: 3.5}  # of the logarithm of what has a sign
HIGHEST = {Style.WIDE: 40, Style.FAR: 40}  # of whole numbers
USUALLY_HIGHEST = 6
AT_AN_EDGE = 0.4  # of the entries, in a draw of edges
ALL_ZERO = 0.3  # of the vectors and matrices, in a draw of ties


def sample(
    domain: Domain, shape: tuple[int, ...], values: Mapping[str, Value], style: Style
) -> Tensor:
    """A random element of a domain, as float64 (complex128 for complex numbers)."""
    element = _sample(domain, shape, values, style)
    if style is Style.TIES and domain.kind == "real":
        return _halves(shape)
    if style is Style.TIES and domain.kind == "simplex":
        return _exact_shares(shape)
    if style is not Style.EDGES or (edge := _edge(domain, values)) is None:
        return element
    here = torch.rand(shape) < AT_AN_EDGE
    ends = torch.tensor(edge, dtype=torch.float64)[torch.randint(0, len(edge), shape)]
    return torch.where(here, ends, element)


def lowest(domain: Domain) -> int:
    """The smallest of the natural numbers, or of those from a bound on."""
    bound = domain.items[0] if domain.items else None
    if isinstance(bound, tree.Number):
        return int(bound.text)
    return 1 if domain.kind == "natural" else 0


def _halves(shape: tuple[int, ...]) -> Tensor:
    """Whole numbers and halves from -3 to 3, or zero in every entry."""
    if shape and torch.rand(()) < ALL_ZERO:
        return torch.zeros(shape, dtype=torch.float64)
    return torch.randint(-6, 7, shape).to(torch.float64) / 2


def _exact_shares(shape: tuple[int, ...]) -> Tensor:
    """Positive shares that are sums of powers of 1/2: so are their sums, in any order."""
    whole = int(2 ** math.ceil(math.log2(4 * shape[-1])))
    rows = [_parts(whole, shape[-1]) for _ in range(math.prod(shape[:-1]))]
    shares: Tensor = torch.stack(rows).reshape(shape) / whole
    return shares


def _parts(whole: int, count: int) -> Tensor:
    """Random whole numbers from 1 on that add up to the whole."""
    drawn = torch.randint(0, count, (whole - count,))
    return 1 + torch.bincount(drawn, minlength=count).to(torch.float64)


def _sample(
    domain: Domain, shape: tuple[int, ...], values: Mapping[str, Value], style: Style
) -> Tensor:
    normal = torch.randn(shape, dtype=torch.float64)
    if style is Style.TIES:
        normal = (2 * normal).round() / 2
    if domain.kind in SCALED:
        normal = normal * SCALE.get(style, 1.0)
    if domain.kind in STRETCHED:
        normal = normal * STRETCH.get(style, 1.0)
    if domain.kind in SIMPLE:
        return SIMPLE[domain.kind](normal)
    if domain.kind == "apart from zero":
        return normal if bool(normal.any()) else torch.ones_like(normal)
    if domain.kind in {"natural", "natural0", "integer"}:
        high = HIGHEST.get(style, USUALLY_HIGHEST)
        low = 1 - high if domain.kind == "integer" else lowest(domain)
        return torch.randint(low, max(low, 1) + high, shape).to(torch.float64)
    if domain.kind == "interval":
        return _in_interval(domain, shape, values, style)
    if domain.kind == "set":
        items = not_empty(tree.Listing(domain.items, span=domain.span), environment(values))
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


STRETCHED = {"positive", "nonnegative", "negative", "nonpositive", "simplex"}
SCALED = {"real", "apart from zero", "nonzero", "complex", "symmetric"}

SIMPLE: dict[str, Callable[[Tensor], Tensor]] = {
    "real": lambda normal: normal,
    "positive": lambda normal: (0.7 * normal).exp(),
    "nonnegative": lambda normal: (0.7 * normal).exp(),
    "negative": lambda normal: -(0.7 * normal).exp(),
    "nonpositive": lambda normal: -(0.7 * normal).exp(),
    "nonzero": lambda normal: torch.where(normal < 0, -1.0, 1.0) * (0.1 + normal.abs()),
    "complex": lambda normal: torch.complex(normal, torch.randn_like(normal)),
    "simplex": lambda normal: torch.softmax(normal, -1),
}


def ends(domain: Domain) -> list[Domain]:
    """Each edge that belongs to a domain, as a domain of its own, of one value."""
    if domain.kind in {"nonnegative", "nonpositive", "natural", "natural0"}:
        zero = domain.kind.startswith("non")
        found: list[tree.Expr] = [tree.Number("0" if zero else str(lowest(domain)))]
    elif domain.kind == "interval":
        pairs = zip(domain.items, domain.open_ends, strict=True)
        infinity = tree.Name("\\infty")
        found = [end for end, is_open in pairs if not is_open and infinity not in tree.walk(end)]
    else:
        found = []
    return [
        replace(domain, kind="interval", items=(end, end), open_ends=(False, False))
        for end in found
    ]


def _edge(domain: Domain, values: Mapping[str, Value]) -> list[float] | None:
    """The values at the edges that belong to a domain."""
    found = [float(evaluate(end.items[0], environment(values))) for end in ends(domain)]
    return [end for end in found if math.isfinite(end)] or None


def _in_interval(
    domain: Domain, shape: tuple[int, ...], values: Mapping[str, Value], style: Style
) -> Tensor:
    low, high = (float(evaluate(end, environment(values))) for end in domain.items)
    if low > high or (low == high and any(domain.open_ends)):
        raise CheckError("this domain is empty", domain.span)
    uniform = torch.rand(shape, dtype=torch.float64)
    scale = SCALE.get(style, 1.0)
    if math.isinf(low) and math.isinf(high):
        return scale * torch.randn(shape, dtype=torch.float64)
    if math.isinf(high):
        return low - scale * torch.log1p(-uniform) + 1e-3
    if math.isinf(low):
        return high + scale * torch.log1p(-uniform) - 1e-3
    return low + (high - low) * (0.01 + 0.98 * uniform)


def environment(values: Mapping[str, Value]) -> Environment:
    """A world that knows these values only."""
    return Environment(values, {}, Trace())
