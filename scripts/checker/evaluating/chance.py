"""Expectations, variances and covariances of random variables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.averaging import mean
from scripts.checker.evaluating.dependence import is_mean, left_open, named_variables, random_in
from scripts.checker.evaluating.dispatch import evaluate, rule
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.evidence import Evidence, all_true, evidence_of, require_some
from scripts.checker.evaluating.joint import together, unknown_again
from scripts.checker.evaluating.smoothness import is_smooth
from scripts.checker.substitution import substitute
from scripts.checker.tree import Expr


@rule.register
def _expectation(node: tree.Expectation, env: Environment) -> Tensor:
    """E over the named variables, else over all that are random in the body."""
    evidence = evidence_of(node.given, env)
    if node.over:
        env, keys = named_variables(node.over, env)
    else:
        env, keys = unknown_again(env), random_in([node.body], env)
    if not keys:
        raise CheckError("nothing random is inside this expectation", node.body.span)
    return _conditional_mean(node.body, keys, evidence, env)


def _conditional_mean(
    body: Expr, keys: Sequence[str], evidence: Evidence, env: Environment
) -> Tensor:
    """The mean of an expression; of the cases in which the evidence holds, if there is any."""
    known, conditions = evidence.known, evidence.conditions
    every = list(dict.fromkeys([*keys, *known, *random_in(conditions, env)]))
    if not every:
        return evaluate(body, env)  # Cov(X, c) of a constant
    try:
        blocks = together(every, env)
    except CheckError as error:
        error.span = error.span or body.span
        raise
    body, env = _without_inner_means(body, {key for b in blocks for key in b.keys}, env)
    place, smooth = body.span, not conditions and is_smooth(body, env)
    if not known and not conditions:
        return mean(lambda inner: evaluate(body, inner), blocks, env, {}, place, smooth=smooth)
    shape = torch.Size()

    def counted(inner: Environment) -> Tensor:
        nonlocal shape
        value, counts = evaluate(body, inner), all_true(conditions, inner)
        shape = value.shape
        return torch.cat([value.reshape(-1) * counts, counts.reshape(1)])

    sums = mean(counted, blocks, env, known, place, smooth=smooth)
    require_some(sums[-1], place, env)
    return (sums[:-1] / sums[-1]).reshape(shape)


# -- means inside of means --------------------------------------------------------------------


def _without_inner_means(body: Expr, outer: set[str], env: Environment) -> tuple[Expr, Environment]:
    """The body with every mean that does not hang on the outer variables worked out, once."""
    for node in list(closed_means(body, outer, env)):
        key = f"\\mean_{{{len(env.values)}}}"
        value = evaluate(node, env)
        body = substitute(body, node, tree.Name(key, span=node.span))
        env = replace(env, values={**env.values, key: value})
    return body, env


def closed_means(node: Expr, outer: set[str], env: Environment) -> Iterator[Expr]:
    """The outermost means inside of a node that do not hang on the outer variables."""
    if isinstance(node, tree.Big | tree.Integral | tree.Limit | tree.Derivative):
        return  # an index or a variable may be inside
    if is_mean(node) and not set(left_open(node, env)) & outer:
        yield node
        return
    for child in tree.children(node):
        yield from closed_means(child, outer, env)


# -- variance, covariance ---------------------------------------------------------------------


def moment(node: tree.Call, env: Environment) -> Tensor:
    """Variance or covariance, as an expectation; of a vector, the covariance matrix."""
    assert isinstance(node.function, tree.Word)
    word, arguments = node.function.text, node.arguments
    left, right = arguments[0], arguments[-1]
    keys = random_in(arguments, env)
    if not keys:
        raise CheckError("nothing random is in here", node.span)
    evidence, env = evidence_of(node.given, env), unknown_again(env)
    centers = [
        _conditional_mean(side, random_in([side], env), evidence, env) for side in (left, right)
    ]
    is_vector = bool(centers[0].ndim)
    wanted = 1 if word == "Var" or (is_vector and len(arguments) == 1) else 2
    if len(arguments) != wanted:
        raise CheckError(f"{word} takes {wanted} arguments", arguments[0].span)
    if is_vector and word != "Cov":
        raise CheckError(f"{word} of a vector: write \\operatorname{{Cov}}(x)", left.span)
    names = [f"\\center_{{{n}}}" for n in (1, 2)]
    env = replace(env, values={**env.values, **dict(zip(names, centers, strict=True))})

    def centered(side: Expr, name: str) -> Expr:
        return tree.Binary("-", side, tree.Name(name, span=side.span), span=side.span)

    a, b = centered(left, names[0]), centered(right, names[1])
    if word == "Var":  # a mean inside is worked out once
        square = tree.Binary("^", a, tree.Number("2"), span=node.span)
        return _conditional_mean(square, keys, evidence, env)
    product = tree.Binary(
        "*", a, tree.Transpose(b, span=b.span) if is_vector else b, span=node.span
    )
    return _conditional_mean(product, keys, evidence, env)
