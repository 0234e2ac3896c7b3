"""Chain rule of probability: a joint probability as a product of conditional ones."""

from collections.abc import Callable
from itertools import pairwise

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def log_prob(z: Tensor, x: Tensor) -> Tensor:
    """Of sequences, row t of the logits from the tokens before x_t:
    z (..., T, V), x (..., T) -> (...)."""
    each = z.log_softmax(dim=-1).gather(-1, x[..., None])
    return each.squeeze(-1).sum(dim=-1)


def factors(joint: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """p(x), p(y | x) and p(z | x, y) of a table:
    joint (K, L, M) -> (K,), (K, L), (K, L, M)."""
    xy = joint.sum(dim=2)
    x = xy.sum(dim=1)
    return x, xy / x[:, None], joint / xy[:, :, None]
    # --8<-- [end:pytorch]


def call(z: Tensor, x: Tensor) -> Tensor:
    """z (..., T, V), x (..., T) in 0..V-1 -> (...)"""
    return torch.distributions.Categorical(logits=z).log_prob(x).sum(dim=-1)


def given(V: Tensor) -> dict[str, Callable[..., Tensor]]:
    """One of three dice is chosen, then thrown again and again: throws tell of the next."""
    weights = torch.softmax(torch.randn(3, dtype=torch.float64), dim=0)
    dice = torch.distributions.Categorical(logits=torch.randn(3, int(V), dtype=torch.float64))

    def each_die(tokens: Tensor) -> Tensor:
        return dice.log_prob(tokens.reshape(-1, 1).long() - 1)

    def joint(tokens: Tensor) -> Tensor:
        return weights @ each_die(tokens).sum(dim=0).exp()

    def conditional(token: Tensor, before: Tensor) -> Tensor:
        posterior = torch.softmax(weights.log() + each_die(before).sum(dim=0), dim=0)
        return posterior @ each_die(token)[0].exp()

    return {"p_x": joint, "p_x_t_given_x_t": conditional}


def check() -> None:
    close = torch.testing.assert_close

    def number(value: float) -> Tensor:
        return torch.tensor(value)

    # The functions shown.
    for precision in (torch.float32, torch.float64):
        z, x = torch.randn(2, 3, 6, 5, dtype=precision), torch.randint(5, (2, 3, 6))
        close(log_prob(z, x), call(z, x))
    joint = torch.softmax(torch.randn(24), dim=0).reshape(2, 3, 4)
    first, second, third = factors(joint)
    close(first[:, None, None] * second[:, :, None] * third, joint)
    close(second.sum(dim=1), torch.ones(2))
    close(third.sum(dim=2), torch.ones(2, 3))

    # Another order: the same joint, other factors.
    last, middle, start = factors(joint.permute(2, 1, 0))
    close((last[:, None, None] * middle[:, :, None] * start).permute(2, 1, 0), joint)
    assert not torch.allclose(start.permute(2, 1, 0), first[:, None, None].expand(2, 3, 4))

    # A text is at most as probable as its beginning.
    steps = [call(z[..., :t, :], x[..., :t]) for t in range(1, 7)]
    assert all((after <= before).all() for before, after in pairwise(steps))

    # One value after the other draws from the joint.
    generator = torch.Generator().manual_seed(0)
    draws = 40_000
    a = torch.multinomial(first, draws, replacement=True, generator=generator)
    b = torch.multinomial(second[a], 1, generator=generator)[:, 0]
    c = torch.multinomial(third[a, b], 1, generator=generator)[:, 0]
    share = torch.bincount(12 * a + 4 * b + c, minlength=24) / draws
    close(share, joint.flatten(), atol=5 * 0.5 / draws**0.5, rtol=0)

    # As many free numbers as a table has.
    for V, T in ((2, 3), (5, 4)):
        assert sum(V ** (t - 1) * (V - 1) for t in range(1, T + 1)) == V**T - 1

    # Independent: no condition is needed; a Markov chain: only the last one.
    alone = first[:, None, None] * joint.sum(dim=(0, 2))[:, None] * joint.sum(dim=(0, 1))
    close(factors(alone)[2], joint.sum(dim=(0, 1)).expand(2, 3, 4))
    step = torch.softmax(torch.randn(3, 4), dim=1)
    chain = first[:, None, None] * second[:, :, None] * step
    close(factors(chain)[2], step.expand(2, 3, 4))

    # Underflow: 46 factors of 0.1, not 45.
    tenths = torch.full((46,), 0.1)
    assert tenths.cumprod(dim=0)[-1] == 0 < tenths.cumprod(dim=0)[-2]
    assert tenths.prod() == 0
    close(tenths.log().sum(), number(-105.9), atol=0.05, rtol=0)

    # Conventions: one number for each position, the mean, the shift.
    z, x = torch.randn(6, 5), torch.randint(5, (6,))
    assert torch.distributions.Categorical(logits=z).log_prob(x).shape == (6,)
    close(torch.nn.functional.cross_entropy(z, x, reduction="sum"), -call(z, x))
    close(torch.nn.functional.cross_entropy(z, x), -call(z, x) / 6)
    z, x = torch.randn(3, 6, 5), torch.randint(5, (3, 6))
    flat = torch.nn.functional.cross_entropy(z.mT, x, reduction="sum")
    close(flat, -call(z, x).sum())
    z, x = z[0], x[0]
    shifted = torch.nn.functional.cross_entropy(z[:-1], x[1:], reduction="sum")
    close(-shifted, z.log_softmax(dim=-1)[torch.arange(5), x[1:]].sum())

    # Greedy steps: 0.18 against 0.36.
    assert 0.6 > 0.4
    close(number(0.6) * 0.3, number(0.18))
    close(number(0.4) * 0.9, number(0.36))

    # Entropies.
    table = joint.sum(dim=2)
    row, given_row, _ = factors(table[:, :, None])
    rest = (row * torch.special.entr(given_row).sum(dim=1)).sum()
    close(torch.special.entr(table).sum(), torch.special.entr(row).sum() + rest)

    # Given something impossible.
    never = factors(torch.eye(2)[:, :, None])
    assert never[1][0, 1] == 0 and never[2][0, 1].isnan().all()

    # The figure.
    areas = mosaic(0.3)
    close(areas, torch.tensor([[0.27, 0.03], [0.14, 0.56]]))


def mosaic(rain: float) -> Tensor:
    """Joint probabilities, rain or not, street wet or not, (2, 2)."""
    return torch.tensor([[rain], [1 - rain]]) * torch.tensor([[0.9, 0.1], [0.2, 0.8]])


def figure(rain: float = 0.3) -> Figure:  # 0.2 to 0.8 by 0.1
    """More rain widens its column: both areas in it grow, their ratio stays."""
    areas = mosaic(rain)
    fig, axes = plt.subplots(figsize=(4.4, 3.6))
    left = 0.0
    for i, (width, weather) in enumerate(((rain, "rain"), (1 - rain, "no rain"))):
        wet = float(areas[i, 0]) / width
        for j, (bottom, height, color) in enumerate(((0.0, wet, "C0"), (wet, 1 - wet, "C4"))):
            axes.bar(
                left,
                height,
                width,
                bottom,
                align="edge",
                color=color,
                alpha=0.75 if j == 0 else 0.3,
                edgecolor=plt.rcParams["axes.facecolor"],
                linewidth=2,
            )
            axes.text(
                left + width / 2,
                bottom + height / 2,
                f"{areas[i, j]:.2f}",
                ha="center",
                va="center",
            )
        side = -0.02 if i == 0 else 1.02
        axes.text(
            side,
            wet / 2,
            f"wet\n{wet:.1f}",
            ha="right" if i == 0 else "left",
            va="center",
            color="C0",
        )
        axes.text(left + width / 2, -0.03, f"{weather}\n{width:.2f}", ha="center", va="top")
        left += width
    axes.set_xlim(-0.14, 1.14)
    axes.set_ylim(0, 1)
    axes.set_axis_off()
    axes.set_title("width times height is the joint probability", loc="left")
    return fig
