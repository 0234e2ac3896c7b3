"""Parameter count of a transformer: from depth, width and vocabulary."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn


def count(model: nn.Module) -> int:
    """Every parameter once, also if it is shared: () -> ()."""
    return sum(p.numel() for p in model.parameters())


def gpt2_parameters(layers: int, d: int, words: int, n: int) -> int:
    """Of the layers of GPT-2, made without memory: () -> ()."""
    with torch.device("meta"):
        block = nn.TransformerEncoderLayer(d, 1, 4 * d)
        tables = nn.Embedding(words, d), nn.Embedding(n, d)
        norm = nn.LayerNorm(d)
    return layers * count(block) + sum(map(count, (*tables, norm)))
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> int:
    """theta (d, m) -> ()"""
    model = nn.ParameterList([theta])
    return sum(p.numel() for p in model.parameters())


def weights(layers: int, d: int, words: int) -> int:
    """Without biases, normalization and positions."""
    block = nn.TransformerEncoderLayer(d, 1, 4 * d, device="meta")
    matrices = sum(p.numel() for p in block.parameters() if p.ndim == 2)
    return layers * matrices + count(nn.Embedding(words, d, device="meta"))


def llama(
    layers: int, d: int, words: int, heads: int, groups: int, d_h: int, m: int
) -> nn.ModuleList:
    """The parts of Llama 3, all that has weights."""
    shapes = [(d, heads * d_h), (d, groups * d_h), (d, groups * d_h), (heads * d_h, d)]
    shapes += [(d, m), (d, m), (m, d)]
    model = nn.ModuleList([nn.Embedding(words, d, device="meta"), linear(d, words), norm(d)])
    for _ in range(layers):
        model += [norm(d), norm(d), *(linear(*size) for size in shapes)]
    return model


def linear(inputs: int, outputs: int) -> nn.Linear:
    """A matrix without bias."""
    return nn.Linear(inputs, outputs, bias=False, device="meta")


def norm(d: int) -> nn.RMSNorm:
    """A normalization with a scale."""
    return nn.RMSNorm(d, device="meta")


def reference(*, L: Tensor, d: Tensor, V: Tensor) -> Tensor:
    return torch.tensor(weights(int(L), int(d), int(V)))


def reference_M(*, L: Tensor, d: Tensor) -> Tensor:
    return torch.tensor(weights(int(L), int(d), words=0))


def reference_N_all(*, L: Tensor, d: Tensor, V: Tensor, n: Tensor) -> Tensor:
    return torch.tensor(gpt2_parameters(int(L), int(d), int(V), int(n)))


def reference_N_Llama(
    *, L: Tensor, d: Tensor, V: Tensor, H: Tensor, G: Tensor, d_h: Tensor, m: Tensor
) -> Tensor:
    return torch.tensor(count(llama(int(L), int(d), int(V), int(H), int(G), int(d_h), int(m))))


def sizes() -> list[tuple[int, int]]:
    """Layers and width of the four models of GPT-2."""
    return [(12, 768), (24, 1024), (36, 1280), (48, 1600)]


def shares(layers: int, d: int, words: int = 50_257) -> tuple[list[float], float]:
    """Of embeddings, attention and feed-forward networks in the weights; how many there are."""
    block = nn.TransformerEncoderLayer(d, 1, 4 * d, bias=False, device="meta")
    attention = layers * count(block.self_attn)
    hidden = layers * (count(block.linear1) + count(block.linear2))
    parts = [words * d, attention, hidden]
    return [part / sum(parts) for part in parts], sum(parts)


def check() -> None:
    # GPT-2 small: 123.5 million weights, 84.9 without embeddings, 124.4 with everything.
    assert gpt2_parameters(12, 768, 50_257, 1024) == 124_439_808
    assert round(weights(12, 768, 50_257) / 1e6, 1) == 123.5
    assert round(weights(12, 768, 50_257) / 1e6 - 50_257 * 768 / 1e6, 1) == 84.9

    # A layer that also attends to an encoder.
    decoder = torch.nn.TransformerDecoderLayer(64, 4, 256)
    assert sum(w.numel() for w in decoder.parameters() if w.ndim == 2) == 16 * 64**2

    # Llama 3 8B; the simple formula has 8 % too few for its layers.
    model = llama(32, 4096, 128_256, 32, 8, 128, 14_336)
    assert count(model) == 8_030_261_248
    layers = count(model) - 2 * 128_256 * 4096
    assert round(100 * (1 - 12 * 32 * 4096**2 / layers)) == 8

    # Width, depth, heads.
    def inner(depth: int, d: int) -> int:
        return weights(depth, d, 7) - 7 * d

    assert inner(2, 16) == 4 * inner(2, 8) and inner(4, 8) == 2 * inner(2, 8)
    for heads in (1, 4, 8):
        assert count(nn.TransformerEncoderLayer(32, heads, 128)) == count(
            nn.TransformerEncoderLayer(32, 1, 128)
        )
    (_, attention, hidden), _ = shares(12, 768)
    assert abs(hidden - 2 * attention) < 1e-12
    assert gpt2_parameters(2, 8, 7, 20) - gpt2_parameters(2, 8, 7, 10) == 10 * 8

    # Shared tensors count once, buffers do not, frozen ones only where not asked for.
    table, output = nn.Embedding(7, 3), linear(3, 7)
    assert count(nn.ModuleList([table, output])) == 42
    output.weight = table.weight
    assert count(nn.ModuleList([table, output])) == 21
    norm_of_batch = nn.BatchNorm1d(3)
    assert count(norm_of_batch) == 6 and len([*norm_of_batch.buffers()]) == 3
    norm_of_batch.bias.requires_grad_(False)
    assert sum(p.numel() for p in norm_of_batch.parameters() if p.requires_grad) == 3

    # The meta device: counted, with the size in bytes, without numbers.
    with torch.device("meta"):
        layer = nn.Linear(1000, 1000, bias=False)
    result = layer(torch.empty(2, 1000, device="meta"))
    assert result.is_meta and result.shape == (2, 1000)
    assert layer.weight.is_meta and count(layer) == 10**6
    assert layer(torch.empty(3, 1000, device="meta")).shape == (3, 1000)
    assert layer.weight.nbytes == 4 * 10**6 and layer.weight.bfloat16().nbytes == 2 * 10**6
    assert call(torch.empty(3, 4)) == 12

    # The figure.
    for (depth, d), total, (embedding, feed_forward) in (
        (sizes()[0], 124, (31, 46)),
        (sizes()[3], 1555, (5, 63)),
    ):
        parts, number = shares(depth, d)
        assert round(number / 1e6) == total
        assert (round(100 * parts[0]), round(100 * parts[2])) == (embedding, feed_forward)


def figure(words: int = 50_257) -> Figure:  # 32257 to 128257 by 6000
    """The larger the vocabulary, the larger the share of the embedding, most in small models."""
    fig, axes = plt.subplots()
    names = ("embedding", "attention", "feed-forward")
    labels, page = [], plt.rcParams["axes.facecolor"]
    for row, (layers, d) in enumerate(sizes()):
        parts, total = shares(layers, d, words)
        labels.append(f"{round(total / 1e6):,} M")
        left = 0.0
        for part, name, color in zip(parts, names, ("C1", "C4", "C0"), strict=True):
            axes.barh(row, part, left=left, color=color, height=0.66)
            place, label = (left + part / 2, row), f"{100 * part:.0f} %"
            axes.annotate(label, place, ha="center", va="center", color=page, fontsize=9)
            if row == 0:
                axes.text(left + part / 2, -0.62, name, ha="center", color=color)
            left += part
    axes.set_yticks(range(len(sizes())), labels)
    axes.set_ylim(3.5, -0.95)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.tick_params(left=False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_title("share of the weights of GPT-2", loc="left")
    return fig
