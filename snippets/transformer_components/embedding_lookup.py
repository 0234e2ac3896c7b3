"""Token embedding: look up the row of each token in a table."""

from typing import Any

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def lookup(k: Tensor, E: Tensor) -> Tensor:
    """Plain indexing: k (...) from 0, E (V, d) -> (..., d)."""
    return E[k]


def one_hot_product(k: Tensor, E: Tensor) -> Tensor:
    """The same, slowly: k (...) from 0, E (V, d) -> (..., d)."""
    return F.one_hot(k, E.size(0)).to(E.dtype) @ E
    # --8<-- [end:pytorch]


def call(k: Tensor, E: Tensor) -> Tensor:
    """k (N, T) in 0..V-1, E (V, d) -> (N, T, d)"""
    return F.embedding(k, E)


def reference(*, E: Tensor, k: Tensor) -> dict[str, Tensor]:
    return {"h": F.embedding(k.long() - 1, E)}


def reference_G(*, E: Tensor, s: Tensor, D: Tensor) -> Tensor:
    return torch.func.vjp(lambda table: F.embedding(s.long() - 1, table), E)[1](D)[0]


def moved(optimizer: torch.optim.Optimizer, table: torch.nn.Embedding) -> list[int]:
    """Which rows a step moves whose batch has token 1 only, after one that had them all."""
    for tokens in (range(table.num_embeddings), [1]):
        before = table.weight.detach().clone()
        optimizer.zero_grad()
        table(torch.tensor([*tokens])).square().sum().backward()
        optimizer.step()
    return (table.weight != before).any(dim=1).nonzero().flatten().tolist()


def check() -> None:
    close = torch.testing.assert_close
    E, k = torch.randn(7, 3), torch.tensor([[2, 0, 2, 5], [6, 1, 1, 4]])
    close(lookup(k, E), call(k, E), rtol=0, atol=0)
    close(one_hot_product(k, E), call(k, E))
    module = torch.nn.Embedding(7, 3)
    close(module(k), call(k, module.weight))
    assert module(k).shape == (2, 4, 3)

    # Other numbers, with the rows in their order.
    order = torch.randperm(7, generator=torch.Generator().manual_seed(0))
    close(call(order.argsort()[k], E[order]), call(k, E))
    close(call(k, E)[0, 0], call(k, E)[0, 2])
    from torch.utils.flop_counter import FlopCounterMode  # loads much

    with FlopCounterMode(display=False) as counter:
        call(k, E)
    assert counter.get_total_flops() == 0
    assert round(50_257 * 768 / 1e6, 1) == 38.6

    # Rows that are not in the batch: the gradient is 0, what an optimizer remembers moves them.
    module(torch.tensor([1, 4])).sum().backward()
    assert module.weight.grad is not None
    assert module.weight.grad.any(dim=1).nonzero().flatten().tolist() == [1, 4]
    every, table = list(range(7)), torch.nn.Embedding(7, 3)
    assert moved(torch.optim.Adam(table.parameters(), lr=0.1), table) == every
    for momentum, decay in ((0.9, 0.0), (0.0, 0.1)):
        sgd = torch.optim.SGD(table.parameters(), lr=0.1, momentum=momentum, weight_decay=decay)
        assert moved(sgd, table) == every
    assert moved(torch.optim.SGD(table.parameters(), lr=0.1), table) == [1]
    table = torch.nn.Embedding(7, 3, sparse=True)
    assert moved(torch.optim.SparseAdam(list(table.parameters()), lr=0.1), table) == [1]

    # Sparse gradients: which optimizers take them.
    sparse: Any
    for sparse, refuses in (
        (torch.optim.SGD, False),
        (torch.optim.Adagrad, False),
        (lambda p: torch.optim.SGD(p, weight_decay=0.1), True),
        (torch.optim.AdamW, True),
    ):
        try:
            moved(sparse(list(table.parameters())), table)
        except RuntimeError as error:
            assert refuses and "sparse" in str(error)
        else:
            assert not refuses

    # A table that is the output layer, too: every row gets a gradient.
    tied = E.clone().requires_grad_()
    F.cross_entropy(call(torch.tensor([1, 4]), tied) @ tied.T, torch.tensor([4, 2])).backward()
    assert tied.grad is not None and tied.grad.any(dim=1).all()

    # Types and range.
    close(call(k.int(), E), call(k, E))
    for wrong in (k.float(), k.short(), k.bool()):
        try:
            call(wrong, E)
        except RuntimeError as error:
            assert "Long, Int" in str(error)
        else:
            raise AssertionError(f"{wrong.dtype} was taken")
    for outside in (-1, 7):
        try:
            call(torch.tensor([outside]), E)
        except IndexError as error:
            assert "index out of range in self" in str(error)
        else:
            raise AssertionError(f"{outside} was taken")

    # The start.
    for d in (64, 1024):
        close(torch.nn.Embedding(500, d).weight.std(), torch.tensor(1.0), rtol=0.02, atol=0)
    assert torch.nn.Linear(1024, 500).weight.std() < 0.02

    # Padding: 0 at the start, no gradient, but no mask.
    padded = torch.nn.Embedding(7, 3, padding_idx=2)
    assert not padded.weight[2].any()
    padded(k).sum().backward()
    assert padded.weight.grad is not None and not padded.weight.grad[2].any()
    shared = torch.nn.functional.linear(padded(k), padded.weight)  # the output layer's table, too
    padded.zero_grad()
    shared.logsumexp(dim=-1).sum().backward()
    assert padded.weight.grad is not None and padded.weight.grad[2].any()
    padded.weight.detach()[2] = 5
    assert (padded(torch.tensor(2)) == 5).all()

    # Other options.
    assert torch.nn.Embedding.from_pretrained(E, padding_idx=2).weight[2].any()
    assert not torch.nn.Embedding.from_pretrained(E).weight.requires_grad
    assert torch.nn.Embedding.from_pretrained(E, freeze=False).weight.requires_grad
    capped = torch.nn.Embedding(7, 3, max_norm=0.1)
    before = capped.weight.detach().clone()
    capped(torch.tensor([1]))
    assert (capped.weight != before).any(dim=1).nonzero().flatten().tolist() == [1]
    close(capped.weight[1].norm(), torch.tensor(0.1), rtol=1e-3, atol=0)
    loose = torch.nn.Embedding.from_pretrained(E, max_norm=2 * float(E.norm()))
    close(loose(k), call(k, E), rtol=0, atol=0)  # shorter rows stay
    bag = torch.nn.EmbeddingBag(7, 3)
    close(bag(k), call(k, bag.weight).mean(dim=1))

    # One parameter for the input and the output.
    assert torch.nn.Linear(3, 7).weight.shape == module.weight.shape

    # The figure: both rows of "the".
    _, _, table_rows, text = figure_rows(4)
    close(text[0], torch.tensor([0.3, -1.2, 0.8]))
    close(text[0], text[4])
    close(text, call(torch.tensor([0, 1, 2, 3, 0, 4]), table_rows))


