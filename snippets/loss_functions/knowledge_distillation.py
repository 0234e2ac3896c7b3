"""Knowledge distillation: a student learns a teacher's probabilities."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def distillation_loss(
    z: Tensor, t: Tensor, y: Tensor, tau: float = 2.0, lam: float = 0.9
) -> Tensor:
    """Student z (N, K), teacher t (N, K), labels y (N,) -> ()."""
    log_q = torch.log_softmax(z / tau, dim=-1)
    log_p = torch.log_softmax(t.detach() / tau, dim=-1)
    kl = F.kl_div(log_q, log_p, reduction="batchmean", log_target=True)
    return (1 - lam) * F.cross_entropy(z, y) + lam * tau**2 * kl
    # --8<-- [end:pytorch]


def call(z: Tensor, t: Tensor) -> Tensor:
    """z (N, K), t (N, K) -> ()"""
    return 4 * F.kl_div((z / 2).log_softmax(-1), (t / 2).softmax(-1), reduction="batchmean")


def reference(*, y: Tensor, z: Tensor, t: Tensor, lambda_: Tensor, tau: Tensor) -> Tensor:
    student, teacher = (F.log_softmax(logits / tau, dim=-1) for logits in (z, t))
    soft = F.kl_div(student, teacher, reduction="sum", log_target=True)
    return torch.lerp(F.cross_entropy(z, y), tau**2 * soft, lambda_)


def reference_L_rev(*, p: Tensor, q: Tensor) -> Tensor:
    teacher, student = (torch.distributions.Categorical(probs=x) for x in (p, q))
    return torch.distributions.kl_divergence(student, teacher)


def softened(z: Tensor, t: Tensor, tau: float) -> Tensor:
    """The teacher's term for one example, with its factor."""
    return distillation_loss(z[None], t[None], torch.tensor([0]), tau, 1.0)


def check() -> None:
    close = torch.testing.assert_close
    z, t = 2 * torch.randn(2, 6, 5, dtype=torch.float64)
    y = torch.randint(5, (6,))

    # The function shown against the formula, example by example, and the call.
    for tau, weight in ((2.0, 0.9), (1.0, 0.5), (8.0, 1.0)):
        each = [
            reference(
                y=F.one_hot(label, 5).double(),
                z=student,
                t=teacher,
                lambda_=torch.tensor(weight).double(),
                tau=torch.tensor(tau).double(),
            )
            for student, teacher, label in zip(z, t, y, strict=True)
        ]
        ours = distillation_loss(z, t, y, tau, weight)
        close(ours, torch.stack(each).mean(), atol=1e-6, rtol=1e-6)
    close(call(z, t), distillation_loss(z, t, y, 2.0, 1.0))
    close(distillation_loss(z, t, y, 2.0, 0.0), F.cross_entropy(z, y))

    # The probabilities of the text and of the figure.
    teacher = torch.tensor([8.0, 4.0, 0.0])
    close(teacher.softmax(dim=0), torch.tensor([0.98, 0.02, 0.0003]), atol=5e-3, rtol=0)
    close(teacher.softmax(dim=0)[2], torch.tensor(0.0003), atol=5e-5, rtol=0)
    close((teacher / 4).softmax(dim=0), torch.tensor([0.67, 0.24, 0.09]), atol=5e-3, rtol=0)

    # The gradient, its zero, and its limit.
    slope = torch.func.grad(softened)
    for tau in (1.0, 3.0, 10.0):
        p, q = (t[0] / tau).softmax(dim=0), (z[0] / tau).softmax(dim=0)
        close(slope(z[0], t[0], tau), tau * (q - p))
        close(slope(t[0] + 7, t[0], tau), torch.zeros(5).double())
        paper = torch.func.grad(lambda z, p=p, T=tau: T**2 * F.cross_entropy(z / T, p))
        close(paper(z[0]), slope(z[0], t[0], tau))
    centered = (z[0] - z[0].mean()) - (t[0] - t[0].mean())
    close(slope(z[0], t[0], 1e5), centered / 5, atol=1e-4, rtol=0)
    # Without the factor: a hundredth from 100 to 1000, where both are high.
    small = [slope(z[0], t[0], tau) / tau**2 for tau in (100.0, 1000.0)]
    close(small[1], small[0] / 100, rtol=0.2, atol=1e-6)
    assert softened(t[0], t[0], 2.0).abs() < 1e-12

    # Reductions, sequences, and the gradient into the target.
    log_q, p = (z / 2).log_softmax(dim=-1), (t / 2).softmax(dim=-1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that the mean is not that of the examples
        close(F.kl_div(log_q, p) * 5, call(z, t) / 4)
    long = F.kl_div(log_q.reshape(2, 3, 5), p.reshape(2, 3, 5), reduction="batchmean")
    close(long, 3 * call(z, t) / 4)
    into = torch.func.grad(lambda p: F.kl_div(log_q, p, reduction="batchmean"))(p)
    assert (into != 0).all()
    assert torch.func.grad(lambda t: distillation_loss(z, t, y))(t).equal(torch.zeros_like(t))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for tau in (1.0, 4.0):
        teacher = torch.distributions.Categorical(logits=torch.tensor([8.0, 4.0, 0.0]) / tau)
        right, wrong = readout(tau).values()
        torch.testing.assert_close(right, float(teacher.probs[0]))
        torch.testing.assert_close(wrong, 1 - float(teacher.probs[0]), atol=1e-6, rtol=1e-5)


def readout(tau: float) -> dict[str, float]:
    """temperature τ"""
    p = (torch.tensor([8.0, 4.0, 0.0]) / tau).softmax(dim=0)
    return {"true class": float(p[0]), "both wrong classes": float(p[1:].sum())}


def figure(tau: float = 4.0) -> Figure:  # 1 to 8 by 0.25
    """A higher temperature lets the wrong classes count, up to equal parts."""
    t = torch.tensor([8.0, 4.0, 0.0])
    labels = ["$t_1 = 8$", "$t_2 = 4$", "$t_3 = 0$"]
    fig, both = plt.subplots(1, 2, sharey=True)
    for axes, temperature, color in zip(both, (1.0, tau), ("C4", "C0"), strict=True):
        p = (t / temperature).softmax(dim=0)
        bars = axes.bar(labels, p, color=color, width=0.62)
        axes.bar_label(bars, [f"{v:.2f}" for v in p.tolist()], padding=2)
        axes.spines["left"].set_visible(False)
        axes.tick_params(left=False, labelleft=False, bottom=False)
        axes.set_ylim(0, 1.1)
        axes.set_title(rf"teacher at $\tau = {temperature:g}$")
    return fig
