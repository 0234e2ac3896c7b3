"""Densities by the name of their law, `p(x)`, `p(x, y)`, `p(y \\mid x)`, and what is made of them:
entropies, mutual information, divergences."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.averaging import mean
from scripts.checker.evaluating.dependence import law_at, variable_of
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Block, Environment, Random
from scripts.checker.evaluating.joint import together, unknown_again
from scripts.checker.evaluating.points import log_density_of, log_marginal
from scripts.checker.tree import Expr

POINT = "\\point"  # a variable of a law that the page gives no name


def density(node: tree.Call, env: Environment) -> Tensor:
    """`p(x)`, `p(x, y)`, `p(y \\mid x)`: which p is meant, its arguments tell."""
    assert isinstance(node.function, tree.Name)
    law = node.function.key
    known = _assigned(node, node.arguments, law, env)
    given = _assigned(node, node.given, law, env)
    found = _log_density_at({**given, **known}, env, node)
    return (found - _log_density_at(given, env, node) if given else found).exp()


def _assigned(
    node: tree.Call, arguments: Sequence[Expr], law: str, env: Environment
) -> dict[str, Tensor]:
    """Which variable each argument is a value of."""
    keys = [key for block in env.laws[law] for key in block.keys]
    known: dict[str, Tensor] = {}
    for place, argument in enumerate(arguments):
        name = argument.key if isinstance(argument, tree.Name) else ""
        variable = name if name in keys else variable_of(name, keys)
        if variable is None and not node.given and len(arguments) == len(keys):
            variable = keys[place]
        if variable is None:
            if arguments is node.given and name not in env.random:
                continue  # a number that the law hangs on
            message = f"of which variable of {law} is this a value? Name it so: x for X"
            raise CheckError(message, argument.span)
        if isinstance(env.values.get(name), Random):
            message = f"what does {name} do? Write {law}({name} = x), of an event {law}({name} = 1)"
            raise CheckError(message, argument.span)
        known[variable] = evaluate(argument, env)
    return known


def _log_density_at(known: dict[str, Tensor], env: Environment, node: Expr) -> Tensor:
    """The logarithm of the joint density of these variables at these values."""
    env = unknown_again(env)
    try:
        blocks = together(list(known), env)
    except CheckError as error:
        error.span = error.span or node.span
        raise
    if len(blocks) == 1 and len(blocks[0].keys) == 1:
        (value,) = known.values()
        return log_density_of(blocks[0].law(env), value)
    if len(blocks) == 1:
        return log_marginal(blocks[0].law(env), blocks[0].keys, known)
    one = torch.ones((), dtype=torch.float64)
    return mean(lambda inner: one, blocks, env, known, node.span, smooth=True).log()


def entropy(node: tree.Call, env: Environment) -> Tensor:
    """`H(X)`, `H(X, Y)`, `H(Y \\mid X)`: the mean of minus the logarithm of the density."""
    keys = _variables(node.arguments, env)
    given = _variables(node.given, env)
    return _entropy([*keys, *given], env, node) - (_entropy(given, env, node) if given else 0)


def information(node: tree.Call, env: Environment) -> Tensor:
    """`I(X; Y)`: how much less the joint entropy is than the sum of both."""
    if len(node.arguments) != 2 or node.given:
        raise CheckError("mutual information is that of two variables: I(X; Y)", node.span)
    keys = _variables(node.arguments, env)
    each = sum((_entropy([key], env, node) for key in keys), torch.zeros(()))
    return each - _entropy(keys, env, node)


def _variables(nodes: Sequence[Expr], env: Environment) -> list[str]:
    keys = [node.key for node in nodes if isinstance(node, tree.Name) and node.key in env.random]
    if len(keys) != len(nodes):
        raise CheckError("the entropy of what? Expected random variables", nodes[0].span)
    return keys


def _entropy(keys: Sequence[str], env: Environment, node: Expr) -> Tensor:
    keys, env = list(dict.fromkeys(keys)), unknown_again(env)

    def surprise(inner: Environment) -> Tensor:
        values: dict[str, Tensor] = {}
        for key in keys:
            value = inner.values[key]
            assert isinstance(value, Tensor)
            values[key] = value
        return -_log_density_at(values, env, node)

    blocks = together(keys, env)
    return mean(surprise, blocks, env, {}, node.span, smooth=len(keys) > 1)


def are_laws(sides: Sequence[Expr], env: Environment) -> bool:
    """Whether these are laws, not vectors of probabilities."""
    return any(_law(side, env) is not None for side in sides)


def divergence(node: tree.Call, env: Environment) -> Tensor:
    """KL of two laws: the mean of the logarithm of the ratio of their densities."""
    laws = [_law(side, env) for side in node.inputs]
    if len(laws) != 2 or None in laws:
        raise CheckError("KL compares two laws, or two vectors of probabilities", node.span)
    p, q = (law for law in laws if law is not None)

    def log_ratio(inner: Environment) -> Tensor:
        x = inner.values[POINT]
        assert isinstance(x, Tensor)
        return log_density_of(p.law(env), x) - log_density_of(q.law(env), x)

    block = replace(p, keys=(POINT,))
    env = replace(env, values={**env.values, POINT: Random(POINT, None)})
    is_vector = bool(block.law(env).event_shape)
    return mean(log_ratio, [block], env, {}, node.span, smooth=is_vector)


def _law(node: Expr, env: Environment) -> Block | None:
    name, block = law_at(node, env)
    if block is None or (name and name not in env.laws):
        return None
    if len(block.keys) > 1 or len(env.laws.get(name, (block,))) > 1:
        raise CheckError("the law of which variable? Give each a name", node.span)
    for parent in block.parents:
        if not isinstance(env.values.get(parent), Tensor):
            raise CheckError(f"this law hangs on {parent}, which has no value here", node.span)
    return block
