"""RMS normalization: divide the features of each token by their root mean square."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def rms_norm(
    x: Tensor,
    gamma: Tensor,
    epsilon: float = torch.finfo(torch.float32).eps,
) -> Tensor:
    """The formula, each token on its own:
    x (..., d), gamma (d,) -> (..., d)."""
    square = x.square().mean(dim=-1, keepdim=True)
    return gamma * x / torch.sqrt(square + epsilon)
    # --8<-- [end:pytorch]


def call(x: Tensor, gamma: Tensor) -> Tensor:
    """x (..., d), gamma (d,) -> (..., d)"""
    d = x.size(-1)
    return F.rms_norm(x, (d,), gamma)


def reference(x: Tensor, *, gamma: Tensor, epsilon: Tensor) -> Tensor:
    return F.rms_norm(x, x.shape, gamma, float(epsilon))


def reference_LayerNorm(x: Tensor, *, gamma: Tensor, epsilon: Tensor) -> Tensor:
    return F.layer_norm(x, x.shape, gamma, None, float(epsilon))


def check() -> None:
    close = torch.testing.assert_close
    d = 8
    one = torch.ones(d)
    x, gamma = 4 * torch.randn(2, 3, d) + 7, torch.randn(d)
    for scale in (1.0, 1e-3):
        close(rms_norm(scale * x, gamma), call(scale * x, gamma))
        close(rms_norm(scale * x, gamma, 1e-5), F.rms_norm(scale * x, (d,), gamma, 1e-5))
        centered = scale * (x - x.mean(dim=-1, keepdim=True))
        layer = F.layer_norm(scale * x, (d,), gamma, None, 1e-5)
        close(layer, F.rms_norm(centered, (d,), gamma, 1e-5), atol=1e-5, rtol=1e-4)
        close(F.layer_norm(centered, (d,), eps=1e-5), F.rms_norm(centered, (d,), eps=1e-5))
    close(F.rms_norm(x, (d,)), x * d**0.5 / x.norm(dim=-1, keepdim=True))

    # A factor changes nothing, a constant does.
    close(call(5 * x, gamma), call(x, gamma))
    for features, expected in (
        ([1.0, 2.0, 3.0], [0.46, 0.93, 1.39]),
        ([11.0, 12.0, 13.0], [0.91, 1.00, 1.08]),
    ):
        close(F.rms_norm(torch.tensor(features), (3,)), torch.tensor(expected), atol=5e-3, rtol=0)

    # The norm, and the largest entry.
    small = 1e-3 * torch.randn(50, d, dtype=torch.float64)
    out = F.rms_norm(small, (d,), eps=1e-5)
    assert (out.norm(dim=-1) < d**0.5).all() and out.norm(dim=-1).min() < 0.9
    close(F.rms_norm(x, (d,)).norm(dim=-1), torch.full((2, 3), d**0.5))
    close(F.rms_norm(1e3 * torch.eye(d)[0], (d,))[0], torch.tensor(d**0.5))

    # The gradient: a tenth for inputs ten times as large, and orthogonal to them.
    pull = torch.randn(d)
    slope = torch.func.grad(lambda v: (pull * call(v, gamma)).sum())
    close(slope(10 * x[0, 0]), slope(x[0, 0]) / 10, atol=1e-6, rtol=1e-3)
    close(slope(x[0, 0]) @ x[0, 0], torch.tensor(0.0), atol=1e-4, rtol=0)

    # At zero.
    nothing = torch.zeros(d)
    assert (call(nothing, gamma) == 0).all()
    close(slope(nothing), pull * gamma * torch.finfo(torch.float32).eps ** -0.5)
    for epsilon, told in ((None, 2896.0), (1e-5, 316.0)):
        steep = torch.func.grad(lambda v, e=epsilon: F.rms_norm(v, (d,), eps=e)[0])
        close(steep(nothing)[0], torch.tensor(told), atol=0.5, rtol=0)

    # The default epsilon: float32's for the half types, too.
    for size, told in (
        (torch.float32, 1.19e-7),
        (torch.float16, 1.19e-7),
        (torch.bfloat16, 1.19e-7),
        (torch.float64, 2.2e-16),
    ):
        row = torch.tensor([2e-4, -1e-4] * 4 if told > 1e-10 else [1e-8, -2e-8] * 4).to(size)
        exact = row.double()
        for y in (F.rms_norm(row, (d,)), torch.nn.RMSNorm(d, dtype=size)(row)):
            square = exact.square().mean()
            implied = (exact / y.detach().double()).square().mean() - square
            close(implied, torch.tensor(told).double(), rtol=0.02, atol=0)
    assert torch.nn.RMSNorm(d).eps is None
    half = torch.full((d,), 300.0, dtype=torch.float16)
    assert half.square().isinf().all() and (F.rms_norm(half, (d,)) == 1).all()

    # Parameters and dimensions.
    module = torch.nn.RMSNorm(d)
    assert [name for name, _ in module.named_parameters()] == ["weight"]
    assert module.weight.equal(one)
    try:
        torch.nn.RMSNorm(d, bias=False)  # type: ignore[call-arg]
    except TypeError as error:
        assert "bias" in str(error)
    else:
        raise AssertionError("RMSNorm has an argument for a bias")
    try:
        F.rms_norm(x, d)  # type: ignore[arg-type]
    except TypeError as error:
        assert "tuple" in str(error)
    else:
        raise AssertionError("F.rms_norm took a number")
    joint = F.rms_norm(x, (3, d))
    close(joint.square().mean(dim=(1, 2)), torch.ones(2))
    assert (joint.square().mean(dim=-1) - 1).abs().max() > 1e-3

    # The tokens of the figure.
    before = tokens()
    close(before.mean(dim=-1), torch.tensor([0.0, 1.0, 4.0]), atol=1e-6, rtol=0)
    after = F.rms_norm(before, (8,)).mean(dim=-1)
    close(after, torch.tensor([0.0, 0.71, 0.97]), atol=5e-3, rtol=0)
    layer = F.layer_norm(before, (8,))
    close(layer[0].expand(3, 8), layer, atol=1e-5, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for mu in (0.0, 4.0):
        token = tokens(mu)[2]
        size = token.square().mean().sqrt()
        shown = torch.tensor([*readout(mu).values()])
        narrowed = torch.stack([token.mean(), token.std(correction=0)]) / size
        torch.testing.assert_close(shown, narrowed, atol=1e-5, rtol=1e-5)


def tokens(mu: float = 4.0) -> Tensor:
    """Three tokens of the figure, (3, 8), with standard deviation 1; mu is the mean of the last."""
    raw = torch.tensor([-1.5, -1.1, -0.6, -0.2, 0.1, 0.5, 1.0, 1.8])
    raw = (raw - raw.mean()) / raw.std(correction=0)
    return raw + torch.tensor([[0.0], [1.0], [mu]])


def readout(mu: float) -> dict[str, float]:
    """mean μ of token 3"""
    after = F.rms_norm(tokens(mu), (8,))[2]
    return {
        "mean after RMSNorm": float(after.mean()),
        "standard deviation": float(after.std(correction=0)),
    }


def figure(mu: float = 4.0) -> Figure:  # 0 to 6 by 0.25
    """The larger the mean mu of token 3, the narrower its features are after RMS normalization."""
    x = tokens(mu)
    fig, panels = plt.subplots(1, 3, figsize=(5.2, 2.5), sharey=True, width_ratios=[6, 4, 4])
    outs = {"before": x, "RMSNorm": F.rms_norm(x, (8,)), "LayerNorm": F.layer_norm(x, (8,))}
    for axes, (title, rows) in zip(panels, outs.items(), strict=True):
        for row, token in enumerate(rows):
            color = ("C0", "C2", "C3")[row]
            axes.axhline(row, color=plt.rcParams["grid.color"], linewidth=0.8)
            axes.plot(token.tolist(), [row] * 8, "o", color=color, alpha=0.75, markersize=5)
            mean = float(token.mean())
            axes.plot(mean, row, "|", color=color, markersize=22, markeredgewidth=2)
            told = f"{mean:.2f}".replace("-0.00", "0").replace("0.00", "0")
            axes.annotate(
                told.removesuffix(".00"),
                (mean, row),
                (0, 13),
                textcoords="offset points",
                ha="center",
                color=color,
            )
        axes.set_title(title)
        axes.set_ylim(2.6, -0.75)
        axes.set_yticks(range(3), ["token 1", "token 2", "token 3"])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    panels[0].set_xlim(-2.4, 8.4)
    panels[0].set_xticks([0, 4, 8])
    for axes in panels[1:]:
        axes.set_xlim(-2.3, 2.6)
        axes.set_xticks([-2, 0, 2])
    panels[1].set_xlabel("the line marks the mean")
    return fig
