"""He initialization: weights that keep the scale of signals through ReLU layers."""

from collections.abc import Callable
import itertools

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.nn import init


def he_normal(w: Tensor, a: float = 0.0) -> Tensor:
    """New weights of the shape of w: (m, n) -> (m, n)."""
    n = w.size(1)
    return torch.randn_like(w) * (2 / ((1 + a**2) * n)) ** 0.5


def he_uniform(w: Tensor, a: float = 0.0) -> Tensor:
    """The same variance: (m, n) -> (m, n)."""
    b = (6 / ((1 + a**2) * w.size(1))) ** 0.5
    return torch.empty_like(w).uniform_(-b, b)
    # --8<-- [end:pytorch]


def call(w: Tensor) -> Tensor:
    """w (m, n) -> (m, n)"""
    return torch.nn.init.kaiming_normal_(w, nonlinearity="relu")


def scale(fill: Callable[..., Tensor], unit: Callable[[Tensor], Tensor], n: Tensor) -> Tensor:
    """By how much PyTorch scales the same random numbers: a deviation, or a bound."""
    w = torch.empty(8, int(n), dtype=torch.float64)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        drawn = fill(w.clone())
        torch.manual_seed(0)
        return drawn.norm() / unit(w).norm()


def reference(*, n: Tensor) -> dict[str, Tensor]:
    return {"sigma": reference_sigma_a(n=n, a=torch.tensor(0.0))}


def reference_sigma_a(*, n: Tensor, a: Tensor) -> Tensor:
    return scale(lambda w: init.kaiming_normal_(w, float(a)), lambda w: w.normal_(), n)


def reference_b(*, n: Tensor, a: Tensor) -> Tensor:
    return scale(lambda w: init.kaiming_uniform_(w, float(a)), lambda w: w.uniform_(-1, 1), n)


def by_layer(v: float, layers: int = 30) -> Tensor:
    """Mean square of the signal in ReLU layers with weights of variance v / n: (layers + 1,)."""
    generator = torch.Generator().manual_seed(9)
    z = torch.randn(256, 512, generator=generator)
    squares = [z.square().mean()]
    for _ in range(layers):
        w = torch.randn(512, 512, generator=generator) * (v / 512) ** 0.5
        z = torch.relu(z) @ w.T
        squares.append(z.square().mean())
    return torch.stack(squares)