def figure_rows(last: int) -> tuple[list[str], list[str], Tensor, Tensor]:
    """Vocabulary, text, table (5, 3), and the rows of the text (6, 3)."""
    vocabulary = ["the", "cat", "sat", "on", "mat"]
    table = torch.tensor(
        [[0.3, -1.2, 0.8], [1.1, 0.4, -0.6], [-0.9, 0.7, 1.3], [-0.2, -0.5, -1.4], [0.9, 0.2, -0.3]]
    )
    tokens = torch.tensor([0, 1, 2, 3, 0, last])
    return vocabulary, [vocabulary[k] for k in tokens], table, call(tokens, table)


def show(axes: Axes, rows: Tensor, words: list[str], title: str) -> None:
    """Rows with their numbers, colored from -2 to 2."""

    def brightness(color: object) -> float:
        red, green, blue = to_rgb(color)  # type: ignore[arg-type]
        return 0.3 * red + 0.6 * green + 0.1 * blue

    inks = sorted((plt.rcParams["text.color"], plt.rcParams["axes.facecolor"]), key=brightness)
    axes.imshow(rows.numpy(), vmin=-2, vmax=2, interpolation="nearest", aspect="auto")
    for i, row in enumerate(rows.tolist()):
        for j, value in enumerate(row):
            ink = inks[0] if brightness(plt.get_cmap()((value + 2) / 4)) > 0.45 else inks[1]
            told = f"{value:.1f}".replace("-", "−")
            axes.text(j, i, told, ha="center", va="center", color=ink)
    axes.set_xticks([])
    axes.set_yticks(range(len(words)), words)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(title)


def figure(last: int = 4) -> Figure:  # 0 to 4 by 1
    """Whichever token comes last, its row is a copy of one of the table."""
    vocabulary, text, table, rows = figure_rows(last)
    fig, (left, right) = plt.subplots(1, 2, figsize=(5.2, 2.8))
    show(left, table, vocabulary, "table")
    show(right, rows, text, "text")
    return fig
