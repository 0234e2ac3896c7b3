"""A draw in which a drawn number is equal to what the formula compares it with."""

import math

import torch

from scripts.checker import tree
from scripts.checker.evaluating.dispatch import number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.judging.membership import inside

EXACT = 2**20  # a number times this is whole: sums of such numbers are exact in any order


def tied(env: Environment) -> Environment | None:
    """The same world with one number set to what it was compared with; None where none can be.

    Only what is exact is a tie for PyTorch, too, and only a number on which no domain hangs.
    """
    bounds = [n for d in env.domains.values() for item in d.items for n in tree.walk(item)]
    choices = [
        (key, value)
        for key, values in sorted(env.trace.met.items())
        if not env.shapes.get(key) and tree.Name(key) not in bounds and key in env.values
        for value in values
        if math.isfinite(value) and (value * EXACT).is_integer()
        if inside(number(value), env.domains[key], (), env, strict=True)
    ]
    if not choices:
        return None
    key, value = choices[int(torch.randint(0, len(choices), ()))]
    return env.binding(key, number(value))
