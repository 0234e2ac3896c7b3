"""The integral of a function over panels: intervals (p, 2) that are halved until it settles."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from scripts.checker.errors import Unsettled
from scripts.checker.evaluating.gauss_rules import gauss_lobatto

Batch = Callable[[Tensor], Tensor]  # (n,) → (n, …)

ORDER = 20  # of the rule in each panel
ACCURACY = 1e-11  # of an integral, relative to the integral of the absolute value
FARTHEST = 80.0  # of t: x(t) is an exponential of it
MOST_HALVINGS = 45  # as many bits as a jump needs
MOST_OPEN = 400  # panels that have not settled


def panels_between(edges: Sequence[float]) -> Tensor:
    """The panels (p, 2) from each edge to the next."""
    return torch.tensor(edges, dtype=torch.float64).unfold(0, 2, 1)


def halved(panels: Tensor) -> Tensor:
    """Both halves of each panel, one after the other: (2 p, 2)."""
    middle = panels.mean(1)
    return torch.stack([panels[:, 0], middle, middle, panels[:, 1]], 1).reshape(-1, 2)


def in_panels(panels: Tensor) -> tuple[Tensor, Tensor]:
    """Points and weights of panels (p, 2), both (p, ORDER)."""
    points, weights = gauss_lobatto(ORDER)
    width = (panels[:, 1] - panels[:, 0])[:, None]
    return panels[:, :1] + width * (points + 1) / 2, width * weights


def integrate_panels(
    batch: Batch, edges: Sequence[float], *, is_bounded: bool
) -> tuple[Tensor, Tensor]:
    """The integral of `batch`, and that of its absolute value.

    Unless it `is_bounded` by the edges, panels are added until nothing is left beyond them; then
    they are halved until the integral settles. Raises Unsettled where it does not.
    """
    panels = panels_between(edges)
    values, sizes = _over(batch, panels)
    if not is_bounded:
        panels, values, sizes = _with_tails(batch, panels, values, sizes)
    size = sizes.sum()
    total = torch.zeros_like(values[0])
    for _ in range(MOST_HALVINGS):
        halves = halved(panels)
        of_halves, _ = _over(batch, halves)
        pairs = of_halves.reshape(-1, 2, *of_halves.shape[1:])
        settled = _largest(pairs.sum(1) - values) <= ACCURACY * size
        total = total + pairs[settled].sum((0, 1))
        if bool(settled.all()):
            return total, size.expand(total.shape)
        is_open = torch.repeat_interleave(~settled, 2)
        panels, values = halves[is_open], of_halves[is_open]
        if len(panels) > MOST_OPEN:
            break
    raise Unsettled("this expectation does not settle: is it finite?")


def _with_tails(
    batch: Batch, panels: Tensor, values: Tensor, sizes: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The panels, and more of them at each end where something is left, with their integrals."""
    step = float(panels[0, 1] - panels[0, 0])
    while True:
        ends = torch.stack([panels[:, 0].amin(), panels[:, 1].amax()])
        left = _largest(batch(ends))
        counts = (left > ACCURACY * 1e-2 * sizes.sum()) | ~left.isfinite()
        if not bool(counts.any()):
            return panels, values, sizes
        if float(ends.abs().max()) > FARTHEST:
            raise Unsettled("this expectation does not settle: is it finite?")
        low, high = ends.tolist()
        beyond = torch.tensor([[low - step, low], [high, high + step]], dtype=torch.float64)
        added = beyond[counts]
        its_values, its_sizes = _over(batch, added)
        panels, values = torch.cat([panels, added]), torch.cat([values, its_values])
        sizes = torch.cat([sizes, its_sizes])


def _over(batch: Batch, panels: Tensor) -> tuple[Tensor, Tensor]:
    """The integral over each panel, and that of the absolute value."""
    t, weights = in_panels(panels)
    values = batch(t.reshape(-1))
    values = values.reshape(*t.shape, *values.shape[1:])
    terms = values * weights.reshape(*weights.shape, *[1] * (values.ndim - 2))
    size = _largest(terms.detach().abs().sum(1))
    return terms.sum(1), size


def _largest(values: Tensor) -> Tensor:
    """Of each of (n, …), the largest absolute entry."""
    return values.detach().abs().reshape(len(values), -1).amax(1)
