"""Cosine annealing: lower the learning rate along half a cosine."""

import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler


def annealed(t: Tensor, T: int, high: float, low: float) -> Tensor:
    """The formula, t (...) -> (...)."""
    return low + (high - low) * (1 + torch.cos(torch.pi * t / T)) / 2


def rates(schedule: LRScheduler, steps: int) -> Tensor:
    """What the next steps take, any schedule: () -> (steps,)."""
    used = []
    for _ in range(steps):
        used.append(schedule.get_last_lr()[0])
        schedule.optimizer.step()
        schedule.step()
    return torch.tensor(used)
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> LRScheduler:
    """theta (...) -> theta (...)"""
    optimizer = torch.optim.SGD([theta], lr=0.1)
    return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=1000)


def optimizer(*lrs: float) -> torch.optim.Optimizer:
    """One with a parameter group for each learning rate."""
    return torch.optim.SGD([{"params": [torch.zeros(1)], "lr": lr} for lr in lrs])


def schedule(T: int, high: float, low: float = 0.0) -> LRScheduler:
    return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer(high), T, low)


def after(t: int, T: int, high: float, low: float) -> Tensor:
    """PyTorch's rate after t calls."""
    annealing = schedule(T, high, low)
    for _ in range(t):
        annealing.optimizer.step()
        annealing.step()
    return torch.tensor(annealing.get_last_lr()[0], dtype=torch.float64)


def given(k: Tensor, T: Tensor, alpha_max: Tensor, alpha_min: Tensor) -> dict[str, Tensor]:
    """The rate that the recursion starts from."""
    return {"alpha_k": after(int(k), int(T), float(alpha_max), float(alpha_min))}


def reference(*, t: Tensor, T: Tensor, alpha_max: Tensor, alpha_min: Tensor) -> Tensor:
    return after(int(t), int(T), float(alpha_max), float(alpha_min))


def reference_alpha_kp1(*, k: Tensor, T: Tensor, alpha_max: Tensor, alpha_min: Tensor) -> Tensor:
    return after(int(k) + 1, int(T), float(alpha_max), float(alpha_min))


def check() -> None:
    close = torch.testing.assert_close

    # The function shown is PyTorch's, for 0 to T and beyond, with the rates of the steps.
    for T, high, low in ((8, 1.0, 0.1), (1, 0.3, 0.0), (1000, 1e-3, 1e-4), (5, 0.1, 0.5)):
        steps = 2 * T + 3
        close(rates(schedule(T, high, low), steps), annealed(torch.arange(steps), T, high, low))
    assert call(torch.zeros(3)).get_last_lr() == [0.1]
    close(rates(call(torch.zeros(3)), 1001), annealed(torch.arange(1001), 1000, 0.1, 0.0))

    # How far it is when.
    t = torch.tensor([0.25, 0.5, 0.75, 0.9], dtype=torch.float64)
    close(
        annealed(t, 1, 1.0, 0.0),
        torch.tensor([0.85, 0.5, 0.15, 0.02]).double(),
        atol=5e-3,
        rtol=0,
    )
    close(annealed(t[1], 1, 3.0, 1.0), torch.tensor(2.0).double())

    # Flat at both ends, steepest in the middle; its mean is that of a line.
    slope = torch.vmap(torch.func.grad(lambda t: annealed(t, 1, 1.0, 0.0)))
    at = torch.tensor([0.0, 0.5, 1.0], dtype=torch.float64)
    close(slope(at), torch.tensor([0, -1.57, 0]).double(), atol=1e-3, rtol=0)
    assert slope(torch.linspace(0, 1, 201).double()).argmin() == 100
    everywhere = torch.linspace(0, 1, 10001, dtype=torch.float64)
    values = annealed(everywhere, 1, 0.7, 0.1)
    close(values.mean(), torch.tensor(0.4).double())
    for end in (0.1, 0.7):  # within a tenth of the range from an end: a line a tenth of the time
        assert ((values - end).abs() < 0.06).double().mean() > 0.2

    # First and last of T steps.
    used = rates(schedule(10, 1.0, 0.2), 11)
    assert used[0] == 1 and used[9] > 0.21
    close(used[10], torch.tensor(0.2))

    # After T: up again with period 2 T; warm restarts; the groups.
    long = rates(schedule(10, 1.0, 0.2), 41)
    close(long[20:], long[:21])
    close(long[10:21], long[:11].flip(0))
    warm = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer(1.0), T_0=4, T_mult=2)
    restarted = rates(warm, 29)
    close(restarted[[0, 4, 12, 28]], torch.ones(4))
    close(restarted[4:12], annealed(torch.arange(8), 8, 1.0, 0.0))
    close(restarted[12:28], annealed(torch.arange(16), 16, 1.0, 0.0))
    two = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer(1.0, 0.1), 8, 0.01)
    rates(two, 4)
    close(torch.tensor(two.get_last_lr()), torch.tensor([0.505, 0.055]))
    assert schedule(8, 1.0).eta_min == 0  # type: ignore[attr-defined]

    # Another rate in the middle stays in it.
    changed, plain = schedule(8, 1.0), schedule(8, 1.0)
    rates(changed, 4)
    rates(plain, 4)
    changed.optimizer.param_groups[0]["lr"] /= 10
    changed.optimizer.step()
    changed.step()
    plain.optimizer.step()
    plain.step()
    close(rates(changed, 3), rates(plain, 3) / 10)

    anew = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer(1.0), T_0=8)
    rates(anew, 4)
    anew.optimizer.param_groups[0]["lr"] /= 10
    close(rates(anew, 4)[1:], annealed(torch.arange(5, 8), 8, 1.0, 0.0))

    # The misprint: the factors multiply.
    left = 1.0
    for step in range(1, 151):
        left *= (1 + math.cos(math.pi * step / 1000)) / 2
    assert 0.05 < left < 0.1 and float(annealed(torch.tensor(150.0), 1000, 1.0, 0.0)) > 0.9

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for low in (0.0, 0.3):
        shown = torch.tensor([*readout(low).values()], dtype=torch.float64)
        torch.testing.assert_close(shown, torch.stack([after(t, 8, 1.0, low) for t in (2, 6)]))


