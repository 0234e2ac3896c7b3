"""Gauss rules: points and weights that stand for a law, exact for polynomials up to a degree.

With n points that degree is 2 n - 1; where two of the points are given (Lobatto), 2 n - 3.
"""

from functools import cache
import math

import torch
from torch import Tensor


@cache
def gauss_hermite(order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the standard normal law."""
    return _golub_welsch(torch.zeros(order), torch.arange(1, order, dtype=torch.float64).sqrt())


@cache
def gauss_legendre(order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the uniform law on [-1, 1]."""
    k = torch.arange(1.0, order, dtype=torch.float64)
    return _golub_welsch(torch.zeros(order), k / (4 * k**2 - 1).sqrt())


@cache
def gauss_lobatto(order: int) -> tuple[Tensor, Tensor]:
    """Points of [-1, 1], its ends among them, and weights that sum to 1.

    A jump beside the end of a panel, between its points, would not be seen without the ends.
    """
    k = torch.arange(1.0, order, dtype=torch.float64)
    beside = k / (4 * k**2 - 1).sqrt()
    beside[-1] = math.sqrt((order - 1) / (2 * order - 3))
    return _golub_welsch(torch.zeros(order), beside)


def gauss_jacobi(a: float, b: float, order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the beta law of a and b: good where its density has no bound, too."""
    k = torch.arange(1, order, dtype=torch.float64)
    alpha, beta = b - 1, a - 1
    total = 2 * k + alpha + beta
    diagonal = (beta**2 - alpha**2) / (total * (total + 2))
    first = torch.tensor([(beta - alpha) / (alpha + beta + 2)], dtype=torch.float64)
    squares = 4 * k * (k + alpha) * (k + beta) * (k + alpha + beta)
    squares = squares / (total**2 * (total + 1) * (total - 1))
    squares[:1] = 4 * (1 + alpha) * (1 + beta) / ((2 + alpha + beta) ** 2 * (3 + alpha + beta))
    points, weights = _golub_welsch(torch.cat([first, diagonal]), squares.sqrt())
    return (points + 1) / 2, weights


def gauss_laguerre(shape: float, order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the gamma law of rate 1."""
    k = torch.arange(order, dtype=torch.float64)
    return _golub_welsch(2 * k + shape, (k[1:] * (k[1:] + shape - 1)).sqrt())


def compressed(points: Tensor, weights: Tensor, order: int) -> tuple[Tensor, Tensor]:
    """The Gauss rule of a discrete measure, by the recurrence of its orthogonal polynomials."""
    if len(points) <= order:
        return points, weights
    basis = [(weights / weights.sum()).sqrt()]
    diagonal, beside = [], []
    for k in range(order):
        following = points * basis[-1]
        diagonal.append(following @ basis[-1])
        for _ in range(2):  # once more, for what rounding left of the other directions
            for direction in basis:
                following = following - (following @ direction) * direction
        beside.append(following.norm())
        if k + 1 < order and beside[-1] < 1e-12 * points.abs().max():
            beside.pop()
            break
        basis.append(following / beside[-1])
    size = len(diagonal)
    found, share = _golub_welsch(
        torch.stack(diagonal), torch.stack([*beside, beside[0]])[: size - 1]
    )
    return found, share * weights.sum()


def _golub_welsch(diagonal: Tensor, beside: Tensor) -> tuple[Tensor, Tensor]:
    """The Gauss rule of a recurrence, by the eigenvectors of its Jacobi matrix.

    Golub, Welsch, "Calculation of Gauss quadrature rules", Math. Comp. 23, 1969.
    """
    diagonal, beside = diagonal.to(torch.float64), beside.to(torch.float64)
    jacobi = torch.diag(diagonal) + torch.diag(beside, 1) + torch.diag(beside, -1)
    points, vectors = torch.linalg.eigh(jacobi)
    return points, vectors[0] ** 2
