"""Random variables together: whether they have a joint law, and values drawn from it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Block, Environment, Random, by_key
from scripts.checker.evaluating.points import marginal


def together(keys: Sequence[str], env: Environment) -> list[Block]:
    """The blocks of these variables and of all that they depend on, parents first.

    Raises CheckError where they have no joint law: independence is declared, never assumed.
    """
    ordered: list[Block] = []
    for block in [block for key in keys for block in _above(env.random[key], env)]:
        ordered += [] if block in ordered else [block]
    for place, later in enumerate(ordered):
        for earlier in ordered[:place]:
            if not _known_together(earlier, later, env):
                a, b = earlier.keys[0], later.keys[0]
                raise CheckError(
                    f"{a} and {b} have no joint law: declare one, ({a}, {b}) \\sim P or "
                    f"{b} \\mid {a} \\sim …, or {a} \\perp {b}, or a product, "
                    f"{a}, {b} \\sim P \\times Q"
                )
    needed = {*keys, *(parent for block in ordered for parent in block.parents)}
    return [_narrowed(block, needed) for block in ordered]


def _narrowed(block: Block, needed: set[str]) -> Block:
    """The block without the variables that nothing hangs on, where the law tells the rest."""
    kept = tuple(key for key in block.keys if key in needed)
    if kept == block.keys:
        return block
    places = torch.tensor([block.keys.index(key) for key in kept])

    def of_some(env: Environment) -> Any:
        return marginal(block.law(env), places)

    return Block(kept, block.parents, of_some)


def _known_together(earlier: Block, later: Block, env: Environment) -> bool:
    """Whether one is the parent of the other, or all pairs are declared independent."""
    if set(later.parents) & set(earlier.keys):
        return True
    pairs = {frozenset((a, b)) for a in earlier.keys for b in later.keys}
    return pairs <= env.apart


def values_at_random(keys: Iterable[str], env: Environment) -> dict[str, Tensor]:
    """Values of these variables, and of those that they depend on, drawn together."""
    values: dict[str, Tensor] = {}
    for block in [block for key in keys for block in _above(env.random[key], env)]:
        if block.keys[0] not in values:
            sample = block.law(env.with_values(values)).sample()
            values |= by_key(block.keys, torch.as_tensor(sample, dtype=torch.float64))
    return values


def _above(block: Block, env: Environment) -> list[Block]:
    """A block, and before it all that it depends on."""
    found: list[Block] = []
    for parent in block.parents:
        if isinstance(env.values.get(parent), Random):
            found += _above(env.random[parent], env)
    return [*found, block]


def unknown_again(env: Environment) -> Environment:
    """The same world with all variables random, also those that have a value here."""
    return replace(env, values={**env.values, **{key: Random(key, None) for key in env.random}})
