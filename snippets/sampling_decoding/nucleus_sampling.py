"""Nucleus sampling: draw from the smallest set that has a given probability."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def nucleus(z: Tensor, rho: float) -> Tensor:
    """Logits, -inf where cut off: z (..., V) -> (..., V)."""
    p, order = torch.softmax(z, dim=-1).sort(dim=-1, descending=True)
    cut = p.cumsum(dim=-1) - p >= rho
    cut = torch.zeros_like(cut).scatter(-1, order, cut)
    return z.masked_fill(cut, -torch.inf)


def draw(z: Tensor, rho: float) -> Tensor:
    """A token of each row: z (N, V) -> (N,)."""
    p = torch.softmax(nucleus(z, rho), dim=-1)
    return torch.multinomial(p, 1).squeeze(-1)
    # --8<-- [end:pytorch]


def call(p: Tensor, rho: float = 0.9) -> Tensor:
    """p (..., V) in [0, 1] -> (..., V)"""
    p = p.sort(dim=-1, descending=True).values
    return p.masked_fill(p.cumsum(dim=-1) - p >= rho, 0)


def reference(*, p: Tensor, rho: Tensor) -> dict[str, Tensor]:
    # The shortest list of likely tokens that reaches rho; a tie with its last one stays, too.
    likely = p.sort(descending=True).values
    length = int((likely.cumsum(0) - likely < rho).sum())
    kept = torch.where(p >= likely[length - 1], p, 0.0)
    q = torch.distributions.Categorical(probs=kept).probs
    return {"q": q, "m": (kept > 0).double()}


def reference_n(*, p: Tensor, rho: Tensor) -> Tensor:
    sums = p.sort(descending=True).values.cumsum(0)
    return torch.searchsorted(sums[:-1], rho) + 1


def check() -> None:
    close = torch.testing.assert_close
    five = torch.tensor([0.50, 0.25, 0.15, 0.06, 0.04])

    # The function shown is the formula; the call has the same probabilities, sorted.
    z = 2 * torch.randn(6, 9)
    p = torch.softmax(z, dim=-1)
    for rho in (0.1, 0.5, 0.9):
        kept = torch.softmax(nucleus(z, rho), dim=-1)
        close(kept, torch.stack([reference(p=row, rho=torch.tensor(rho))["q"] for row in p]))
        close(nucleus(z, rho)[kept > 0], z[kept > 0])
        sums = call(p, rho).sum(dim=-1)
        assert (sums >= rho - 1e-6).all()
        close(call(p, rho) / sums[:, None], kept.sort(dim=-1, descending=True).values)
        assert ((kept > 0).sum(dim=-1) >= 1).all()

    # The numbers of the page: three are kept, four behind a temperature of 2.
    def shares(rho: float, tau: float = 1.0) -> Tensor:
        return torch.softmax(nucleus(five.log() / tau, rho), dim=-1)

    close(shares(0.85), torch.tensor([0.56, 0.28, 0.17, 0, 0]), atol=5e-3, rtol=0)
    close(call(five, 0.85).sum(), torch.tensor(0.90))
    assert (shares(0.85, tau=2.0) > 0).sum() == 4
    behind = torch.softmax(nucleus(five.log(), 0.85) / 2, dim=-1)
    assert (behind > 0).sum() == 3
    assert (shares(0.3) > 0).tolist() == [True, False, False, False, False]

    # It follows the certainty of the model.
    sure = torch.tensor([0.99, *[0.01 / 999] * 999])
    assert (call(sure, 0.9) > 0).sum() == 1 < (call(sure, 0.995) > 0).sum()
    level = torch.linspace(1.001, 0.999, 1000, dtype=torch.float64)
    assert (call(level / level.sum(), 0.9) > 0).sum() == 900

    # Drawn as often as the probabilities say.
    torch.manual_seed(0)
    drawn = draw(five.log().expand(50_000, 5), 0.85)
    assert drawn.shape == (50_000,) and drawn.max() == 2
    close(torch.bincount(drawn, minlength=5) / 50_000, shares(0.85), atol=0.012, rtol=0)

    # Without the crossing token fewer are kept, or none.
    for rho, number in ((0.85, 2), (0.5, 0), (0.4, 0)):
        assert (five.cumsum(0) < rho).sum() == number
    exact = torch.tensor([0.5, 0.25, 0.25])
    assert (exact.cumsum(0) < 0.75).sum() == 1 < (exact.cumsum(0) <= 0.75).sum()

    # Ties: the formula keeps all, sorting as many as it takes.
    tied = torch.tensor([0.4, 0.3, 0.3])
    assert reference(p=tied, rho=torch.tensor(0.6))["m"].sum() == 3
    assert (call(tied, 0.6) > 0).sum() == 2
    tied = torch.tensor([0.4, 0.2, 0.2, 0.2])
    assert reference(p=tied, rho=torch.tensor(0.7))["m"].sum() == 4
    assert (call(tied, 0.7) > 0).sum() == 3
    assert (shares(0.5, tau=0.5) > 0).sum() == (shares(0.5) > 0).sum() == 1  # the same set
    possible = reference(p=torch.tensor([0.5, 0.5, 0.0]), rho=torch.tensor(1.0))["m"]
    assert possible.tolist() == [1, 1, 0]

    # A sum of many probabilities that reaches 1 before the end.
    long = torch.tensor([0.5, 0.5, *[1e-9] * 1000])
    assert (call(long, 1.0) > 0).sum() == 2

    # The figure.
    close(five.cumsum(0), torch.tensor([0.50, 0.75, 0.90, 0.96, 1.0]))
    assert reference_n(p=five, rho=torch.tensor(0.85)) == 3

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    p = torch.tensor([0.50, 0.25, 0.15, 0.06, 0.04])
    for rho, kept in ((0.4, 1), (0.85, 3), (0.95, 4)):
        assert int((p.cumsum(0) < rho).sum()) + 1 == kept
        shown = torch.tensor([*readout(rho).values()])
        torch.testing.assert_close(shown, torch.stack([torch.tensor(kept), p[:kept].sum()]))


def readout(rho: float) -> dict[str, float]:
    """ρ ="""
    p = torch.tensor([0.50, 0.25, 0.15, 0.06, 0.04])
    kept = call(p, rho) > 0
    return {"tokens kept": int(kept.sum()), "their probability": float(p[kept].sum())}


def figure(rho: float = 0.85) -> Figure:  # 0.4 to 1 by 0.025
    """A larger rho is reached later, so more tokens are kept."""
    p = torch.tensor([0.50, 0.25, 0.15, 0.06, 0.04])
    sums, kept = p.cumsum(0), call(p, rho) > 0
    fig, axes = plt.subplots()
    for i in range(5):
        color = "C0" if kept[i] else "C4"
        before = float(sums[i] - p[i])
        axes.bar(i, float(p[i]), bottom=before, color=color, width=0.62)
        axes.annotate(
            f"{float(sums[i]):.2f}" if i < 4 else "1",
            (i, float(sums[i])),
            xytext=(0, 5),
            textcoords="offset points",
            ha="center",
            bbox={"facecolor": plt.rcParams["axes.facecolor"], "edgecolor": "none", "pad": 1},
        )
    axes.axhline(rho, color="C1", linestyle="--", linewidth=1.4)
    axes.text(-0.45, rho + 0.025, rf"$\rho = {rho:g}$", color="C1")
    axes.text(4.4, 0.2, f"{int(kept.sum())} tokens kept", color="C0", ha="right")
    axes.set_ylim(0, 1.13)
    axes.set_xticks(range(5), ["1", "2", "3", "4", "5"])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.tick_params(bottom=False)
    axes.set_xlabel("token, the likeliest first")
    axes.set_title("cumulative probability", loc="left")
    return fig
