"""Multi-head attention: attention on several projections side by side."""

from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def self_attention(
    x: Tensor,
    w_in: Tensor,
    w_out: Tensor,
    h: int,
) -> Tensor:
    """With PyTorch's packed weights, no biases: x (N, n, d),
    w_in (3d, d), w_out (d, d) -> (N, n, d)."""
    qkv = (x @ w_in.T).unflatten(-1, (3, h, -1))
    q, k, v = qkv.permute(2, 0, 3, 1, 4)  # (N, h, n, d / h) each
    heads = F.scaled_dot_product_attention(q, k, v)
    return heads.transpose(1, 2).flatten(-2) @ w_out.T
    # --8<-- [end:pytorch]


def call(q: Tensor, k: Tensor, v: Tensor, h: int = 1) -> tuple[Tensor, Tensor]:
    """q (N, n, d), k (N, m, d), v (N, m, d) -> y (N, n, d), weights (N, n, m)"""
    d = q.size(-1)
    return torch.nn.MultiheadAttention(d, h, batch_first=True)(q, k, v)


def given(W_O: Tensor, W_V: Tensor) -> dict[str, Tensor]:
    """The rows of W^O, head by head."""
    return {"P": W_O.unflatten(0, (len(W_V), -1))}


def reference(
    Q: Tensor, K: Tensor, V: Tensor, *, W_Q: Tensor, W_K: Tensor, W_V: Tensor, W_O: Tensor
) -> Tensor:
    heads = F.scaled_dot_product_attention(Q @ W_Q, K @ W_K, V @ W_V)
    return torch.cat([*heads], dim=-1) @ W_O


