"""ReLU: keep positive numbers, set negative ones to zero."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def relu(x: Tensor) -> Tensor:
    """Entry by entry, (...) -> (...), any shape."""
    return F.relu(x)


def relu_derivative(x: Tensor) -> Tensor:
    """1 where x > 0, else 0, also at 0 as in PyTorch:
    (...) -> (...), any shape."""
    return (x > 0).to(x.dtype)
    # --8<-- [end:pytorch]


def reference(x: Tensor) -> Tensor:
    return relu(x)


def check() -> None:
    x = torch.tensor([-2.0, 0.0, 3.0])
    torch.testing.assert_close(relu(x), torch.tensor([0.0, 0.0, 3.0]))
    torch.testing.assert_close(relu(5 * x), 5 * relu(x))
    torch.testing.assert_close(relu(x) - relu(-x), x)
    torch.testing.assert_close(relu(x) + relu(-x), x.abs())
    slope = torch.vmap(torch.func.grad(relu))(x)
    torch.testing.assert_close(relu_derivative(x), slope)

    # The derivative at 0 depends on how it is written.
    zero = torch.tensor(0.0)
    assert torch.func.grad(relu)(zero) == torch.func.grad(torch.relu)(zero) == 0
    assert torch.func.grad(lambda v: v.clamp(min=0))(zero) == 1
    assert torch.func.grad(lambda v: torch.maximum(v, zero))(zero) == 0.5

    # A symmetric input: half of the units silent, half of the second moment left.
    z = torch.linspace(-3, 3, 100)
    assert (relu(z) == 0).float().mean() == 0.5
    torch.testing.assert_close((relu(z) ** 2).mean(), (z**2).mean() / 2)

    # Ten layers of width 512: He's variance keeps the second moment, PyTorch's default does not.
    def depth(std: float) -> Tensor:
        h = torch.randn(64, 512)
        for _ in range(10):
            h = relu(h @ (std * torch.randn(512, 512)))
        return (h**2).mean()

    assert 0.5 < depth((2 / 512) ** 0.5) < 2
    assert depth((1 / (3 * 512)) ** 0.5) < 1e-7
    weight = torch.nn.Linear(512, 512, bias=False).weight
    torch.testing.assert_close(weight.var() * 512, torch.tensor(1 / 3), rtol=0.02, atol=0)
    torch.nn.init.kaiming_normal_(weight, nonlinearity="relu")
    torch.testing.assert_close(weight.var() * 512, torch.tensor(2.0), rtol=0.02, atol=0)
    torch.testing.assert_close(torch.nn.init.calculate_gain("relu"), 2**0.5)

    # A dead unit: negative for every input, so no gradient reaches its weights.
    inputs, w = torch.rand(20, 3), -torch.ones(3)
    assert (torch.func.grad(lambda v: relu(inputs @ v).sum())(w) == 0).all()
    leaky = torch.func.grad(lambda v: F.leaky_relu(inputs @ v).sum())(w)
    torch.testing.assert_close(leaky, 0.01 * inputs.sum(0))

    overwritten = x.clone()
    torch.nn.ReLU(inplace=True)(overwritten)
    torch.testing.assert_close(overwritten, relu(x))
    assert relu(torch.tensor(torch.nan)).isnan()


def figure() -> Figure:
    x = torch.linspace(-4, 4, 161)
    muted = plt.rcParams["grid.color"]
    fig, (value, slope) = plt.subplots(1, 2, figsize=(5.2, 2.4))
    value.axhline(0, color=muted, linewidth=1)
    value.plot(x.numpy(), relu(x).numpy(), color="C0")
    value.set(title="ReLU", ylim=(-1.25, 2.25), yticks=[-1, 0, 1, 2])
    for side in (x[x < 0], x[x > 0]):
        slope.plot(side.numpy(), relu_derivative(side).numpy(), color="C1")
    slope.plot([0], [1], "o", color="C1", markerfacecolor=plt.rcParams["axes.facecolor"])
    slope.plot([0], [0], "o", color="C1")
    slope.annotate("0 at 0, by\nconvention", (0, 0), (8, 8), textcoords="offset points", color="C1")
    slope.set(title="its derivative", ylim=(-0.06, 1.25), yticks=[0, 0.25, 0.5, 1])
    slope.set_yticklabels(["0", "0.25", "0.5", "1"])
    for axes in (value, slope):
        axes.set(xlim=(-4, 4), xticks=[-4, -2, 0, 2, 4])
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    return fig
