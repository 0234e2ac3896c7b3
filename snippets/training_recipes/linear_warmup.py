"""Linear warmup: raise the learning rate in a straight line at the start."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.optim import Optimizer, lr_scheduler
from torch.optim.lr_scheduler import LRScheduler


def warmed_up(t: Tensor, T: int, s: float, alpha: float) -> Tensor:
    """The formula, t (...) -> (...)."""
    return alpha * (s + (1 - s) * (t / T).clamp(max=1))


def up_and_down(adam: Optimizer, T: int, steps: int) -> LRScheduler:
    """T steps up, then a cosine down to 0: theta (...) -> (...)."""
    up = lr_scheduler.LinearLR(adam, 1 / T, total_iters=T)
    down = lr_scheduler.CosineAnnealingLR(adam, T_max=steps - T)
    return lr_scheduler.SequentialLR(adam, [up, down], [T])
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> LRScheduler:
    """theta (...) -> theta (...)"""
    optimizer = torch.optim.AdamW([theta], lr=1e-3)
    return lr_scheduler.LinearLR(optimizer, start_factor=0.001, total_iters=2000)


def optimizer(alpha: float = 1.0) -> Optimizer:
    return torch.optim.SGD([torch.zeros(1)], lr=alpha)


def rates(schedule: LRScheduler, steps: int) -> Tensor:
    """The rates of the next steps: -> (steps,)."""
    used = []
    for _ in range(steps):
        used.append(schedule.get_last_lr()[0])
        schedule.optimizer.step()
        schedule.step()
    return torch.tensor(used, dtype=torch.float64)


def reference(*, alpha: Tensor, s: Tensor, t: Tensor, T: Tensor) -> Tensor:
    schedule = lr_scheduler.LinearLR(optimizer(float(alpha)), float(s), total_iters=int(T))
    return rates(schedule, int(t) + 1)[-1]


def reference_alpha_n(*, alpha: Tensor, n: Tensor, T: Tensor) -> Tensor:
    length = int(T)
    schedule: LRScheduler = lr_scheduler.ConstantLR(optimizer(float(alpha)), 1.0)
    if length > 1:
        first = optimizer(float(alpha))
        schedule = lr_scheduler.LinearLR(first, 1 / length, total_iters=length - 1)
    return rates(schedule, int(n))[-1]


def step_sizes(schedule_length: int | None, steps: int = 200) -> Tensor:
    """Mean size of Adam's steps for random gradients, in units of the rate, (steps,)."""
    generator = torch.Generator().manual_seed(0)
    theta = torch.zeros(4000)
    adam = torch.optim.Adam([theta], lr=1.0)
    T = schedule_length or 1
    warmup = lr_scheduler.LambdaLR(adam, lambda t: min(1.0, (t + 1) / T))
    sizes = []
    for _ in range(steps):
        before = theta.clone()
        theta.grad = torch.randn(4000, generator=generator)
        adam.step()
        warmup.step()
        sizes.append((theta - before).abs().mean())
    return torch.stack(sizes)


def multiplied(optimizer: Optimizer) -> LRScheduler:
    return lr_scheduler.MultiplicativeLR(optimizer, lambda t: 0.9)


def exponential(optimizer: Optimizer) -> LRScheduler:
    return lr_scheduler.ExponentialLR(optimizer, 0.9)


