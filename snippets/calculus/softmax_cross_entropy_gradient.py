"""Gradient of softmax cross-entropy: prediction minus target."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def gradient(z: Tensor, y: Tensor) -> Tensor:
    """Of the loss of each example in its logits:
    z (..., K), y (..., K) -> (..., K)."""
    return torch.softmax(z, dim=-1) - y


def gradient_of_mean(z: Tensor, c: Tensor) -> Tensor:
    """What backward() leaves in z.grad for class indices:
    z (N, K), c (N,) -> (N, K)."""
    N, K = z.shape
    return gradient(z, F.one_hot(c, K)) / N
    # --8<-- [end:pytorch]


def call(z: Tensor, y: Tensor) -> Tensor:
    """z (K,), y (K,) -> (K,)"""
    return torch.func.grad(F.cross_entropy)(z, y)


def reference_L(*, z: Tensor, y: Tensor) -> Tensor:
    return F.cross_entropy(z, y)


def reference_z(*, W: Tensor, h: Tensor, b: Tensor) -> Tensor:
    return F.linear(h, W, b)


def check() -> None:
    close = torch.testing.assert_close
    N, K = 6, 4
    z, c = 2 * torch.randn(N, K), torch.randint(K, (N,))
    y = torch.softmax(torch.randn(N, K), dim=1)
    for n in range(N):
        close(gradient(z[n], y[n]), call(z[n], y[n]))
    slope = torch.func.grad(F.cross_entropy)
    close(gradient_of_mean(z, c), slope(z, c))

    # Confident and wrong: the squared error of a softmax hardly pulls.
    wrong, second = torch.tensor([10.0, 0.0]), torch.tensor([0.0, 1.0])
    assert f"{call(wrong, second).abs().max():.2f}" == "1.00"
    squared = torch.func.grad(lambda v: (torch.softmax(v, dim=0) - second).square().sum())(wrong)
    close(squared.abs().max(), torch.tensor(0.0002), atol=5e-5, rtol=0)

    # Between -1 and 1, sum 0, length at most the root of 2.
    hard = gradient(20 * torch.randn(1000, K), F.one_hot(torch.randint(K, (1000,)), K))
    assert hard.abs().max() <= 1 and hard.norm(dim=1).max() <= 2**0.5 + 1e-6
    close(hard.sum(dim=1), torch.zeros(1000), atol=1e-6, rtol=0)
    close(hard.norm(dim=1).max(), torch.tensor(2.0).sqrt(), atol=1e-3, rtol=0)
    close(gradient(y.log(), y), torch.zeros(N, K), atol=1e-6, rtol=0)
    close(
        gradient(torch.zeros(K), F.one_hot(torch.tensor(1), K)),
        torch.tensor([0.25, -0.75, 0.25, 0.25]),
    )

    # A step on the logits keeps their mean; Adam's does not.
    for kind, keeps in ((torch.optim.SGD, True), (torch.optim.Adam, False)):
        theta = torch.tensor([2.0, 1.0, 0.1, -1.0], requires_grad=True)
        before, optimizer = theta.mean().item(), kind([theta], lr=0.5)
        for _ in range(3):
            optimizer.zero_grad()
            F.cross_entropy(theta, torch.tensor(1)).backward()
            optimizer.step()
        assert (abs(theta.mean().item() - before) < 1e-6) == keeps

    # The Hessian has no target in it and no negative eigenvalue.
    for target in (y[0], y[1]):
        p = torch.softmax(z[0], dim=0)
        hessian = torch.func.hessian(F.cross_entropy)(z[0], target)
        close(hessian, torch.diag(p) - torch.outer(p, p))
        assert torch.linalg.eigvalsh(hessian).min() > -1e-6

    # Weights, ignored targets, smoothing, targets that do not sum to 1.
    weight = torch.tensor([1.0, 2.0, 3.0, 4.0])
    rows = gradient(z, F.one_hot(c, K)) * (weight[c] / weight[c].sum())[:, None]
    close(torch.func.grad(lambda v: F.cross_entropy(v, c, weight=weight))(z), rows)
    some = c.clone()
    some[:2] = -100
    ignored = slope(z, some)
    assert ignored[:2].equal(torch.zeros(2, K))
    close(ignored[2:], gradient(z[2:], F.one_hot(c[2:], K)) / (N - 2))
    smooth = torch.func.grad(lambda v: F.cross_entropy(v, c, label_smoothing=0.1))(z)
    close(smooth, gradient(z, 0.9 * F.one_hot(c, K) + 0.1 / K) / N)
    close(call(z[0], 3 * y[0]), 3 * gradient(z[0], y[0]))

    # The relatives: sigmoid with binary cross-entropy, a linear output with half the square.
    score, label = torch.tensor(0.7), torch.tensor(1.0)
    logistic = torch.func.grad(F.binary_cross_entropy_with_logits)(score, label)
    close(logistic, torch.sigmoid(score) - label)
    close(torch.func.grad(lambda v: (v - label) ** 2 / 2)(score), score - label)

    # The figure.
    p, target = bars()
    close(p, torch.tensor([0.64, 0.23, 0.10, 0.03]), atol=5e-3, rtol=0)
    close(p - target, torch.tensor([0.64, -0.77, 0.10, 0.03]), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for z_1 in (-2.0, 2.0):
        z = torch.tensor([z_1, 1.0, 0.1, -1.0], requires_grad=True)
        (pushed,) = torch.autograd.grad(F.cross_entropy(z, torch.tensor(1)), z)
        torch.testing.assert_close(torch.tensor([*readout(z_1).values()]), pushed[:2])


def bars(z_1: float = 2.0) -> tuple[Tensor, Tensor]:
    """Probabilities and target of the figure, (4,) each."""
    z = torch.tensor([z_1, 1.0, 0.1, -1.0])
    return torch.softmax(z, dim=0), torch.tensor([0.0, 1.0, 0.0, 0.0])


def readout(z_1: float) -> dict[str, float]:
    """logit z₁ of a wrong class"""
    p, y = bars(z_1)
    return {"gradient there": float((p - y)[0]), "at the true class": float((p - y)[1])}


def figure(z_1: float = 2.0) -> Figure:  # -2 to 4 by 0.25
    """The more a wrong class is believed, the harder it is pushed down, and the true one up."""
    p, y = bars(z_1)
    fig, panels = plt.subplots(1, 3, sharey=True)
    for axes, values, color, title in zip(
        panels,
        (p, y, p - y),
        ("C0", "C4", "C1"),
        ("probabilities", "target", "gradient"),
        strict=True,
    ):
        drawn = axes.bar(["1", "2", "3", "4"], values, color=color, width=0.7)
        labels = [f"{v:.2f}".replace("-", "−") for v in values.tolist()]
        axes.bar_label(
            drawn, labels if title != "target" else ["0", "1", "0", "0"], padding=2, fontsize=9
        )
        axes.axhline(0, color=plt.rcParams["axes.edgecolor"], linewidth=0.8)
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(left=False, labelleft=False, bottom=False)
        axes.set_ylim(-1.2, 1.2)
        axes.set_title(title)
        axes.set_xlabel("class")
    return fig
