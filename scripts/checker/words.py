"""The words a formula may use without declaring them, each with its one meaning.

None of them normalizes quietly: KL of numbers that do not sum to one is what its sum
says, so a missing factor cannot hide.
"""

from collections.abc import Callable
import math

import torch
from torch import Tensor
from torch.nn import functional as F

from scripts.checker import matrices
from scripts.checker.errors import CheckError

Operation = Callable[..., Tensor]


def _no_matrix(name: str, apply: Operation) -> Operation:
    """Of a matrix, exp and log have two readings: entry by entry, or of the matrix."""

    def guarded(x: Tensor) -> Tensor:
        if x.ndim > 1:
            raise CheckError(f"{name} of a matrix: write its entries, \\{name}(A_{{ij}})")
        return apply(x)

    return guarded


def _needs(rank: int, name: str, apply: Operation) -> Operation:
    """An operation on vectors (rank 1: over the last axis) or on matrices (rank 2)."""

    def guarded(x: Tensor) -> Tensor:
        if x.ndim < rank:
            kind = {1: "a vector: write softmax(x)_i", 2: "a matrix"}[rank]
            raise CheckError(f"{name} takes {kind.replace('softmax', name)}")
        return apply(x)

    return guarded


def _of_vector(name: str, apply: Operation) -> Operation:
    def guarded(x: Tensor, *others: Tensor) -> Tensor:
        if x.ndim != 1:
            raise CheckError(f"{name} takes a vector")
        return apply(x, *others)

    return guarded


def log(x: Tensor, base: Tensor | None = None) -> Tensor:
    """The natural logarithm, or that to a base."""
    if x.ndim > 1:
        raise CheckError("log of a matrix: write its entries, \\log(A_{ij})")
    return torch.log(x) if base is None else torch.log(x) / torch.log(base)


def kl(p: Tensor, q: Tensor) -> Tensor:
    """Σ p log(p / q), as it stands."""
    return (p * (torch.log(p) - torch.log(q))).sum()


def gaussian(x: Tensor, mean: Tensor, spread: Tensor) -> Tensor:
    """The density with this variance (or covariance matrix) at x."""
    normal: torch.distributions.Distribution = (
        torch.distributions.MultivariateNormal(mean, spread)
        if spread.ndim == 2
        else torch.distributions.Normal(mean, spread.sqrt())
    )
    density: Tensor = normal.log_prob(x).exp()
    return density


def diagonal(x: Tensor) -> Tensor:
    """A diagonal matrix from a vector; of a matrix, its diagonal."""
    if x.ndim not in {1, 2}:
        raise CheckError("diag takes a vector or a matrix")
    return torch.diag(x)


def _refused(message: str) -> Operation:
    """A word whose conventions differ."""

    def refuse(*_: Tensor) -> Tensor:
        raise CheckError(message)

    return refuse


def median(x: Tensor) -> Tensor:
    """Of an even number of entries, the mean of the two in the middle; torch takes the lower."""
    return torch.quantile(x, 0.5)


def top(x: Tensor, count: Tensor) -> Tensor:
    """The largest entries in order."""
    return x.topk(int(count)).values


def keep_top(x: Tensor, count: Tensor) -> Tensor:
    """The largest entries where they are, the others minus infinity (Shazeer et al., 2017)."""
    largest = x.topk(int(count))
    return torch.full_like(x, -math.inf).scatter(0, largest.indices, largest.values)


def kronecker(i: Tensor, j: Tensor) -> Tensor:
    """1 where the indices agree."""
    return (i == j).to(torch.float64)


def binomial(n: Tensor, k: Tensor) -> Tensor:
    """n choose k."""
    return (torch.lgamma(n + 1) - torch.lgamma(k + 1) - torch.lgamma(n - k + 1)).exp()


def concatenate(*parts: Tensor) -> Tensor:
    """Vectors end to end; matrices side by side."""
    return torch.cat(parts, dim=-1)


def mean(x: Tensor) -> Tensor:
    """The mean of a vector."""
    if x.ndim != 1:
        raise CheckError("mean over which axis? Write the sum")
    return x.mean()


