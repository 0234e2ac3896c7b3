"""Values that take long, once for the same inputs: a side is evaluated again and again."""

from collections.abc import Callable

from torch import Tensor

from scripts.checker.evaluating.environment import Environment
from scripts.checker.tree import Expr


def remembered(node: Expr, env: Environment, compute: Callable[[], Tensor]) -> Tensor:
    """What `compute` says of a node, free of noise, with the error that it notes."""
    names = sorted(node.names)
    values = [env.values.get(name) for name in names]
    changing = any(isinstance(value, Tensor) and value.requires_grad for value in values)
    if changing or env.trace.at_once or any(name in env.definitions for name in names):
        with env.trace.exactly():
            return compute()
    token = (node, *map(id, values))
    if token not in env.remembered:
        before, env.trace.error = env.trace.error, 0.0
        with env.trace.exactly():
            value = compute()
        env.remembered[token] = value, env.trace.error, values  # kept, so that no id comes again
        env.trace.error = max(before, env.trace.error)
    known: Tensor
    known, error, _ = env.remembered[token]
    env.trace.error = max(env.trace.error, error)
    return known