def check() -> None:
    close = torch.testing.assert_close

    # The function shown is LinearLR, also the call of the page; its defaults.
    for T, s, alpha in ((5, 0.1, 1.0), (1, 0.5, 0.3), (20, 0.01, 1e-3)):
        schedule = lr_scheduler.LinearLR(optimizer(alpha), s, total_iters=T)
        close(rates(schedule, T + 5), warmed_up(torch.arange(T + 5).double(), T, s, alpha))
    taught = warmed_up(torch.arange(2002).double(), 2000, 0.001, 1e-3)
    close(rates(call(torch.zeros(3)), 2002), taught)
    default = rates(lr_scheduler.LinearLR(optimizer()), 7)
    close(default, warmed_up(torch.arange(7).double(), 5, 1 / 3, 1.0))
    for wrong in (0.0, 1.5):
        try:
            lr_scheduler.LinearLR(optimizer(), wrong)
        except ValueError as error:
            assert "greater than 0" in str(error)
        else:
            raise AssertionError("LinearLR took a start outside (0, 1]")

    # Adam: the first step is the full rate, later ones shrink.
    resting = torch.zeros(1)
    resting.grad = torch.zeros(1)
    torch.optim.Adam([resting], lr=1.0).step()
    assert resting == 0
    sizes = step_sizes(None)
    close(sizes[0], torch.tensor(1.0), atol=1e-3, rtol=0)
    close(sizes[95:105].mean(), torch.tensor(0.18), atol=0.01, rtol=0)
    close(sizes[-1], torch.tensor(0.2), atol=0.05, rtol=0)
    assert sizes[0] / sizes[100] > 5
    # A shorter memory of gradients shrinks it less.
    theta = torch.zeros(2000)
    adam = torch.optim.Adam([theta], lr=1.0, betas=(0.0, 0.999))
    for _ in range(100):
        before, theta.grad = theta.clone(), torch.randn(2000)
        adam.step()
    assert (theta - before).abs().mean() > 0.7
    assert step_sizes(100).max() < 0.2

    # After long zeros one gradient makes a step longer than the first.
    rare = torch.zeros(1)
    adam = torch.optim.Adam([rare], lr=1.0)
    for t in range(1001):
        before, rare.grad = rare.clone(), torch.full((1,), float(t in (0, 1000)))
        adam.step()
    assert rare - before < -2

    # What it costs in steps of full length.
    for T, s in ((10, 0.3), (2000, 0.001)):
        lost = (1 - warmed_up(torch.arange(T).double(), T, s, 1.0)).sum()
        close(lost, torch.tensor((1 - s) * (T + 1) / 2).double(), rtol=1e-6, atol=0)
    assert abs(lost - 1000) < 1 and round(2 / (1 - 0.999)) == 2000
    assert round(2 / (1 - 0.95)) == 40

    # Counted from 1: LambdaLR with (t + 1) / T, LinearLR from 1 / T in T - 1 calls.
    counted = rates(lr_scheduler.LambdaLR(optimizer(), lambda t: min(1, (t + 1) / 8)), 12)
    close(counted, torch.arange(1, 13).double().div(8).clamp(max=1))
    close(rates(lr_scheduler.LinearLR(optimizer(), 1 / 8, total_iters=7), 12), counted)
    # Counted from 0, as elsewhere: the first step moves nothing.
    zero = rates(lr_scheduler.LambdaLR(optimizer(), lambda t: min(1, t / 8)), 12)
    assert zero[0] == 0 and zero[8] == 1

    # Then a cosine: in sequence from the peak, chained from what is left of it.
    both = rates(up_and_down(optimizer(), 4, 10), 11)
    close(both[:5], warmed_up(torch.arange(5).double(), 4, 0.25, 1.0))
    cosine = (1 + torch.cos(torch.pi * torch.arange(7).double() / 6)) / 2
    close(both[4:], cosine)
    for follows, first in ((multiplied, 0.8125 * 0.9), (exponential, 1.0)):
        one = optimizer()
        up = lr_scheduler.LinearLR(one, 0.25, total_iters=4)
        after = rates(lr_scheduler.SequentialLR(one, [up, follows(one)], [4]), 6)
        close(after[3:], torch.tensor([0.8125, first, 0.9 * first]).double())
    chained = optimizer()
    parts = [
        lr_scheduler.LinearLR(chained, 0.25, total_iters=4),
        lr_scheduler.CosineAnnealingLR(chained, 10),
    ]
    assert rates(lr_scheduler.ChainedScheduler(parts), 11).max() < 0.8

    # The transformer: the peak.
    n = torch.arange(1, 20_001).double()
    paper = 512**-0.5 * torch.minimum(n**-0.5, n * 4000**-1.5)
    assert paper.argmax() + 1 == 4000
    close(paper.max(), torch.tensor(0.0007).double(), atol=5e-6, rtol=0)
    close(paper[-1], paper.max() / 5**0.5)


def figure(T: float = 100.0) -> Figure:  # 20 to 200 by 20
    """The longer the warmup, the shorter the first steps."""
    t = torch.arange(1, 201)
    without, warm = step_sizes(None), step_sizes(int(T))
    fig, axes = plt.subplots()
    axes.plot(t, without, color="C1")
    axes.plot(t, warm, color="C0")
    axes.plot(1, without[0], "o", color="C1")
    axes.annotate("1", (1, 1), xytext=(7, -3), textcoords="offset points", color="C1")
    axes.text(24, 0.33, "without warmup", color="C1")
    axes.text(110, 0.06, f"warmup over {T:g} steps", color="C0")
    axes.set_ylim(0, 1.08)
    axes.set_xlim(-2, 202)
    axes.set_xticks([1, 50, 100, 150, 200])
    axes.set_yticks([0, 0.2, 0.5, 1], ["0", "0.2", "0.5", "1"])
    axes.set_xlabel("step")
    axes.set_title("mean size of Adam's steps, in units of the rate", loc="left")
    return fig
