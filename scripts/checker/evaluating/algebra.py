"""Products, powers and sums of scalars, vectors and matrices: vectors are columns.

A scalar has no axes, a vector one, a matrix two; a transposed vector is a matrix with
one row. What has two readings is refused.
"""

from collections.abc import Callable, Sequence
import math

import torch
from torch import Tensor

from scripts.checker import matrices, tree
from scripts.checker.errors import CheckError, Unlucky
from scripts.checker.tree import Expr


def shape_text(value: Tensor) -> str:
    """A shape in words."""
    kinds = {0: "a number", 1: "a vector of {}", 2: "a {} matrix"}
    sizes = "×".join(map(str, value.shape))
    return kinds.get(value.ndim, "a {} tensor").format(sizes)


def is_row(value: Tensor) -> bool:
    """Whether this is a transposed vector."""
    return value.ndim == 2 and value.shape[0] == 1


def transpose(value: Tensor) -> Tensor:
    """Columns become rows, a row becomes a vector again."""
    if value.ndim == 0:
        raise CheckError("a number has no transpose")
    if value.ndim == 1:
        return value.unsqueeze(0)
    return value.squeeze(0) if is_row(value) else value.mT


def entry(value: Tensor, places: Sequence[int]) -> Tensor:
    """The entry at these places, counted from 1."""
    if len(places) > value.ndim:
        raise CheckError(f"{len(places)} indices at {shape_text(value)}")
    for place, size in zip(places, value.shape, strict=False):
        if not 1 <= place <= size:
            raise CheckError(f"index {place} where {size} are")
    return value[tuple(place - 1 for place in places)]


def add(left: Tensor, right: Tensor) -> Tensor:
    """Entry by entry; a number may be added to every entry of a vector or matrix."""
    if left.ndim and right.ndim and left.shape != right.shape:
        raise CheckError(f"cannot add {shape_text(left)} and {shape_text(right)}")
    return left + right


def hadamard(left: Tensor, right: Tensor) -> Tensor:
    """⊙: entry by entry, of equal shapes."""
    if left.shape != right.shape:
        raise CheckError(f"⊙ of {shape_text(left)} and {shape_text(right)}: shapes differ")
    return left * right


def multiply(left: Tensor, right: Tensor) -> Tensor:
    """Juxtaposition: scaling or the product of matrices."""
    if left.dtype != right.dtype:
        common = torch.promote_types(left.dtype, right.dtype)
        left, right = left.to(common), right.to(common)
    if left.ndim == 0 or right.ndim == 0:
        return left * right
    if left.ndim == 1 and right.ndim == 1:
        message = "two vectors side by side: write a^\\top b, a \\odot b or a b^\\top"
        raise CheckError(message)
    if left.ndim == 1 and is_row(right):
        return left.unsqueeze(1) * right
    if left.ndim == 1:
        raise CheckError("a vector times a matrix: vectors are columns, write v^\\top A")
    if left.shape[-1] != right.shape[0]:
        raise CheckError(f"cannot multiply {shape_text(left)} by {shape_text(right)}")
    product = left @ right
    return product.squeeze(0) if is_row(left) and right.ndim == 1 else product


def product(factors: Sequence[Tensor]) -> Tensor:
    """Π: numbers and matrices, from left to right."""
    result = factors[0]
    for factor in factors[1:]:
        result = multiply(result, factor)
    return result


def dot(left: Tensor, right: Tensor) -> Tensor:
    """`\\cdot`: the inner product of two vectors, else an ordinary product."""
    if left.ndim == 1 and right.ndim == 1:
        if left.shape != right.shape:
            raise CheckError(f"dot product of {shape_text(left)} and {shape_text(right)}")
        return torch.dot(left, right)
    return multiply(left, right)


def times(left: Tensor, right: Tensor) -> Tensor:
    """`\\times`: of numbers; the cross product of two vectors in space."""
    if left.ndim == 1 and right.ndim == 1 and left.shape == right.shape == (3,):
        product: Tensor = torch.linalg.cross(left, right)
        return product
    if left.ndim and right.ndim:
        raise CheckError("\\times of two arrays: write \\odot or a matrix product")
    return left * right


