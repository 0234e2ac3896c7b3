"""Values: as JSON, numbers of eight digits and what is no number; how far two are apart."""

import math
from typing import Any

import torch
from torch import Tensor

from scripts.checker.evaluating.environment import Members
from scripts.comparing.short_draws import ShortFunction

DIGITS = 8


def told_value(value: Any) -> Any:
    """A value that was drawn or worked out."""
    if isinstance(value, ShortFunction):
        return {"smooth": value.told()}
    if isinstance(value, Members):
        return {"set": [told_value(each) for each in value.values]}
    if not isinstance(value, Tensor):
        return {"function": True}
    if value.is_complex():
        return {"re": _numbers(value.real.tolist()), "im": _numbers(value.imag.tolist())}
    return _numbers(value.tolist())


def gap(ours: Tensor, theirs: Tensor) -> float:
    """How far two values are apart, of the largest entry of ours; infinite if nowhere near."""
    if ours.shape != theirs.shape:
        return math.inf
    if not ours.numel():
        return 0.0
    apart = torch.where(ours == theirs, 0.0, (ours - theirs).abs())
    if not bool(apart.isfinite().all()):
        return math.inf
    size = float(torch.where(ours.isfinite(), ours.abs(), 0.0).max())
    return float(apart.max()) / max(size, 1e-12)


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(each) for each in value]
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short == int(short) and abs(short) < 10**DIGITS else short
