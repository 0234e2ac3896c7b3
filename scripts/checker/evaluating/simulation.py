"""What is known from samples only: its mean over several runs, and how far that may be off."""

from collections.abc import Callable
from dataclasses import replace
import math

import torch
from torch import Tensor

from scripts.checker.evaluating.environment import Environment

SAMPLES = 8_000  # of one run
RUNS = 25


def steadied(side: Callable[[Environment], Tensor], env: Environment) -> Tensor:
    """The value of a side of a claim; where it was simulated, the mean of independent runs.

    The trace tells the standard error of that mean, None where nothing was simulated. The side
    is run as a whole: the error of a square root of a difference of two means is seen, too.
    """
    trace, sampled = env.trace, env.trace.sampled
    trace.sampled, trace.standard_error = False, None
    value = side(env)
    if trace.sampled:
        runs = torch.stack([value, *(side(replace(env, memo={})) for _ in range(RUNS - 1))])
        value = runs.mean(0)
        trace.standard_error = runs.std(0) / math.sqrt(RUNS)
    trace.sampled |= sampled
    return value
