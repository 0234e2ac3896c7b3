"""How much cancels in a value: blur every intermediate result and see how far it moves.

The idea is that of Monte Carlo arithmetic (Parker, Pierce, Eggert, "Monte Carlo arithmetic: how
to gamble with floating point and win", Computing in Science & Engineering 2, 2000).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Environment, Trace

NOISE = 2.0**-36  # far above rounding, far below what bends a function
TIMES = 3
TIMES_AT_A_STEP = 10  # each falls on either side of it
TRIES = 8  # for each time: noise may step over an edge, log(1 - p) of a p near 1 is no number then
GRAIN = 2.0**-20  # sums and products of multiples of it are exact, as long as they are no larger
JUMP = 1e-3  # of the difference of two sides: what moves more is no rounding, but a step

Evaluate = Callable[[Environment], Tensor | None]


@dataclass(frozen=True)
class Blur:
    """How a value is blurred: what is `given` comes from an algorithm, each entry as exact as the
    largest; where the formula has `steps`, what is exact stays exact.
    """

    env: Environment
    given: Collection[str] = ()
    steps: bool = False


def cancelled(exact: Tensor, evaluate: Evaluate, blur: Blur) -> Tensor:
    """The size of what cancels in each entry of a value; about the entry itself where nothing does.

    A value moves by NOISE times this when all it is computed from is blurred by NOISE.
    """
    return _moved(exact, evaluate, blur, TIMES) / NOISE


def stands_at_a_step(exact: Tensor, evaluate: Evaluate, blur: Blur, gap: Tensor) -> bool:
    """Whether rounding decides between the values on both sides of a step, wherever there is a gap.

    Halves and whole numbers that are drawn are exact: there the formula decides.
    """
    moved = _moved(exact, evaluate, blur, TIMES_AT_A_STEP)
    return bool(((gap == 0) | (moved >= JUMP * gap)).all())


def _moved(exact: Tensor, evaluate: Evaluate, blur: Blur, times: int) -> Tensor:
    """How far each entry of a value moves at most when all it is computed from is blurred."""
    env, given = blur.env, blur.given
    largest = torch.zeros_like(exact.abs())
    seen = torch.where(exact.isnan(), times, torch.zeros_like(largest))
    state = torch.random.get_rng_state()
    trace = Trace(noise=NOISE, grain=GRAIN if blur.steps else 1.0)
    for _ in range(TRIES * times):
        values = {**env.values, **_blurred(env, given)}
        blurred = replace(env, values=values, trace=trace, memo={})
        try:
            moved = evaluate(blurred)
        except CheckError:
            continue
        if moved is None or moved.shape != exact.shape:
            continue
        largest = torch.maximum(largest, (moved - exact).abs().nan_to_num(0.0))
        seen = seen + ~moved.isnan()
        if bool((seen >= times).all()):
            break
    torch.random.set_rng_state(state)
    return largest


def _blurred(env: Environment, given: Collection[str]) -> dict[str, Tensor]:
    values = {key: value for key in given if isinstance(value := env.values.get(key), Tensor)}
    return {
        key: value + NOISE * value.abs().max() * torch.randn_like(value)
        for key, value in values.items()
    }
