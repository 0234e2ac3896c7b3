"""Label smoothing: what it does."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def f(x: Tensor) -> Tensor:
    """Entry by entry, (...) -> (...), any shape."""
    return torch.square(x)
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return torch.square(x)


def reference(x: Tensor) -> Tensor:
    return call(x)


def check() -> None:
    torch.testing.assert_close(f(torch.tensor(3.0)), torch.tensor(9.0))


def figure(w: float = 1.0) -> Figure:  # 0.5 to 2 by 0.5
    """What a reader sees who moves this one parameter."""
    x = torch.linspace(-2, 2, 101)
    fig, axes = plt.subplots()
    axes.plot(x, f(w * x))
    return fig
