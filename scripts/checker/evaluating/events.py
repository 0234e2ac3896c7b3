"""Probabilities of events: `P(X \\le x)`, `P(a < X \\le b, Y = y)`, `P(X > a \\mid Y = y)`."""

from collections.abc import Iterable, Iterator, Sequence
import math

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Unlucky
from scripts.checker.evaluating.averaging import blurred, mean
from scripts.checker.evaluating.continuous import bounds
from scripts.checker.evaluating.dependence import random_in
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.evidence import all_true, evidence_of, require_some
from scripts.checker.evaluating.families import Law, has_density, is_discrete, unchecked
from scripts.checker.evaluating.joint import together, unknown_again
from scripts.checker.evaluating.points import density_of
from scripts.checker.tree import Expr
from scripts.checker.words import OUTCOME

FLIPPED = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}
ENDS = set(FLIPPED)


def probability(node: tree.Call, env: Environment) -> Tensor:
    """`P(X = x)`, `P(X \\le x, Y = y)`, `P(X > a \\mid Y = y)`."""
    if isinstance(node.function, tree.Name):
        _is_law_of(node.function, random_in(node.arguments, env), env)
    keys = random_in(node.arguments, env)
    if not keys:
        raise CheckError("P(…) is about a random variable", node.span)
    for condition in _conditions_in(node.arguments):
        _refuse_single_values(condition, env)
    evidence, env = evidence_of(node.given, env), unknown_again(env)
    if (exact := _without_a_mean(node.arguments, node.given, env)) is not None:
        return exact
    every = list(dict.fromkeys([*keys, *evidence.known, *random_in(evidence.conditions, env)]))
    blocks = together(every, env)

    def counted(inner: Environment) -> Tensor:
        counts = all_true(evidence.conditions, inner)
        return torch.stack([counts * all_true(node.arguments, inner), counts])

    if not node.given:
        events = node.arguments
        return mean(lambda inner: all_true(events, inner), blocks, env, {}, node.span)
    sums = mean(counted, blocks, env, evidence.known, node.span)
    if OUTCOME in keys and bool(sums[1] == 0):
        raise Unlucky("these events exclude each other", node.span)
    require_some(sums[1], node.span, env)
    return sums[0] / sums[1]


def _conditions_in(nodes: Iterable[Expr]) -> Iterator[tree.Relation]:
    """The single relations of conditions."""
    for node in nodes:
        for inner in tree.walk(node):
            if isinstance(inner, tree.Relation):
                yield inner


def _is_law_of(function: tree.Name, keys: Sequence[str], env: Environment) -> None:
    its = {key for block in env.laws.get(function.key, ()) for key in block.keys}
    for key in keys:
        if key not in its:
            raise CheckError(f"{key} is not distributed so", function.span)


def _refuse_single_values(condition: tree.Relation, env: Environment) -> None:
    """A continuous variable takes no single value, whatever its density there is."""
    if condition.op not in {"=", "≠"}:
        return
    for key in random_in([condition], env):
        block = env.random[key]
        if block.parents or is_discrete(block.law(env)):
            continue
        message = f"{key} is continuous, no value has a probability: for its density write p(x)"
        raise CheckError(message, condition.span)


def _without_a_mean(
    events: Sequence[Expr], given: Sequence[Expr], env: Environment
) -> Tensor | None:
    """P(X = x), and events about one continuous variable by its distribution function."""
    relations = list(_conditions_in([*events, *given]))
    keys = {n.left.key for n in relations if isinstance(n.left, tree.Name)}
    keys |= {n.right.key for n in relations if isinstance(n.right, tree.Name)} & set(env.random)
    keys &= set(env.random)
    if len(keys) != 1 or len(random_in(relations, env)) > 1:
        return None
    (key,) = keys
    block = env.random[key]
    if block.parents or len(block.keys) > 1 or (law := block.law(env)).event_shape:
        return None
    match events:
        case (tree.Relation("=", tree.Name(key=name), right),) if name == key and not given:
            return density_of(law, evaluate(right, env)) if is_discrete(law) else None
    if is_discrete(law) or not has_density(law):
        return None
    if not given:
        return _between(law, key, relations, env)
    condition = _between(law, key, list(_conditions_in(given)), env)
    both = _between(law, key, relations, env)
    return None if condition is None or both is None else both / condition


def _below(law: Law, end: Tensor) -> Tensor:
    """The probability of all that is below, also where that is outside of the support."""
    low, high = bounds(law)
    if bool(end == -math.inf) or (low is not None and bool(end <= low)):
        return number(0.0)
    if bool(end == math.inf) or (high is not None and bool(end >= high)):
        return number(1.0)
    below: Tensor = law.cdf(end)
    return below


def _between(
    law: Law, key: str, relations: Sequence[tree.Relation], env: Environment
) -> Tensor | None:
    """The probability of an interval that all these relations leave; None where they are others."""
    low, high = number(-math.inf), number(math.inf)
    for relation in relations:
        left, op, right = relation.left, relation.op, relation.right
        if right == tree.Name(key):
            left, op, right = right, FLIPPED.get(op, ""), left
        if left != tree.Name(key) or op not in ENDS or random_in([right], env):
            return None
        end = evaluate(right, env)
        if op in "≤<":
            high = torch.minimum(high, end)
        else:
            low = torch.maximum(low, end)
    try:
        with unchecked():
            ends = [_below(law, end) for end in (low, high)]
    except (NotImplementedError, RuntimeError, ValueError):
        return None
    return blurred((ends[1] - ends[0]).clamp(min=0), number(1.0), env.trace)
