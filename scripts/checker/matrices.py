"""Functions of whole matrices, and matrices made of blocks."""

from collections.abc import Sequence

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, Unlucky

ROUNDING = 1e-9  # of the largest entry: how far a symmetric matrix may be from its transpose
WORST_CONDITION = 1e4  # an inverse loses as many digits as this number has

Row = Sequence[Tensor | None]  # None: zeros, as many as fit


def real_power(base: Tensor, exponent: Tensor) -> Tensor:
    """`A^{1/2}`, `A^{-1/2}`: of the eigenvalues of a symmetric positive definite matrix."""
    size = float(base.detach().abs().max())
    message = f"a matrix to the power {float(exponent):g} is read where it is symmetric and"
    if base.shape[0] != base.shape[1] or not _equal(base, base.mT, size):
        raise CheckError(f"{message} positive definite; of its entries, write A_{{ij}}^p")
    values, vectors = torch.linalg.eigh((base + base.mT) / 2)
    smallest = float(values.detach().min())
    if smallest < -ROUNDING * size or (smallest <= 0 and float(exponent) < 0):
        raise CheckError(f"{message} positive definite: this one has an eigenvalue {smallest:.3g}")
    if float(exponent) < 0 and float(values.detach().max()) > WORST_CONDITION * smallest:
        raise Unlucky("this matrix is nearly singular")
    power: Tensor = (vectors * values.clamp(min=0) ** exponent) @ vectors.mT
    return power


def exponential(value: Tensor) -> Tensor:
    """exp: of numbers, of each entry of a vector, of a whole square matrix."""
    if value.ndim < 2:
        return value.exp()
    if value.ndim > 2 or value.shape[0] != value.shape[1]:
        raise CheckError("exp of an array: write its entries, \\exp(A_{ij})")
    return torch.matrix_exp(value)


def inner(left: Tensor, right: Tensor) -> Tensor:
    """⟨a, b⟩ of two vectors, or of two matrices (Frobenius)."""
    if left.ndim == 0 or left.shape != right.shape:
        message = "⟨a, b⟩ is read for two vectors, or two matrices, of the same shape"
        raise CheckError(message)
    if left.is_complex() or right.is_complex():
        raise CheckError("⟨a, b⟩ of complex vectors: which one is conjugated? Write the sum")
    return (left * right).sum()


def blocks(rows: Sequence[Row]) -> Tensor:
    """One matrix from blocks: matrices, vectors as columns, numbers; a vector if all are columns.

    The heights in a row and the widths in a column agree.
    """
    columns = [[None if b is None else _as_matrix(b) for b in row] for row in rows]
    heights = [_common(row, 0, "row") for row in columns]
    widths = [_common([row[n] for row in columns], 1, "column") for n in range(len(columns[0]))]
    filled = [
        [
            torch.zeros(height, width, dtype=torch.float64) if block is None else block
            for block, width in zip(row, widths, strict=True)
        ]
        for row, height in zip(columns, heights, strict=True)
    ]
    whole = torch.cat([torch.cat(row, 1) for row in filled], 0)
    is_vector = all(b is not None and b.ndim < 2 for row in rows for b in row)
    return whole.squeeze(1) if is_vector and whole.shape[1] == 1 else whole


def _as_matrix(block: Tensor) -> Tensor:
    if block.ndim > 2:
        raise CheckError("the blocks of a matrix are matrices, vectors and numbers")
    return block if block.ndim == 2 else block.reshape(-1, 1)


def _common(line: Sequence[Tensor | None], axis: int, what: str) -> int:
    """The size that all blocks of a row or column share."""
    sizes = {block.shape[axis] for block in line if block is not None}
    if not sizes:
        raise CheckError(f"a {what} of zeros only: how many?")
    if len(sizes) > 1:
        kind = "heights" if axis == 0 else "widths"
        found = " and ".join(map(str, sorted(sizes)))
        raise CheckError(f"the blocks of a {what} have {kind} {found}")
    return next(iter(sizes))


def _equal(left: Tensor, right: Tensor, size: float) -> bool:
    return bool((left - right).detach().abs().max() <= ROUNDING * size)
