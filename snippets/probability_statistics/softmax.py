"""Softmax: turn scores into positive weights that sum to one."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def softmax(x: Tensor) -> Tensor:
    """The formula, safe from overflow, (..., K) -> (..., K)."""
    e = torch.exp(x - x.amax(dim=-1, keepdim=True))
    return e / e.sum(dim=-1, keepdim=True)
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (..., K) -> (..., K)"""
    return torch.softmax(x, dim=-1)


def reference(x: Tensor) -> Tensor:
    return call(x)


def reference_m(*, x: Tensor) -> Tensor:
    return x.amax()


def check() -> None:
    x = torch.tensor([2.0, 1.0, 0.1])
    p = call(x)
    torch.testing.assert_close(p, torch.tensor([0.6590, 0.2424, 0.0986]), atol=1e-4, rtol=0)
    for scores in (x, torch.randn(5, 7), 1000 * torch.randn(5, 7)):
        torch.testing.assert_close(softmax(scores), call(scores))
    torch.testing.assert_close(p.sum(), torch.tensor(1.0))
    torch.testing.assert_close(call(x + 100), p)  # invariant to a shift
    torch.testing.assert_close(p[0] / p[1], torch.exp(x[0] - x[1]))  # ratios from differences

    large = torch.tensor([1000.0, 999.0])
    literal = torch.exp(large) / torch.exp(large).sum()
    assert literal.isnan().all()  # inf / inf
    torch.testing.assert_close(call(large), torch.tensor([0.7311, 0.2689]), atol=1e-4, rtol=0)

    # Subtracting any m changes no weight; the maximum keeps the exponentials finite.
    for m in (x.max(), x.min(), torch.tensor(-3.0)):
        torch.testing.assert_close(torch.exp(x - m) / torch.exp(x - m).sum(), p)
    apart = torch.tensor([1000.0, 0.0])
    assert torch.exp(apart - apart.max()).isfinite().all()
    assert torch.exp(apart - apart.min()).isinf().any()

    # A small weight underflows to zero; its logarithm is finite only in log_softmax.
    far = torch.tensor([0.0, -200.0])
    assert call(far)[1] == 0
    assert torch.log_softmax(far, dim=-1)[1] == -200
    assert torch.log(call(far))[1] == -torch.inf
    torch.testing.assert_close(torch.log_softmax(x, dim=-1), x - torch.logsumexp(x, dim=-1))

    # A masked score gets no weight and leaves the others theirs; nothing but masked ones: nan.
    none = torch.tensor([-torch.inf])
    torch.testing.assert_close(call(torch.cat([x, none])), torch.cat([p, torch.zeros(1)]))
    assert call(none.expand(3)).isnan().all()

    # One score may be 0: with two classes the sigmoid of the difference is left.
    torch.testing.assert_close(call(x - x[2]), p)
    torch.testing.assert_close(call(x[:2])[0], torch.sigmoid(x[0] - x[1]))

    # Without a dimension: an error, or a warning.
    try:
        torch.softmax(x)  # type: ignore[call-arg]
    except TypeError as error:
        assert "dim" in str(error)
    else:
        raise AssertionError("torch.softmax took a tensor without dim")
    for implicit in (torch.nn.functional.softmax, torch.nn.Softmax()):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            implicit(x)
        assert "deprecated" in str(told[0].message)

    # The bars of the figure.
    bars = call(torch.tensor([2.0, 1.0, 0.1, -1.0]))
    torch.testing.assert_close(bars, torch.tensor([0.64, 0.23, 0.10, 0.03]), atol=5e-3, rtol=0)

    jacobian = torch.func.jacrev(call)(x)
    torch.testing.assert_close(jacobian, torch.diag(p) - torch.outer(p, p))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    others = torch.tensor([1.0, 0.1, -1.0]).exp().sum()
    for x_1 in (-2.0, 2.0):
        raised = torch.tensor(x_1).exp()
        shown = torch.tensor([*readout(x_1).values()])
        torch.testing.assert_close(shown, torch.stack([raised, others]) / (raised + others))


def readout(x_1: float) -> dict[str, float]:
    """score x₁"""
    weights = softmax(torch.tensor([x_1, 1.0, 0.1, -1.0]))
    return {"weight of x₁": float(weights[0]), "of the others": float(weights[1:].sum())}


def figure(x_1: float = 2.0) -> Figure:  # -2 to 4 by 0.25
    """Raising the score x_1 raises its weight and lowers all the others."""
    x = torch.tensor([x_1, 1.0, 0.1, -1.0])
    labels = ["$x_1$", "$x_2$", "$x_3$", "$x_4$"]
    fig, (scores, weights) = plt.subplots(1, 2)
    for axes, values, color in ((scores, x, "C4"), (weights, softmax(x), "C0")):
        bars = axes.bar(labels, values, color=color, width=0.62)
        axes.bar_label(bars, [f"{v:.2f}".replace("-", "−") for v in values.tolist()], padding=2)
        axes.axhline(0, color=plt.rcParams["axes.edgecolor"], linewidth=0.8)
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(left=False, labelleft=False, bottom=False)
    scores.set_ylim(-2.6, 4.5)
    weights.set_ylim(-0.65, 1.125)  # zeros at one height
    scores.set_title("scores")
    weights.set_title("softmax of the scores: sum 1")
    return fig