def check() -> None:
    close = torch.testing.assert_close
    d, h = 12, 3
    q, k, v = torch.randn(2, 4, d), torch.randn(2, 5, d), torch.randn(2, 5, d)
    module = torch.nn.MultiheadAttention(d, h, bias=False, batch_first=True)
    w_in, w_out = module.in_proj_weight.detach(), module.out_proj.weight.detach()

    # The function shown is the module; so is the formula, with the rows of the packed weights.
    out, weights = module(q, k, v)
    itself = module(q, q, q)[0]
    close(self_attention(q, w_in, w_out, h), itself)
    parts = [part.unflatten(0, (h, -1)).mT for part in w_in.chunk(3)]
    W_Q, W_K, W_V = parts
    for example in range(2):
        written = reference(
            q[example], k[example], v[example], W_Q=W_Q, W_K=W_K, W_V=W_V, W_O=w_out.T
        )
        close(written, out[example])
    torch.manual_seed(1)
    taught = call(q, k, v, h)
    torch.manual_seed(1)
    fresh = torch.nn.MultiheadAttention(d, h, batch_first=True)
    close(taught, fresh(q, k, v))
    assert out.shape == (2, 4, d) and weights.shape == (2, 4, 5)

    # Parameters, for any number of heads.
    for heads in (1, 2, 8):
        sized = torch.nn.MultiheadAttention(512, heads)
        assert sum(p.numel() for p in sized.parameters()) == 1_050_624 == 4 * 512**2 + 4 * 512
    assert torch.linalg.matrix_rank(W_Q[0] @ W_K[0].T) == d // h

    # Heads have no order; zeros in its rows of W^O remove one.
    order = [2, 0, 1]
    shuffled_in = torch.cat([p.unflatten(0, (h, -1))[order].flatten(0, 1) for p in w_in.chunk(3)])
    by_head = w_out.T.unflatten(0, (h, -1))
    shuffled_out = by_head[order].flatten(0, 1).T
    close(self_attention(q, shuffled_in, shuffled_out, h), itself)
    alone = reference(
        q[0], q[0], q[0], W_Q=W_Q[:2], W_K=W_K[:2], W_V=W_V[:2], W_O=by_head[:2].flatten(0, 1)
    )
    without = by_head.clone()
    without[2] = 0
    close(self_attention(q, w_in, without.flatten(0, 1).T, h)[0], alone)

    # Multiply-adds, two operations each.
    from torch.utils.flop_counter import FlopCounterMode  # loads much

    for n in (8, 24):
        x = torch.randn(1, n, d)
        for heads in (1, 3):
            sized = torch.nn.MultiheadAttention(d, heads, batch_first=True)
            with FlopCounterMode(display=False) as counter:
                sized(x, x, x)
            assert counter.get_total_flops() == 2 * (4 * n * d**2 + 2 * n**2 * d)

    # Shapes: sequence first by default, no batch, and the wrong order goes unnoticed.
    first = torch.nn.MultiheadAttention(d, h, bias=False)
    first.load_state_dict(module.state_dict())
    close(first(*(x.transpose(0, 1) for x in (q, k, v)))[0].transpose(0, 1), out)
    close(module(q[0], k[0], v[0])[0], out[0])
    changed = torch.cat([q[:1], q[1:] + 1])
    assert not torch.allclose(first(q, q, q)[0][0], first(changed, changed, changed)[0][0])
    close(module(q, q, q)[0][0], module(changed, changed, changed)[0][0])
    try:
        torch.nn.MultiheadAttention(10, 3)
    except AssertionError as error:
        assert "divisible" in str(error)
    else:
        raise AssertionError("10 features were split into 3 heads")

    # Weights: packed, or three; a Xavier bound for the packed matrix.
    assert module.in_proj_weight.shape == (3 * d, d)
    other = torch.nn.MultiheadAttention(d, h, kdim=5, vdim=7)
    assert other.in_proj_weight is None
    matrices = (other.q_proj_weight, other.k_proj_weight, other.v_proj_weight)
    assert [m.shape for m in matrices] == [(d, d), (d, 5), (d, 7)]
    wide = torch.nn.MultiheadAttention(256, 4)
    close(wide.in_proj_weight.abs().max(), torch.tensor((6 / (4 * 256)) ** 0.5), rtol=1e-3, atol=0)
    close((6 / (2 * 256)) ** 0.5 / (6 / (4 * 256)) ** 0.5, 2**0.5)
    assert not wide.in_proj_bias.any() and not wide.out_proj.bias.any()

    # What comes second.
    _, each = module(q, k, v, average_attn_weights=False)
    assert each.shape == (2, h, 4, 5)
    close(each.mean(dim=1), weights)
    close(each.sum(dim=-1), torch.ones(2, h, 4))
    again, nothing = module(q, k, v, need_weights=False)
    assert nothing is None
    close(again, out)
    dropping = torch.nn.MultiheadAttention(d, h, dropout=0.5, batch_first=True)
    assert (dropping(q, k, v)[1].sum(dim=-1) - 1).abs().max() > 0.01
    close(dropping.eval()(q, k, v)[1].sum(dim=-1), torch.ones(2, 4))
    try:
        module(q, q, q, is_causal=True)
    except RuntimeError as error:
        assert "attn_mask" in str(error)
    else:
        raise AssertionError("is_causal alone was taken")
    even = torch.nn.MultiheadAttention(d, 2, batch_first=True).eval()
    with torch.no_grad():
        close(even(q, q, q, is_causal=True), even(q, q, q))

    # Splitting: view and transpose; a view alone mixes tokens.
    x = torch.randn(2, 4, d)
    split = x.view(2, 4, h, d // h).transpose(1, 2)
    close(split[:, 1], x[..., d // h : 2 * d // h])
    assert not torch.equal(split, x.view(2, h, 4, d // h))

    # The weights of the figure.
    first_head, second_head, average = (panel[1] for panel in panels_of(3.0))
    close(first_head[1, 0], torch.tensor(0.91), atol=5e-3, rtol=0)
    close(second_head[:, 1], torch.full((3,), 0.91), atol=5e-3, rtol=0)
    close(average[1, :2], torch.full((2,), 0.48), atol=5e-3, rtol=0)
    assert first_head.argmax(dim=-1).tolist() == [0, 0, 1]


def panels_of(lead: float) -> list[tuple[str, Tensor]]:
    """Two heads whose favorite key leads by so much, and the average, (3, 3) each."""
    favorites = torch.tensor([[0, 0, 1], [1, 1, 1]])
    heads = torch.softmax(lead * F.one_hot(favorites, 3).float(), dim=-1)
    return [("head 1", heads[0]), ("head 2", heads[1]), ("average", heads.mean(dim=0))]


def figure(lead: float = 3.0) -> Figure:  # 0 to 5 by 0.5
    """However far the favorite of each head leads, the average of the heads is split."""
    words = ["the", "cat", "slept"]
    fig, panels = plt.subplots(1, 3, figsize=(5.2, 2.2), sharey=True)

    def brightness(color: object) -> float:
        red, green, blue = to_rgb(color)  # type: ignore[arg-type]
        return 0.3 * red + 0.6 * green + 0.1 * blue

    cell = plt.get_cmap()
    inks = sorted((plt.rcParams["text.color"], plt.rcParams["axes.facecolor"]), key=brightness)
    for axes, (title, weights) in zip(panels, panels_of(lead), strict=True):
        axes.imshow(weights.numpy(), vmin=0, vmax=1, interpolation="nearest")
        for i, row in enumerate(weights.tolist()):
            for j, weight in enumerate(row):
                ink = inks[0] if brightness(cell(weight)) > 0.45 else inks[1]
                axes.text(j, i, f"{weight:.2f}", ha="center", va="center", color=ink)
        axes.set_title(title)
        axes.set_xticks(range(3), words)
        axes.set_yticks(range(3), words)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
    panels[1].set_xlabel("keys", color="C4")
    panels[0].set_ylabel("queries", color="C4")
    return fig
