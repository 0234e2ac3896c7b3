"""Feed-forward network: widen each token, bend, project back."""

import inspect

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn


def feed_forward(
    x: Tensor,
    W_1: Tensor,
    b_1: Tensor,
    W_2: Tensor,
    b_2: Tensor,
) -> Tensor:
    """x (..., d), W_1 (m, d), b_1 (m,), W_2 (d, m), b_2 (d,)
    -> (..., d)."""
    hidden = torch.relu(x @ W_1.T + b_1)
    return hidden @ W_2.T + b_2
    # --8<-- [end:pytorch]


def call(x: Tensor, m: int = 16) -> Tensor:
    """x (..., d) -> (..., d)"""
    d = x.size(-1)
    return nn.Sequential(nn.Linear(d, m), nn.ReLU(), nn.Linear(m, d))(x)


def reference(x: Tensor, *, W_1: Tensor, b_1: Tensor, W_2: Tensor, b_2: Tensor) -> Tensor:
    hidden = nn.functional.linear(x, W_1, b_1).relu()
    return nn.functional.linear(hidden, W_2, b_2)


def reference_phi(z: Tensor) -> Tensor:
    return nn.functional.relu(z)


def reference_N(*, d: Tensor, m: Tensor) -> Tensor:
    narrow, wide = int(d), int(m)
    return torch.tensor(size(nn.Linear(narrow, wide)) + size(nn.Linear(wide, narrow)))


def size(module: nn.Module) -> int:
    """The number of its parameters."""
    return sum(p.numel() for p in module.parameters())


def check() -> None:
    close = torch.testing.assert_close
    d, m = 6, 24
    x = torch.randn(2, 5, d)
    W_1, b_1, W_2, b_2 = torch.randn(m, d), torch.randn(m), torch.randn(d, m), torch.randn(d)
    module = nn.Sequential(nn.Linear(d, m), nn.ReLU(), nn.Linear(m, d))
    module.load_state_dict({"0.weight": W_1, "0.bias": b_1, "2.weight": W_2, "2.bias": b_2})
    out = module(x)
    close(feed_forward(x, W_1, b_1, W_2, b_2), out)
    torch.manual_seed(1)
    taught = call(x, m)
    torch.manual_seed(1)
    first, second = nn.Linear(d, m), nn.Linear(m, d)
    close(taught, feed_forward(x, first.weight, first.bias, second.weight, second.bias))

    # Tokens do not mix.
    order = torch.tensor([3, 1, 4, 0, 2])
    close(module(x[:, order]), out[:, order])
    other = x.clone()
    other[:, 2] += 1
    changed = (module(other) - out).abs().sum(dim=(0, 2)) > 1e-4
    assert changed.tolist() == [False, False, True, False, False]

    # A sum of columns, as far as units are active; a convolution of width 1.
    active = (x[0, 0] @ W_1.T + b_1).relu()
    close(sum((active[j] * W_2[:, j] for j in range(m)), b_2), out[0, 0])
    used = W_2.clone()
    used[:, active == 0] = 7
    close(feed_forward(x[0, 0], W_1, b_1, used, b_2), out[0, 0])
    conv = nn.functional.conv1d
    hidden = conv(x.mT, W_1[..., None], b_1).relu()
    close(conv(hidden, W_2[..., None], b_2).mT, out)

    # Without the activation: one matrix, of rank at most min(d, m).
    for narrow in (3, 24):
        assert torch.linalg.matrix_rank(W_2[:, :narrow] @ W_1[:narrow]) == min(d, narrow)

    # Parameters: two thirds of the weights of a block.
    layer = nn.TransformerEncoderLayer(512, 8)
    mlp = size(layer.linear1) + size(layer.linear2)
    assert mlp == 2_099_712 == 2 * 512 * 2048 + 512 + 2048
    weights = [p.numel() for p in layer.parameters() if p.ndim == 2]
    assert sum(weights) == 12 * 512**2
    close(share(4.0), torch.tensor(8 * 512**2 / sum(weights)))
    for ratio, told in ((1.0, 0.33), (4.0, 0.67), (8.0, 0.80)):
        close(share(ratio), torch.tensor(told), atol=5e-3, rtol=0)

    # Multiply-adds, two operations each.
    from torch.utils.flop_counter import FlopCounterMode  # loads much

    with FlopCounterMode(display=False) as counter:
        module(x)
    assert counter.get_total_flops() == 2 * 2 * d * m * 10

    # The layer of PyTorch: defaults, and where it drops.
    defaults = inspect.signature(nn.TransformerEncoderLayer).parameters
    assert defaults["dim_feedforward"].default == 2048 and defaults["dropout"].default == 0.1
    assert nn.TransformerEncoderLayer(64, 4).linear1.out_features == 2048
    assert layer.activation is nn.functional.relu
    smooth = nn.TransformerEncoderLayer(d, 2, m, activation="gelu", dropout=0.0)
    hidden = smooth.linear1(x)
    exact = nn.functional.gelu(hidden, approximate="none")
    close(smooth.activation(hidden), exact)
    close(smooth._ff_block(x), smooth.linear2(exact))
    dropping = nn.TransformerEncoderLayer(d, 2, m, dropout=0.5)
    assert dropping.dropout.p == dropping.dropout2.p == 0.5
    plain = nn.TransformerEncoderLayer(d, 2, m, bias=False)
    assert not any("bias" in name for name, _ in plain.named_parameters())
    assert layer.linear1.weight.shape == (2048, 512) and layer.linear1.bias is not None


def share(ratio: float | Tensor) -> Tensor:
    """Of the 4d² weights of attention and the 2dm here, for m = ratio · d."""
    return torch.as_tensor(2 * ratio / (2 * ratio + 4))


def figure(ratio: float = 4.0) -> Figure:  # 0.5 to 8 by 0.5
    """The wider the hidden layer, the more of a block's weights are in this network."""
    x = torch.linspace(0, 8.5, 100)
    fig, axes = plt.subplots(figsize=(5.2, 2.6))
    axes.plot(x, share(x), color="C0")
    for at in sorted({1.0, 8.0, ratio}):
        height = float(share(at))
        axes.plot(at, height, "o", color="C0", markersize=9 if at == ratio else 6)
        axes.annotate(
            f"{height:.2f}",
            (at, height),
            (6, -15),
            textcoords="offset points",
            color="C0",
            weight=600 if at == ratio else 400,
        )
    axes.set(xlim=(0, 8.9), ylim=(0, 1), xticks=[0, 1, 2, 4, 6, 8], yticks=[0, 0.5, 1])
    axes.set_yticklabels(["0", "0.5", "1"])
    axes.set_xlabel("hidden width over model width, $m / d$")
    axes.set_title("share of the weights of a block", loc="left")
    return fig
