"""Layer normalization: center and rescale the features of each token."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.nn import functional as F


def layer_norm(
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    epsilon: float = 1e-5,
) -> Tensor:
    """The formula, each token on its own:
    x (..., d), gamma (d,), beta (d,) -> (..., d)."""
    mu = x.mean(dim=-1, keepdim=True)
    variance = x.var(dim=-1, correction=0, keepdim=True)
    normal = (x - mu) / torch.sqrt(variance + epsilon)
    return gamma * normal + beta
    # --8<-- [end:pytorch]


def call(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """x (..., d), gamma (d,), beta (d,) -> (..., d)"""
    d = x.size(-1)
    return F.layer_norm(x, (d,), gamma, beta)


def reference(x: Tensor, *, gamma: Tensor, beta: Tensor, epsilon: Tensor | float) -> Tensor:
    return F.layer_norm(x, x.shape, gamma, beta, float(epsilon))


def check() -> None:
    d = 8
    one, zero = torch.ones(d), torch.zeros(d)
    x, gamma, beta = torch.randn(2, 3, d) * 4 + 7, torch.randn(d), torch.randn(d)
    for scale in (1.0, 1e-3):
        written, built_in = (each(scale * x, gamma, beta) for each in (layer_norm, call))
        torch.testing.assert_close(written, built_in)
    mean = x.mean(dim=-1, keepdim=True)
    variance = x.var(dim=-1, correction=0, keepdim=True)
    normal = (x - mean) / torch.sqrt(variance + 1e-5)
    torch.testing.assert_close(layer_norm(x, gamma, beta), gamma * normal + beta)

    # The eps is inside the root, the variance biased: other versions differ.
    small = x[0, :1] * 1e-3
    m, v = small.mean(), small.var(correction=0)
    torch.testing.assert_close(layer_norm(small, one, zero), (small - m) / torch.sqrt(v + 1e-5))
    assert not torch.allclose(layer_norm(small, one, zero), (small - m) / (torch.sqrt(v) + 1e-5))
    wrong = (x - mean) / x.std(dim=-1, keepdim=True)
    torch.testing.assert_close(
        normal / wrong, torch.full_like(x, (8 / 7) ** 0.5), atol=1e-4, rtol=0
    )

    # Mean 0; variance σ²/(σ² + ε); norm below √d; entries below √(d - 1).
    out = layer_norm(x, one, zero)
    torch.testing.assert_close(out.mean(dim=-1), torch.zeros(2, 3), atol=1e-6, rtol=0)
    ratio = (variance / (variance + 1e-5)).squeeze(-1)
    torch.testing.assert_close(out.var(dim=-1, correction=0), ratio)
    torch.testing.assert_close(out.norm(dim=-1), torch.full((2, 3), d**0.5), atol=1e-4, rtol=0)
    tiny = 1e-3 * (x - mean) / variance.sqrt()  # σ = 0.001, so that ε is ten times σ²
    left = layer_norm(tiny, one, zero).var(dim=-1, correction=0)
    torch.testing.assert_close(left, torch.full((2, 3), 0.09), atol=2e-3, rtol=0)
    spike = layer_norm(1e3 * torch.eye(d)[0], one, zero)
    torch.testing.assert_close(spike[0], torch.tensor((d - 1) ** 0.5))
    assert out.abs().max() < (d - 1) ** 0.5

    torch.testing.assert_close(layer_norm(3 * x + 5, gamma, beta), layer_norm(x, gamma, beta))

    # With x ten times as large, the gradient is a tenth.
    def jacobian(row: Tensor) -> Tensor:
        leaf = row.clone().requires_grad_()
        entries = layer_norm(leaf, one, zero)
        return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in entries])

    torch.testing.assert_close(jacobian(10 * x[0, 0]), jacobian(x[0, 0]) / 10, atol=1e-5, rtol=0)

    # Each token on its own: the others may change.
    other = torch.cat([x[:, :1], torch.randn(2, 2, d)], dim=1)
    torch.testing.assert_close(
        layer_norm(other, gamma, beta)[:, 0], layer_norm(x, gamma, beta)[:, 0]
    )
    joint = F.layer_norm(x, (3, d))  # two dimensions: one mean for all three tokens
    torch.testing.assert_close(joint.mean(dim=(1, 2)), torch.zeros(2), atol=1e-6, rtol=0)
    assert joint.mean(dim=-1).abs().max() > 1e-3

    module = torch.nn.LayerNorm(d)
    assert module.eps == 1e-5
    assert module.weight.equal(one)
    assert module.bias.equal(zero)
    assert not list(module.buffers())
    assert module.train()(x).equal(module.eval()(x))
    plain = torch.nn.LayerNorm(d, bias=False)
    assert plain.bias is None
    assert plain.weight.equal(one)
    bare = torch.nn.LayerNorm(d, elementwise_affine=False)
    assert bare.weight is None and bare.bias is None

    constant = torch.full((d,), 3.0)
    torch.testing.assert_close(layer_norm(constant, gamma, beta), beta)
    literal = (constant - constant.mean()) / constant.std(correction=0)
    assert literal.isnan().all()

    before, after = features()
    torch.testing.assert_close(before.mean(dim=-1), torch.tensor([-3.0, 1.0, 6.0]))
    spread = before.std(dim=-1, correction=0)
    torch.testing.assert_close(spread, torch.tensor([0.6, 1.0, 1.8]))
    torch.testing.assert_close(after.mean(dim=-1), torch.zeros(3), atol=1e-6, rtol=0)
    torch.testing.assert_close(after.std(dim=-1, correction=0), torch.ones(3), atol=1e-4, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for mu in (0.0, 6.0):
        before, _ = features(mu)
        after = torch.nn.LayerNorm(8)(before)[2]
        shown = torch.tensor([*readout(mu).values()])
        torch.testing.assert_close(shown, torch.stack([before[2].max(), after.max().detach()]))


def features(mu: float = 6.0) -> tuple[Tensor, Tensor]:
    """Three tokens of the figure before and after, (3, 8) each; mu is the mean of the third."""
    raw = torch.tensor(
        [
            [-1.5, -1.1, -0.6, -0.2, 0.1, 0.5, 1.0, 1.8],
            [-2.0, -0.7, -0.4, -0.1, 0.3, 0.6, 0.9, 1.4],
            [-1.2, -0.9, -0.7, -0.3, 0.0, 0.4, 0.7, 2.0],
        ]
    )
    raw = (raw - raw.mean(-1, keepdim=True)) / raw.std(-1, correction=0, keepdim=True)
    x = raw * torch.tensor([[0.6], [1.0], [1.8]]) + torch.tensor([[-3.0], [1.0], [mu]])
    return x, F.layer_norm(x, (8,))


def readout(mu: float) -> dict[str, float]:
    """mean μ of token 3"""
    before, after = features(mu)
    return {"largest feature before": float(before[2].max()), "after": float(after[2].max())}


def figure(mu: float = 6.0) -> Figure:  # 0 to 9 by 0.5
    """Wherever the mean mu of token 3 lies, its normalized features are the same."""
    before, after = features(mu)
    fig, panels = plt.subplots(1, 2, figsize=(5.2, 2.6), sharey=True, width_ratios=[8, 5])
    for axes, x, title in zip(panels, (before, after), ("before", "after"), strict=True):
        for row, token in enumerate(x):
            color = ("C0", "C2", "C3")[row]
            axes.axhline(row, color=plt.rcParams["grid.color"], linewidth=0.8)
            axes.plot(token.tolist(), [row] * 8, "o", color=color, alpha=0.75, markersize=6)
            axes.plot(float(token.mean()), row, "|", color=color, markersize=26, markeredgewidth=2)
        axes.set_title(title)
        axes.set_ylim(2.6, -0.6)
        axes.set_yticks(range(3), ["token 1", "token 2", "token 3"])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    panels[0].set_xlim(-4.7, 14)
    panels[0].set_xticks([-3, 1, mu])
    panels[1].set_xlim(-2.5, 2.5)
    panels[0].set_xlabel("feature value")
    panels[1].set_xlabel("mean 0, variance 1")
    return fig