def readout(low: float) -> dict[str, float]:
    """lowest rate / highest"""
    quarters = annealed(torch.tensor([0.25, 0.75], dtype=torch.float64), 1, 1.0, low)
    return {"rate at T / 4": float(quarters[0]), "at 3 T / 4": float(quarters[1])}


def figure(low: float = 0.0) -> Figure:  # 0 to 0.5 by 0.02
    """Whatever is left at T, both schedules of PyTorch go up again after it."""
    first = torch.linspace(0, 1, 101, dtype=torch.float64)
    after_it = torch.linspace(1, 2, 101, dtype=torch.float64)
    fig, axes = plt.subplots()
    axes.plot(first, annealed(first, 1, 1.0, low), color="C0")
    axes.plot(after_it, annealed(after_it, 1, 1.0, low), color="C1", linestyle="--")
    restarted = torch.cat([torch.tensor([low]).double(), annealed(first, 1, 1.0, low)])
    axes.plot(torch.cat([after_it[:1], after_it]), restarted, color="C3", linestyle=":")
    axes.plot([1, 2], [low, low], color="C4", linewidth=1.4)
    marked = torch.tensor([0.25, 0.5, 0.75], dtype=torch.float64)
    axes.plot(marked, annealed(marked, 1, 1.0, low), "o", color="C0")
    for x, y in zip(marked.tolist(), annealed(marked, 1, 1.0, low).tolist(), strict=True):
        axes.annotate(f"{y:.2g}", (x, y), xytext=(6, 3), textcoords="offset points")
    axes.text(1.02, 1.1, "CosineAnnealingWarmRestarts", color="C3")
    axes.text(
        1.5, low + 0.95 * (1 - low), "CosineAnnealingLR", color="C1", ha="center", va="center"
    )
    axes.text(1.5, low + 0.03, "Keras, Optax", color="C4", ha="center")
    axes.set_ylim(-0.03, 1.22)
    axes.set_xlim(0, 2.02)
    axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "0.5", "1", "1.5", "2"])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlabel("$t / T$")
    axes.set_title(r"learning rate in units of $\alpha_{\max}$", loc="left")
    return fig
