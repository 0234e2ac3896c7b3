"""Classifier-free guidance: beyond the conditional prediction."""

from functools import cache
from itertools import pairwise

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def guided(
    model: torch.nn.Module,
    x_t: Tensor,
    empty: Tensor,
    condition: Tensor,
    s: float = 7.5,
) -> Tensor:
    """Both predictions in one call of the network: x_t (N, ...),
    empty (N, d), condition (N, d) -> (N, ...)."""
    conditions = torch.cat([empty, condition])
    both = model(torch.cat([x_t, x_t]), conditions)
    epsilon_u, epsilon_c = both.chunk(2)
    return epsilon_u + s * (epsilon_c - epsilon_u)
    # --8<-- [end:pytorch]


def call(epsilon_u: Tensor, epsilon_c: Tensor, s: float = 7.5) -> Tensor:
    """epsilon_u (N, ...), epsilon_c (N, ...) -> (N, ...)"""
    return torch.lerp(epsilon_u, epsilon_c, s)


def reference(*, epsilon_u: Tensor, epsilon_c: Tensor, s: Tensor) -> Tensor:
    return torch.lerp(epsilon_u, epsilon_c, s)


def classes(x: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:
    """Log-densities of noisy data, of both classes and of the one at 1: x (n,) -> (n,), (n,)."""
    deviation = (0.5**2 + sigma**2).sqrt()
    left, right = (torch.distributions.Normal(m, deviation).log_prob(x) for m in (-1.0, 1.0))
    return torch.logaddexp(left, right) - torch.log(torch.tensor(2.0)), right


def predictions(x: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:
    """The exact noise, -sigma times the slopes of the log-densities: x (n,) -> (n,), (n,)."""
    slope_u, slope_c = (
        torch.func.grad(lambda v, i=i: classes(v, sigma)[i].sum())(x) for i in range(2)
    )
    return -sigma * slope_u, -sigma * slope_c


@cache
def sampled(s: float) -> tuple[Tensor, Tensor]:
    """Start and end, (n,) each, of evenly spaced quantiles that are denoised step by step."""
    levels = torch.logspace(1.9, -3, 251, dtype=torch.float64)
    quantiles = torch.linspace(0, 1, 1003, dtype=torch.float64)[1:-1]
    start = levels[0] * torch.special.ndtri(quantiles)
    x = start
    for sigma, after in pairwise(levels):
        slope = torch.lerp(*predictions(x, sigma), s)
        ahead = torch.lerp(*predictions(x + (after - sigma) * slope, after), s)
        x = x + (after - sigma) * (slope + ahead) / 2
    return start / levels[0], x


def check() -> None:
    close = torch.testing.assert_close

    def near(value: Tensor, printed: float, atol: float) -> None:
        close(value, torch.tensor(printed, dtype=value.dtype), atol=atol, rtol=0)

    # The function shown calls the network once, with a condition and without.
    weight = torch.randn(3, 4, dtype=torch.float64)
    x_t, condition = torch.randn(5, 4, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)
    batches = []

    class Model(torch.nn.Module):
        def forward(self, x: Tensor, c: Tensor) -> Tensor:
            batches.append(len(x))
            return torch.tanh(x + c @ weight)

    empty = torch.zeros_like(condition)
    epsilon_u, epsilon_c = torch.tanh(x_t), torch.tanh(x_t + condition @ weight)
    for s in (0.0, 0.3, 1.0, 7.5):
        out = guided(Model(), x_t, empty, condition, s)
        close(out, call(epsilon_u, epsilon_c, s))
        close(out - epsilon_c, (s - 1) * (epsilon_c - epsilon_u))
    assert batches == [10] * 4
    close(call(epsilon_u, epsilon_c, 0.0), epsilon_u)
    close(call(epsilon_u, epsilon_c, 1.0), epsilon_c)
    close(call(epsilon_c, epsilon_c, 7.5), epsilon_c)
    assert 7.5 - 1 == 6.5

    # Predictions of data and velocity, combined with the same s, say the same.
    signal, noise, s = 0.8, 0.6, 7.5

    def data(epsilon: Tensor) -> Tensor:
        return (x_t - noise * epsilon) / signal

    def velocity(epsilon: Tensor) -> Tensor:
        return signal * epsilon - noise * data(epsilon)

    together = call(epsilon_u, epsilon_c, s)
    for of in (data, velocity, lambda epsilon: -epsilon / noise):
        close(call(of(epsilon_u), of(epsilon_c), s), of(together))

    # It can take the predicted data out of the range of both predictions.
    assert data(together).abs().max() > 2 * max(
        data(epsilon_u).abs().max(), data(epsilon_c).abs().max()
    )

    # Powers of the noisy densities, at one noise level.
    x, sigma = torch.linspace(-3, 3, 41, dtype=torch.float64), torch.tensor(0.7)
    for s in (0.5, 3.0):

        def log_power(v: Tensor, s: float = s) -> Tensor:
            both, right = classes(v, sigma)
            return ((1 - s) * both + s * right).sum()

        close(torch.lerp(*predictions(x, sigma), s), -sigma * torch.func.grad(log_power)(x))

    # What is sampled in the figure, farther and less varied: mean and standard deviation.
    for s, mean, deviation in ((0.0, 0.0, 1.12), (1.0, 1.0, 0.5), (3.0, 1.5, 0.31)):
        told = torch.tensor([*readout(s).values()])
        near(told[0], mean, 0.02)
        near(told[1], deviation, 0.005)

    # The power of the clean densities is another one.
    grid = torch.linspace(-4, 8, 6001, dtype=torch.float64)
    both, right = classes(grid, torch.tensor(0.0))
    share = torch.softmax(-2 * both + 3 * right, dim=0)
    mean_of_power = (share * grid).sum()
    near(mean_of_power, 1.05, 5e-3)
    near((share * (grid - mean_of_power) ** 2).sum().sqrt(), 0.46, 5e-3)


def readout(s: float) -> dict[str, float]:
    """scale s"""
    _, end = sampled(s)
    return {"mean": float(end.mean()), "standard deviation": float(end.std())}


def figure(s: float = 3.0) -> Figure:  # 1 to 8 by 0.5
    """The larger the scale, the narrower the samples, and the farther from the other class."""
    fig, axes = plt.subplots()
    for scale, color, name, place in (
        (0.0, "C4", "$s = 0$", (-1.7, 0.36)),
        (1.0, "C0", "$s = 1$", (0.2, 0.62)),
        (s, "C1", f"$s = {s:g}$", None),
    ):
        start, end = sampled(scale)
        density = torch.exp(-(start**2) / 2) / (2 * torch.pi) ** 0.5
        density = density / torch.gradient(end, spacing=(start,))[0]
        axes.plot(end[::5], density[::5], color=color)  # smooth enough
        if place:
            axes.text(*place, name, color=color, ha="center")
        else:
            top = int(density.argmax())
            name += f"\nmean {float(end.mean()):.1f}\ndeviation {float(end.std()):.2f}"
            where = (float(end[top]) + max(0.4, 1.7 * float(end.std())), float(density[top]))
            axes.text(*where, name, color=color, va="top")
    for center in (-1, 1):
        axes.axvline(center, color=plt.rcParams["grid.color"], linewidth=1, zorder=0)
    axes.set_xlim(-2.8, 4)
    axes.set_ylim(0, 2.2)
    axes.set_xticks([-2, -1, 0, 1, 2, 3], ["−2", "−1", "0", "1", "2", "3"])
    axes.set_yticks([0, 1, 2])
    axes.set_title("density of the samples", loc="left")
    return fig
