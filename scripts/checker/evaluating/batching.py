"""An expression at many values of a name at once, where its evaluation does not depend on them."""

from collections.abc import Callable

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Trace

SEEN_ALONE = 5  # points at which the trace sees which branch wins


def at_each(
    function: Callable[[Tensor], Tensor], points: Tensor, trace: Trace, *, seen: bool
) -> Tensor:
    """The values of a function at these points, stacked.

    A function that asks what its argument is (a case, an index) is called once for each. Unless
    the trace has `seen` it, it looks at a few points which branch wins there.
    """
    if len(points) < SEEN_ALONE:
        return torch.stack([function(point) for point in points])
    if not seen:
        for place in torch.linspace(0, len(points) - 1, SEEN_ALONE).long():
            function(points[place])
    trace.at_once += 1
    try:
        values: Tensor = torch.func.vmap(function)(points)
    except (CheckError, RuntimeError):
        values = torch.empty(0)
    finally:
        trace.at_once -= 1
    return values if len(values) else torch.stack([function(point) for point in points])
