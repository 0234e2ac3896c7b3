"""Xavier initialization: weights that keep the scale of signals and of gradients."""

from collections.abc import Callable
import inspect

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.nn import init


def xavier_uniform(w: Tensor, gain: float = 1.0) -> Tensor:
    """New weights of the shape of w: (m, n) -> (m, n)."""
    m, n = w.shape
    a = gain * (6 / (n + m)) ** 0.5
    return torch.empty_like(w).uniform_(-a, a)


def xavier_normal(w: Tensor, gain: float = 1.0) -> Tensor:
    """The same variance: (m, n) -> (m, n)."""
    m, n = w.shape
    return torch.randn_like(w) * gain * (2 / (n + m)) ** 0.5
    # --8<-- [end:pytorch]


def call(w: Tensor) -> Tensor:
    """w (m, n) -> (m, n)"""
    return torch.nn.init.xavier_uniform_(w, gain=1.0)


def scale(fill: Callable[..., Tensor], unit: Callable[[Tensor], Tensor], *sizes: Tensor) -> Tensor:
    """By how much PyTorch scales the same random numbers: a bound, or a deviation."""
    n, m, gain = (float(size) for size in sizes)
    w = torch.empty(int(m), int(n), dtype=torch.float64)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        drawn = fill(w.clone(), gain=gain)
        torch.manual_seed(0)
        return drawn.norm() / unit(w).norm()


def reference(*, n: Tensor, m: Tensor) -> dict[str, Tensor]:
    return {"a": reference_a_g(n=n, m=m, g=torch.tensor(1.0))}


def reference_a_g(*, n: Tensor, m: Tensor, g: Tensor) -> Tensor:
    return scale(init.xavier_uniform_, lambda w: w.uniform_(-1, 1), n, m, g)


def reference_sigma(*, n: Tensor, m: Tensor, g: Tensor) -> Tensor:
    return scale(init.xavier_normal_, lambda w: w.normal_(), n, m, g)


def by_layer(gain: float, bend: Callable[[Tensor], Tensor], layers: int = 30) -> Tensor:
    """Deviation of the activations, from 1 on: (layers + 1,)."""
    generator = torch.Generator().manual_seed(0)
    h = torch.randn(256, 512, generator=generator)
    deviations = [h.std()]
    for _ in range(layers):
        w = init.xavier_normal_(torch.empty(512, 512), gain=gain, generator=generator)
        h = bend(h @ w.T)
        deviations.append(h.std())
    return torch.stack(deviations)


def default_gain() -> float:
    """The gain that gives 1 / (3n), the variance of nn.Linear, where n = m."""
    return 3**-0.5


