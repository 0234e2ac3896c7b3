"""Hessian: the matrix of second derivatives, the curvature of a function."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def f(x: Tensor) -> Tensor:
    """The example, (2,) -> ()."""
    return (x[0] + x[1]) ** 2 + (x[0] - x[1]) ** 2 / 4


def hessian(x: Tensor) -> Tensor:
    """All second derivatives, f: (n,) -> (), x (n,) -> (n, n)."""
    return torch.func.hessian(f)(x)  # jacfwd(jacrev(f))
    # --8<-- [end:pytorch]


def call(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """f: (n,) -> (), x (n,) -> (n, n)"""
    return torch.func.hessian(f)(x)


def reference(*, f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    return call(f, x)


def check() -> None:
    x, v = torch.tensor([1.0, 0.0]), torch.tensor([1.0, 2.0])
    H = hessian(x)
    Hv = torch.func.jvp(torch.func.grad(f), (x,), (v,))[1]
    torch.testing.assert_close(f(x), torch.tensor(1.25))
    torch.testing.assert_close(H, torch.tensor([[2.5, 1.5], [1.5, 2.5]]))
    torch.testing.assert_close(call(f, x), H)
    torch.testing.assert_close(Hv, torch.tensor([5.5, 6.5]))
    older = torch.autograd.functional
    torch.testing.assert_close(older.hessian(f, x), H)
    torch.testing.assert_close(torch.func.jacfwd(torch.func.jacrev(f))(x), H)
    torch.testing.assert_close(older.hvp(f, x, v)[1], H @ v)

    # Curvature along a unit vector lies between the eigenvalues, which are reached.
    curvatures, axes = torch.linalg.eigh(H)
    torch.testing.assert_close(curvatures, torch.tensor([1.0, 4.0]))
    torch.testing.assert_close(torch.diag(axes.T @ H @ axes), curvatures)
    u = torch.nn.functional.normalize(torch.randn(2, 100), dim=0)
    along = (u * (H @ u)).sum(dim=0)
    assert (along >= 1 - 1e-5).all() and (along <= 4 + 1e-5).all()

    # Gradient descent on f: stable below 2 / 4, unstable above; best fixed rate 2 / (1 + 4).
    def distance(rate: float, steps: int) -> float:
        z = axes.sum(dim=1)
        for _ in range(steps):
            z = z - rate * torch.func.grad(f)(z)
        return float((axes.T @ z).abs().max())

    assert distance(0.4975, 500) < 0.01 and distance(0.5025, 500) > 100
    torch.testing.assert_close(distance(0.4, 10), 0.6**10, rtol=1e-4, atol=0)
    assert distance(0.4, 10) < min(distance(0.38, 10), distance(0.42, 10))
    torch.testing.assert_close(torch.linalg.cond(H), torch.tensor(4.0))
    for _ in range(20):  # from any start the factor is the bound, at most
        start = torch.randn(2)
        moved = start - 0.4 * torch.func.grad(f)(start)
        assert moved.norm() <= 0.6 * start.norm() + 1e-6
    newton = x - torch.linalg.solve(H, torch.func.grad(f)(x))
    torch.testing.assert_close(newton, torch.zeros(2))

    # Not quadratic: the second-order model misses by O(h^3).
    def curved(x: Tensor) -> Tensor:
        return torch.exp(x[0]) * torch.sin(x[1]) + x[0] ** 3

    z, direction = torch.randn(2, dtype=torch.float64), torch.randn(2, dtype=torch.float64)
    slope, bend = torch.func.grad(curved)(z), torch.func.hessian(curved)(z)
    torch.testing.assert_close(bend, bend.T)

    def miss(h: float) -> Tensor:
        model = curved(z) + h * slope @ direction + h**2 / 2 * direction @ bend @ direction
        return torch.abs(curved(z + h * direction) - model)

    torch.testing.assert_close(float(miss(1e-3) / miss(5e-4)), 8.0, rtol=0.01, atol=0)

    saddle = torch.func.hessian(lambda x: x[0] ** 2 - x[1] ** 2)(torch.zeros(2))
    torch.testing.assert_close(torch.linalg.eigvalsh(saddle), torch.tensor([-2.0, 2.0]))
    flat = torch.func.hessian(lambda x: (x**4).sum())(torch.zeros(2))
    assert (flat == 0).all()  # a minimum that the Hessian cannot see

    # Zeros decide nothing: x^4 has a minimum, -x^4 a maximum, x^3 neither, all with H = 0.
    for power, sign in ((4, 1.0), (4, -1.0), (3, 1.0)):
        zero = torch.func.hessian(lambda x, p=power, s=sign: s * (x**p).sum())(torch.zeros(2))
        assert (zero == 0).all()

    # No negative eigenvalue at any point: the function lies below its chords.
    def logsumexp(x: Tensor) -> Tensor:
        return torch.logsumexp(x, dim=-1)

    for _ in range(20):
        a, b = torch.randn(2, 4)
        assert torch.linalg.eigvalsh(torch.func.hessian(logsumexp)(a)).min() > -1e-5
        assert logsumexp((a + b) / 2) <= (logsumexp(a) + logsumexp(b)) / 2 + 1e-6

    # Sharpness depends on the scale of the parameters.
    sharper = torch.func.hessian(lambda x: f(3 * x))(torch.zeros(2))
    torch.testing.assert_close(sharper, 9 * H)

    matrix = torch.randn(2, 3)
    assert torch.func.hessian(lambda x: (x**3).sum())(matrix).shape == (2, 3, 2, 3)
    layer = torch.nn.Linear(3, 4)
    relu_net = torch.func.hessian(lambda x: torch.relu(layer(x)).sum())(torch.randn(3))
    assert (relu_net == 0).all()
    at_kink = torch.func.hessian(lambda x: torch.relu(x).sum())(torch.zeros(3))
    assert (at_kink == 0).all()

    leaf = x.clone().requires_grad_()
    once = torch.autograd.grad(f(leaf), leaf)[0]
    assert not once.requires_grad
    twice = torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]
    torch.testing.assert_close(torch.autograd.grad(twice @ v, leaf)[0], H @ v)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for lambda_min in (-1.0, 1.0):
        flat = torch.tensor([[1.0, -1.0], [-1.0, 1.0]]) / 2
        at = hessian(torch.zeros(2)) + (lambda_min - 1) * flat
        shown = torch.tensor([*readout(lambda_min).values()])
        torch.testing.assert_close(shown, torch.stack([torch.linalg.det(at), at.trace()]))


def readout(lambda_min: float) -> dict[str, float]:
    """smaller eigenvalue"""
    return {"determinant": 4 * lambda_min, "trace": 4 + lambda_min}


def figure(lambda_min: float = 1.0) -> Figure:  # -1 to 2 by 0.2
    """A smaller eigenvalue below 0 makes a saddle of the minimum."""

    def bent(x: Tensor) -> Tensor:
        """f, with another curvature along its flat direction."""
        return f(x) + (lambda_min - 1) * (x[0] - x[1]) ** 2 / 4

    def half(s: Tensor, u: Tensor) -> Tensor:
        """17 points of a contour between the corners of the frame; outside, where it has none."""
        inside = (s.abs() + u.abs() < 3.01).nonzero()[:, 0]
        if not len(inside):
            return torch.tensor([[3.02], [0.0]]).expand(2, 17)
        places = torch.linspace(float(inside[0]), float(inside[-1]), 17).round().long()
        return torch.stack([s, u])[:, places]

    fig, (plane, slices) = plt.subplots(1, 2, figsize=(5.2, 2.9))
    # Contours, by places s along the flat direction and u along the steep one, up to the frame.
    for level in [-3, -2, -1, -0.25, 0.25, 1, 2, 3, 4, 5, 6, 7, 8]:
        along = 3 * torch.linspace(-torch.pi / 2, torch.pi / 2, 801).sin()
        if level > 0:
            s = along * min((2 * level / lambda_min) ** 0.5 / 3, 1) if lambda_min > 0 else along
            s, u = half(s, ((2 * level - lambda_min * s**2) / 4).clamp(min=0).sqrt())
            other = s, -u
        else:
            u = along
            s, u = half(((2 * level - 4 * u**2) / min(lambda_min, -1e-9)).sqrt(), u)
            other = -s, u
        for a, b in ((s, u), other):
            plane.plot(
                (b + a) / 2**0.5, (b - a) / 2**0.5, color=plt.rcParams["grid.color"], linewidth=1
            )
    saddle = lambda_min < 0

    curvatures, axes = torch.linalg.eigh(torch.func.hessian(bent)(torch.zeros(2)))
    labels = [
        ("C0", rf"$\lambda_{{\min}} = {lambda_min:g}$", 1.95**0.5 * 2**0.5),
        ("C1", r"$\lambda_{\max} = 4$", 2.2**0.5),
    ]
    for curvature, axis, (color, label, reach) in zip(curvatures, axes.T, labels, strict=True):
        top = float(curvature) * reach**2 / 2
        t = reach * torch.linspace(-1, 1, 41)
        end = 1.9 * axis * axis[1].sign()
        arrow = {"arrowstyle": "<|-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        plane.annotate("", end.tolist(), (-end).tolist(), arrowprops=arrow)
        slices.plot(t, bent(t * axis[:, None]), color=color)
        slices.text(reach + 0.1, top, label, color=color, va="center", size=11)

    plane.plot(0, 0, "o", color="C4", zorder=3)
    plane.set(
        xlim=(-2.1, 2.1),
        ylim=(-2.1, 2.1),
        aspect="equal",
        xticks=[],
        yticks=[],
        xlabel="$x_1$",
        ylabel="$x_2$",
    )
    plane.set_title("contours, eigenvectors")
    slices.set(
        xlim=(-2.2, 3.6),
        ylim=(-2.3, 4.6),
        xticks=[-2, -1, 0, 1, 2],
        yticks=[],
    )
    slices.set_xlabel(f"distance from the {'saddle' if saddle else 'minimum'}")
    slices.spines["left"].set_visible(False)
    slices.spines["bottom"].set_bounds(-2, 2)
    slices.set_title("f along each eigenvector")
    return fig
