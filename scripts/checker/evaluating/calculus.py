"""Derivatives by autograd."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate, rule
from scripts.checker.evaluating.environment import Environment
from scripts.checker.tree import Expr

MOST_DERIVATIVES = 10
TAKEN = ContextVar("derivatives that are being taken, each of the next", default=0)


def jacobian(function: Callable[[Tensor], Tensor], at: Tensor) -> Tensor:
    """All derivatives of `function`, shape of its value + shape of `at`; differentiable again."""
    x = at.clone() if at.requires_grad else at.detach().clone().requires_grad_()
    with _one_more():
        y = function(x)
    if y.is_complex():
        raise CheckError("derivatives of complex values are not read")
    rows = []
    for entry in y.reshape(-1):
        slope = None
        if entry.requires_grad:
            slope = torch.autograd.grad(entry, x, create_graph=True, allow_unused=True)[0]
        rows.append(torch.zeros_like(x) if slope is None else slope)
    return torch.stack(rows).reshape((*y.shape, *x.shape))


@contextmanager
def _one_more() -> Iterator[None]:
    """A derivative inside of those that are being taken: each costs a multiple of the last."""
    taken = TAKEN.get()
    if taken == MOST_DERIVATIVES:
        raise CheckError(f"more than {MOST_DERIVATIVES} derivatives of derivatives")
    token = TAKEN.set(taken + 1)
    try:
        yield
    finally:
        TAKEN.reset(token)


def gradient_of(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """The gradient of a function with one number as its value."""

    def slope(x: Tensor) -> Tensor:
        def single(x: Tensor) -> Tensor:
            y = function(x)
            if y.ndim:
                raise CheckError("the gradient of a vector: write the Jacobian")
            return y

        return jacobian(single, x)

    return slope


def primed(function: Callable[..., Tensor], order: int) -> Callable[[Tensor], Tensor]:
    """`f'`, of a function of one number; entry by entry of a vector."""

    if order > MOST_DERIVATIVES:
        raise CheckError(f"more than {MOST_DERIVATIVES} derivatives of derivatives")

    def slope(x: Tensor) -> Tensor:
        if x.ndim:
            return torch.stack([slope(entry) for entry in x])
        return jacobian(function, x)

    return slope if order == 1 else primed(slope, order - 1)


@rule.register
def derivative(node: tree.Derivative, env: Environment) -> Tensor:
    """`\\frac{\\partial^2 f}{\\partial x_i \\partial x_j}`, `\\nabla_x` of an expression."""

    def differentiate(count: int, inner: Environment) -> Tensor:
        if count == 0:
            value = evaluate(node.body, inner)
            if node.gradient and value.ndim:
                raise CheckError("the gradient of a vector: write the Jacobian", node.body.span)
            return value
        variable = node.variables[-count]
        key, indices = variable_of_slope(variable)
        at = evaluate(tree.Name(key, span=variable.span), inner)
        slope = jacobian(lambda x: differentiate(count - 1, inner.binding(key, x)), at)
        if not indices:
            return slope
        if len(indices) != at.ndim:
            raise CheckError("a derivative by an entry names every index", variable.span)
        places: list[int] = [int(evaluate(index, inner)) - 1 for index in indices]
        for place, size in zip(places, at.shape, strict=True):
            if not 0 <= place < size:
                raise CheckError(f"index {place + 1} where {size} are", variable.span)
        for place in reversed(places):
            slope = slope[..., place]
        return slope

    return differentiate(len(node.variables), env)


def variable_of_slope(node: Expr) -> tuple[str, tuple[Expr, ...]]:
    """The name by which a derivative is taken, and the indices of its entry."""
    match node:
        case tree.Name(key=key):
            return key, ()
        case tree.Index(base=tree.Name(key=key), indices=indices):
            return key, indices
    raise CheckError("a derivative is taken by a name or an entry of it", node.span)
