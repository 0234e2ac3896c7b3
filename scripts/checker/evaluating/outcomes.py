"""Events as sets, P(A \\mid B): one outcome is drawn, each with a probability of its own."""

from collections.abc import Sequence
from dataclasses import replace

import torch

from scripts.checker import tree
from scripts.checker.errors import CheckError, Unlucky
from scripts.checker.evaluating.environment import Block, Environment, Members, Random
from scripts.checker.evaluating.families import Finite
from scripts.checker.evaluating.sets import members
from scripts.checker.reading.symbols import Declaration
from scripts.checker.words import OUTCOME, OUTCOMES


def with_outcomes(env: Environment, declarations: Sequence[Declaration]) -> Environment:
    """The world in which an outcome is drawn from the set that all events are parts of."""
    events = [d for d in declarations if d.kind == "set"]
    wholes = {d.domain.items for d in events if d.domain is not None}
    if len(wholes) != 1 or any(d.domain is None for d in events):
        message = "events are parts of one listed set: $A, B \\subset \\{1, \\ldots, n\\}$"
        raise CheckError(message)
    outcomes = members(tree.Listing(wholes.pop()), env)
    for event in events:
        if len(members(tree.Name(event.key), env)) == len(outcomes):
            raise Unlucky(f"{event.key} is certain here")
    shares = torch.softmax(torch.randn(len(outcomes), dtype=torch.float64), 0)
    law = Finite(torch.stack(outcomes), shares)
    drawn = Random(OUTCOME, law)
    return replace(
        env,
        values={
            **env.values,
            OUTCOME: drawn,
            OUTCOMES: Members(OUTCOMES, outcomes),
        },
        random={**env.random, OUTCOME: Block((OUTCOME,), (), lambda _: law)},
    )