def check() -> None:
    close = torch.testing.assert_close
    tensor = torch.tensor

    # The function shown draws as PyTorch does; so does the call.
    w = torch.empty(200, 800)
    for a in (0.0, 0.5):
        torch.manual_seed(1)
        drawn = he_normal(w, a)
        torch.manual_seed(1)
        close(drawn, init.kaiming_normal_(w.clone(), a))
        torch.manual_seed(1)
        drawn = he_uniform(w, a)
        torch.manual_seed(1)
        close(drawn, init.kaiming_uniform_(w.clone(), a))
    torch.manual_seed(1)
    taught = call(w.clone())
    torch.manual_seed(1)
    close(taught, he_normal(w))

    # The mean square before each ReLU: kept, cut in half, multiplied by 1.5.
    x = torch.randn(2000, 800)
    close(torch.relu(x).square().mean(), tensor(0.5), rtol=0.05, atol=0)
    close((torch.relu(x) @ taught.T).square().mean(), tensor(1.0), rtol=0.2, atol=0)
    assert by_layer(2.0).min() > 0.9 and by_layer(2.0).max() < 1.2
    close(by_layer(1.0)[10], tensor(0.001), rtol=0.2, atol=0)
    close(by_layer(1 / 3)[10], tensor(0.00000002), rtol=0.3, atol=0)
    assert round(1.5**10) == 58 and 2**-10 < 0.001
    close(by_layer(3.0)[10], tensor(58.0), rtol=0.2, atol=0)

    # Narrower or deeper: farther from the average.
    def spread(width: int, depth: int) -> Tensor:
        logs = []
        for _ in range(60):
            z = torch.randn(8, width)
            for _ in range(depth):
                z = torch.relu(z) @ he_normal(torch.empty(width, width)).T
            logs.append(z.square().mean().log())
        return torch.stack(logs).std()

    assert spread(32, 20) > 1.4 * spread(128, 20)
    assert spread(32, 20) > 1.4 * spread(32, 5)

    # Gradients: outputs count. In a chain of widths the rest is one ratio.
    wide = init.kaiming_normal_(torch.empty(200, 800), mode="fan_out", nonlinearity="relu")
    close(wide.var() * 200, tensor(2.0), rtol=0.03, atol=0)
    g, z = torch.randn(2000, 200), torch.randn(2000, 800)
    kept = ((g @ wide) * (z > 0)).square().mean() / g.square().mean()
    close(kept, tensor(1.0), rtol=0.05, atol=0)
    widths = [800, 400, 1000, 200]
    weights = [he_normal(torch.empty(m, n)) for n, m in itertools.pairwise(widths)]

    def chain(z: Tensor) -> Tensor:
        for weight in weights:
            z = torch.relu(z) @ weight.T
        return z

    (back,) = torch.func.vjp(chain, z)[1](g)
    close(back.square().mean() / g.square().mean(), tensor(200 / 800), rtol=0.2, atol=0)

    # A residual block doubles.
    h = torch.randn(2000, 512)
    for _ in range(10):
        h = h + torch.relu(h) @ he_normal(torch.empty(512, 512)).T
    close(h.square().mean(), tensor(1024.0), rtol=0.25, atol=0)
    positive = x[:, :512].abs()
    h = positive + torch.relu(positive) @ he_normal(torch.empty(512, 512)).T
    close(h.square().mean() / positive.square().mean(), tensor(3.0), rtol=0.1, atol=0)
    for first, factor in ((torch.relu, 2.0), (torch.nn.Identity(), 3.0)):  # two weights in a branch
        up, down = he_normal(torch.empty(512, 512)), he_normal(torch.empty(512, 512))
        out = x[:, :512] + torch.relu(first(x[:, :512]) @ up.T) @ down.T
        close(out.square().mean(), tensor(factor), rtol=0.1, atol=0)

    close((x + x).square().mean() / x.square().mean(), tensor(4.0))  # a branch that is the identity

    # Defaults of layers: a = sqrt(5).
    for fresh in (torch.nn.Linear(400, 300), torch.nn.Conv2d(16, 300, 5)):
        weight = fresh.weight
        torch.manual_seed(1)
        fresh.reset_parameters()
        torch.manual_seed(1)
        close(weight, init.kaiming_uniform_(torch.empty_like(weight), a=5**0.5))
        close(weight.abs().max(), tensor(1 / 20), rtol=1e-3, atol=0)
        close(weight.var(), tensor(1 / 1200), rtol=0.05, atol=0)
        assert fresh.bias is not None and fresh.bias.any()

    # Nonlinearities and modes.
    def deviation(**options: object) -> Tensor:
        torch.manual_seed(1)
        return init.kaiming_normal_(w.clone(), **options).std()  # type: ignore[arg-type]

    close(deviation(), deviation(nonlinearity="relu"))
    close(deviation(nonlinearity="relu", a=0.5), deviation())
    close(deviation(nonlinearity="linear"), deviation() / 2**0.5)
    close(deviation(a=0.5), deviation() / 1.25**0.5)
    close(deviation(mode="fan_out"), 2 * deviation())
    try:
        deviation(nonlinearity="gelu")
    except ValueError as error:
        assert "gelu" in str(error)
    else:
        raise AssertionError("there is a gain for gelu")

    # Convolutions, transposed ones too.
    plain = init.kaiming_uniform_(torch.nn.Conv2d(40, 60, (3, 5)).weight.detach())
    close(plain.abs().max(), tensor((6 / (40 * 15)) ** 0.5), rtol=1e-2, atol=0)
    apart = init.kaiming_uniform_(torch.nn.Conv2d(40, 800, (3, 5), groups=40).weight.detach())
    close(apart.abs().max(), tensor((6 / 15) ** 0.5), rtol=1e-2, atol=0)
    transposed = torch.nn.ConvTranspose2d(40, 60, (3, 5)).weight.detach()
    assert transposed.shape == (40, 60, 3, 5)
    bound = init.kaiming_uniform_(transposed).abs().max()
    close(bound, tensor((6 / (60 * 15)) ** 0.5), rtol=1e-2, atol=0)


def figure(v: float = 2.0) -> Figure:  # 1.6 to 2.4 by 0.1
    """With weights of variance v / n, only v = 2 keeps the signal of a ReLU network."""
    layers = torch.arange(31)
    fig, axes = plt.subplots()
    curves = (
        (v, "C0", r"He, $2/n$" if v == 2 else rf"${v:g}/n$"),
        (1.0, "C1", r"$1/n$, 0.001"),
        (1 / 3, "C4", r"$1/(3n)$, $2 \cdot 10^{-8}$"),
    )
    for variance, color, label in curves:
        heights = by_layer(variance)
        axes.plot(layers, heights, color=color)
        axes.plot(10, heights[10], "o", color=color)
        axes.annotate(
            label, (10, float(heights[10])), (6, 6), textcoords="offset points", color=color
        )
    axes.set_yscale("log")
    axes.set_ylim(1e-13, 1e3)
    axes.set_yticks([1e-12, 1e-8, 1e-4, 1])
    axes.minorticks_off()
    axes.set_xlabel("layer")
    axes.set_title("mean square before ReLU", loc="left")
    return fig
