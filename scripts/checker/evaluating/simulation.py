"""Means that only samples tell, and how far a side of a claim may be off for that reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
import math

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, NeedsSamples, Unsettled
from scripts.checker.evaluating.batching import MOST_ROWS, Body, at_points, rows_of
from scripts.checker.evaluating.environment import Block, Environment, by_key
from scripts.checker.evaluating.families import Law

SAMPLES = 8_000  # of one run
RUNS = 25
ROWS = 400  # of samples, where each has a law of its own


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


def simulated(
    body: Body, blocks: Sequence[Block], env: Environment, known: Mapping[str, Tensor]
) -> Tensor:
    """The mean of `body` over samples of these variables, parents first."""
    if known:
        raise Unsettled("this conditional expectation could not be worked out")
    env.trace.sampled = True
    at: dict[str, Tensor] = {}
    for block in blocks:
        if set(block.parents) & at.keys():
            return _by_row(body, blocks, env)
        law = block.law(env)
        _refuse_samples(law)
        samples = torch.as_tensor(law.sample((SAMPLES,)), dtype=torch.float64)
        at |= by_key(block.keys, samples)
    try:
        return at_points(body, at, env).mean(0)
    except NeedsSamples:
        return at_points(body, rows_of(at, slice(0, MOST_ROWS)), env).mean(0)


def _by_row(body: Body, blocks: Sequence[Block], env: Environment) -> Tensor:
    """The same where a law hangs on the value of another variable: sample after sample."""
    rows = []
    for _ in range(ROWS):
        values: dict[str, Tensor] = {}
        for block in blocks:
            law = block.law(env.with_values(values))
            _refuse_samples(law)
            sample = torch.as_tensor(law.sample(), dtype=torch.float64)
            values |= by_key(block.keys, sample)
        rows.append(values)
    at = {key: torch.stack([row[key] for row in rows]) for key in rows[0]}
    return at_points(body, at, env).mean(0)


def _refuse_samples(law: Law) -> None:
    """Complain of a law whose samples say nothing about a mean, or about a derivative of it."""
    try:
        is_finite = bool(torch.as_tensor(law.variance).isfinite().all())
    except (NotImplementedError, AttributeError):
        is_finite = True
    if not is_finite:
        raise CheckError("of a law without a finite variance, samples say nothing")
    tensors = [value for value in vars(law).values() if isinstance(value, Tensor)]
    if any(tensor.requires_grad for tensor in tensors):
        raise CheckError("a derivative of an expectation that can only be simulated is not read")
