"""Random variables: expectations and probabilities by enumeration or by quadrature."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.conditions import holds
from scripts.checker.evaluating.dispatch import evaluate, number, rule
from scripts.checker.evaluating.environment import Environment, Random, Trace
from scripts.checker.evaluating.quadrature import quadrature
from scripts.checker.evaluating.variables import density, has_density, support
from scripts.checker.tree import Expr

SAMPLES = 8_000  # of one run


def mean_of(variable: Random, function: Callable[[Tensor], Tensor], trace: Trace) -> Tensor:
    """The expectation of a function of one random variable."""
    distribution = variable.distribution
    if not has_density(variable):
        trace.sampled = True
        samples = function(distribution.sample((SAMPLES,)))
        return samples.mean() if samples.ndim else samples
    if distribution.event_shape or distribution.batch_shape:
        raise CheckError(f"{variable.key} is a random vector: its expectation is not enumerated")
    if distribution.support.is_discrete:
        terms = [density(variable, value) * function(value) for value in support(variable)]
        return torch.stack(terms).sum(0)
    low = float(getattr(distribution.support, "lower_bound", float("-inf")))
    high = float(getattr(distribution.support, "upper_bound", float("inf")))
    return quadrature(lambda x: density(variable, x) * function(x), low, high, trace)


@rule.register
def _expectation(node: tree.Expectation, env: Environment) -> Tensor:
    if node.given:
        raise CheckError("a conditional expectation is not read", node.span)
    return expectation(node.body, node.over, env)


def expectation(body: Expr, over: Sequence[Expr], env: Environment) -> Tensor:
    """E over the named variables, else over all random ones in the body (independent)."""
    variables = [_variable(item, env) for item in over]
    if not variables:
        found = [n.key for n in tree.walk(body) if isinstance(n, tree.Name)]
        found = list(dict.fromkeys(found))
        variables = [(key, env.random[key]) for key in found if key in env.random]
    if not variables:
        raise CheckError("nothing random is inside this expectation", body.span)
    return _sum_over(body, variables, env)


def _sum_over(body: Expr, variables: Sequence[tuple[str, Random]], env: Environment) -> Tensor:
    if not variables:
        return evaluate(body, env)
    (key, variable), *rest = variables
    return mean_of(
        variable, lambda value: _sum_over(body, rest, env.binding(key, value)), env.trace
    )


def _variable(item: Expr, env: Environment) -> tuple[str, Random]:
    match item:
        case tree.Name(key=key):
            distribution = env.random.get(key)
        case tree.Relation("∼", tree.Name(key=key), tree.Name(key=source)):
            found = env.values.get(source)
            distribution = found if isinstance(found, Random) else None
        case _:
            raise CheckError("expected a random variable here", item.span)
    if distribution is None:
        raise CheckError(f"{key} is not random: declare {key} \\sim P", item.span)
    return key, distribution


def moment(word: str, arguments: Sequence[Expr], env: Environment) -> Tensor:
    """Variance or covariance, by their definition as expectations."""
    if len(arguments) != {"Var": 1, "Cov": 2}[word]:
        raise CheckError(f"{word} takes {1 if word == 'Var' else 2} arguments", arguments[0].span)
    left, right = arguments[0], arguments[-1]

    def centered(body: Expr) -> Expr:
        return tree.Binary("-", body, tree.Expectation(body, (), span=body.span), span=body.span)

    product = tree.Binary("o", centered(left), centered(right), span=left.span)
    return expectation(product, (), env)


def probability(node: tree.Call, env: Environment) -> Tensor:
    """`P(X = x)`, `P(X \\le x)`: added up over the values for which it holds."""
    if len(node.arguments) != 1 or not isinstance(condition := node.arguments[0], tree.Relation):
        raise CheckError("expected a probability such as P(X = x)", node.span)
    variable = condition.left
    value = env.random.get(variable.key) if isinstance(variable, tree.Name) else None
    if not isinstance(variable, tree.Name) or value is None:
        raise CheckError("P(…) is about a random variable on the left", node.span)
    if isinstance(node.function, tree.Name):
        source = env.values.get(node.function.key)
        if not isinstance(source, Random) or source.distribution is not value.distribution:
            raise CheckError(f"{variable.key} is not distributed so", node.function.span)
    if condition.op == "=":
        return density(value, evaluate(condition.right, env))
    if not value.distribution.support.is_discrete and condition.op in {"≤", "<", "≥", ">"}:
        below: Tensor = value.distribution.cdf(evaluate(condition.right, env))
        return below if condition.op in {"≤", "<"} else 1 - below

    def holding(point: Tensor) -> Tensor:
        return number(float(holds(condition, env.binding(variable.key, point))))

    return mean_of(value, holding, env.trace)
