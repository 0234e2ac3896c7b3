"""Label smoothing: targets that leave a share to every class."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def smooth(y: Tensor, classes: int, epsilon: float = 0.1) -> Tensor:
    """Smoothed targets of class indices: y (N,) -> (N, K)."""
    return (1 - epsilon) * F.one_hot(y, classes) + epsilon / classes


def smoothed_loss(z: Tensor, y: Tensor, epsilon: float = 0.1) -> Tensor:
    """No targets made, no padding: z (N, K), y (N,) -> ()."""
    log_p = torch.log_softmax(z, dim=-1)
    return (1 - epsilon) * F.nll_loss(log_p, y) - epsilon * log_p.mean()
    # --8<-- [end:pytorch]


def call(z: Tensor, y: Tensor) -> Tensor:
    """z (N, K), y (N,) in 0..K-1 -> ()"""
    return F.cross_entropy(z, y, label_smoothing=0.1)


def reference(y: Tensor, z: Tensor, *, epsilon: Tensor) -> Tensor:
    return F.cross_entropy(z, y, label_smoothing=float(epsilon))


def reference_y_tilde(*, y: Tensor, z: Tensor, epsilon: Tensor) -> Tensor:
    """What the gradient of PyTorch's loss pulls the prediction to."""

    def loss(z: Tensor) -> Tensor:
        return F.cross_entropy(z, y, label_smoothing=float(epsilon))

    return z.softmax(dim=0) - torch.func.grad(loss)(z)


def lead_loss(lead: Tensor, classes: int, epsilon: float) -> Tensor:
    """The loss where the true logit leads all others, which are equal, by `lead`."""
    z = torch.cat([lead[..., None], torch.zeros(*lead.shape, classes - 1)], dim=-1)
    y = torch.zeros(lead.shape, dtype=torch.long)
    return F.cross_entropy(z, y, label_smoothing=epsilon, reduction="none")


