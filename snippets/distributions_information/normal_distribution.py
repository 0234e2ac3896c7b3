"""Normal distribution: a bell around the mean."""

import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def log_density(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:
    """Of each entry: x (...), mu (...), sigma (...) -> (...)."""
    z = (x - mu) / sigma
    width = sigma * (2 * torch.pi) ** 0.5
    return -(z**2) / 2 - width.log()


def draw(mu: Tensor, sigma: Tensor) -> Tensor:
    """With a gradient to both: mu (...), sigma (...) -> (...)."""
    return mu + sigma * torch.randn_like(mu)
    # --8<-- [end:pytorch]


def call(x: Tensor, mu: float = 0.0, sigma: float = 1.0) -> Tensor:
    """x (...) -> (...)"""
    return torch.distributions.Normal(mu, sigma).log_prob(x)


def reference(x: Tensor, *, mu: Tensor, sigma: Tensor) -> Tensor:
    return torch.distributions.Normal(mu, sigma).log_prob(x).exp()


def check() -> None:
    close = torch.testing.assert_close
    normal = torch.distributions.Normal
    zero, one = torch.tensor(0.0), torch.tensor(1.0)

    # The functions shown against PyTorch's, in both precisions.
    x, mu, sigma = torch.randn(4, 5), torch.randn(5), torch.rand(5) + 0.1
    close(log_density(x, mu, sigma), normal(mu, sigma).log_prob(x))
    close(log_density(x.double(), zero, 2 * one), normal(zero, 2 * one).log_prob(x.double()))
    close(call(x), log_density(x, zero, one))
    centers, widths = torch.full((40_000,), 3.0), torch.full((40_000,), 0.5)
    torch.manual_seed(1)
    drawn = draw(centers, widths)
    close(drawn.mean(), torch.tensor(3.0), atol=0.004, rtol=0)
    close(drawn.std(), torch.tensor(0.5), atol=0.01, rtol=0)
    gradients = torch.func.grad(lambda m, s: draw(m, s).sum(), argnums=(0, 1))(centers, widths)
    assert gradients[0].equal(torch.ones(40_000)) and gradients[1].unique().numel() > 1000

    # Area 1; how much lies within some standard deviations, and beyond.
    wide = torch.linspace(-12, 12, 4801, dtype=torch.float64)
    close(torch.trapezoid(call(wide).exp(), wide), torch.tensor(1.0).double())
    standard = normal(zero.double(), one.double())
    for count, percent in ((1, 68.3), (2, 95.4), (3, 99.7), (1.96, 95.0)):
        within = 2 * standard.cdf(torch.tensor(count).double()) - 1
        close(100 * within, torch.tensor(percent).double(), atol=0.06, rtol=0)
    beyond = 2 * torch.special.ndtr(torch.tensor(-6.0).double())
    close(1e9 * beyond, torch.tensor(2.0).double(), atol=0.05, rtol=0)

    # The peak, and the slope of the logarithm.
    for deviation in (0.1, 1.0, 3.0):
        peak = call(zero, sigma=deviation).exp()
        close(peak, torch.tensor(0.399 / deviation), rtol=1e-3, atol=0)
    assert round(float(call(zero, sigma=0.1).exp()), 2) == 3.99
    slope = torch.func.grad(lambda x: call(x, 2.0, 0.5))(torch.tensor(3.0))
    assert slope == (2 - 3) / 0.5**2
    # The mean is the most likely center.
    data = torch.tensor([0.0, 1.0, 2.0, 9.0])
    center = torch.func.grad(lambda m: log_density(data, m, one).sum())
    assert center(data.mean()) == 0 and center(data.median()) != 0
    # Minus the log-likelihood is a squared error and a constant.
    rest = -call(x, 0.5, 2.0) - (x - 0.5) ** 2 / (2 * 2.0**2)
    close(rest, rest.mean().expand(4, 5))

    # Affine maps, and sums: 3 and 4 make 5.
    scaled = torch.distributions.TransformedDistribution(
        normal(1.0, 0.5), torch.distributions.AffineTransform(3.0, -2.0)
    )
    close(scaled.log_prob(x), normal(-2.0 * 1.0 + 3, 2 * 0.5).log_prob(x))
    first, second = normal(1.0, 3.0), normal(2.0, 4.0)
    grid = torch.linspace(-60, 60, 4801, dtype=torch.float64)
    for total in (0.0, 3.0, 7.0):
        products = (first.log_prob(grid) + second.log_prob(total - grid)).exp()
        whole = normal(3.0, 5.0).log_prob(torch.tensor(total).double()).exp()
        close(torch.trapezoid(products, grid), whole)

    # The largest entropy of a given variance: against a uniform and a Laplace density.
    others = (
        torch.distributions.Uniform(-(3**0.5), 3**0.5),
        torch.distributions.Laplace(0, 0.5**0.5),
    )
    for other in others:
        close(other.variance, one)
        most = normal(0.0, 1.0).entropy()
        assert other.entropy() < most  # type: ignore[no-untyped-call]
    # Sums of many: of 48 uniform numbers, 95 % within 1.96 standard deviations.
    sums = torch.rand(40_000, 48).sum(dim=1)
    share = ((sums - 24).abs() < 1.96 * 2).float().mean()
    close(share, torch.tensor(0.95), atol=0.006, rtol=0)

    # Conventions: standard deviation or variance.
    torch.manual_seed(0)
    for spread in (
        normal(0.0, 3.0).sample((40_000,)),
        torch.normal(0.0, 3.0, (40_000,)),
        torch.nn.init.normal_(torch.empty(40_000), std=3.0),
    ):
        close(spread.std(), torch.tensor(3.0), atol=0.05, rtol=0)
    y = torch.randn(4, 5)
    loss = F.gaussian_nll_loss(x, y, torch.full((4, 5), 9.0), full=True)
    close(loss, -normal(x, 3.0).log_prob(y).mean())
    left_out = loss - F.gaussian_nll_loss(x, y, torch.full((4, 5), 9.0))
    close(left_out, torch.tensor(0.919), atol=5e-4, rtol=0)
    close(left_out, torch.tensor(2 * math.pi).log() / 2)
    clamped = [F.gaussian_nll_loss(x, y, torch.full((4, 5), v)) for v in (0.0, 1e-6)]
    close(*clamped)
    # Far out.
    far = call(torch.tensor(20.0))
    close(far, torch.tensor(-200.9), atol=0.05, rtol=0)
    assert far.exp() == 0
    six = torch.tensor(-6.0)
    assert normal(0.0, 1.0).cdf(six) == 0
    close(torch.special.log_ndtr(six), torch.tensor(-20.7), atol=0.05, rtol=0)
    close(torch.special.ndtri(torch.tensor(0.975)), torch.tensor(1.96), atol=5e-3, rtol=0)
    # Vectors, gradients, and no spread.
    diagonal = torch.distributions.MultivariateNormal(mu, torch.diag(sigma**2))
    close(log_density(x, mu, sigma).sum(dim=-1), diagonal.log_prob(x))
    leaf = mu.clone().requires_grad_()
    assert normal(leaf, 1.0).rsample().requires_grad
    assert not normal(leaf, 1.0).sample().requires_grad
    assert torch.normal(3.0, 0.0, (2,)).equal(torch.full((2,), 3.0))
    try:
        normal(3.0, 0.0)
    except ValueError as error:
        assert "scale" in str(error)
    else:
        raise AssertionError("Normal took a standard deviation of 0")

    # Its entropy grows with the logarithm of sigma.
    close(normal(0.0, 6.0).entropy() - normal(0.0, 2.0).entropy(), torch.tensor(3.0).log())


def figure(sigma: float = 1.0) -> Figure:  # 0.6 to 2 by 0.2
    """The area within one standard deviation stays: a wider bell is lower."""
    x = torch.linspace(-6, 6, 601)
    density = call(x, 0.0, sigma).exp()
    peak = float(density.max())

    fig, axes = plt.subplots()
    for count, alpha in ((2, 0.15), (1, 0.25)):
        within = x.abs() <= count * sigma + 1e-6
        axes.fill_between(x[within], density[within], color="C0", alpha=alpha, linewidth=0)
    axes.plot(x, density, color="C0")
    axes.annotate(f"{peak:.2f}", (0, peak), xytext=(0, 5), textcoords="offset points", ha="center")
    axes.annotate("68.3 %", (0, 0.35 * peak), ha="center")
    height = float(call(torch.tensor(1.6 * sigma), 0.0, sigma).exp())
    axes.annotate(
        "95.4 % within $2\\sigma$",
        (1.6 * sigma, height / 2),
        (2.4 * sigma, 0.45 * peak),
        arrowprops={"arrowstyle": "-", "color": "C7", "linewidth": 0.8},
        va="center",
    )
    axes.set_ylim(0, 1.15 * peak)
    axes.set_xticks([-2 * sigma, -sigma, 0, sigma, 2 * sigma])
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_title(rf"density, $\mu = 0$, $\sigma = {sigma:g}$", loc="left")
    return fig
