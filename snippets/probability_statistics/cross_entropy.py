"""Cross-entropy loss: minus the log-probability of the true class."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.nn import functional as F


def cross_entropy(z: Tensor, y: Tensor) -> Tensor:
    """By hand: logits z (N, K), target y (N,) -> ()."""
    log_p = torch.log_softmax(z, dim=-1)
    return -log_p[torch.arange(len(y)), y].mean()


def soft_cross_entropy(z: Tensor, y: Tensor) -> Tensor:
    """The same for target probabilities y, as in the formula:
    z (N, K), y (N, K) -> ()."""
    return -(y * torch.log_softmax(z, dim=-1)).sum(dim=-1).mean()
    # --8<-- [end:pytorch]


def call(z: Tensor, y: Tensor) -> Tensor:
    """z (N, K), y (N,) in 0..K-1 -> ()"""
    return F.cross_entropy(z, y)


def reference(y: Tensor, z: Tensor) -> Tensor:
    return call(z, y)  # target probabilities instead of an index


def check() -> None:
    z = torch.tensor([[2.0, 0.5, -1.0], [0.0, 3.0, 1.0]])
    classes = torch.tensor([0, 2])
    p = torch.softmax(z, dim=-1)
    each = -torch.log(p[torch.arange(2), classes])
    torch.testing.assert_close(call(z, classes), each.mean())
    torch.testing.assert_close(cross_entropy(z, classes), each.mean())
    one_hot = F.one_hot(classes, 3).float()
    torch.testing.assert_close(soft_cross_entropy(z, one_hot), each.mean())
    torch.testing.assert_close(F.cross_entropy(z, one_hot), each.mean())
    torch.testing.assert_close(F.nll_loss(torch.log_softmax(z, dim=-1), classes), each.mean())
    assert F.cross_entropy(z, classes, reduction="none").shape == (2,)

    # Loss of the true class's probability, as in the figure.
    rising = -torch.log(torch.tensor([0.9, 0.5, 0.1, 0.01]))
    torch.testing.assert_close(
        rising, torch.tensor([0.105, 0.693, 2.303, 4.605]), atol=5e-4, rtol=0
    )
    torch.testing.assert_close(call(torch.zeros(1, 10), classes[:1]).exp(), torch.tensor(10.0))
    confident = torch.tensor([[0.0, 1000.0]])
    assert call(confident, torch.tensor([0])) == 1000
    assert torch.log(torch.softmax(confident, dim=-1))[0, 0].isinf()

    # The gradient is ŷ - y, for a class and for soft targets.
    soft = torch.tensor([0.2, 0.3, 0.5])
    for target in (one_hot[0], soft):
        leaf = z[0].clone().requires_grad_()
        (gradient,) = torch.autograd.grad(F.cross_entropy(leaf, target), leaf)
        torch.testing.assert_close(gradient, p[0] - target)

    # At ŷ = y the loss is the entropy of y, 1.03 nats here; elsewhere KL divergence comes on top.
    entropy = torch.special.entr(soft).sum()
    torch.testing.assert_close(entropy, torch.tensor(1.0297), atol=1e-4, rtol=0)
    torch.testing.assert_close(F.cross_entropy(soft.log(), soft), entropy)
    divergence = F.kl_div(p[0].log(), soft, reduction="sum")
    torch.testing.assert_close(F.cross_entropy(z[0], soft), entropy + divergence)

    once, twice = call(z[:1], classes[:1]), call(p[:1], classes[:1])
    torch.testing.assert_close(once, torch.tensor(0.241), atol=5e-4, rtol=0)
    torch.testing.assert_close(twice, torch.tensor(0.702), atol=5e-4, rtol=0)

    # Sequences: the classes are dimension 1.
    tokens, labels = torch.randn(2, 7, 3), torch.randint(3, (2, 7))
    torch.testing.assert_close(
        F.cross_entropy(tokens.movedim(-1, 1), labels),
        call(tokens.flatten(0, 1), labels.flatten()),
    )

    weight = torch.tensor([1.0, 2.0, 3.0])
    torch.testing.assert_close(
        F.cross_entropy(z, classes, weight=weight), (1 * each[0] + 3 * each[1]) / (1 + 3)
    )
    torch.testing.assert_close(
        F.cross_entropy(z, one_hot, weight=weight), (1 * each[0] + 3 * each[1]) / 2
    )
    # Of sequences, the targets are counted at all positions.
    rows, shares = torch.randn(2, 3, 7), torch.softmax(torch.randn(2, 3, 7), dim=1)
    terms = (weight[:, None] * shares * torch.log_softmax(rows, dim=1)).sum()
    torch.testing.assert_close(F.cross_entropy(rows, shares, weight=weight), -terms / (2 * 7))
    for target in (classes, one_hot, torch.stack([soft, soft])):
        y = one_hot if target is classes else target
        smooth = F.cross_entropy(z, target, label_smoothing=0.1)
        torch.testing.assert_close(smooth, F.cross_entropy(z, 0.9 * y + 0.1 / 3))
    torch.testing.assert_close(F.cross_entropy(z[0], classes[0]), each[0])

    # Logits of a one-hot target never arrive: the gradient still pushes them apart.
    far = torch.tensor([30.0, 0.0], dtype=torch.float64)
    assert F.cross_entropy(far, classes[0]) > 0
    assert (torch.func.grad(F.cross_entropy)(far, classes[0]) != 0).all()
    # In float32 the loss rounds to 0, of two classes at 17; many others add up to more.
    for K, lead, lost in ((2, 17, True), (2, 16, False), (1000, 18, False)):
        assert (call(lead * torch.eye(1, K), torch.tensor([0])) == 0) == lost
    for lead, lost in ((17, False), (103, False), (105, True)):
        slope = torch.func.grad(F.cross_entropy)(torch.tensor([lead, 0.0]), classes[0] * 0)
        assert slope[0] == 0 and (slope[1] == 0) == lost
    padded = torch.tensor([0, -100])
    torch.testing.assert_close(call(z, padded), each[0])
    assert call(z[1:], padded[1:]).isnan()

    zero = torch.tensor(0.0)
    assert (zero * torch.log(zero)).isnan()
    assert torch.special.xlogy(zero, zero) == 0

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for p in (0.2, 0.5):
        halves = torch.tensor([p, p / 2])
        losses = F.nll_loss(halves.log()[:, None], torch.tensor([0, 0]), reduction="none")
        torch.testing.assert_close(torch.tensor([*readout(p).values()]), losses)


def readout(p: float) -> dict[str, float]:
    """probability p of the true class"""
    loss = float(-torch.log(torch.tensor(p)))
    return {"loss in nats": loss, "of half the probability": float(-torch.log(torch.tensor(p / 2)))}


def figure(p: float = 0.5) -> Figure:  # 0.2 to 0.7 by 0.025
    """Halving p, the probability of the true class, adds ln 2, about 0.69, to the loss."""
    given = torch.cat([torch.logspace(-2.3, -1, 60), torch.linspace(0.11, 1.0, 60)])
    fig, axes = plt.subplots(figsize=(5.2, 2.9))
    axes.plot(given, -given.log(), color="C0")
    for at, dx, dy in ((0.01, 0.03, 0.0), (0.1, 0.03, 0.12), (p, 0.02, 0.22), (0.9, -0.02, 0.3)):
        loss = float(-torch.log(torch.tensor(at)))
        axes.plot(at, loss, "o", color="C0")
        axes.text(at + dx, loss + dy, f"{loss:.2f}", va="center")
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(0, 5.3)
    axes.set_xticks([0.01, 0.1, p, 0.9], ["0.01", "0.1", f"{p:g}", "0.9"])
    axes.set_yticks([0, 1, 2, 3, 4, 5])
    axes.set_xlabel("probability given to the true class")
    axes.set_ylabel("loss (nats)")
    return fig
