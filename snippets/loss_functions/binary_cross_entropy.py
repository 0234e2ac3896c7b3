"""Binary cross-entropy: minus the log-probability of a yes or no."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def bce_with_logits(z: Tensor, y: Tensor) -> Tensor:
    """The formula, stable, any shape: z (...), y (...) -> (...)."""
    return (1 - y) * z - F.logsigmoid(z)


def masked_bce(z: Tensor, y: Tensor, counts: Tensor) -> Tensor:
    """Averaged where counts is True, which leaves padding out:
    z (...), y (...), counts (...) -> ()."""
    return bce_with_logits(z, y)[counts].mean()
    # --8<-- [end:pytorch]


def call(z: Tensor, y: Tensor) -> Tensor:
    """z (...), y (...) in [0, 1] -> ()"""
    return F.binary_cross_entropy_with_logits(z, y)


def reference(z: Tensor, y: Tensor) -> Tensor:
    return call(z, y)


def check() -> None:
    close = torch.testing.assert_close
    zero, one = torch.tensor(0.0), torch.tensor(1.0)

    # The functions shown against PyTorch's, for labels and probabilities, small and large.
    for z in (torch.randn(4, 5), 300 * torch.randn(4, 5), torch.zeros(4, 5)):
        for y in (torch.rand(4, 5), torch.randint(2, (4, 5)).float()):
            each = F.binary_cross_entropy_with_logits(z, y, reduction="none")
            close(bce_with_logits(z, y), each)
            close(call(z, y), each.sum() / 20)
    z, y = torch.tensor([2.0, -1.0, 0.5]), torch.tensor([1.0, 0.0, 1.0])
    each = bce_with_logits(z, y)
    close(F.binary_cross_entropy(z.sigmoid(), y), each.mean())
    close(torch.nn.BCEWithLogitsLoss()(z, y), torch.nn.BCELoss()(z.sigmoid(), y))
    close(masked_bce(z, y, torch.tensor([True, False, True])), (each[0] + each[2]) / 2)
    close(F.multilabel_soft_margin_loss(z[None], y[None]), each.mean())

    # Gradient and curvature.
    wide = torch.linspace(-12, 12, 241)
    slope = torch.func.grad(call)
    for target in (0.0, 0.3, 1.0):
        slopes = torch.vmap(slope)(wide, torch.full_like(wide, target))
        close(slopes, wide.sigmoid() - target)
    curves = torch.vmap(torch.func.grad(lambda z: slope(z, one)))(wide)
    close(curves, wide.sigmoid() * (1 - wide.sigmoid()))
    assert curves.max() <= 0.25

    # What a logit costs, and another label.
    for logit, cost in ((0.0, 0.6931), (5.0, 0.0067), (-5.0, 5.0067)):
        close(call(torch.tensor(logit), one), torch.tensor(cost), atol=5e-5, rtol=0)
    close(bce_with_logits(wide, zero) - bce_with_logits(wide, one), wide)

    # The minimum for a probability, and for a label none.
    soft = torch.tensor(0.3)
    close(call(torch.logit(soft), soft), torch.tensor(0.61), atol=5e-3, rtol=0)
    assert slope(torch.logit(soft), soft).abs() < 1e-6
    assert (bce_with_logits(wide, one) > 0).all()

    # A factor on the first term: log 3 more, so 0.75 for an event of probability 0.5.
    def expected(z: Tensor, chance: float, w: float) -> Tensor:
        yes = F.binary_cross_entropy_with_logits(z, one, pos_weight=torch.tensor(w))
        return chance * yes + (1 - chance) * bce_with_logits(z, zero)

    for chance, w in ((0.5, 3.0), (0.2, 5.0)):
        best = torch.logit(torch.tensor(chance)) + torch.tensor(w).log()
        assert torch.func.grad(expected)(best, chance, w).abs() < 1e-6
        if chance == 0.5:
            close(best.sigmoid(), torch.tensor(0.75))

    # A probability taken for a logit.
    close(call(z, y), torch.tensor(0.305), atol=5e-4, rtol=0)
    close(call(z.sigmoid(), y), torch.tensor(0.538), atol=5e-4, rtol=0)
    # The logarithm of 0, in both precisions.
    for precision in (torch.float32, torch.float64):
        nothing = torch.zeros(1, dtype=precision)
        assert F.binary_cross_entropy(nothing, 1 - nothing) == 100
        far = torch.full((1,), 1000.0, dtype=precision)
        assert call(far, nothing) == 1000 and torch.func.grad(call)(far, nothing) == 1
    # Integers and other shapes.
    for loss, x in ((F.binary_cross_entropy_with_logits, z), (F.binary_cross_entropy, z.sigmoid())):
        for given, other in ((x, y.long()), (x[:, None], y), (x[None], y)):
            try:
                loss(given, other)
            except (RuntimeError, ValueError):
                continue
            raise AssertionError("an integer target, or one in another shape, was taken")
    close(call(z, y.double()), call(z.double(), y.double()), rtol=1e-6, atol=0)
    try:
        F.binary_cross_entropy(z.sigmoid(), y.double())
    except RuntimeError as error:
        assert "Double" in str(error)
    else:
        raise AssertionError("binary_cross_entropy took another floating point type")
    # Labels −1 and 1: negative, and what takes them.
    signs = 2 * y - 1
    assert call(z, signs) < 0
    close(F.soft_margin_loss(z, signs), call(z, y))
    # Weights: multiplied, not averaged.
    weight = torch.tensor([1.0, 2.0, 3.0])
    close(F.binary_cross_entropy_with_logits(z, y, weight=weight), (weight * each).sum() / 3)
    close(F.binary_cross_entropy(z.sigmoid(), y, weight=weight), (weight * each).sum() / 3)
    raised = F.binary_cross_entropy_with_logits(z, y, reduction="none", pos_weight=weight)
    try:
        F.binary_cross_entropy_with_logits(z, y, pos_weight=3.0)  # type: ignore[arg-type]
    except TypeError as error:
        assert "must be Tensor" in str(error)
    else:
        raise AssertionError("a number was taken for pos_weight")
    close(raised, (1 + y * (weight - 1)) * each)
    for option in ({"ignore_index": -100}, {"pos_weight": weight}):
        try:
            F.binary_cross_entropy(z.sigmoid(), y, **option)
        except TypeError:
            continue
        raise AssertionError(f"binary_cross_entropy took {option}")

    # Typed as printed: infinite from about 17 on; the stable form with kinks is off at 0.
    assert torch.log(1 - torch.tensor(16.5).sigmoid()).isfinite()
    assert torch.log(1 - torch.tensor(17.0).sigmoid()) == -torch.inf

    def kinked(z: Tensor, y: Tensor) -> Tensor:
        return z.relu() - z * y + torch.log1p(torch.exp(-z.abs()))

    close(kinked(wide, soft), bce_with_logits(wide, soft))
    for target in (0.0, 0.3, 1.0):
        y_0 = torch.tensor(target)
        assert torch.func.grad(kinked)(zero, y_0) == -y_0
        close(torch.func.grad(bce_with_logits)(zero, y_0), 0.5 - y_0)

    # Cross-entropy of two classes.
    close(F.cross_entropy(torch.stack([0 * z, z], dim=1), y.long()), call(z, y))

    # The figure.
    for label, cost in ((one, 0.13), (zero, 2.13)):
        close(call(torch.tensor(2.0), label), torch.tensor(cost), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for z in (-4.0, 2.0):
        p = torch.sigmoid(torch.tensor(z))
        shown = torch.tensor([*readout(z).values()])
        torch.testing.assert_close(shown, -torch.stack([p, 1 - p]).log(), atol=1e-5, rtol=1e-5)


def readout(z: float) -> dict[str, float]:
    """logit z"""
    logit = torch.tensor(z)
    costs = [float(bce_with_logits(logit, torch.tensor(y))) for y in (1.0, 0.0)]
    return {"loss for label 1": costs[0], "for label 0": costs[1]}


def figure(z: float = 2.0) -> Figure:  # -4 to 4 by 0.25
    """The two labels differ by the logit itself."""
    logits = torch.linspace(-5, 5, 201)
    fig, axes = plt.subplots()
    for label, color, at in ((1.0, "C0", -4.0), (0.0, "C1", 4.0)):
        y = torch.tensor(label)
        axes.plot(logits, bce_with_logits(logits, y), color=color)
        cost = float(bce_with_logits(torch.tensor(z), y))
        axes.plot(z, cost, "o", color=color)
        axes.annotate(
            f"{cost:.2f}",
            (z, cost),
            xytext=(0, 7),
            textcoords="offset points",
            ha="right" if label == 0 else "left",
            color=color,
        )
        axes.annotate(
            f"label {label:g}",
            (at, float(bce_with_logits(torch.tensor(at), y))),
            xytext=(8 if label else -8, 4),
            textcoords="offset points",
            ha="left" if label else "right",
            color=color,
        )
    axes.axvline(z, color="C7", linewidth=0.8, linestyle=":", zorder=0)
    axes.set_ylim(-0.1, 5.2)
    axes.set_xticks([-4, -2, 0, 2, 4])
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_xlabel("logit $z$")
    axes.set_title("loss", loc="left")
    return fig
