"""GAN objective: the value of the game of generator and discriminator."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def discriminator_loss(a: Tensor, b: Tensor) -> Tensor:
    """Logits, b from G(z).detach(): a (N,), b (N,) -> ()."""
    return F.softplus(-a).mean() + F.softplus(b).mean()


def generator_loss(b: Tensor) -> Tensor:
    """Non-saturating: b (N,) -> ()."""
    return F.softplus(-b).mean()
    # --8<-- [end:pytorch]


def call(a: Tensor, b: Tensor) -> Tensor:
    """a (N,), b (N,) -> ()"""
    return F.logsigmoid(a).mean() + F.logsigmoid(-b).mean()


def reference(D: Tensor, *, p: Tensor, q: Tensor) -> Tensor:
    logits, labels = torch.stack([D, D]).logit(), torch.tensor([[1.0], [0.0]])
    return -F.binary_cross_entropy_with_logits(
        logits, labels.to(D).expand_as(logits), weight=torch.stack([p, q]), reduction="sum"
    )


def given(p: Tensor, q: Tensor) -> dict[str, Tensor]:
    return {"m": torch.stack([p, q]).mean(dim=0)}


def reference_D_hat(*, p: Tensor, q: Tensor) -> Tensor:
    """The posterior probability of the label 1, where both labels are as likely."""
    return torch.distributions.Categorical(probs=torch.stack([p, q], dim=-1)).probs[..., 0]


def of_labels(a: Tensor, b: Tensor) -> Tensor:
    """The loss of the discriminator as a binary cross-entropy, (N,), (N,) -> ()."""
    labels = torch.cat([torch.ones_like(a), torch.zeros_like(b)])
    return 2 * F.binary_cross_entropy_with_logits(torch.cat([a, b]), labels)


def reference_L_D(*, a: Tensor, b: Tensor) -> Tensor:
    return of_labels(a, b)


def reference_L_sat(*, b: Tensor) -> Tensor:
    return -F.binary_cross_entropy_with_logits(b, torch.zeros_like(b))


def reference_L_ns(*, b: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(b, torch.ones_like(b))


def check() -> None:
    close = torch.testing.assert_close

    def number(value: float) -> Tensor:
        return torch.tensor(value)

    # The functions shown are binary cross-entropies, and stay finite far out.
    for size in (1.0, 40.0, 400.0):
        a, b = size * torch.randn(64), size * torch.randn(64)
        close(discriminator_loss(a, b), of_labels(a, b))
        close(generator_loss(b), reference_L_ns(b=b))
        close(call(a, b), -discriminator_loss(a, b))
        assert discriminator_loss(a, b).isfinite() and generator_loss(b).isfinite()
    rounded = torch.sigmoid(number(20.0))
    assert rounded == 1 and torch.log(1 - rounded) == -torch.inf
    for dtype, far in ((torch.float32, 20.0), (torch.float64, 40.0)):
        logit = torch.tensor(far, dtype=dtype)
        for loss, slope in ((clamped, 0.0), (F.softplus, 1.0)):
            assert torch.func.grad(loss)(logit) == slope
        assert clamped(logit) == 100
    half = torch.tensor(20.0, dtype=torch.float16)
    assert clamped(half) == 100 and torch.func.grad(clamped)(half).isnan()

    # The best discriminator: no gradient, and no larger value by others.
    p, q = torch.softmax(torch.randn(2, 5, dtype=torch.float64), dim=-1)
    best, mixture = reference_D_hat(p=p, q=q), given(p, q)["m"]
    top = reference(best, p=p, q=q)
    slope = torch.func.grad(lambda D: (p * D.log() + q * (1 - D).log()).sum())(best)
    close(slope, torch.zeros_like(slope))
    for _ in range(30):
        assert reference(torch.rand(5).double(), p=p, q=q) < top
    close(best, p / (p + q))

    # What it reaches, for equal and for disjoint laws, and one that always says a half.
    least = number(4.0).double().log()
    kl = torch.nn.functional.kl_div
    js = (kl(mixture.log(), p, reduction="sum") + kl(mixture.log(), q, reduction="sum")) / 2
    close(top, 2 * js - least)
    half = torch.full((5,), 0.5).double()
    for laws in ((p, p), (p, q)):
        close(reference(half, p=laws[0], q=laws[1]), -least)
    close(reference_D_hat(p=p, q=p), half)
    close(least, number(1.386).double(), atol=5e-4, rtol=0)
    assert top > -least
    apart = torch.tensor([[0.3, 0.7, 0, 0], [0, 0, 0.6, 0.4]]).double()
    for rest in (1e-2, 1e-6):
        near_sure = reference_D_hat(p=apart[0], q=apart[1]).clamp(rest, 1 - rest)
        value = reference(near_sure, p=apart[0], q=apart[1])
        assert -2.1 * rest < value < 0

    # Two means, at logits near 0, or one mean.
    zero = torch.zeros(8)
    close(discriminator_loss(zero, zero), least.float())
    labels = torch.cat([torch.ones(8), torch.zeros(8)])
    one = F.binary_cross_entropy_with_logits(torch.cat([zero, zero]), labels)
    close(one, least.float() / 2)
    two, three = torch.full((8,), 2.0), torch.full((24,), 3.0)
    for a, b, equal in ((two, three[:8], True), (two, three, False)):
        assert torch.isclose(discriminator_loss(a, b), of_labels(a, b)) == equal

    # Slopes of both losses of the generator; the ratio far out.
    b = torch.randn(8)
    saturating = torch.func.grad(lambda b: reference_L_sat(b=b))(b)
    close(saturating, -torch.sigmoid(b) / 8)
    close(torch.func.grad(generator_loss)(b), -(1 - torch.sigmoid(b)) / 8)
    sure = number(-4.0)
    for loss, steep in ((saturated, -0.02), (non_saturated, -0.98)):
        close(torch.func.grad(loss)(sure), number(steep), atol=5e-3, rtol=0)

    # Detached or not: the generator's gradient, and what is left in the discriminator.
    generator, discriminator = torch.nn.Linear(3, 2), torch.nn.Linear(2, 1)
    fake, real = generator(torch.randn(6, 3)), torch.randn(6, 2)
    discriminator_loss(discriminator(real), discriminator(fake.detach())).backward()
    assert generator.weight.grad is None and discriminator.weight.grad is not None
    discriminator.zero_grad()
    generator_loss(discriminator(fake)).backward()
    assert generator.weight.grad is not None and discriminator.weight.grad is not None

    # Simultaneous steps on f(u, v) = u v move away.
    for rate in (0.01, 0.1, 2.0):
        u, v = 1.0, 0.0
        for _ in range(100):
            before = u**2 + v**2
            u, v = u - rate * v, v + rate * u
            assert u**2 + v**2 > before


def clamped(b: Tensor) -> Tensor:
    """Cross-entropy of a generated example by its probability, not its logit, () -> ()."""
    return F.binary_cross_entropy(torch.sigmoid(b), torch.zeros_like(b))


def saturated(b: Tensor) -> Tensor:
    """The second term of V as the generator's loss, one example each, (...) -> (...)."""
    return F.logsigmoid(-b)


