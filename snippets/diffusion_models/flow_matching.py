"""Flow matching: the velocity on straight lines from noise to data."""

from functools import cache
import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn
import torch.nn.functional as F


def flow_matching_loss(model: nn.Module, x_1: Tensor) -> Tensor:
    """One draw of noise and time per example: x_1 (N, ...) -> ()."""
    x_0, t = torch.randn_like(x_1), torch.rand(len(x_1)).to(x_1)
    share = t.view(-1, *[1] * (x_1.dim() - 1))
    x_t = torch.lerp(x_0, x_1, share)
    return F.mse_loss(model(x_t, t), x_1 - x_0)


def sample(model: nn.Module, x: Tensor, steps: int) -> Tensor:
    """Euler steps from noise to data: x (N, ...) -> (N, ...)."""
    for i in range(steps):
        t = x.new_full((len(x),), i / steps)
        x = x + model(x, t) / steps
    return x
    # --8<-- [end:pytorch]


def call(x_0: Tensor, x_1: Tensor, t: Tensor) -> Tensor:
    """x_0 (N, n), x_1 (N, n), t (N, 1) -> (N, n)"""
    return torch.lerp(x_0, x_1, t)


def reference(*, x_0: Tensor, x_1: Tensor, t: Tensor) -> Tensor:
    return torch.lerp(x_0, x_1, t)


def reference_v(*, x_0: Tensor, x_1: Tensor) -> Tensor:
    """The derivative of the line by autograd, which is the same at any time."""
    time = torch.tensor(0.3, dtype=x_0.dtype)
    moved = torch.func.jvp(lambda t: torch.lerp(x_0, x_1, t), (time,), (torch.ones_like(time),))
    return moved[1]


def reference_ell(*, u: Tensor, x_0: Tensor, x_1: Tensor) -> Tensor:
    return F.mse_loss(u, x_1 - x_0)


def reference_z_tau(*, x_0: Tensor, x_1: Tensor, tau: Tensor) -> Tensor:
    return torch.lerp(x_0, x_1, 1 - tau)


def reference_y_t(*, x_0: Tensor, x_1: Tensor, t: Tensor, sigma_min: Tensor) -> Tensor:
    """The line to the data with the noise that is left."""
    return torch.lerp(x_0, x_1 + sigma_min * x_0, t)


def ends(x_t: Tensor, v: Tensor, t: Tensor) -> Tensor:
    """Noise and data of the line, (2, n), from the two equations above: x_t (n,), v (n,)."""
    equations = torch.stack([torch.stack([1 - t, t]), torch.tensor([-1.0, 1.0]).to(t)])
    return torch.linalg.solve(equations, torch.stack([x_t, v]))


def reference_x_1(*, x_t: Tensor, v: Tensor, t: Tensor) -> Tensor:
    return ends(x_t, v, t)[1]


def reference_x_0(*, x_t: Tensor, v: Tensor, t: Tensor) -> Tensor:
    return ends(x_t, v, t)[0]


def mean_velocity(centers: list[float], deviation: float) -> nn.Module:
    """The exact one, from standard normal noise to normal groups at the centers."""
    center = torch.tensor(centers)

    class Exact(nn.Module):
        def forward(self, x: Tensor, t: Tensor) -> Tensor:
            """x (N,), t (N,) -> (N,)"""
            t = t[:, None]
            variance = (t * deviation) ** 2 + (1 - t) ** 2
            distance = x[:, None] - t * center
            slope = (t * deviation**2 - (1 - t)) / variance
            group = torch.softmax(-(distance**2) / (2 * variance), dim=1)
            return (group * (center + slope * distance)).sum(dim=1)

    return Exact()