def check() -> None:
    close = torch.testing.assert_close
    tensor = torch.tensor

    # The function shown draws as PyTorch does; so does the call.
    w = torch.empty(30, 50)
    for ours in (True, False):
        torch.manual_seed(1)
        drawn = xavier_uniform(w, 2.0) if ours else init.xavier_uniform_(w.clone(), 2.0)
        assert drawn.abs().max() <= 2 * (6 / 80) ** 0.5
        torch.manual_seed(1)
        close(drawn, 2 * call(w.clone()))

    torch.manual_seed(1)
    drawn = xavier_normal(w, 2.0)
    torch.manual_seed(1)
    close(drawn, init.xavier_normal_(w.clone(), 2.0))

    # What a linear layer does to signals and to gradients.
    x, g = torch.randn(500, 800), torch.randn(500, 200)
    for draw in (init.xavier_uniform_, init.xavier_normal_):
        w = draw(torch.empty(200, 800))
        close((x @ w.T).square().mean() / x.square().mean(), tensor(1.6), rtol=0.05, atol=0)
        close((g @ w).square().mean() / g.square().mean(), tensor(0.4), rtol=0.05, atol=0)
    close((6 / 1024) ** 0.5, 0.077, atol=5e-4, rtol=0)
    close((2 / 1024) ** 0.5, 0.044, atol=5e-4, rtol=0)

    # Through tanh and ReLU.
    close(by_layer(1.0, torch.tanh)[30], tensor(0.13), atol=5e-3, rtol=0)
    close(by_layer(5 / 3, torch.tanh)[[20, 30]], tensor([0.65, 0.65]), atol=5e-3, rtol=0)
    close(by_layer(default_gain(), torch.tanh)[10], tensor(0.003), atol=1e-3, rtol=0)
    h = torch.randn(256, 512)
    for layer in [torch.nn.Linear(512, 512) for _ in range(10)]:  # with biases it does not die out
        h = torch.tanh(layer(h))
    close(h.std(), tensor(0.03), atol=5e-3, rtol=0)
    slower = by_layer(1.0, torch.tanh, 60)
    assert 0.08 < slower[60] < slower[30]
    squares = [torch.relu(torch.randn(10_000)).square().mean()]
    close(squares[0], tensor(0.5), atol=0.05, rtol=0)
    h = torch.randn(256, 512)
    for _ in range(10):
        h = torch.relu(h @ init.xavier_normal_(torch.empty(512, 512)).T)
    close(h.square().mean(), tensor(0.001), atol=4e-4, rtol=0)

    # The default of nn.Linear, and its gain.
    linear = torch.nn.Linear(400, 400)
    assert linear.weight.abs().max() <= 1 / 20
    close(linear.weight.var(), tensor(1 / 1200), rtol=0.05, atol=0)
    close(default_gain() ** 2 * 2 / 800, 1 / 1200)

    # Fans of convolutions, and what groups change.
    def bound(layer: torch.nn.Conv2d) -> Tensor:
        return init.xavier_uniform_(layer.weight.detach()).abs().max()

    plain, grouped = torch.nn.Conv2d(40, 60, (3, 5)), torch.nn.Conv2d(40, 60, (3, 5), groups=4)
    close(bound(plain), tensor((6 / (15 * 100)) ** 0.5), rtol=1e-2, atol=0)
    close(bound(grouped), tensor((6 / (15 * (10 + 60))) ** 0.5), rtol=1e-2, atol=0)

    # Gains, biases, parameters.
    assert inspect.signature(init.xavier_uniform_).parameters["gain"].default == 1
    for name, gain in (("tanh", 5 / 3), ("relu", 2**0.5), ("sigmoid", 1.0)):
        close(float(init.calculate_gain(name)), gain)  # type: ignore[arg-type]
    for draw in (init.xavier_uniform_, init.xavier_normal_):
        try:
            draw(torch.empty(5))
        except ValueError as error:
            assert "2 dimensions" in str(error)
        else:
            raise AssertionError("a bias was drawn")
    before = linear.weight
    assert init.xavier_uniform_(before) is before and before.is_leaf and before.requires_grad
    assert not init.zeros_(linear.bias).any()

    # The packed matrix of attention: m = 3n.
    attention = torch.nn.MultiheadAttention(200, 4).in_proj_weight
    close(attention.abs().max(), tensor((6 / 800) ** 0.5), rtol=1e-3, atol=0)
    # With other widths each alone; the output matrix as that of any linear layer.
    apart = torch.nn.MultiheadAttention(200, 4, kdim=100)
    assert apart.in_proj_weight is None
    for matrix, bound in (
        (apart.q_proj_weight, (6 / 400) ** 0.5),
        (apart.k_proj_weight, (6 / 300) ** 0.5),
        (apart.out_proj.weight, 200**-0.5),
    ):
        close(matrix.detach().abs().max(), tensor(bound), rtol=1e-2, atol=0)


def figure(gain: float = 1.0) -> Figure:  # 0.8 to 1.4 by 0.1
    """The larger the gain, the more of the signal is left after many tanh layers."""
    layers = torch.arange(31)
    fig, axes = plt.subplots()
    name = "Xavier" if gain == 1 else f"gain {gain:g}"
    curves = ((5 / 3, "C1", "gain 5/3"), (gain, "C0", name), (default_gain(), "C4", "default"))
    for size, color, label in curves:
        heights = by_layer(size, torch.tanh)
        axes.plot(layers, heights, color=color)
        axes.plot(30, heights[-1], "o", color=color)
        axes.annotate(
            f"{label}, {heights[-1]:.2f}",
            (30, float(heights[-1])),
            (0, 7),
            textcoords="offset points",
            ha="right",
            color=color,
        )
    axes.set_ylim(-0.03, 1.05)
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlabel("layer")
    axes.set_title("standard deviation of the activations, tanh", loc="left")
    return fig
