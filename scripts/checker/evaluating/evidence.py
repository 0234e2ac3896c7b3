"""What stands behind a bar, `\\mid X = x`: the values of variables, and other conditions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.conditions import truth
from scripts.checker.evaluating.dependence import variable_of
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment
from scripts.checker.tree import Expr


@dataclass
class Evidence:
    """What stands behind a bar: variables with their values, and other conditions."""

    known: dict[str, Tensor] = field(default_factory=dict)
    conditions: list[Expr] = field(default_factory=list)


def evidence_of(given: Sequence[Expr], env: Environment) -> Evidence:
    """`X = x`, `X` (at the value that it has here) or any other condition."""
    evidence = Evidence()
    for node in given:
        match node:
            case tree.Relation("=", tree.Name(key=key), right) if key in env.random:
                evidence.known[key] = evaluate(right, env)
            case tree.Name(key=key) if key in env.random:
                value = env.values.get(key)
                if not isinstance(value, Tensor):
                    raise CheckError(f"which value does {key} have? Write {key} = x", node.span)
                evidence.known[key] = value
            case tree.Name(key=key) if isinstance(env.values.get(key), Tensor):
                if variable := variable_of(key, env.random):
                    evidence.known[variable] = evaluate(node, env)
            case tree.Relation() | tree.Both():
                evidence.conditions.append(node)
            case _:
                raise CheckError("expected what is given, such as X = x", node.span)
    return evidence


def require_some(share: Tensor, span: Span, env: Environment) -> None:
    """Complain of a condition that holds in no share of the cases."""
    if not env.trace.at_once and bool(share == 0):
        raise CheckError("the condition of this never holds", span)


def all_true(conditions: Iterable[Expr], env: Environment) -> Tensor:
    """1 where all conditions hold, else 0."""
    result = torch.ones((), dtype=torch.float64)
    for condition in conditions:
        result = result * truth(condition, env)
    return result
