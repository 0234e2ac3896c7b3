"""How much cancels in a value: blur every intermediate result and see how far it moves.

The idea is that of Monte Carlo arithmetic (Parker, Pierce, Eggert, "Monte Carlo arithmetic: how
to gamble with floating point and win", Computing in Science & Engineering 2, 2000).
"""

from collections.abc import Callable, Collection
from dataclasses import replace

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Environment, Trace

NOISE = 2.0**-36  # far above rounding, far below what bends a function
TIMES = 3

Evaluate = Callable[[Environment], Tensor | None]


def cancelled(
    exact: Tensor, evaluate: Evaluate, env: Environment, given: Collection[str] = ()
) -> Tensor:
    """The size of what cancels in each entry of a value; about the entry itself where nothing does.

    A value moves by NOISE times this when all it is computed from is blurred by NOISE. What is
    `given` comes from an algorithm: each entry is as exact as the largest.
    """
    largest = torch.zeros_like(exact.abs())
    state = torch.random.get_rng_state()
    for _ in range(TIMES):
        values = {**env.values, **_blurred(env, given)}
        blurred = replace(env, values=values, trace=Trace(noise=NOISE), memo={})
        try:
            moved = evaluate(blurred)
        except CheckError:  # an edge that the noise steps over
            continue
        if moved is not None and moved.shape == exact.shape:
            largest = torch.maximum(largest, (moved - exact).abs().nan_to_num(0.0) / NOISE)
    torch.random.set_rng_state(state)
    return largest


def _blurred(env: Environment, given: Collection[str]) -> dict[str, Tensor]:
    values = {key: value for key in given if isinstance(value := env.values.get(key), Tensor)}
    return {
        key: value + NOISE * value.abs().max() * torch.randn_like(value)
        for key, value in values.items()
    }
