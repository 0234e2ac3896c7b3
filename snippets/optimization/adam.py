"""Adam: steps scaled by running averages of the gradient and of its square."""

import inspect
import itertools
import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def adam_step(
    theta: Tensor, g: Tensor, m: Tensor, v: Tensor, t: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Step t = 1, 2, … with the gradient g; m and v start at 0:
    theta (...), g (...), m (...), v (...) -> (...), (...), (...)."""
    alpha, beta_1, beta_2, epsilon = 1e-3, 0.9, 0.999, 1e-8
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g**2
    m_hat = m / (1 - beta_1**t)
    v_hat = v / (1 - beta_2**t)
    theta = theta - alpha * m_hat / (torch.sqrt(v_hat) + epsilon)
    return theta, m, v
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = torch.nn.ParameterList([theta])
    return torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-8)


def reference(
    *,
    theta_tm1: Tensor,
    g_t: Tensor,
    m_tm1: Tensor,
    v_tm1: Tensor,
    t: Tensor | int,
    alpha: Tensor,
    beta_1: Tensor,
    beta_2: Tensor,
    epsilon: Tensor,
) -> dict[str, Tensor]:
    """One step of torch.optim.Adam, resumed with the averages m_tm1 and v_tm1."""
    betas = float(beta_1), float(beta_2)
    theta, m, v = theta_tm1.clone(), m_tm1.clone(), v_tm1.clone()
    optimizer = torch.optim.Adam([theta], lr=float(alpha), betas=betas, eps=float(epsilon))
    optimizer.state[theta] = {"step": torch.tensor(int(t) - 1.0), "exp_avg": m, "exp_avg_sq": v}
    theta.grad = g_t.clone()
    optimizer.step()
    # PyTorch keeps no corrected averages: divide by the sum of the weights that each has seen.
    weights = [sum((1 - beta) * beta**k for k in range(int(t))) for beta in betas]
    return {
        "m_t": m,
        "v_t": v,
        "m_hat_t": m / weights[0],
        "v_hat_t": v / weights[1],
        "theta_t": theta,
    }


def moves(gradients: Tensor, **options: float) -> Tensor:
    """The steps that Adam takes with one parameter, given its gradients."""
    theta = torch.zeros((), dtype=torch.float64)
    optimizer = torch.optim.Adam([theta], **options)  # type: ignore[arg-type]
    positions = [theta.clone()]
    for g in gradients.double():
        theta.grad = g
        optimizer.step()
        positions.append(theta.clone())
    return torch.stack(positions).diff()


def descent(theta: float, alpha: float, steps: int) -> tuple[Tensor, Tensor]:
    """Adam on θ²/2: the gradients, and the steps downhill in units of alpha."""
    position = torch.tensor(theta, dtype=torch.float64)
    optimizer = torch.optim.Adam([position], lr=alpha)
    gradients, sizes = [], []
    for _ in range(steps):
        before = position.clone()
        position.grad = before
        optimizer.step()
        gradients.append(before)
        sizes.append((before - position) / alpha)
    return torch.stack(gradients), torch.stack(sizes)


def without_correction(t: Tensor, beta_2: float = 0.999) -> Tensor:
    """Step size in units of the learning rate, for a constant gradient, with m_t and v_t."""
    return (1 - 0.9**t) / torch.sqrt(1 - beta_2**t)


def check() -> None:
    # By hand and by the call of the page: the same steps, from gradients of any size. In double
    # precision, since opposite gradients cancel in m: what is left has the rounding of the largest.
    theta = torch.randn(3).double()
    by_hand, m, v = theta.clone(), torch.zeros_like(theta), torch.zeros_like(theta)
    taught = call(theta)
    (parameter,) = taught.param_groups[0]["params"]
    gradients = torch.randn(20, 3).double() * torch.tensor([1e-3, 1.0, 1e3]).double()
    for t, g in enumerate(gradients, start=1):
        parameter.grad = g
        taught.step()
        by_hand, m, v = adam_step(by_hand, g, m, v, t)
        torch.testing.assert_close(by_hand, theta)
        torch.testing.assert_close(m, taught.state[parameter]["exp_avg"])
        torch.testing.assert_close(v, taught.state[parameter]["exp_avg_sq"])

    # The first step is the learning rate against the sign of the gradient; the steps lead down.
    first_step = moves(torch.tensor([0.02]), lr=0.1)
    torch.testing.assert_close(first_step, torch.tensor([-0.1]).double())
    assert descent(theta=1.0, alpha=0.01, steps=600)[0][-1].abs() < 1e-3

    # Scale of the gradient, agreement and disagreement.
    noisy = torch.randn(100)
    torch.testing.assert_close(moves(1000 * noisy), moves(noisy), atol=1e-8, rtol=1e-5)
    constant = moves(torch.full((400,), 0.3), lr=1.0)
    torch.testing.assert_close(constant, -torch.ones(400).double(), atol=1e-6, rtol=0)
    signs = 1 - 2.0 * (torch.arange(400) % 2)
    alternating = moves(signs, lr=1.0)[-1].abs()
    torch.testing.assert_close(alternating, torch.tensor(0.053).double(), atol=5e-4, rtol=0)
    torch.testing.assert_close(alternating, torch.tensor(0.1 / 1.9).double(), atol=1e-6, rtol=0)

    # Where only the sign varies, no step exceeds one learning rate.
    assert moves(noisy.sign(), lr=1.0).abs().max() < 1 + 1e-6
    # A constant sign is not enough: on θ²/2 the gradient fades, and v forgets more slowly than m.
    gradients, fading = descent(theta=1.0, alpha=0.01, steps=300)
    assert (gradients > 0).all()
    for number, size in ((1, 1.0), (101, 0.45), (300, 0.001)):
        assert abs(fading[number - 1] - size) < 5e-4

    def tensor(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    def step(t: int, m: float, v: float, g: float, epsilon: float = 1e-8) -> dict[str, Tensor]:
        return reference(
            theta_tm1=tensor(0.0),
            g_t=tensor(g),
            m_tm1=tensor(m),
            v_tm1=tensor(v),
            t=t,
            alpha=tensor(1.0),
            beta_1=tensor(0.9),
            beta_2=tensor(0.999),
            epsilon=tensor(epsilon),
        )

    # One gradient after a long run of zeros: more than one learning rate.
    rare = step(t=100_000, m=0.0, v=0.0, g=1.0)["theta_t"]
    torch.testing.assert_close(rare, tensor(-3.16), atol=5e-3, rtol=0)

    # With the corrections, a constant gradient gives m_hat = g and v_hat = g^2 at once.
    first = step(t=1, m=0.0, v=0.0, g=0.3)
    torch.testing.assert_close(first["m_hat_t"], tensor(0.3))
    torch.testing.assert_close(first["v_hat_t"], tensor(0.09))

    # Without both: 3.2, at most 6.6 in step 12, still 1.3 after 1000.
    sizes = without_correction(torch.arange(1, 1001).double())
    assert sizes.argmax() + 1 == 12
    for t, size in ((1, 3.2), (12, 6.6), (1000, 1.3)):
        torch.testing.assert_close(sizes[t - 1], tensor(size), atol=0.05, rtol=0)
    # With the root of v instead of v_hat: 31.6 times too far at first, 4.3 times in 200 steps.
    misprint = 1 / torch.sqrt(1 - 0.999 ** torch.arange(1, 201).double())
    torch.testing.assert_close(misprint[0], tensor(31.6), atol=0.05, rtol=0)
    torch.testing.assert_close(misprint.mean(), tensor(4.3), atol=0.05, rtol=0)

    # Where epsilon goes.
    g, epsilon = tensor(1e-3), tensor(1e-2)
    here = step(t=1, m=0.0, v=0.0, g=1e-3, epsilon=1e-2)["theta_t"]
    torch.testing.assert_close(here, tensor(-0.0909), atol=5e-5, rtol=0)
    torch.testing.assert_close(here, -g / (g.abs() + epsilon))
    in_root = -g / torch.sqrt(g**2 + epsilon)
    torch.testing.assert_close(in_root, tensor(-0.01), atol=1e-4, rtol=0)
    rate = tensor(0.001).sqrt() / 0.1  # the second form: epsilon beside sqrt(v)
    before = -rate * 0.1 * g / (torch.sqrt(0.001 * g**2) + epsilon)
    torch.testing.assert_close(before, tensor(-0.0032), atol=5e-5, rtol=0)

    # Defaults and relatives.
    adam = inspect.signature(torch.optim.Adam).parameters
    assert adam["lr"].default == 1e-3 and adam["betas"].default == (0.9, 0.999)
    assert adam["eps"].default == 1e-8 and adam["weight_decay"].default == 0
    decayed = torch.ones(())
    decayed.grad = torch.tensor(1.0)
    with_decay = torch.optim.Adam([decayed], lr=0.1, weight_decay=0.5)
    with_decay.step()
    (state,) = with_decay.state.values()
    torch.testing.assert_close(state["exp_avg"], torch.tensor(0.1 * (1 + 0.5)))
    torch.testing.assert_close(state["exp_avg_sq"], torch.tensor(0.001 * (1 + 0.5) ** 2))
    torch.testing.assert_close(decayed, torch.tensor(0.9))
    averages = [key for key, value in taught.state[parameter].items() if value.shape == (3,)]
    assert averages == ["exp_avg", "exp_avg_sq"]  # two numbers per parameter

    # In float16 the default epsilon is 0, so a gradient of 0 gives 0/0, unless fused.
    for precision, fused in itertools.product((torch.float32, torch.float16), (False, True)):
        half = torch.ones(1, dtype=precision)
        half.grad = torch.zeros(1, dtype=precision)
        torch.optim.Adam([half], fused=fused).step()
        assert half.isnan() == (precision == torch.float16 and not fused)

    # One whose square underflows is divided by 0; fused, it is not, but a later step is huge.
    # It is (1 - 0.999) g squared that must not: so from about 0.0055 on.
    half = torch.ones(3, dtype=torch.float16)
    half.grad = torch.tensor([1e-7, 5e-3, 6e-3], dtype=torch.float16)
    torch.optim.Adam([half], lr=1e-3).step()
    assert half[0].isnan() and half[1].isinf() and half[2].isfinite()
    for g in (1e-4, -1e-4):
        for fused in (False, True):
            half = torch.ones(1, dtype=torch.float16)
            optimizer = torch.optim.Adam([half], lr=1e-3, fused=fused)
            half.grad = torch.full_like(half, g)
            optimizer.step()
            assert half.isfinite() if fused else half == -math.copysign(math.inf, g)
        half.grad = torch.zeros_like(half)
        optimizer.step()
        assert half.isfinite() and (half - 1).abs() > 1000 * 1e-3

    # How far the averages look back: 10 and 1000 steps.
    assert [round(1 / (1 - beta)) for beta in adam["betas"].default] == [10, 1000]
    # amsgrad: v falls, its maximum stays, and the correction divides that maximum.
    theta = torch.zeros((), dtype=torch.float64)
    amsgrad = torch.optim.Adam([theta], lr=1.0, amsgrad=True)
    theta.grad = tensor(1.0)
    amsgrad.step()
    start = theta.clone()
    theta.grad = tensor(0.0)
    amsgrad.step()
    expected_step = -(0.09 / (1 - 0.9**2)) / torch.sqrt(tensor(0.001 / (1 - 0.999**2)))
    torch.testing.assert_close(theta - start, expected_step, atol=1e-6, rtol=0)
    table = torch.nn.Embedding(3, 2, sparse=True)
    table(torch.tensor([1])).sum().backward()
    try:
        torch.optim.Adam(table.parameters()).step()
        raise AssertionError("Adam took sparse gradients")
    except RuntimeError as error:
        assert "SparseAdam" in str(error)
    torch.optim.SparseAdam(list(table.parameters())).step()

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    first, largest = readout(1000).values()
    m, v = 0.1, 0.001
    torch.testing.assert_close(first, m / v**0.5)
    sizes = []
    for _ in range(200):
        sizes.append(m / v**0.5)
        m, v = 0.9 * m + 0.1, 0.999 * v + 0.001
    torch.testing.assert_close(largest, max(sizes))


def readout(memory: int) -> dict[str, float]:
    """steps averaged, 1 / (1 − β₂) ="""
    sizes = without_correction(torch.arange(1, 201, dtype=torch.float64), 1 - 1 / memory)
    return {"first step": float(sizes[0]), "largest step": float(sizes.max())}


def figure(memory: int = 1000) -> Figure:  # 100 to 1500 by 50
    """The closer beta_2 is to 1, the larger the first steps would be without the correction."""
    beta_2 = 1 - 1 / memory
    t = torch.logspace(0, 4, 161, dtype=torch.float64)
    steps = torch.arange(1, 101, dtype=torch.float64)
    sizes = without_correction(steps, beta_2)
    first, at_40, peak = (round(float(size), 2) for size in (sizes[0], sizes[39], sizes.max()))
    top = int(sizes.argmax()) + 1

    fig, axes = plt.subplots()
    axes.plot(t, without_correction(t, beta_2), color="C1")
    axes.plot(t, torch.ones_like(t), color="C0")
    axes.annotate(
        "without bias correction",
        (40, round(at_40 + 0.38, 2)),
        xytext=(4, 2),
        textcoords="offset points",
    ).set_color("C1")
    at, above = (1, 6) if first > 1.9 else (30, -14)  # where the other curve is not
    axes.annotate(
        "with bias correction",
        (at, 1),
        xytext=(0, above),
        textcoords="offset points",
    ).set_color("C0")
    axes.plot([1, top], without_correction(torch.tensor([1.0, top]), beta_2), "o", color="C1")
    axes.annotate(f"{first:.1f}", (1, first), xytext=(6, -8), textcoords="offset points")
    axes.annotate(
        f"{peak:.1f}", (top, peak), xytext=(0, 6), textcoords="offset points", ha="center"
    )
    axes.set_xscale("log")
    axes.set_xticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1000", "10000"])
    axes.minorticks_off()
    axes.set_ylim(0, 9)
    axes.set_yticks([0, 1, 2, 4, 6])
    axes.set_xlabel("step $t$")
    axes.set_title(r"step size in units of $\alpha$, constant gradient", loc="left")
    return fig