def check() -> None:
    close = torch.testing.assert_close

    def near(value: Tensor, printed: float, atol: float) -> None:
        close(value, torch.tensor(printed, dtype=value.dtype), atol=atol, rtol=0)

    # The loss shown: of the draws in its order, the mean over all entries.
    class Still(nn.Module):
        def forward(self, x: Tensor, t: Tensor) -> Tensor:
            assert t.shape == (len(x),)
            return 0 * x + t.view(-1, 1, 1)

    images = torch.randn(6, 4, 3)
    torch.manual_seed(5)
    loss = flow_matching_loss(Still(), images)
    torch.manual_seed(5)
    x_0, t = torch.randn_like(images), torch.rand(6)
    close(loss, (t.view(-1, 1, 1) - (images - x_0)).square().sum() / (6 * 12))
    prediction = torch.randn(4, 3)
    per_entry = torch.func.grad(F.mse_loss)(prediction, images[0])
    summed = torch.func.grad(lambda u: (u - images[0]).norm() ** 2)(prediction)
    close(summed, 12 * per_entry)

    # Standard normal noise and data: the best loss is pi / 2, found on many draws.
    torch.manual_seed(0)
    data = torch.randn(200_000)
    best = flow_matching_loss(mean_velocity([0.0], 1.0), data)
    near(best, 1.57, 0.03)
    near(torch.tensor(math.pi / 2), 1.57, 5e-3)
    assert flow_matching_loss(Still(), data[:, None, None]) > best

    # Data that is one point: no loss, and straight paths; in float64, too.
    point, single = mean_velocity([2.0], 0.0), torch.full((1000,), 2.0).double()
    near(flow_matching_loss(point, single), 0.0, 1e-5)
    origin = torch.linspace(-2, 2, 9).double()
    paths = torch.stack([sample(point, origin, 1), sample(point, origin, 7)])
    close(paths, torch.full((2, 9), 2.0).double())

    # The mean velocity gives the mean of each end, here of a correlated pair of normal ones.
    x_t, t = torch.tensor([0.4, 1.5]), torch.tensor([0.3, 0.3])
    mean = mean_velocity([0.0], 1.0)(x_t, t)
    close(x_t + 0.7 * mean, 0.3 * x_t / 0.58)
    close(x_t - 0.3 * mean, 0.7 * x_t / 0.58)

    # It is the conditional mean: the best line through pairs at one time has its slope.
    noise, half = torch.randn(200_000), torch.tensor([0.7])
    data = 0.5 * torch.randn(200_000) + 2
    x_t = torch.lerp(noise, data, half)
    velocity, centered = data - noise, x_t - x_t.mean()
    slope = (centered * velocity).mean() / centered.var()
    exact = mean_velocity([2.0], 0.5)
    ahead, behind = exact(torch.tensor([2.0, 1.0]), half.expand(2))
    close(slope, ahead - behind, atol=0.02, rtol=0)
    close(velocity.mean() + slope * (1.5 - x_t.mean()), (ahead + behind) / 2, atol=0.02, rtol=0)

    # Its flow carries noise into data: of one normal group, with mean 2 and deviation 0.5.
    start = torch.linspace(-2, 2, 9)
    close(sample(exact, start, 4000), 2 + 0.5 * start, atol=2e-3, rtol=0)
    groups = mean_velocity([-1.0, 1.0], 0.2)
    quantiles = torch.special.ndtri(torch.linspace(0, 1, 2003)[1:-1])
    end = sample(groups, quantiles, 1000)
    near(end[end > 0].mean(), 1.0, 0.01)
    near(end[end > 0].std(), 0.2, 0.01)

    # One Euler step leads all noise to the mean of the data.
    close(sample(exact, start, 1), torch.full((9,), 2.0))
    close(sample(groups, start, 1), torch.zeros(9), atol=1e-6, rtol=0)

    # Lines cross, the paths of the flow keep their order, and bend.
    lines, paths = trajectories()
    assert (torch.diff(lines[:, 0]) > 0).all() and (torch.diff(lines[:, -1]) < 0).any()
    assert (torch.diff(paths, dim=0) > 0).all()
    crossed = [readout(t)["pairs that crossed"] for t in (0.0, 0.5, 1.0)]
    assert crossed[0] == 0 < crossed[1] < crossed[2]
    inverted = torch.triu(lines[:, None, -1] > lines[:, -1], diagonal=1)
    assert crossed[2] == inverted.sum()
    middle = (paths[:, 0] + paths[:, -1]) / 2
    assert (paths[:, paths.shape[1] // 2] - middle).abs().max() > 0.1

    # Variance on the way.
    unit = torch.lerp(torch.randn(200_000), torch.randn(200_000), torch.tensor(0.5))
    near(unit.var(), 0.5, 0.01)

    signs = torch.randint(2, (200_000,)) * 2 - 1
    for time in (0.0, 0.3, 0.5, 1.0):
        drawn = torch.lerp(noise, signs + 0.15 * torch.randn(200_000), torch.tensor(time))
        near(drawn.std(), readout(time)["standard deviation"], 5e-3)
    assert min(range(11), key=lambda i: readout(i / 10)["standard deviation"]) == 5

    # The line at the top, with a time per example.
    x_0, x_1, t = torch.randn(6, 5), torch.randn(6, 5), torch.rand(6, 1)
    close(call(x_0, x_1, t), (1 - t) * x_0 + t * x_1)

    # With noise at 1: the same points, the other sign, and down from 1 to sample.
    x_0, x_1 = torch.randn(2, 5)
    close(torch.lerp(x_1, x_0, torch.tensor(0.2)), torch.lerp(x_0, x_1, torch.tensor(0.8)))
    z = start
    for i in range(100):
        tau = torch.full((9,), 1 - i / 100)
        z = z - -exact(z, 1 - tau) / 100
    close(z, sample(exact, start, 100))

    # Up to the scale it is the noising of DDPM.
    for t in torch.tensor([0.1, 0.5, 0.9]):
        scale = (t**2 + (1 - t) ** 2).sqrt()
        alpha_bar = t**2 / scale**2
        preserved = alpha_bar.sqrt() * x_1 + (1 - alpha_bar).sqrt() * x_0
        close(torch.lerp(x_0, x_1, t), scale * preserved)

    # The times of Stable Diffusion 3: more of them in the middle.
    drawn = torch.sigmoid(torch.randn(10_000))
    assert ((drawn > 0.25) & (drawn < 0.75)).float().mean() > 0.7


@cache
def trajectories(deviation: float = 0.15) -> tuple[Tensor, Tensor]:
    """Lines between pairs that are drawn apart, and paths of the flow, (14, 101) each."""
    generator = torch.Generator().manual_seed(3)
    start = torch.special.ndtri((torch.arange(14) + 0.5) / 14)
    group = torch.tensor([-1.0, 1.0])[torch.randperm(14, generator=generator) % 2]
    end = group + deviation * torch.randn(14, generator=generator)
    time = torch.linspace(0, 1, 101)
    lines = torch.lerp(start[:, None], end[:, None], time)
    flow, x = mean_velocity([-1.0, 1.0], deviation), start
    points = [x]
    for t in time[:-1]:
        x = x + flow(x, t.expand(14)) / 100
        points.append(x)
    return lines, torch.stack(points, dim=1)


def readout(t: float) -> dict[str, float]:
    """time t"""
    lines, _ = trajectories()
    now = lines[:, round(100 * t)]
    crossed = torch.triu(now[:, None] > now, diagonal=1).sum()
    return {
        "pairs that crossed": int(crossed),
        "standard deviation": math.hypot(t * math.hypot(1, 0.15), 1 - t),
    }


def figure(t: float = 0.5) -> Figure:  # 0 to 1 by 0.05
    """As t grows, lines cross and the paths of the flow do not; half-way, the spread is least."""
    time = torch.linspace(0, 1, 101)
    fig, panels = plt.subplots(1, 2, sharey=True, figsize=(5.2, 2.9))
    for axes, points, color, title in zip(
        panels, trajectories(), ("C4", "C0"), ("pairs", "flow"), strict=True
    ):
        axes.plot(time[::5], points.T[::5], color=color, linewidth=1.1)  # smooth enough
        axes.plot([t] * 14, points[:, round(100 * t)], "o", color=color, markersize=5)
        axes.plot([0] * 14, points[:, 0], "o", color=plt.rcParams["text.color"], markersize=3)
        axes.plot([1] * 14, points[:, -1], "o", color="C1", markersize=3)
        axes.set_title(title)
        axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        axes.set_xlabel("time $t$: noise to data")
        axes.set_yticks([-2, -1, 0, 1, 2], ["−2", "−1", "0", "1", "2"])
    return fig
