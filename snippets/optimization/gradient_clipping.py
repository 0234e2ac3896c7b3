"""Gradient clipping: bound the norm of all gradients together, keep their direction."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn
from torch.optim import Optimizer


def clipped(gradients: list[Tensor], c: float) -> list[Tensor]:
    """The formula, one factor for all: each (...) -> (...)."""
    norm = nn.utils.get_total_norm(gradients)
    factor = (c / (norm + 1e-6)).clamp(max=1)
    return [factor * g for g in gradients]


def step(model: nn.Module, adam: Optimizer, loss: Tensor) -> Tensor:
    """loss () -> (), the norm of the gradients as they were."""
    adam.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    adam.step()
    return norm
    # --8<-- [end:pytorch]


def call(g: Tensor) -> Tensor:
    """g (...) -> ()"""
    model = nn.ParameterList([g])
    model[0].grad = g.clone()
    return nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)


def by_torch(gradients: list[Tensor], c: float, **options: float | bool) -> list[Tensor]:
    """What PyTorch leaves of the gradients of a model, and the norm it returns in front."""
    parameters = [torch.zeros_like(g) for g in gradients]
    for parameter, g in zip(parameters, gradients, strict=True):
        parameter.grad = g.clone()
    norm = nn.utils.clip_grad_norm_(parameters, c, **options)  # type: ignore[arg-type]
    return [norm, *(parameter.grad for parameter in parameters if parameter.grad is not None)]


def by_value(g: Tensor, c: float) -> Tensor:
    """The gradient after torch.nn.utils.clip_grad_value_, (...) -> (...)."""
    parameter = torch.zeros_like(g)
    parameter.grad = g.clone()
    nn.utils.clip_grad_value_([parameter], c)
    return parameter.grad


def reference(*, g: Tensor, c: Tensor) -> dict[str, Tensor]:
    return {"g_prime": by_torch([g], float(c))[1]}


def reference_v(*, g: Tensor, c: Tensor) -> Tensor:
    return by_value(g, float(c))


def reference_clip(g: Tensor, *, c: Tensor) -> Tensor:
    """The length is cut, the direction stays."""
    return nn.functional.normalize(g, dim=0) * torch.linalg.vector_norm(g).clamp(max=c)


def check() -> None:
    close, inf, nan = torch.testing.assert_close, float("inf"), float("nan")

    # The function shown is PyTorch's, over gradients of several shapes.
    for scale in (1e-3, 1.0, 1e3):
        gradients = [scale * torch.randn(5, 4), scale * torch.randn(4), scale * torch.randn(())]
        norm, *theirs = by_torch(gradients, 1.0)
        close(clipped(gradients, 1.0), theirs)
        together = torch.cat([g.flatten() for g in gradients])
        close(norm, together.norm())
        after = torch.cat([g.flatten() for g in theirs])
        close(after.norm(), norm.clamp(max=1.0))
        close(nn.functional.cosine_similarity(after, together, dim=0), torch.tensor(1.0))
        close(nn.utils.get_total_norm(gradients), norm)
        assert [g.equal(old) for g, old in zip(theirs, gradients, strict=True)] == 3 * [norm < 1]

    # Two layers share one factor; the norm returned is the one before.
    pair = [torch.tensor([3.0, 4.0]), torch.tensor([12.0])]
    norm, first, second = by_torch(pair, 1.0)
    assert norm == 13
    close([first, second], [pair[0] / 13, pair[1] / 13])
    close(call(pair[0]), torch.tensor(5.0))

    # The training step moves by alpha c at most.
    model = nn.Linear(4, 3)
    before = [p.detach().clone() for p in model.parameters()]
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = 100 * model(torch.randn(8, 4)).square().sum()
    long = torch.autograd.grad(loss, list(model.parameters()), retain_graph=True)
    norm = step(model, sgd, loss)
    close(norm, torch.cat([g.flatten() for g in long]).norm())
    assert norm > 1
    moved = [p.detach() - old for p, old in zip(model.parameters(), before, strict=True)]
    close(torch.cat([m.flatten() for m in moved]).norm(), torch.tensor(0.1), atol=1e-4, rtol=0)

    # The mean of clipped gradients is not the clipped mean.
    noisy = [10.0, -1.0, -1.0, -1.0, -1.0]
    close(sum(noisy) / 5, 1.2)
    small = sum(float(by_torch([torch.tensor([g])], 1.0)[1]) for g in noisy) / 5
    assert abs(small + 0.6) < 1e-5

    # Adam: the same steps for any c while all gradients are clipped; a spike counts less.
    directions = 50 * torch.randn(30, 3, dtype=torch.float64)

    def adam(gradients: Tensor, c: float, decay: float = 0.0) -> Tensor:
        theta = torch.ones(3, dtype=torch.float64)
        optimizer = torch.optim.Adam([theta], lr=0.1, weight_decay=decay)
        for g in gradients:
            theta.grad = by_torch([g], c)[1]
            optimizer.step()
        return theta

    close(adam(directions, 1.0), adam(directions, 0.01), atol=1e-4, rtol=1e-4)
    apart = adam(directions, 1.0, decay=0.1) - adam(directions, 0.01, decay=0.1)
    assert apart.abs().max() > 0.01
    spike = torch.ones(30, 3, dtype=torch.float64)
    spike[10] = -1000
    assert (adam(spike, 2.0) - adam(spike, 1e6)).abs().min() > 1

    # What is not finite.
    for foreach in (True, False):
        norm, g, other = by_torch([torch.tensor([3.0, -inf]), torch.ones(2)], 1.0, foreach=foreach)
        assert norm == inf and g[0] == 0 and g[1].isnan() and other.equal(torch.zeros(2))
        norm, g, other = by_torch([torch.tensor([3.0, nan]), torch.ones(2)], 1.0, foreach=foreach)
        assert norm.isnan() and g.isnan().all() and other.isnan().all()
    for wrong in (inf, nan):
        try:
            by_torch([torch.tensor([3.0, wrong])], 1.0, error_if_nonfinite=True)
        except RuntimeError as error:
            assert "non-finite" in str(error)
        else:
            raise AssertionError("clip_grad_norm_ took a norm that is not finite")
    assert torch.finfo(torch.float16).max == 65504
    large = torch.full((4,), 40000.0)
    norm, g = by_torch([large.half()], 1.0)
    assert norm == inf and g.equal(torch.zeros(4).half())
    for dtype in (torch.bfloat16, torch.float32):
        close(by_torch([large.to(dtype)], 1.0)[1], torch.full((4,), 0.5, dtype=dtype))

    norm, g = by_torch([torch.tensor([3.0, inf])], inf)
    assert norm == inf and g.isnan().all()  # measuring changes these

    # Only measuring, other norms, order and scale.
    assert by_torch(pair, inf)[1].equal(pair[0]) and by_torch(pair, inf)[0] == 13
    norm, g, _ = by_torch(pair, 1.0, norm_type=inf)
    assert norm == 12
    close(g, pair[0] / 12)
    close(by_torch([2**16 * pair[0]], 1.0)[1], by_torch(pair[:1], 1.0)[1])  # scaled: too small

    # By value: another direction, a norm up to c times the root of n.
    close(by_value(torch.tensor([3.0, 1.0]), 1.0), torch.ones(2))
    turned = nn.functional.cosine_similarity(torch.tensor([3.0, 1.0]), torch.ones(2), dim=0)
    assert turned < 0.9
    close(by_value(torch.tensor([3.0, -3.0]), 1.0), torch.tensor([1.0, -1.0]))  # cut, not turned
    close(by_value(torch.full((16,), 9.0), 2.0).norm(), torch.tensor(2.0 * 4))

    # Accumulated gradients: clipped in between, the sum is another one and longer than c.
    sizes = [torch.tensor([3.0, 0.0]), torch.tensor([2.0, 0.0])]
    apart = by_torch(sizes[:1], 1.0)[1] + by_torch(sizes[1:], 1.0)[1]
    close(apart.norm(), torch.tensor(2.0))
    close(by_torch([sizes[0] + sizes[1]], 1.0)[1].norm(), torch.tensor(1.0))

    # The nearest point of the ball.
    g = torch.tensor([3.0, 1.0])
    angle = torch.linspace(0, 6.283, 1000)
    ball = torch.stack([angle.cos(), angle.sin()], dim=1)
    assert (ball - g).norm(dim=1).min() >= (by_torch([g], 1.0)[1] - g).norm() - 1e-5
    close(by_torch([g], 1.0)[1], torch.tensor([0.95, 0.32]), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for c in (0.5, 1.0, 3.0):
        g = torch.tensor([3.0, 1.0])
        length, turned = readout(c).values()
        torch.testing.assert_close(length, min(c, 10**0.5), atol=1e-5, rtol=0)
        similarity = nn.functional.cosine_similarity(g, g.clamp(-c, c), dim=0)
        torch.testing.assert_close(turned, float(similarity.acos().rad2deg()), atol=0.05, rtol=0)


def readout(c: float) -> dict[str, float]:
    """threshold c"""
    g = torch.tensor([3.0, 1.0])
    by_norm, cut = by_torch([g], c)[1], by_value(g, c)
    turned = torch.rad2deg(torch.atan2(g[1], g[0]) - torch.atan2(cut[1], cut[0])).abs()
    return {
        "length of (3, 1) by norm": float(by_norm.norm()),
        "turned by value, in °": float(turned),
    }


def figure(c: float = 1.0) -> Figure:  # 0.5 to 3 by 0.1
    """By norm the arrows keep their direction; by value those that are cut turn toward a corner."""
    gradients = torch.tensor([[3.0, 1.0], [-1.4, 2.1], [0.3, -0.6]])
    fig, panels = plt.subplots(1, 2, sharey=True, figsize=(5.2, 2.9))
    line = {"fill": False, "edgecolor": plt.rcParams["xtick.color"], "linestyle": "--"}
    shapes = (Circle((0, 0), c, **line), Rectangle((-c, -c), 2 * c, 2 * c, **line))
    for axes, shape, title in zip(panels, shapes, ("by norm", "by value"), strict=True):
        axes.add_patch(shape)
        for g in gradients:
            new = by_torch([g], c)[1] if title == "by norm" else by_value(g, c)
            for end, color, width in ((g, "C4", 1.2), (new, "C0", 2.2)):
                axes.annotate(
                    "",
                    end.tolist(),
                    xytext=(0, 0),
                    arrowprops={
                        "arrowstyle": "->",
                        "color": color,
                        "linewidth": width,
                        "shrinkA": 0,
                        "shrinkB": 0,
                    },
                )
        axes.annotate("(3, 1)", (3, 1), xytext=(0, 5), textcoords="offset points", ha="right")
        x, y = by_torch([gradients[0]], c)[1] if title == "by norm" else by_value(gradients[0], c)
        axes.annotate(
            f"({float(x):.2g}, {float(y):.2g})",
            (float(x), float(y)),
            xytext=(5, -12 if y < x else 5),
            textcoords="offset points",
            color="C0",
        )
        axes.set_title(f"{title}, $c = {c:g}$")
        axes.set_xlim(-1.8, 3.3)
        axes.set_ylim(-1.5, 2.4)
        axes.set_aspect("equal")
        axes.set_xticks([-1, 0, 1, 2, 3], ["−1", "0", "1", "2", "3"])
        axes.set_yticks([-1, 0, 1, 2], ["−1", "0", "1", "2"])
        axes.set_xlabel("$g_1$")
    panels[0].set_ylabel("$g_2$", rotation=0, va="center")
    return fig
