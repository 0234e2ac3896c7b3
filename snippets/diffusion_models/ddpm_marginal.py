"""Noising in one step: signal and noise, weighted by the schedule."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def add_noise(
    x_0: Tensor,
    epsilon: Tensor,
    t: Tensor,
    beta: Tensor,
) -> Tensor:
    """The formula, with one step t >= 1 per example: x_0 (N, ...),
    epsilon (N, ...), t (N,), beta (T,) -> (N, ...)."""
    alpha_bar = torch.cumprod(1 - beta, dim=0)[t - 1]
    alpha_bar = alpha_bar.view(-1, *[1] * (x_0.dim() - 1))
    noise = (1 - alpha_bar).sqrt() * epsilon
    return alpha_bar.sqrt() * x_0 + noise
    # --8<-- [end:pytorch]


def call(beta: Tensor) -> Tensor:
    """beta (T,) -> (T,)"""
    return torch.cumprod(1 - beta, dim=0)


def chain(x_0: Tensor, noises: Tensor, beta: Tensor) -> Tensor:
    """The process step by step: x_0 (...), noises (t, ...), beta (t,) -> (...)."""
    x = x_0
    for variance, noise in zip(beta, noises, strict=True):
        x = (1 - variance).sqrt() * x + variance.sqrt() * noise
    return x


def weights(beta: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
    """What the chain gives to the data and to each of its noises, by autograd."""
    steps = beta[: int(t)]
    noises = torch.zeros_like(steps)
    derivative = torch.func.grad(chain, argnums=(0, 1))
    return derivative(torch.zeros_like(beta[0]), noises, steps)


def reference(*, x_0: Tensor, epsilon: Tensor, beta: Tensor, t: Tensor) -> Tensor:
    signal, noises = weights(beta, t)
    return signal * x_0 + noises.norm() * epsilon


def reference_alpha_bar_t(*, beta: Tensor, t: Tensor) -> Tensor:
    return weights(beta, t)[0] ** 2


def check() -> None:
    close = torch.testing.assert_close

    def near(value: Tensor, printed: float, atol: float) -> None:
        close(value, torch.tensor(printed, dtype=value.dtype), atol=atol, rtol=0)

    beta, alpha_bar = schedule()
    final = alpha_bar[-1]
    close(call(beta), alpha_bar)

    # The schedule of DDPM: equal weights at step 259, 0.28 at 500, 0.006 at the end.
    assert int((alpha_bar - 0.5).abs().argmin()) + 1 == 259
    near(alpha_bar[258].sqrt(), 0.71, 5e-3)
    near(alpha_bar[499].sqrt(), 0.28, 5e-3)
    near(final.sqrt(), 0.006, 5e-4)
    near((1 - alpha_bar[0]).sqrt(), 0.0, 0.011)
    for step in (0, 40, 240, 1000):
        signal, noises = weights(beta, torch.tensor(step))
        told = torch.tensor([*readout(step).values()], dtype=torch.float64)
        close(told, torch.stack([signal, noises.norm()]))
        close(told.square().sum(), one(1.0))

    # The cosine schedule: the square of a cosine, 1 at the start.
    cosine = torch.cos((torch.tensor([0.0, 0.5]) + 0.008) / 1.008 * torch.pi / 2)
    near(cosine[1] / cosine[0], 0.70, 5e-3)

    # One step is the chain in mean and variance, and keeps a variance of 1.
    generator = torch.Generator().manual_seed(0)
    noises = torch.randn(1000, 4000, dtype=torch.float64, generator=generator)
    walked = chain(torch.full((4000,), 2.0, dtype=torch.float64), noises[:300], beta[:300])
    near(walked.mean(), float(2 * alpha_bar[299].sqrt()), 4 * 4000**-0.5)
    near(walked.var(), float(1 - alpha_bar[299]), 0.1)
    for v, sign in ((1.0, 0), (0.3, 1), (2.0, -1)):
        variance = alpha_bar * v + 1 - alpha_bar
        assert (torch.sign(variance - v) == sign).all() or (sign == 0 and variance.allclose(one(v)))
    data = torch.randn(4000, dtype=torch.float64, generator=generator)
    near(chain(data, noises[:300], beta[:300]).var(), 1.0, 0.1)
    normal = data / data.std()
    close(alpha_bar.sqrt() ** 2 + (1 - alpha_bar).sqrt() ** 2, torch.ones_like(beta))

    # From step 200 to step 300 with the quotient of the two.
    s, t = alpha_bar[199], alpha_bar[299]
    between = torch.func.grad(chain)(one(1.0), torch.zeros_like(beta[200:300]), beta[200:300])
    close(between, (t / s).sqrt())

    # The gradient in the data, a step for each example.
    x_0, epsilon = torch.randn(2, 3, 4, 5, 5, dtype=torch.float64)
    steps = torch.tensor([1, 500, 1000])
    slope = torch.func.grad(lambda x: add_noise(x, epsilon, steps, beta).sum())(x_0)
    for n, step in enumerate(steps):
        close(slope[n], alpha_bar[step - 1].sqrt().expand(4, 5, 5))
        one_by_one = reference(x_0=x_0[n], epsilon=epsilon[n], beta=beta, t=step)
        close(add_noise(x_0, epsilon, steps, beta)[n], one_by_one)

    # Counted from 0, the first step would be the last.
    first, last = (add_noise(x_0, epsilon, torch.full((3,), t), beta) for t in (0, 1000))
    close(first, last)

    # Left as (N,): an error for another width, columns instead of images for N columns.
    signal = alpha_bar[steps - 1].sqrt()
    try:
        signal * x_0
    except RuntimeError as error:
        assert "must match the size" in str(error)
    else:
        raise AssertionError("3 weights were multiplied with images of 5 columns")
    close((signal * x_0[..., :3])[:, :, :, 1], signal[1] * x_0[..., 1])

    # Steps whose 1 - beta rounds to 1.
    for dtype, lost in ((torch.float16, 8), (torch.bfloat16, 94), (torch.float32, 0)):
        assert (1 - beta.to(dtype) == 1).sum() == lost

    # Variance exploding: equal up to the scale, with the same ratio.
    sigma = ((1 - alpha_bar) / alpha_bar).sqrt()
    x_t = alpha_bar.sqrt() * 0.7 + (1 - alpha_bar).sqrt() * -1.3
    close(x_t, alpha_bar.sqrt() * (0.7 + sigma * -1.3))

    # The velocity is the slope along the angle; errors in a prediction.
    phi = torch.tensor(0.4, dtype=torch.float64)
    along = torch.func.grad(lambda p: p.cos() * 0.7 + p.sin() * -1.3)(phi)
    close(along, phi.cos() * -1.3 - phi.sin() * 0.7)
    near(sigma[-1], 157.0, 0.5)
    assert ((1 - alpha_bar).sqrt() <= 1).all()

    # One noise at all steps is another joint distribution than the chain's.
    chained = (t / s).sqrt() * (1 - s)  # covariance of steps 200 and 300
    same = ((1 - s) * (1 - t)).sqrt()
    assert same > 1.3 * chained
    first = chain(normal * 0, noises[:200], beta[:200])
    second = chain(first, noises[200:300], beta[200:300])
    near((first * second).mean(), float(chained), 0.05)

    # Stable Diffusion: linear in the root of beta.
    roots = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float64)
    near(call(roots**2)[-1].sqrt(), 0.068, 5e-4)


def one(value: float) -> Tensor:
    return torch.tensor(value, dtype=torch.float64)


def schedule() -> tuple[Tensor, Tensor]:
    """The linear schedule of 1000 steps and what it leaves, (1000,) each."""
    beta = torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64)
    return beta, torch.cumprod(1 - beta, dim=0)


def readout(t: int) -> dict[str, float]:
    """step t"""
    left = float(call(schedule()[0])[t - 1]) if t else 1.0
    return {"signal": left**0.5, "noise": (1 - left) ** 0.5}


def figure(t: int = 240) -> Figure:  # 0 to 1000 by 40
    """As t grows, a spiral dissolves into noise; the squares of both weights add up to 1."""
    _, alpha_bar = schedule()
    steps = torch.arange(1001)
    signal = torch.cat([torch.ones(1), alpha_bar.sqrt()])
    noise = (1 - signal**2).sqrt()
    fig, (plane, axes) = plt.subplots(1, 2, figsize=(5.2, 2.7), width_ratios=[1, 1.25])

    turn = torch.linspace(0.5, 3.5, 60) * torch.pi
    x_0 = torch.stack([turn.cos(), turn.sin()]) * turn / turn.square().mean().sqrt() * 2**0.5
    epsilon = torch.randn(2, 60, generator=torch.Generator().manual_seed(0))
    x_t = signal[t] * x_0 + noise[t] * epsilon
    dots = torch.stack([x_t, x_t, x_t * torch.nan], dim=-1).flatten(1)  # one path moves fast
    plane.plot(*dots, color="C0", linewidth=4)
    plane.set(xlim=(-3.2, 3.2), ylim=(-3.2, 3.2), xticks=[], yticks=[], aspect="equal")
    plane.spines[:].set_visible(False)
    plane.set_title(rf"$\mathbf{{x}}_t$ at $t = {t}$")

    for weight, color in ((signal, "C0"), (noise, "C1")):
        axes.plot(steps[::10], weight[::10], color=color)
        axes.plot(t, weight[t], "o", color=color)
    axes.axvline(t, color=plt.rcParams["grid.color"], linewidth=1, zorder=0)
    axes.text(1000, 0.14, r"signal $\sqrt{\bar{\alpha}_t}$", ha="right", color="C0")
    axes.text(1000, 0.88, r"noise $\sqrt{1 - \bar{\alpha}_t}$", ha="right", va="top", color="C1")
    axes.set_ylim(-0.03, 1.05)
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xticks([0, 500, 1000])
    axes.set_xlabel("step $t$")
    axes.set_title("weight", loc="left")
    return fig
