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


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return F.relu(x)


def reference(x: Tensor) -> Tensor:
    return call(x)


def check() -> None:
    x = torch.tensor([-2.0, 0.0, 3.0])
    torch.testing.assert_close(relu(x), torch.tensor([0.0, 0.0, 3.0]))
    torch.testing.assert_close(call(x), relu(x))
    torch.testing.assert_close(relu(5 * x), 5 * relu(x))
    torch.testing.assert_close(relu(x) - relu(-x), x)
    torch.testing.assert_close(relu(x) + relu(-x), x.abs())
    slope = torch.vmap(torch.func.grad(relu))(x)
    torch.testing.assert_close(relu_derivative(x), slope)

    # The derivative at 0 depends on how it is written.
    zero = torch.tensor(0.0)
    assert torch.func.grad(relu)(zero) == torch.func.grad(torch.relu)(zero) == 0
    clamped = torch.func.grad(lambda v: v.clamp(min=0))(zero)
    assert clamped == (1 if torch.__version__ < "2.14" else 0)
    assert torch.func.grad(lambda v: torch.maximum(v, zero))(zero) == 0.5

    # A symmetric input: half of the units silent, half of the second moment left.
    z = torch.linspace(-3, 3, 100)
    assert (relu(z) == 0).float().mean() == 0.5
    torch.testing.assert_close((relu(z) ** 2).mean(), (z**2).mean() / 2)
    # Symmetry is not enough for the first: inputs that are 0 stay 0.
    assert (relu(torch.tensor([-1.0, 0.0, 0.0, 1.0])) == 0).float().mean() == 0.75

    # Ten layers of width 512: He's variance keeps the second moment, PyTorch's default does not.
    def depth(std: float) -> Tensor:
        h = torch.randn(64, 512)
        for _ in range(10):
            h = relu(h @ (std * torch.randn(512, 512)))
        return (h**2).mean()

    assert 0.5 < depth((2 / 512) ** 0.5) < 2
    assert depth((1 / (3 * 512)) ** 0.5) < 1e-7
    # Biases of the same variance hold it where m = (n m + 1) / (3 n) / 2, whatever comes in.
    layers = [(torch.nn.Linear(512, 512), torch.nn.ReLU()) for _ in range(10)]
    net = torch.nn.Sequential(*[part for pair in layers for part in pair])
    h, blank = net(torch.randn(64, 512)), net(torch.zeros(1, 512))
    assert 0.7 < 5 * 512 * (h**2).mean() < 1.4
    assert ((h - blank) ** 2).mean() < 1e-3 * (blank**2).mean()

    weight = torch.nn.Linear(512, 512, bias=False).weight
    torch.testing.assert_close(weight.var() * 512, torch.tensor(1 / 3), rtol=0.02, atol=0)
    torch.nn.init.kaiming_normal_(weight, nonlinearity="relu")
    torch.testing.assert_close(weight.var() * 512, torch.tensor(2.0), rtol=0.02, atol=0)
    torch.testing.assert_close(torch.nn.init.calculate_gain("relu"), 2**0.5)

    # A dead unit: negative for every input, so no gradient reaches its weights.
    inputs, w = torch.rand(20, 3), -torch.ones(3)
    assert (torch.func.grad(lambda v: relu(inputs @ v).sum())(w) == 0).all()
    # Decay of its weights, not of its bias of 0.3, lets it come back, and so does old momentum.
    assert alive_after(w, torch.optim.SGD([w], lr=0.1, weight_decay=0.5))
    w = -torch.ones(3)
    momentum = torch.optim.SGD([w], lr=0.1, momentum=0.9)
    momentum.state[w]["momentum_buffer"] = -2 * torch.ones(3)
    assert alive_after(w, momentum)
    w = -torch.ones(3)
    assert not alive_after(w, torch.optim.SGD([w], lr=0.1))
    leaky = torch.func.grad(lambda v: F.leaky_relu(inputs @ v).sum())(w)
    torch.testing.assert_close(leaky, 0.01 * inputs.sum(0))

    overwritten = x.clone()
    torch.nn.ReLU(inplace=True)(overwritten)
    torch.testing.assert_close(overwritten, relu(x))
    assert relu(torch.tensor(torch.nan)).isnan()

    # Smooth relatives: negative near 0, the same as ReLU far out.
    for smooth in (F.gelu, F.silu):
        assert smooth(torch.tensor(-1.0)) < -0.1
        far = torch.tensor([-20.0, 20.0])
        torch.testing.assert_close(smooth(far), relu(far), atol=1e-6, rtol=0)


def alive_after(w: Tensor, optimizer: torch.optim.Optimizer) -> bool:
    """Whether a unit with the weights w and the bias 0.3 ever fires, though it gets no gradient."""
    inputs = 1 + torch.rand(20, 3)
    assert (relu(inputs @ w + 0.3) == 0).all()
    w.grad = torch.zeros_like(w)
    for _ in range(100):
        optimizer.step()
        if (relu(inputs @ w + 0.3) > 0).any():
            return True
    return False


def figure(w: float = 1.0) -> Figure:  # 0.5 to 2 by 0.25
    """A weight w > 0 on the input is the slope to the right of 0; the kink stays where it is."""
    x = torch.linspace(-4, 4, 161)
    muted = plt.rcParams["grid.color"]
    fig, (value, slope) = plt.subplots(1, 2, figsize=(5.2, 2.4))
    value.axhline(0, color=muted, linewidth=1)
    value.plot(x.numpy(), relu(w * x).numpy(), color="C0")
    value.set(
        title="ReLU" if w == 1 else f"ReLU of {w:g}x", ylim=(-1.25, 2.25), yticks=[-1, 0, 1, 2]
    )
    for side in (x[x < 0], x[x > 0]):
        slope.plot(side.numpy(), (w * relu_derivative(w * side)).numpy(), color="C1")
    slope.plot([0], [w], "o", color="C1", markerfacecolor=plt.rcParams["axes.facecolor"])
    slope.plot([0], [0], "o", color="C1")
    slope.annotate("0 at 0, by\nconvention", (0, 0), (8, 8), textcoords="offset points", color="C1")
    slope.set(title="its derivative", ylim=(-0.06, 1.25 * max(w, 1)), yticks=[0, 0.25, 0.5, 1])
    slope.set_yticklabels(["0", "0.25", "0.5", "1"])
    for axes in (value, slope):
        axes.set(xlim=(-4, 4), xticks=[-4, -2, 0, 2, 4])
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    return fig