def non_saturated(b: Tensor) -> Tensor:
    """The non-saturating one, (...) -> (...)."""
    return F.softplus(-b)


def figure(b: float = -4.0) -> Figure:  # -5 to 5 by 1
    """Where the discriminator is sure of a fake, far left, only one loss has a slope."""
    logits = torch.linspace(-6, 6, 241)
    fig, axes = plt.subplots()
    for loss, color, name, at in (
        (non_saturated, "C0", "non-saturating", (-2.2, 3.6)),
        (saturated, "C1", "saturating", (-3.8, -2.2)),
    ):
        slope = float(torch.func.grad(loss)(torch.tensor(b)))
        height = float(loss(torch.tensor(b)))
        axes.plot(logits, loss(logits), color=color)
        axes.plot(b, height, "o", color=color)
        axes.text(*at, f"{name}, slope {slope:.2f}".replace("-0", "−0"), color=color)
    axes.axvline(b, color=plt.rcParams["grid.color"], linewidth=1, zorder=0)
    axes.set_ylim(-6.3, 6.3)
    axes.set_xticks([-6, -4, -2, 0, 2, 4, 6])
    axes.set_yticks([-4, 0, 4])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", "−"))
    axes.set_xlabel("logit of a generated example")
    axes.set_title("loss of the generator", loc="left")
    return fig
