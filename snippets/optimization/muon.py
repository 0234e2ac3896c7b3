"""Muon: momentum of a weight matrix with all singular values set to one."""

import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def newton_schulz(M: Tensor, steps: int = 5) -> Tensor:
    """About U V^T, by products only: M (m, n) -> (m, n)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    X = M / M.norm().clamp(min=1e-7)
    for _ in range(steps):
        A = X @ X.T  # cheaper for X.T if m > n
        X = a * X + (b * A + c * A @ A) @ X
    return X
    # --8<-- [end:pytorch]


def call(W: Tensor) -> torch.optim.Optimizer:
    """W (m, n) -> W (m, n)"""
    hidden = [W]
    return torch.optim.Muon(hidden, lr=0.02)


def given(B_tm1: Tensor, G_t: Tensor, mu: Tensor) -> dict[str, Tensor]:
    """Noise makes all singular values positive."""
    G_t = G_t + torch.randn_like(G_t)
    M_t = G_t + mu * (mu * B_tm1 + G_t)
    U, S, Vh = torch.linalg.svd(M_t, full_matrices=False)
    return {"G_t": G_t, "U": U, "Sigma": torch.diag(S), "V": Vh.mT, "O": U @ Vh}


def orthogonal_factor(M: Tensor) -> Tensor:
    """U V^T without an SVD: a block of the sign of the symmetric matrix [[0, M], [M^T, 0]]."""
    rows, columns = M.shape
    block = M.new_zeros(rows + columns, rows + columns)
    block[:rows, rows:], block[rows:, :rows] = M, M.mT
    values, vectors = torch.linalg.eigh(block)
    largest = values.abs().topk(2 * min(rows, columns)).indices
    vectors = vectors[:, largest]
    sign: Tensor = (vectors * values[largest].sign()) @ vectors.mT
    return sign[:rows, rows:]


def stepped(W: Tensor, G: Tensor, **options: object) -> Tensor:
    """The weights after a first step of PyTorch's optimizer, in float64, (m, n)."""
    W = W.clone().double()
    W.grad = G.double()
    torch.optim.Muon([W], **options).step()  # type: ignore[arg-type]
    return W


def rate(alpha: float, shape: torch.Size, adjust: str) -> Tensor:
    """What PyTorch multiplies U V^T by: it takes a gradient as it is, of norm 1, with a = 1."""
    single = torch.zeros(shape)
    single[0, 0] = 1
    plain = (1.0, 0.0, 0.0)
    moved = stepped(
        0 * single, single, lr=alpha, weight_decay=0.0, ns_coefficients=plain, adjust_lr_fn=adjust
    )
    return -moved[0, 0]


def reference(
    *, B_tm1: Tensor, G_t: Tensor, W_tm1: Tensor, mu: Tensor, alpha: Tensor, lambda_: Tensor
) -> dict[str, Tensor]:
    place, buffer = torch.zeros_like(G_t), B_tm1.clone()
    sgd = torch.optim.SGD([place], lr=1.0, momentum=float(mu), nesterov=True)
    sgd.state[place]["momentum_buffer"] = buffer
    place.grad = G_t.clone()
    sgd.step()
    decayed = stepped(W_tm1, 0 * G_t, lr=float(alpha), weight_decay=float(lambda_))
    length = rate(float(alpha), G_t.shape, "original")
    W_t = decayed - length * orthogonal_factor(-place)
    return {"B_t": buffer, "M_t": -place, "W_t": W_t, "s": rate(1.0, G_t.shape, "original")}


def reference_s_prime(*, O: Tensor) -> Tensor:  # noqa: E741
    return rate(1.0, O.shape, "match_rms_adamw")