def check() -> None:
    close = torch.testing.assert_close

    # The functions shown against PyTorch's option.
    z, y = 3 * torch.randn(6, 10), torch.randint(10, (6,))
    for epsilon in (0.0, 0.1, 0.5, 1.0):
        ours = smoothed_loss(z, y, epsilon)
        close(ours, F.cross_entropy(z, y, label_smoothing=epsilon))
        close(F.cross_entropy(z, smooth(y, 10, epsilon)), ours)
    close(call(z, y), smoothed_loss(z, y))
    soft = torch.softmax(torch.randn(6, 10), dim=-1)
    smoothed = F.cross_entropy(z, 0.9 * soft + 0.1 / 10)
    close(F.cross_entropy(z, soft, label_smoothing=0.1), smoothed)

    # On average, it is the loss of labels that are replaced evenly with probability 0.1.
    every = torch.stack([F.cross_entropy(z, torch.full((6,), c)) for c in range(10)])
    close(call(z, y), 0.9 * F.cross_entropy(z, y) + 0.1 * every.mean())

    # The gradient, which turns at 0.91.
    close(torch.func.grad(call)(z, y), (z.softmax(dim=1) - smooth(y, 10)) / 6)
    close(smooth(y, 10).amax(dim=1), torch.full((6,), 0.91))
    # The lead at the minimum, and what is left.
    for classes, lead, least in ((10, 4.51, 0.50), (1000, 9.11, 1.01)):
        best = torch.tensor(1 + classes * 0.9 / 0.1).log()
        close(best, torch.tensor(lead), atol=6e-3, rtol=0)
        slope = torch.func.grad(lambda a, n=classes: lead_loss(a, n, 0.1))(best)
        assert slope.abs() < 1e-5
        left = lead_loss(best, classes, 0.1)
        close(left, torch.tensor(least), atol=6e-3, rtol=0)
        target = smooth(torch.tensor([0]), classes)
        close(left, torch.special.entr(target).sum())
    # The best prediction of a class of probability q, in the order of the classes.
    q = soft[0].double()
    best_z = (0.9 * q + 0.1 / 10).log()
    slope = torch.func.grad(lambda z: F.cross_entropy(z, q, label_smoothing=0.1))(best_z)
    assert slope.abs().max() < 1e-6 and best_z.argsort().equal(q.argsort())

    # Masked classes.
    masked = torch.tensor([[1.0, -torch.inf, 0.0]])
    first = torch.tensor([0])
    assert F.cross_entropy(masked, first).isfinite()
    assert call(masked, first) == torch.inf
    # Weights: of each class; the divisor depends on the kind of target.
    weight = torch.rand(10) + 0.1
    total = -(weight * smooth(y, 10) * z.log_softmax(dim=1)).sum()
    indexed = F.cross_entropy(z, y, weight=weight, label_smoothing=0.1)
    close(indexed, total / weight[y].sum())
    one_hot = F.one_hot(y, 10).float()
    close(F.cross_entropy(z, one_hot, weight=weight, label_smoothing=0.1), total / 6)
    # Padding.
    padded = y.clone()
    padded[2:] = -100
    close(call(z, padded), call(z[:2], y[:2]))
    # One logit: a target that is smoothed by hand.
    pair = torch.tensor([[0.0, 1.5], [0.0, -0.5]])
    labels = torch.tensor([1, 1])
    by_hand = F.binary_cross_entropy_with_logits(pair[:, 1], 0.9 * labels + 0.1 / 2)
    close(by_hand, call(pair, labels))
    try:
        F.binary_cross_entropy_with_logits(pair[:, 1], labels, label_smoothing=0.1)  # type: ignore[call-arg]
    except TypeError:
        pass
    else:
        raise AssertionError("binary_cross_entropy_with_logits has label_smoothing")

    # Divided among the others: a share of 0.09.
    others = torch.full((10,), 0.09 / 9)
    others[3] = 1 - 0.09
    close(smooth(torch.tensor([3]), 10)[0], others)

    # Besides a constant it is the KL divergence to the smoothed target.
    target = smooth(y, 10)
    divergence = F.kl_div(z.log_softmax(dim=1), target, reduction="batchmean")
    close(call(z, y), divergence + torch.special.entr(target).sum() / 6)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for epsilon in (0.1, 0.4):
        leads = torch.linspace(0, 10, 10_001)
        losses = lead_loss(leads, 10, epsilon)
        shown = torch.tensor([*readout(epsilon).values()])
        lowest = torch.stack([leads[losses.argmin()], losses.min()])
        torch.testing.assert_close(shown, lowest, atol=2e-3, rtol=0)


def readout(epsilon: float) -> dict[str, float]:
    """share ε"""
    best = torch.tensor(1 + 10 * (1 - epsilon) / epsilon).log()
    return {"best lead": float(best), "loss there": float(lead_loss(best, 10, epsilon))}


def figure(epsilon: float = 0.1) -> Figure:  # 0.04 to 0.4 by 0.02
    """The larger the share, the smaller the lead at the minimum, and the more is left."""
    lead = torch.linspace(0, 10, 201)
    best = torch.tensor(1 + 10 * (1 - epsilon) / epsilon).log()
    least = lead_loss(best, 10, epsilon)

    fig, axes = plt.subplots()
    axes.plot(lead, lead_loss(lead, 10, 0.0), color="C4", linestyle="--", linewidth=1.4)
    axes.plot(lead, lead_loss(lead, 10, epsilon), color="C0")
    axes.plot(best, least, "o", color="C0")
    axes.annotate(
        f"{float(least):.2f} at {float(best):.2f}",
        (float(best), float(least)),
        xytext=(0, 9),
        textcoords="offset points",
        ha="center",
    )
    axes.annotate(
        rf"$\epsilon = {epsilon:g}$",
        (9, float(lead_loss(torch.tensor(9.0), 10, epsilon))),
        xytext=(0, 8),
        textcoords="offset points",
        ha="right",
        color="C0",
    )
    axes.annotate(r"$\epsilon = 0$", (9, 0), xytext=(0, 6), textcoords="offset points", ha="right")
    axes.set_ylim(0, 3.6)
    axes.set_xticks([0, 2, 4, 6, 8, 10])
    axes.set_yticks([0, 1, 2, 3])
    axes.set_xlabel("lead of the true logit")
    axes.set_title("loss, 10 classes", loc="left")
    return fig
