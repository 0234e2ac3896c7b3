"""Every line decides something: with another value for its name, the display must be refused.

A line whose name may have any value is no evidence: in `\\operatorname{softmax}(z + b)` any b
will do, and three normalizers that are wrong by the same factor cancel in a correlation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Unlucky
from scripts.checker.evaluating.environment import Disturbance, Environment, Trace
from scripts.checker.evaluating.samplers import Style
from scripts.checker.judging.comparison import DERIVATIVES, Comparison, names_in
from scripts.checker.judging.schedule import has_pieces
from scripts.checker.judging.tally import Tally
from scripts.checker.reading.statements import Claim

FACTOR, SHIFT = 1.1, 0.1
LARGE_FACTOR, LARGE_SHIFT = 3.0, 1.0  # a simulation notices no less, and steps are rarely crossed
DRAWS = 60  # at most, until one of them notices
DRAWS_OF_SAMPLES = 3
SMALL = 1e-5  # a factor this much above 1: what it moves is linear in it
POWERS = 12  # the powers of factors that cancel are fractions such as 1/2 and 2/3
UNSEEN = 1e-3  # of what the names move by themselves


def require_all_decide(
    comparison: Comparison, names: Sequence[str], seed: int, *, sampled: bool
) -> None:
    """CheckError at a definition of one of these names that nothing depends on.

    Neither a factor nor a shift of one of them may pass, nor factors of several at once.
    """
    claims = comparison.world.claims
    names = [key for key in names if not _is_in_an_inequality(claims, key)]
    trial = _Trial(comparison, seed, sampled=sampled)
    factors, shifts = trial.amounts()
    for key in names:
        if not any(trial.is_refused({key: _times(factor)}) for factor in factors):
            raise _undecided(claims, [key], f"{key} times {factors[0]:g} passes as well")
        if _is_differentiated(claims, key):
            continue
        if not any(trial.is_refused({key: _plus(shift)}) for shift in shifts):
            raise _undecided(claims, [key], f"{key} plus {shifts[0]:g} passes as well")
    if len(names) > 1 and not trial.sampled:
        _require_no_common_factor(trial, claims, names)


def _require_no_common_factor(
    trial: "_Trial", claims: Sequence[Claim], names: Sequence[str]
) -> None:
    """CheckError where factors of two or three names cancel, whatever is drawn.

    All of them above 1, as those of normalizers that are wrong in the same way: a factor and its
    inverse is no mistake that anyone makes.
    """
    columns = dict(zip(names, trial.movements(names).T, strict=True))
    for count in (2, 3):
        for some in combinations(names, count):
            powers = _powers_that_cancel(torch.stack([columns[key] for key in some], dim=1))
            if powers is None:
                continue
            factors = {key: FACTOR**power for key, power in zip(some, powers, strict=True)}
            if not trial.is_refused({key: _times(factor) for key, factor in factors.items()}):
                by = ", ".join(f"{key} times {factor:.3g}" for key, factor in factors.items())
                raise _undecided(claims, some, f"{by} passes as well")


def _powers_that_cancel(columns: Tensor) -> list[float] | None:
    """Powers of a factor, all positive, that move nothing; from what each name alone moves."""
    sizes = columns.norm(dim=0)
    if not bool((sizes > 0).all()) or len(columns) < columns.shape[1]:
        return None
    _, strengths, directions = torch.linalg.svd(columns / sizes, full_matrices=False)
    powers = directions[-1] / sizes
    powers = powers / powers[powers.abs().argmax()]
    if strengths[-1] > UNSEEN * strengths[0] or bool((powers < UNSEEN).any()):
        return None
    return [round(float(power) * POWERS) / POWERS for power in powers]


def _times(factor: float) -> Disturbance:
    return lambda value: value * factor


def _plus(shift: float) -> Disturbance:
    """A number becomes larger; of an array each entry by another amount."""

    def shifted(value: Tensor) -> Tensor:
        ramp = torch.linspace(0.5, 1.5, value.numel() or 1, dtype=torch.float64)
        return value + shift * (ramp.reshape(value.shape) if value.ndim else 1)

    return shifted


class _Trial:
    """The display with other values for the names that it defines."""

    def __init__(self, comparison: Comparison, seed: int, *, sampled: bool) -> None:
        self.comparison, self.seed, self.sampled = comparison, seed, sampled

    def amounts(self) -> tuple[Sequence[float], Sequence[float]]:
        """Factors and shifts of which one must be noticed."""
        if self.sampled:
            return [LARGE_FACTOR], [LARGE_SHIFT]
        if has_pieces([claim.statement for claim in self.comparison.world.claims]):
            return [FACTOR, LARGE_FACTOR], [SHIFT, LARGE_SHIFT]
        return [FACTOR], [SHIFT]

    def is_refused(self, disturbances: Mapping[str, Disturbance]) -> bool:
        """Whether a draw refuses the display with these names disturbed."""
        for env, style in self._worlds(DRAWS_OF_SAMPLES if self.sampled else DRAWS):
            try:
                disturbed = replace(env, disturbances=disturbances, memo={})
                self.comparison.compare_all(disturbed, Tally(), style)
            except Unlucky:
                continue
            except CheckError:
                return True
        return False

    def movements(self, names: Sequence[str]) -> Tensor:
        """How much each residual moves with the logarithm of each name, over a few draws."""
        rows = []
        for env, _ in self._worlds(DRAWS // 10):
            try:
                before = self.comparison.residuals(env)
                columns = [self._moved(env, key) - before for key in names]
            except CheckError:
                continue
            rows.append(torch.stack(columns, dim=1) / SMALL)
        return torch.cat(rows) if rows else torch.zeros(0, len(names), dtype=torch.float64)

    def _moved(self, env: Environment, key: str) -> Tensor:
        disturbance = {key: _times(1 + SMALL)}
        return self.comparison.residuals(replace(env, disturbances=disturbance, memo={}))

    def _worlds(self, draws: int) -> Iterator[tuple[Environment, Style]]:
        for draw in range(draws):
            style = Style.USUAL if draw % 2 else Style.DOUBLE
            try:
                env = self.comparison.world.environment(self.seed + draw, style, Trace())
            except CheckError:
                continue
            yield env, style


def _undecided(claims: Sequence[Claim], names: Iterable[str], what: str) -> CheckError:
    definitions = {c.definition.key: c.definition for c in claims if c.definition}
    message = f"this line decides nothing: {what}; compare it with a reference of its own"
    return CheckError(message, definitions[next(iter(names))].span)


def _is_in_an_inequality(claims: Sequence[Claim], key: str) -> bool:
    """Whether a name stands in an inequality, which need not be sharp."""
    statements = (claim.statement for claim in claims if claim.statement.is_inequality)
    return any(key in names_in(statement) for statement in statements)


def _is_differentiated(claims: Sequence[Claim], key: str) -> bool:
    """Whether a name stands under a derivative, to which no shift matters."""
    nodes = (node for claim in claims for node in tree.walk(claim.statement))
    return any(key in names_in(node) for node in nodes if isinstance(node, DERIVATIVES))
