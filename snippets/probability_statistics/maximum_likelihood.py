"""Maximum likelihood: the parameters under which the data are most probable."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.distributions import Normal


def fit(x: Tensor, steps: int = 500) -> tuple[Tensor, Tensor]:
    """By gradient, x of size about 1: x (n,) -> (), (), mu, sigma."""
    theta = torch.zeros(2, requires_grad=True)  # mu and log sigma
    adam = torch.optim.Adam([theta], lr=0.05)
    for _ in range(steps):
        adam.zero_grad()
        model = Normal(theta[0], theta[1].exp())
        (-model.log_prob(x).mean()).backward()
        adam.step()
    return theta[0].detach(), theta[1].exp().detach()
    # --8<-- [end:pytorch]


def call(mu: Tensor, sigma: Tensor, x: Tensor) -> Tensor:
    """mu (), sigma () in (0, inf), x (n,) -> ()"""
    return Normal(mu, sigma).log_prob(x).sum()


def reference_f(mu: Tensor, sigma: Tensor, *, x: Tensor) -> Tensor:
    return Normal(mu, sigma).log_prob(x).sum()


def reference_mu_hat(*, x: Tensor) -> Tensor:
    return x.mean()


def reference_sigma_hat_2(*, x: Tensor) -> Tensor:
    return x.var(correction=0)


def coin(theta: Tensor, heads: float, flips: float) -> Tensor:
    """The log-likelihood of the flips, (...) -> (...)."""
    return torch.xlogy(torch.tensor(heads), theta) + torch.xlogy(
        torch.tensor(flips - heads), 1 - theta
    )


def check() -> None:
    close, F = torch.testing.assert_close, torch.nn.functional

    def number(value: float) -> Tensor:
        return torch.tensor(value)

    # The fit by gradient finds the closed form, which has the largest log-likelihood.
    x = 0.7 * torch.randn(50, generator=torch.Generator().manual_seed(0)) + 0.3
    mu, sigma = fit(x)
    close(mu, x.mean(), atol=1e-3, rtol=0)
    close(sigma, x.std(correction=0), atol=1e-3, rtol=0)
    assert abs(sigma - x.std()) > 5e-3  # not the unbiased one
    best = call(x.mean(), x.std(correction=0), x)
    for _ in range(20):
        other = call(x.mean() + 0.1 * torch.randn(()), x.std(correction=0) * torch.rand(()), x)
        assert other < best
    close(best, Normal(x.mean(), x.std(correction=0)).log_prob(x).sum(), atol=1e-3, rtol=0)

    # The coin: its maximum, its peak, its integral.
    grid = torch.linspace(0.001, 0.999, 999)
    assert grid[coin(grid, 7.0, 10.0).argmax()] == number(0.7)
    for heads, tossed, higher in ((7.0, 10.0, 0.8), (28.0, 40.0, 3.3)):
        ratio = coin(number(0.7), heads, tossed) - coin(number(0.5), heads, tossed)
        close(ratio, number(higher), atol=0.05, rtol=0)
    flips = torch.tensor([1.0] * 7 + [0.0] * 3)
    close(
        torch.distributions.Bernoulli(probs=number(0.6)).log_prob(flips).sum(),
        coin(number(0.6), 7.0, 10.0),
    )
    close(
        torch.trapezoid(coin(grid.double(), 7.0, 10.0).exp(), grid.double()),
        1 / number(1320.0).double(),
    )
    assert coin(number(1.0), 3.0, 3.0) == 0 and coin(number(1.0), 3.0, 4.0) == -torch.inf

    # Losses as negative log-likelihoods, up to constants.
    y_hat, y = torch.randn(8), torch.randn(8)
    squares = -Normal(y_hat, 1.0).log_prob(y).mean() - 0.5 * number(2 * torch.pi).log()
    close(squares, F.mse_loss(y_hat, y) / 2)
    absolute = -torch.distributions.Laplace(y_hat, 1.0).log_prob(y).mean() - number(2.0).log()
    close(absolute, F.l1_loss(y_hat, y))
    logits, labels = torch.randn(8, 5), torch.randint(5, (8,))
    classes = -torch.distributions.Categorical(logits=logits).log_prob(labels).mean()
    close(classes, F.cross_entropy(logits, labels))
    close(F.nll_loss(torch.log_softmax(logits, dim=-1), labels), classes)

    # Minimizing the cross-entropy from the data: frequencies against the model.
    counts = torch.bincount(labels, minlength=5) / 8
    log_q = torch.log_softmax(torch.randn(5), dim=0)
    close(log_q[labels].mean(), (counts * log_q).sum())

    # Other parameters, other units.
    close(fit(x)[1] ** 2, x.var(correction=0), atol=2e-3, rtol=0)
    close(
        call(100 * mu, 100 * sigma, 100 * x),
        call(mu, sigma, x) - 50 * number(100.0).log(),
        rtol=1e-3,
        atol=1e-2,
    )

    # A minibatch estimates the mean without bias: all batches of 2 of 4 examples.
    terms = Normal(0.0, 1.0).log_prob(x[:4])
    pairs = torch.combinations(terms, 2).mean(dim=1)
    close(pairs.mean(), terms.mean())

    # If no parameter is true: a normal model of an exponential gets its mean and deviation.
    skew = torch.empty(20000).exponential_(generator=torch.Generator().manual_seed(0))
    close(torch.stack([skew.mean(), skew.std(correction=0)]), torch.ones(2), atol=0.05, rtol=0)

    # The gaussian loss: a variance, no constant, a floor.
    variance = torch.rand(8) + 0.5
    exact = -Normal(y_hat, variance.sqrt()).log_prob(y).mean()
    close(F.gaussian_nll_loss(y_hat, y, variance, full=True), exact)
    half = 0.5 * number(2 * torch.pi).log()
    close(F.gaussian_nll_loss(y_hat, y, variance), exact - half)
    tiny = torch.full((8,), 1e-9)
    close(F.gaussian_nll_loss(y_hat, y, tiny), F.gaussian_nll_loss(y_hat, y, 1000 * tiny))
    close(F.gaussian_nll_loss(y_hat, y, tiny), F.gaussian_nll_loss(y_hat, y, 0 * tiny + 1e-6))
    close(F.gaussian_nll_loss(y_hat, y, 0 * tiny), F.gaussian_nll_loss(y_hat, y, tiny))
    try:
        F.gaussian_nll_loss(y_hat, y, -tiny)
    except ValueError as error:
        assert "negative" in str(error)
    else:
        raise AssertionError("a negative variance was taken")

    # One number per example, or per entry; the mean has 1 / n of the gradient.
    vectors, identity = torch.randn(8, 3), torch.eye(3)
    apart = Normal(torch.zeros(3), 1.0)
    assert apart.log_prob(vectors).shape == (8, 3)
    joint: list[torch.distributions.Distribution] = [
        torch.distributions.MultivariateNormal(torch.zeros(3), identity),
        torch.distributions.Independent(apart, 1),
    ]
    for law in joint:
        close(law.log_prob(vectors), apart.log_prob(vectors).sum(dim=1))
    total, average = (
        torch.func.grad(lambda v, how=how: F.cross_entropy(v, labels, reduction=how))(logits)
        for how in ("sum", "mean")
    )
    close(average, total / 8)

    # The biased variance: too small by (n - 1) / n on average.
    samples = torch.randn(20000, 5, generator=torch.Generator().manual_seed(1))
    close(samples.var(dim=1, correction=0).mean(), number(0.8), atol=0.02, rtol=0)

    # Maximum a posteriori: a normal prior is a penalty.
    theta = torch.randn(5)
    gap = -Normal(0.0, 2.0).log_prob(theta).sum() - theta.square().sum() / (2 * 4)
    close(gap, -Normal(0.0, 2.0).log_prob(torch.zeros(5)).sum())

    # No maximum: one example with a deviation of its own.
    sharp = [float(Normal(0.0, s).log_prob(number(0.0))) for s in (1e-2, 1e-4, 1e-8)]
    assert sharp[0] < sharp[1] < sharp[2] and sharp[2] > 17
    equal = [Normal(0.5, s).log_prob(number(0.5).expand(5)).sum() for s in (1e-2, 1e-4, 1e-8)]
    assert equal[0] < equal[1] < equal[2]


def figure(flips: float = 40.0) -> Figure:  # 20 to 200 by 20
    """The more flips with the same share of heads, the narrower the peak."""
    theta = torch.linspace(0.2, 0.97, 400)
    fair, best = torch.tensor(0.5), torch.tensor(0.7)
    fig, axes = plt.subplots()
    for n, color, at in ((10.0, "C4", (0.24, -2.0)), (flips, "C0", (0.33, -4.8))):
        top = coin(best, 0.7 * n, n)
        axes.plot(theta, coin(theta, 0.7 * n, n) - top, color=color)
        low = float(coin(fair, 0.7 * n, n) - top)
        if low > -5.5:
            axes.plot(0.5, low, "o", color=color)
            axes.annotate(
                f"{low:.1f}".replace("-", "−"),
                (0.5, low),
                xytext=(-7, 3),
                textcoords="offset points",
                ha="right",
                color=color,
            )
        axes.text(*at, f"{0.7 * n:g} of {n:g}", color=color)
    axes.plot(0.7, 0, "o", color=plt.rcParams["text.color"])
    axes.axvline(0.7, color=plt.rcParams["grid.color"], linewidth=1, zorder=0)
    axes.set_ylim(-5.5, 0.5)
    axes.set_xlim(0.2, 1.02)
    axes.set_xticks([0.3, 0.5, 0.7, 0.9], ["0.3", "0.5", "0.7", "0.9"])
    axes.set_yticks([-4, -2, 0], ["−4", "−2", "0"])
    axes.set_xlabel(r"probability of heads $\theta$")
    axes.set_title(r"log-likelihood, its maximum at 0", loc="left")
    return fig