ELEMENTWISE: dict[str, Operation] = {
    "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "arcsin": torch.asin,
    "arccos": torch.acos, "arctan": torch.atan, "sinh": torch.sinh, "cosh": torch.cosh,
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "ReLU": torch.relu,
    "GELU": F.gelu, "SiLU": F.silu, "Swish": F.silu, "softplus": F.softplus,
    "Softplus": F.softplus, "ELU": F.elu, "SELU": F.selu, "Mish": F.mish,
    "arsinh": torch.asinh, "arcosh": torch.acosh, "artanh": torch.atanh, "logit": torch.logit,
    "probit": torch.special.ndtri, "erfinv": torch.erfinv,
    "sign": torch.sign, "sgn": torch.sign, "erf": torch.erf, "erfc": torch.erfc,
    "Phi": torch.special.ndtr, "gamma": lambda x: torch.lgamma(x).exp(),
    "factorial": lambda x: torch.lgamma(x + 1).exp(), "abs": torch.abs, "atan2": torch.atan2,
    "mod": torch.remainder, "clip": torch.clamp, "clamp": torch.clamp, "round": torch.round,
    "softsign": F.softsign, "hardsigmoid": F.hardsigmoid, "hardswish": F.hardswish,
}  # fmt: skip

LIBRARY: dict[str, Operation] = {
    **ELEMENTWISE,
    "exp": matrices.exponential,
    "ln": _no_matrix("ln", torch.log),
    "log": log,
    "softmax": _needs(1, "softmax", lambda x: torch.softmax(x, -1)),
    "log_softmax": _needs(1, "log_softmax", lambda x: torch.log_softmax(x, -1)),
    "logsoftmax": _needs(1, "logsoftmax", lambda x: torch.log_softmax(x, -1)),
    "LogSoftmax": _needs(1, "LogSoftmax", lambda x: torch.log_softmax(x, -1)),
    "logsumexp": _needs(1, "logsumexp", lambda x: torch.logsumexp(x, -1)),
    "LSE": _needs(1, "LSE", lambda x: torch.logsumexp(x, -1)),
    "det": _needs(2, "det", torch.linalg.det),
    "logdet": _needs(2, "logdet", torch.logdet),
    "tr": _needs(2, "tr", torch.trace),
    "rank": _needs(2, "rank", lambda A: torch.linalg.matrix_rank(A).to(torch.float64)),
    "pinv": _needs(2, "pinv", torch.linalg.pinv),
    "vec": _needs(2, "vec", lambda A: A.T.reshape(-1)),
    "diag": diagonal,
    "mean": mean,
    "median": _of_vector("median", median),
    "quantile": _of_vector("quantile", torch.quantile),  # on a line between two entries
    "topk": _of_vector("topk", top),
    "KeepTopK": _of_vector("KeepTopK", keep_top),
    "TopK": _refused(
        "TopK has two readings: write topk(x, k) for the k largest entries in order, "
        "KeepTopK(x, k) for all of x with minus infinity in place of the others"
    ),
    "std": _refused("std divides by n or by n - 1: write the root of the mean of the squares"),
    "sg": Tensor.detach,
    "stopgrad": Tensor.detach,
    "stop_gradient": Tensor.detach,
    "inner": matrices.inner,
    "KL": kl,
    "gaussian": gaussian,
    "kronecker": kronecker,
    "binom": binomial,
    "Concat": concatenate,
    "concat": concatenate,
}

# Evaluated by their own rules: over conditions, extremes or random variables.
SPECIAL = {"max", "min", "argmax", "argmin", "indicator", "Var", "Cov", "Pr", ":", "F", "*", "op"}
SPECIAL |= {"entropy", "information"}
WORDS = set(LIBRARY) | SPECIAL

# What happens, and all that may happen: where events are sets, P(A) is P(outcome in A).
OUTCOME, OUTCOMES = "\\outcome", "\\outcomes"

# The value of a symbol where it is not declared.
CONSTANTS = {"\\pi": math.pi, "e": math.e, "\\infty": math.inf}

# Vectors as long as what stands around them, where they are not declared.
FILLED = {"\\mathbf{0}", "\\mathbf{1}"}

# What `f^{-1}` means where f is not declared.
INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arsinh", "cosh": "arcosh",
    "tanh": "artanh", "exp": "log", "sigmoid": "logit", "Phi": "probit", "erf": "erfinv",
}  # fmt: skip

# Symbols that are words where they are not declared.
NAMED = {
    "\\sigma": "sigmoid", "\\Phi": "Phi", "\\Gamma": "gamma", "D_{KL}": "KL",
    "\\mathcal{N}": "gaussian", "Trace": "tr", "trace": "tr", "Tr": "tr", "var": "Var",
    "Softmax": "softmax",
}  # fmt: skip
