"""Points of several random variables together, each with its weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, NeedsSamples
from scripts.checker.evaluating.batching import MOST_ROWS, all_at_once, rows_of
from scripts.checker.evaluating.environment import Block, Environment, by_key
from scripts.checker.evaluating.points import MOST_POINTS, conditional, density_of, points_of


@dataclass(frozen=True)
class Grid:
    """Points of several variables (n, …) with their weights (n,); `exact` as in Points."""

    at: dict[str, Tensor]
    weights: Tensor
    exact: bool = True


def grid_of(
    blocks: Sequence[Block], env: Environment, known: Mapping[str, Tensor], order: int
) -> Grid:
    """All combinations of the points of these variables, parents first.

    Variables that are `known` have that value; the weights are multiplied by the density there.
    """
    grid = Grid({}, torch.ones(1, dtype=torch.float64))
    for block in blocks:
        if set(block.parents) & grid.at.keys():
            grid = _below(grid, block, env, known, order)
        else:
            grid = _times(grid, _of_block(block, env, known, order))
    return grid


def _times(grid: Grid, other: Grid) -> Grid:
    """Each point of one grid with each of the other, whose laws do not depend on it."""
    m, n = len(grid.weights), len(other.weights)
    _require_few(m * n)
    at = {key: points.repeat_interleave(n, 0) for key, points in grid.at.items()}
    at |= {key: points.repeat(m, *[1] * (points.ndim - 1)) for key, points in other.at.items()}
    weights = (grid.weights[:, None] * other.weights).reshape(-1)
    return Grid(at, weights, grid.exact and other.exact)


def _below(
    grid: Grid, block: Block, env: Environment, known: Mapping[str, Tensor], order: int
) -> Grid:
    """Each point of the parents with the points of a block, whose law hangs on them."""
    exact = True

    def one(values: dict[str, Tensor]) -> tuple[dict[str, Tensor], Tensor]:
        nonlocal exact
        added = _of_block(block, env.with_values(values), known, order)
        exact = exact and added.exact
        return added.at, added.weights

    try:
        at, weights = all_at_once(one, grid.at, env.trace)
    except (CheckError, RuntimeError):
        _require_few(len(grid.weights), MOST_ROWS)
        parts = [one(rows_of(grid.at, row)) for row in range(len(grid.weights))]
        return _joined(grid, parts, exact)
    count = weights.shape[1]
    _require_few(len(grid.weights) * count)
    joined = {key: points.repeat_interleave(count, 0) for key, points in grid.at.items()}
    joined |= {key: points.flatten(0, 1) for key, points in at.items()}
    return Grid(joined, (grid.weights[:, None] * weights).reshape(-1), grid.exact and exact)


def _joined(grid: Grid, parts: list[tuple[dict[str, Tensor], Tensor]], exact: bool) -> Grid:
    """Each point of the parents with its part: as many points as that has."""
    counts = torch.tensor([len(weights) for _, weights in parts])
    _require_few(int(counts.sum()))
    joined = {key: points.repeat_interleave(counts, 0) for key, points in grid.at.items()}
    joined |= {key: torch.cat([at[key] for at, _ in parts]) for key in parts[0][0]}
    weights = grid.weights.repeat_interleave(counts) * torch.cat([w for _, w in parts])
    return Grid(joined, weights, grid.exact and exact)


def _of_block(block: Block, env: Environment, known: Mapping[str, Tensor], order: int) -> Grid:
    """The points of one block, of its law or of what is left of it."""
    law = block.law(env)
    fixed = [key for key in block.keys if key in known]
    density = torch.ones((), dtype=torch.float64)
    at: dict[str, Tensor] = {key: known[key][None] for key in fixed}
    if len(fixed) == len(block.keys):
        return Grid(at, density_of(law, block.value(known))[None])
    if fixed:
        places = torch.tensor([block.keys.index(key) for key in fixed])
        law, density = conditional(law, places, torch.stack([known[key] for key in fixed]))
    points = points_of(law, order)
    free = [key for key in block.keys if key not in known]
    count = len(points.weights)
    at = {key: value.expand(count, *value.shape[1:]) for key, value in at.items()}
    at |= by_key(free, points.at)
    return Grid(at, density * points.weights, points.exact)


def _require_few(count: int, most: int = MOST_POINTS) -> None:
    if count > most:
        raise NeedsSamples("too many combinations of points")