def outer(left: Tensor, right: Tensor) -> Tensor:
    """`\\otimes`: the outer product of two vectors, the Kronecker product of two matrices."""
    if left.ndim == right.ndim == 2 and not (is_row(left) or is_row(right)):
        return torch.kron(left.contiguous(), right.contiguous())
    if left.ndim != 1 or right.ndim != 1:
        raise CheckError("\\otimes is read for two vectors, or two matrices, only")
    return torch.outer(left, right)


def divide(left: Tensor, right: Tensor) -> Tensor:
    """Division by a number, or entry by entry of two vectors."""
    if right.ndim == 2:
        raise CheckError("division by a matrix: write its inverse")
    if right.ndim == 1 and left.shape not in {right.shape, torch.Size()}:
        raise CheckError(f"cannot divide {shape_text(left)} by {shape_text(right)}")
    return left / right


def power(base: Tensor, exponent: Tensor, *, integer: int | None) -> Tensor:
    """A number, or every entry of a vector, to a power; a square matrix to an integer power."""
    if exponent.ndim:
        raise CheckError("an exponent is a number")
    if base.ndim == 2:
        if integer is None:
            return matrices.real_power(base, exponent)
        if base.shape[0] != base.shape[1]:
            raise CheckError(f"a power of {shape_text(base)}: of its entries, write A_{{ij}}^p")
        if (
            integer == -1
            and not float(torch.linalg.cond(base.detach())) <= matrices.WORST_CONDITION
        ):
            raise Unlucky("this matrix is nearly singular")
        if integer == -1:
            return base.inverse()
        return torch.matrix_power(base, integer)
    if base.ndim == 1 and integer is not None and integer < 0:
        raise CheckError("a vector has no inverse")
    if integer is not None:
        return base**integer
    return base**exponent


def norm(value: Tensor, order: float | str | None) -> Tensor:
    """The norm of a vector (2 without a label), or of a matrix by its label."""
    if value.ndim == 0:
        raise CheckError("a norm of a number: write |x|")
    if value.ndim == 1 or is_row(value):
        if isinstance(order, str):
            raise CheckError(f"norm with label {order} of a vector")
        scale = value.detach().abs().max() if order and 2 < order < math.inf else torch.ones(())
        scale = torch.where(scale > 0, scale, 1.0)
        norm: Tensor = torch.linalg.vector_norm(value / scale, 2 if order is None else order)
        return scale * norm  # a high power of a small number would be 0
    if order is None:
        raise CheckError("norm of a matrix without a label: write _F or _2")
    labels = {"F": "fro", "*": "nuc", "op": 2}
    kind = labels[order] if isinstance(order, str) else order
    if kind not in {"fro", "nuc", 2, 1, float("inf")}:
        raise CheckError("this norm of a matrix is not read")
    result: Tensor = torch.linalg.matrix_norm(value, kind)
    return result


def absolute(value: Tensor) -> Tensor:
    """|x|, entry by entry of a vector."""
    if value.ndim == 2:
        raise CheckError("|A| of a matrix has two readings: write \\det(A), or |A_{ij}|")
    return value.abs()


def subtract(left: Tensor, right: Tensor) -> Tensor:
    """`a - b`, of values that can be added."""
    return add(left, -right)


# What the operators of a formula mean, but a power.
BINARY: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "+": add, "-": subtract, "*": multiply, ".": dot, "x": times, "o": hadamard, "@": outer,
    "/": divide,
}  # fmt: skip
# ⌊x⌉ takes the even one of two whole numbers that are equally near, as torch.round does.
ROUNDING = {"⌊": torch.floor, "⌈": torch.ceil, "⌊⌉": torch.round}


def order_of_norm(node: tree.Bars, number: Callable[[Expr], Tensor]) -> float | str | None:
    """Which norm the bars with this index are, given how to evaluate a number."""
    if isinstance(node.order, tree.Word):
        return math.inf if node.order.text == "\\infty" else node.order.text
    return None if node.order is None else float(number(node.order))
