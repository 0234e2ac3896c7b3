"""Huber loss: quadratic for small errors, linear for large ones."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def huber(r: Tensor, delta: float = 1.0) -> Tensor:
    """The formula, error by error, (...) -> (...), any shape."""
    size = r.abs()
    line = delta * (size - delta / 2)
    return torch.where(size <= delta, r**2 / 2, line)


def smooth_l1(r: Tensor, beta: float = 1.0) -> Tensor:
    """The Huber loss with threshold beta, divided by beta:
    (...) -> (...), any shape."""
    return huber(r, beta) / beta
    # --8<-- [end:pytorch]


def call(y_hat: Tensor, y: Tensor) -> Tensor:
    """y_hat (...), y (...) -> ()"""
    return F.huber_loss(y_hat, y, delta=1.0)


def reference(r: Tensor, *, delta: Tensor) -> Tensor:
    return F.huber_loss(r, torch.zeros_like(r), delta=float(delta))


def reference_SmoothL1_delta(r: Tensor, *, delta: Tensor) -> Tensor:
    return F.smooth_l1_loss(r, torch.zeros_like(r), beta=float(delta))


def check() -> None:
    zero = torch.zeros(())

    # The functions shown are PyTorch's, inside, at and beyond the threshold.
    r = torch.cat([torch.linspace(-5, 5, 41), 30 * torch.randn(20)])
    for delta in (0.25, 1.0, 2.0):
        ours, theirs = huber(r, delta), F.huber_loss(r, 0 * r, reduction="none", delta=delta)
        torch.testing.assert_close(ours, theirs)
        theirs = F.smooth_l1_loss(r, 0 * r, reduction="none", beta=delta)
        torch.testing.assert_close(smooth_l1(r, delta), theirs)

    # An error of 10 costs 9.5 instead of 50; at 3, 2.5 instead of 4.5.
    assert huber(torch.tensor(10.0)) == 9.5 and huber(torch.tensor(20.0)) > 2 * 9.5
    assert huber(torch.tensor(3.0)) == 2.5 and 3.0**2 / 2 == 4.5

    # The slope is the clipped error; the second derivative jumps at the threshold.
    slope = torch.vmap(torch.func.grad(lambda e: F.huber_loss(e, zero, delta=2.0)))
    torch.testing.assert_close(slope(r), r.clamp(-2, 2))
    curve = torch.func.grad(torch.func.grad(lambda e: huber(e, 2.0)))
    assert curve(torch.tensor(1.99)) == 1 and curve(torch.tensor(2.01)) == 0

    # The best constant for 0, 1, 2 and 100: 25.75 by squares, 1.5 with delta = 1, as for 4.
    constants = torch.linspace(0, 30, 3001, dtype=torch.float64)
    for last in (100.0, 4.0):
        data = torch.tensor([0.0, 1.0, 2.0, last], dtype=torch.float64)
        errors = constants[:, None] - data
        best = constants[huber(errors).sum(dim=1).argmin()]
        torch.testing.assert_close(best, torch.tensor(1.5, dtype=torch.float64))
        if last == 100:
            best = constants[(errors**2).sum(dim=1).argmin()]
            torch.testing.assert_close(best, torch.tensor(25.75, dtype=torch.float64))

    # The limits.
    torch.testing.assert_close(huber(r, 1e6), r**2 / 2)
    torch.testing.assert_close(huber(r, 1e-6) / 1e-6, r.abs(), atol=1e-6, rtol=0)

    # In a linear model an outlying input pulls without a bound.
    w, x = torch.tensor(0.0), torch.tensor([1.0, 1000.0])
    for i, pull in enumerate((1.0, 1000.0)):
        assert torch.func.grad(lambda w, i=i: huber(w * x[i] - 5))(w) == -pull

    # Conventions: thresholds of 0, the mean over all elements, the order.
    assert F.smooth_l1_loss(torch.tensor(-3.0), zero, beta=0.0) == 3
    try:
        F.huber_loss(torch.tensor(3.0), zero, delta=0.0)
    except RuntimeError as error:
        assert "delta" in str(error)
    else:
        raise AssertionError("huber_loss took a threshold of 0")
    y_hat, y = 3 * torch.randn(4, 5), torch.randn(4, 5)
    torch.testing.assert_close(call(y_hat, y), huber(y_hat - y).sum() / 20)
    torch.testing.assert_close(call(y_hat, y), call(y, y_hat))

    # The slope of smooth L1 beyond the threshold is 1 or -1, whatever the threshold.
    for beta in (0.5, 2.0):
        steep = torch.func.grad(lambda e, beta=beta: F.smooth_l1_loss(e, zero, beta=beta))
        assert steep(torch.tensor(7.0)) == 1 and steep(torch.tensor(-7.0)) == -1

    # Without the bracket: a jump at delta, none for delta = 1.
    for delta, jump in ((1.0, 0.0), (2.0, 1.0)):
        misprint = delta * delta - delta / 2
        assert misprint - float(huber(torch.tensor(delta), delta)) == jump

    # Another unit of the targets: the threshold has to follow.
    torch.testing.assert_close(huber(3 * r, 1.5), 9 * huber(r, 0.5), rtol=1e-5, atol=1e-5)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for delta in (0.5, 1.0):
        error = torch.tensor(4.0, requires_grad=True)
        loss = F.huber_loss(error, torch.tensor(0.0), delta=delta)
        (steepness,) = torch.autograd.grad(loss, error)
        shown = torch.tensor([*readout(delta).values()])
        torch.testing.assert_close(shown, torch.stack([loss.detach(), steepness]))


def readout(delta: float) -> dict[str, float]:
    """threshold δ"""
    return {"loss at an error of 4": float(huber(torch.tensor(4.0), delta)), "slope there": delta}


def figure(delta: float = 1.0) -> Figure:  # 0.5 to 3 by 0.1
    """The threshold delta is where the parabola turns into its tangent."""
    r = torch.linspace(-4, 4, 321)
    fig, axes = plt.subplots()
    axes.plot(r, r**2 / 2, color="C4", linestyle="--", linewidth=1.4)
    axes.plot(r, huber(r, delta), color="C0")
    ends = torch.tensor([-delta, delta])
    axes.plot(ends, huber(ends, delta), "o", color="C0")
    axes.annotate(
        r"$\frac{1}{2} r^2$", (2.6, 3.4), xytext=(-6, 4), textcoords="offset points", ha="right"
    )
    axes.text(-3.9, 0.75, rf"Huber loss, $\delta = {delta:g}$", color="C0")
    axes.set_ylim(-0.2, 5.2)
    axes.set_xticks([-4, -delta, 0, delta, 4])
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_yticks([0, 1, 2, 3, 4, 5])
    axes.set_xlabel("error $r$")
    axes.set_title("loss", loc="left")
    return fig
