"""TITLE: what it does."""

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


def figure() -> Figure:
    x = torch.linspace(-2, 2, 101)
    fig, axes = plt.subplots()
    axes.plot(x, f(x))
    return fig
