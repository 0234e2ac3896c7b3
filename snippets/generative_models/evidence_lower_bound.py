"""Evidence lower bound: the objective of models with a hidden code."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence


def vae_loss(
    x: Tensor,
    x_hat: Tensor,
    mu: Tensor,
    log_var: Tensor,
) -> Tensor:
    """x (N, n), x_hat (N, n), mu (N, d), log_var (N, d) -> ()."""
    error = (x - x_hat).square().sum(dim=1) / 2
    each = mu**2 + log_var.exp() - 1 - log_var
    return (error + each.sum(dim=1) / 2).mean()
    # --8<-- [end:pytorch]


def call(x_hat: Tensor, x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:
    """x_hat (n,), x (n,), mu (d,), sigma (d,) in (0, inf) -> ()"""
    q, prior = Normal(mu, sigma), Normal(0.0, 1.0)
    return Normal(x_hat, 1.0).log_prob(x).sum() - kl_divergence(q, prior).sum()


def given(pi: Tensor, V: Tensor) -> dict[str, Callable[..., Tensor]]:
    """A table of how likely each observation is under each code."""
    table = torch.softmax(torch.randn(len(pi), int(V), dtype=torch.float64), dim=-1)

    def joint(x: Tensor, z: Tensor) -> Tensor:
        return pi[z.long() - 1] * table[z.long() - 1, x.long() - 1]

    def marginal(x: Tensor) -> Tensor:
        return pi @ table[:, x.long() - 1]

    return {"p_x": marginal, "p_x_z": joint}


def reference(*, pi: Tensor, ell: Tensor, q: Tensor) -> dict[str, Tensor]:
    guess, prior = (torch.distributions.Categorical(probs=each) for each in (q, pi))
    return {"L": q @ ell.log() - kl_divergence(guess, prior)}


def reference_r(*, pi: Tensor, ell: Tensor) -> Tensor:
    return torch.softmax(pi.log() + ell.log(), dim=-1)


def reference_L_VAE(*, y: Tensor, y_hat: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:
    divergence = kl_divergence(Normal(mu, sigma), Normal(0.0, 1.0)).sum()
    return torch.nn.functional.mse_loss(y_hat, y, reduction="sum") / 2 + divergence


def bound(pi: Tensor, ell: Tensor, q: Tensor) -> Tensor:
    """The ELBO of a discrete code: pi (K,), ell (K,), q (..., K) -> (...)."""
    return (torch.xlogy(q, pi * ell) - torch.xlogy(q, q)).sum(dim=-1)


def check() -> None:
    close, F = torch.testing.assert_close, torch.nn.functional

    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    # The loss shown, in two precisions, is minus the bound of one drawn code, up to a constant.
    for dtype in (torch.float32, torch.float64):
        x, x_hat = torch.randn(2, 6, 5, dtype=dtype)
        mu, log_var = torch.randn(2, 6, 3, dtype=dtype)
        sigma = (log_var / 2).exp()
        rows = zip(x, x_hat, mu, sigma, strict=True)
        each = torch.stack([reference_L_VAE(y=a, y_hat=b, mu=m, sigma=s) for a, b, m, s in rows])
        loss = vae_loss(x, x_hat, mu, log_var)
        close(loss, each.mean())
        rows = zip(x_hat, x, mu, sigma, strict=True)
        bounds = torch.stack([call(*row) for row in rows]).mean()
        constant = 5 / 2 * torch.tensor(2 * torch.pi, dtype=dtype).log()
        close(-bounds - constant, loss, atol=1e-4, rtol=1e-4)

    # A bound, tight at the posterior, with the numbers of the page.
    pi, ell = torch.softmax(torch.randn(5, dtype=torch.float64), dim=0), torch.rand(5).double()
    evidence, posterior = (pi @ ell).log(), reference_r(pi=pi, ell=ell)
    for q in torch.softmax(torch.randn(20, 5, dtype=torch.float64), dim=-1):
        gap = evidence - bound(pi, ell, q)
        assert gap > 0
        close(gap, (q * (q / posterior).log()).sum())
        close(bound(pi, ell, q), reference(pi=pi, ell=ell, q=q)["L"])
    close(bound(pi, ell, posterior), evidence)
    even, two = torch.tensor([0.5, 0.5]).double(), torch.tensor([0.8, 0.2]).double()
    close((even @ two).log(), number(-0.69), atol=5e-3, rtol=0)
    close(bound(even, two, even), number(-0.92), atol=5e-3, rtol=0)
    close(reference_r(pi=even, ell=two), two)

    # The better bound need not have the better evidence.
    other = torch.tensor([0.99, 0.05]).double()
    assert (even @ other).log() > (even @ two).log()
    assert bound(even, other, even) < bound(even, two, even)

    # Codes drawn from q estimate it without bias: the mean of many is within 5 standard errors.
    q = torch.softmax(torch.randn(5, dtype=torch.float64), dim=0)
    drawn = (pi * ell / q).log()[torch.multinomial(q, 40_000, replacement=True)]
    close(drawn.mean(), bound(pi, ell, q), atol=5 * float(drawn.std()) / 200, rtol=0)

    # A decoder that ignores the code: the prior is best, with a divergence of 0.
    same = torch.full((5,), 0.3).double()
    close(reference_r(pi=pi, ell=same), pi)
    close(bound(pi, same, pi), number(0.3).log())

    # A linear decoder of a normal code, x = 2 z + noise: the evidence is known.
    observed, s = number(1.5), number(0.5)
    log_p = Normal(number(0.0), (4 + s**2).sqrt()).log_prob(observed)
    grid = torch.linspace(-8, 8, 16001, dtype=torch.float64)
    variance = 1 / (1 + 4 / s**2)
    center = variance * 2 * observed / s**2

    def gaussian(mean: Tensor, deviation: Tensor) -> Tensor:
        q = Normal(mean, deviation)
        likelihood = Normal(2 * grid, s).log_prob(observed)
        first = torch.trapezoid(q.log_prob(grid).exp() * likelihood, grid)
        return first - kl_divergence(q, Normal(number(0.0), number(1.0)))

    close(gaussian(center, variance.sqrt()), log_p)
    for shift, factor in ((0.3, 1.0), (0.0, 1.5), (-0.2, 0.7)):
        assert gaussian(center + shift, factor * variance.sqrt()) < log_p

    # Drawing with and without a gradient; pairs with a closed form and without; order.
    m, Categorical = torch.zeros(3, requires_grad=True), torch.distributions.Categorical
    assert Normal(m, 1.0).rsample().requires_grad and not Normal(m, 1.0).sample().requires_grad
    assert kl_divergence(Normal(m, 1.0), Normal(0.0, 1.0)).shape == (3,)
    assert kl_divergence(Categorical(logits=m), Categorical(logits=m)).shape == ()
    assert not Categorical.has_rsample
    try:
        kl_divergence(Normal(m, 1.0), torch.distributions.Cauchy(0.0, 1.0))
    except NotImplementedError:
        pass
    else:
        raise AssertionError("a closed form of Normal and Cauchy")
    a, b = Normal(number(0.5), number(0.6)), Normal(number(0.0), number(1.0))
    close(kl_divergence(a, b), (0.5**2 + 0.6**2 - 1 - number(0.6**2).log()) / 2)
    assert kl_divergence(a, b) != kl_divergence(b, a)
    z = a.sample((200_000,))
    close((a.log_prob(z) - b.log_prob(z)).mean(), kl_divergence(a, b), atol=0.02, rtol=0)
    part = Normal(x_hat, 1.0).log_prob(x) + (x - x_hat) ** 2 / 2
    close(part, torch.full_like(part, -0.5 * float(number(2 * torch.pi).log())))

    # A mean over 784 pixels: the divergence counts 392 times as much.
    pixels, made = torch.rand(2, 784, dtype=torch.float64)
    assert 784 / 2 == 392
    close(F.mse_loss(made, pixels) + 1.0, (2 / 784) * ((pixels - made).square().sum() / 2 + 392))

    # beta above 1 is a lower bound, below 1 it need not be; another variance.
    q = torch.tensor([0.7, 0.3]).double()
    divergence = (q * (q / even).log()).sum()
    assert bound(even, two, q) - 3 * divergence < (even @ two).log()
    assert bound(even, two, two) + 0.9 * (two * (two / even).log()).sum() > (even @ two).log()
    for deviation in (0.5, 1.0, 3.0):
        loss = -Normal(x_hat, deviation).log_prob(x).sum(dim=1) - constant
        error = (x - x_hat).square().sum(dim=1) / (2 * deviation**2)
        close(loss, error + 5 / 2 * number(deviation**2).log())

    # The figure.
    curve = bound(even, two, torch.stack([even, two]))
    close(curve, torch.tensor([-0.92, -0.69]).double(), atol=5e-3, rtol=0)


def figure(likelihood: float = 0.8) -> Figure:  # 0.1 to 0.9 by 0.1
    """The bound touches the log-evidence where the guess is the posterior."""
    pi = torch.tensor([0.5, 0.5], dtype=torch.float64)
    ell = torch.tensor([likelihood, 0.2], dtype=torch.float64)
    first = torch.linspace(0, 1, 201, dtype=torch.float64)
    curve = bound(pi, ell, torch.stack([first, 1 - first], dim=-1))
    evidence, best = float((pi @ ell).log()), float(reference_r(pi=pi, ell=ell)[0])
    middle = float(bound(pi, ell, pi))
    fig, axes = plt.subplots()
    axes.axhline(evidence, color="C4", linestyle="--", linewidth=1.4)
    axes.plot(first, curve, color="C0")
    axes.plot([0.5, best], [middle, evidence], "o", color="C0")
    axes.annotate(
        f"log-evidence {evidence:.2f}".replace("-", "−", 2).replace("log−", "log-"),
        (0.02, evidence),
        xytext=(0, 5),
        textcoords="offset points",
        color="C4",
    )
    axes.annotate(
        f"bound {middle:.2f}".replace("-", "−"),
        (0.5, middle),
        xytext=(8, -14),
        textcoords="offset points",
        color="C0",
    )
    axes.set_ylim(min(float(curve.min()), evidence) - 0.15, evidence + 0.3)
    axes.set_xticks([0, 0.5, best, 1])
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:.2g}")
    axes.yaxis.set_major_formatter(lambda v, _: f"{v:.3g}".replace("-", "−"))
    axes.set_xlabel("probability that the guess gives to the first code")
    axes.set_title("evidence lower bound", loc="left")
    return fig
