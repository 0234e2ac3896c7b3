"""Sigmoid: squash a number into (0, 1)."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def sigmoid(x: Tensor) -> Tensor:
    """Entry by entry, (...) -> (...), any shape."""
    return torch.sigmoid(x)


def sigmoid_derivative(x: Tensor) -> Tensor:
    """Slope, from the value of the sigmoid alone:
    (...) -> (...), any shape."""
    s = torch.sigmoid(x)
    return s * (1 - s)
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return torch.sigmoid(x)


def reference(x: Tensor) -> Tensor:
    return call(x)


def check() -> None:
    x = torch.tensor([0.0, 2.0, 5.0])
    torch.testing.assert_close(sigmoid(x), torch.tensor([0.5, 0.8808, 0.9933]), atol=1e-4, rtol=0)
    torch.testing.assert_close(call(x), sigmoid(x))
    torch.testing.assert_close(sigmoid(-x), 1 - sigmoid(x))

    slope = torch.vmap(torch.func.grad(sigmoid))(x)
    torch.testing.assert_close(sigmoid_derivative(x), slope)
    torch.testing.assert_close(slope, torch.tensor([0.25, 0.105, 0.0066]), atol=1e-4, rtol=0)
    assert (sigmoid_derivative(torch.linspace(-9, 9, 181)) <= 0.25).all()
    assert 0.25**10 < 1e-6

    def odds(v: Tensor) -> Tensor:
        return sigmoid(v) / (1 - sigmoid(v))

    torch.testing.assert_close(odds(x + 1), torch.e * odds(x), rtol=1e-4, atol=0)
    two = torch.softmax(torch.stack([x, torch.zeros(3)]), dim=0)
    torch.testing.assert_close(two[0], sigmoid(x))

    # Far out the literal formula has the gradient nan, e^x / (1 + e^x) has not.
    far = torch.tensor(-100.0)
    assert torch.func.grad(lambda v: 1 / (1 + torch.exp(-v)))(far).isnan()
    assert torch.func.grad(lambda v: torch.exp(v) / (1 + torch.exp(v)))(far).isfinite()
    assert torch.func.grad(sigmoid)(far).isfinite()

    F = torch.nn.functional
    assert F.logsigmoid(torch.tensor(-200.0)) == -200
    assert torch.log(sigmoid(torch.tensor(-200.0))) == -torch.inf
    assert torch.log(sigmoid(torch.tensor(-200.0).double())) == -200

    # A confident mistake at score 20, where the sigmoid is exactly 1.
    score, label = torch.tensor(20.0), torch.tensor(0.0)
    assert (sigmoid(torch.linspace(16.64, 30, 200)) == 1).all()
    assert (sigmoid(torch.linspace(10, 16.63, 200)) < 1).all()

    def after(v: Tensor) -> Tensor:
        return F.binary_cross_entropy(sigmoid(v), label)

    def fused(v: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(v, label)

    assert after(score) == 100 and torch.func.grad(after)(score) == 0
    assert fused(score) == 20 and torch.func.grad(fused)(score) == 1

    # The gradient of the loss is prediction minus label, also for a label between 0 and 1.
    for label in torch.tensor([0.0, 1.0, 0.3]):
        difference = sigmoid(x) - label
        gradient = torch.vmap(torch.func.grad(fused))(x)
        torch.testing.assert_close(gradient, difference)

    torch.testing.assert_close(torch.logit(sigmoid(x)), x)
    torch.testing.assert_close(torch.logit(sigmoid(x)), torch.log(odds(x)))
    ends = torch.tensor([0.0, 1.0])
    assert torch.logit(ends).tolist() == [-torch.inf, torch.inf]
    assert torch.logit(ends, eps=1e-6).isfinite().all()
    assert torch.nn.init.calculate_gain("sigmoid") == 1

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for w in (0.25, 4.0):
        steepest, output = readout(w).values()
        slope = w * torch.func.grad(torch.sigmoid)(torch.tensor(0.0))
        torch.testing.assert_close(steepest, float(slope))
        torch.testing.assert_close(output, float(torch.sigmoid(torch.tensor(w))))


def readout(w: float) -> dict[str, float]:
    """weight w on the input"""
    x = torch.tensor([0.0, 1.0])
    return {
        "slope at 0": float(w * sigmoid_derivative(w * x)[0]),
        "output at 1": float(sigmoid(w * x)[1]),
    }


def figure(w: float = 1.0) -> Figure:  # 0.25 to 4 by 0.25
    """The larger the weight w on the input, the steeper the curve: its slope at 0 is w/4."""
    x = torch.linspace(-4, 4, 161)
    muted = plt.rcParams["grid.color"]
    fig, (value, slope) = plt.subplots(1, 2, figsize=(5.2, 2.4))
    for height in (0, 1):
        value.axhline(height, color=muted, linewidth=1)
    value.plot(x.numpy(), sigmoid(w * x).numpy(), color="C0")
    value.set(
        title="sigmoid" if w == 1 else f"sigmoid of {w:g}x",
        ylim=(-1.25, 2.25),
        yticks=[-1, 0, 1, 2],
    )
    slope.plot(x.numpy(), (w * sigmoid_derivative(w * x)).numpy(), color="C1")
    peak = w / 4
    slope.plot([0], [peak], "o", color="C1")
    slope.annotate(
        f"{peak:g}",
        (0, peak),
        (0, 6),
        textcoords="offset points",
        color="C1",
        weight=600,
        ha="center",
    )
    slope.set(title="its derivative", ylim=(-0.06, 1.25), yticks=[0, 0.25, 0.5, 1])
    slope.set_yticklabels(["0", "0.25", "0.5", "1"])
    for axes in (value, slope):
        axes.set(xlim=(-4, 4), xticks=[-4, -2, 0, 2, 4])
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    return fig