def check() -> None:
    close = torch.testing.assert_close
    generator = torch.Generator().manual_seed(0)

    def noise(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    # The function shown is PyTorch's update, in bfloat16 there.
    for shape in ((24, 24), (40, 16), (16, 40)):
        G = noise(*shape)
        U, _, Vh = torch.linalg.svd(G, full_matrices=False)
        plain = {"lr": 1.0, "weight_decay": 0.0}
        close(orthogonal_factor(G.double()).float(), U @ Vh, atol=1e-4, rtol=0)
        step = -stepped(0 * G, G, **plain).float() / math.sqrt(max(1, shape[0] / shape[1]))
        close(step, newton_schulz(G), atol=0.03, rtol=0)
        # With coefficients that converge, and enough steps, it is U V^T.
        exact = -stepped(0 * G, G, ns_coefficients=(1.5, -0.5, 0.0), ns_steps=60, **plain).float()
        close(exact / math.sqrt(max(1, shape[0] / shape[1])), U @ Vh, atol=0.02, rtol=0)

        # Scales, conventions of decay and momentum.
        other = -stepped(0 * G, G, adjust_lr_fn="match_rms_adamw", **plain).float()
        close(other, 0.2 * math.sqrt(max(shape)) * step, atol=1e-4, rtol=1e-4)
        decayed = stepped(torch.ones(shape), 0 * G, lr=0.5, weight_decay=0.1)
        close(decayed, torch.full(shape, 0.95).double())
        for c in (0.001, 3.0, 1024.0):
            close(stepped(0 * G, c * G, **plain), stepped(0 * G, G, **plain), atol=0.05, rtol=0)
        assert not stepped(0 * G, 1e30 * G, **plain).any()  # the norm is infinite
        tiny = stepped(0 * G, 1e-10 * G, **plain)
        assert not torch.allclose(tiny, stepped(0 * G, G, **plain), atol=0.05)
        close(newton_schulz(0 * G), 0 * G)

        # The entries have a root mean square of 0.2, if all singular values are 1.
        root = (0.2 * math.sqrt(max(shape)) * U @ Vh).square().mean().sqrt()
        close(root, torch.tensor(0.2))
        close(other.square().mean().sqrt(), torch.tensor(0.18), atol=0.01, rtol=0)
        single = G[:, :1] @ G[:1]
        low = stepped(0 * G, single, adjust_lr_fn="match_rms_adamw", **plain)
        assert low.square().mean().sqrt() < 0.1

        # Steepest descent: no matrix of spectral norm 1 has a larger product with G.
        best = (G * (U @ Vh)).sum()
        close(best, torch.linalg.svdvals(G).sum())
        for _ in range(20):
            other = noise(*shape)
            assert (G * other / torch.linalg.matrix_norm(other, 2)).sum() < best
        close(torch.linalg.matrix_norm(U @ Vh, 2), torch.tensor(1.0))

    # The buffer is (1 - μ) times the sum; with and without Nesterov.
    W, gradients = noise(6, 4), noise(3, 6, 4)
    for nesterov in (False, True):
        ours, total = W.clone(), torch.zeros(6, 4)
        theirs = torch.nn.Parameter(W.clone())
        optimizer = torch.optim.Muon([theirs], lr=0.1, weight_decay=0.0, nesterov=nesterov)
        for G in gradients:
            total = 0.95 * total + G
            M = G + 0.95 * total if nesterov else total
            ours = ours - 0.1 * math.sqrt(6 / 4) * newton_schulz(M)
            theirs.grad = G.clone()
            optimizer.step()
        close(theirs.detach(), ours, atol=0.02, rtol=0)
        (state,) = optimizer.state.values()
        close(state["momentum_buffer"], 0.05 * total)
        assert len(state) == 1 and state["momentum_buffer"].shape == W.shape

    # Defaults, shapes.
    default = optimizer.defaults
    told = {"lr": 0.1, "weight_decay": 0.0, "momentum": 0.95, "nesterov": True, "ns_steps": 5}
    assert {key: default[key] for key in told} == told
    default = torch.optim.Muon([W]).defaults
    assert default["lr"] == 1e-3 and default["weight_decay"] == 0.1
    called = call(W.clone().double())
    (parameter,) = called.param_groups[0]["params"]
    parameter.grad = gradients[0].double()
    called.step()
    close(parameter, stepped(W, gradients[0], lr=0.02, adjust_lr_fn="original"))
    assert default["adjust_lr_fn"] is None
    one = torch.optim.Muon([W.clone()]), torch.optim.Muon([W.clone()], adjust_lr_fn="original")
    for optimizer in one:
        (parameter,) = optimizer.param_groups[0]["params"]
        parameter.grad = gradients[0]
        optimizer.step()
    close(one[0].param_groups[0]["params"][0], one[1].param_groups[0]["params"][0])
    for wrong in (torch.zeros(3), torch.zeros(2, 3, 4)):
        try:
            torch.optim.Muon([wrong])
        except ValueError as error:
            assert "2D" in str(error)
        else:
            raise AssertionError("Muon took a parameter that is no matrix")

    # Singular values after five steps, from 0.0015 of the norm on, and below.
    values = torch.linspace(0.0015, 1, 20_001, dtype=torch.float64)
    after = raised(values, 5)
    close(after.min(), torch.tensor(0.68).double(), atol=5e-3, rtol=0)
    close(after.max(), torch.tensor(1.20).double(), atol=0.01, rtol=0)
    assert (raised(torch.linspace(0, 0.00149, 101), 5) < 0.68).all()
    # In bfloat16 small ones beside a large one move.
    (Q, _), (R, _) = torch.linalg.qr(torch.randn(8, 8)), torch.linalg.qr(torch.randn(8, 8))
    ends = []
    for small in (0.002, 0.003, 0.005):
        theta = torch.zeros(8, 8)
        theta.grad = Q @ torch.diag(torch.tensor([1.0] + 7 * [small])) @ R
        torch.optim.Muon([theta], lr=1.0, weight_decay=0.0).step()
        ends.append(torch.linalg.svdvals(theta).min())
    assert ends[0] < 0.75 and min(ends[1:]) > 0.5
    ours = raised(torch.linalg.svdvals(W / W.norm()), 5).sort(descending=True).values
    close(torch.linalg.svdvals(newton_schulz(W)), ours, atol=1e-4, rtol=0)

    # A large and a wide matrix; the cost; packed matrices are one.
    for rows, columns, s, s_prime in ((4096, 1024, 2.0, 12.8), (1024, 4096, 1.0, 12.8)):
        assert math.sqrt(max(1, rows / columns)) == s
        assert abs(0.2 * math.sqrt(max(rows, columns)) - s_prime) < 1e-9
    assert round(12.8 / 2) == 6 and round(12.8 / 1) == 13
    assert round(100 * 5 * 1024 / 2**19) == 1
    pair = noise(8, 8)
    packed, halves = newton_schulz(pair), [newton_schulz(half) for half in pair.chunk(2)]
    assert (packed - torch.cat(halves)).abs().max() > 0.1

    # The figure.
    before, after = spectrum(5)
    close(before[[0, -1]], torch.tensor([0.33, 0.0014]).double(), atol=5e-3, rtol=0)
    close(after.min(), torch.tensor(0.66).double(), atol=5e-3, rtol=0)
    close(after.max(), torch.tensor(1.13).double(), atol=5e-3, rtol=0)


def raised(values: Tensor, steps: int) -> Tensor:
    """What the steps make of singular values, (...) -> (...)."""
    for _ in range(steps):
        values = 3.4445 * values - 4.7750 * values**3 + 2.0315 * values**5
    return values


def spectrum(steps: int) -> tuple[Tensor, Tensor]:
    """Of the figure: singular values before, the largest first, and after the steps, (32,)."""
    M = torch.randn(32, 32, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    before = torch.linalg.svdvals(M / M.norm())
    return before, raised(before, steps)


def figure(steps: int = 5) -> Figure:  # 1 to 8 by 1
    """The more steps, the more of the small singular values are raised toward 1."""
    before, after = spectrum(steps)
    index = torch.arange(1, 33)
    fig, axes = plt.subplots()
    axes.axhline(1, color=plt.rcParams["grid.color"], linewidth=1)
    axes.plot(index, before, "o", color="C4", markersize=4)
    axes.plot(index, after, "o", color="C0", markersize=4)
    axes.annotate("before", (6, float(before[5])), (4, 8), textcoords="offset points", color="C4")
    axes.annotate(
        f"after {steps} step" + "s" * (steps > 1),
        (6, float(after.max())),
        (0, 6),
        textcoords="offset points",
        color="C0",
    )
    axes.set_ylim(0, 1.4)
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xticks([1, 8, 16, 24, 32])
    axes.set_xlabel("singular value, the largest first")
    axes.set_title("singular values of the update", loc="left")
    return fig
