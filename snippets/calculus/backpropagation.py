"""Backpropagation: from the last layer to the first, the gradient of every weight."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def backward(
    weights: list[Tensor],
    inputs: list[Tensor],
    delta: Tensor,
) -> list[Tensor]:
    """From the error of the last layer of a tanh network:
    delta (m,) -> (m, n), …, the gradients of all weights."""
    gradients: list[Tensor] = []
    for W, a in zip(weights[::-1], inputs[::-1], strict=True):
        gradients.insert(0, torch.outer(delta, a))
        delta = (W.T @ delta) * (1 - a**2)  # of the layer below
    return gradients
    # --8<-- [end:pytorch]


def call(x: Tensor, W: Tensor, b: Tensor) -> tuple[Tensor, ...]:
    """x (N, n), W (m, n), b (m,) -> (m, n), (m,)"""
    W, b = W.requires_grad_(), b.requires_grad_()
    loss = torch.tanh(x @ W.T + b).square().sum()
    return torch.autograd.grad(loss, (W, b))


def reference(
    *,
    a_lm1: Tensor,
    W_l: Tensor,
    b_l: Tensor,
    W_lp1: Tensor,
    b_lp1: Tensor,
    ell: Callable[[Tensor], Tensor],
) -> dict[str, Tensor]:
    z = (W_l @ a_lm1 + b_l).requires_grad_()
    ell(W_lp1 @ torch.tanh(z) + b_lp1).backward()
    assert z.grad is not None
    return {"delta_l": z.grad}


def inputs_of(weights: Sequence[Tensor], x: Tensor) -> list[Tensor]:
    """What goes into each layer of a tanh network."""
    inputs = [x]
    for W in weights[:-1]:
        inputs.append(torch.tanh(W @ inputs[-1]))
    return inputs


def sizes(scale: float) -> Tensor:
    """Root mean square error of the 20 layers in the figure, (20,)."""
    generator = torch.Generator().manual_seed(1)
    weights = list(scale / 128**0.5 * torch.randn(20, 128, 128, generator=generator))
    x, delta = torch.randn(2, 128, generator=generator)
    inputs = inputs_of(weights, x)
    gradients = backward(weights, inputs, delta)
    # A gradient is the outer product of the error and the layer's input.
    errors = [g.norm() / a.norm() for g, a in zip(gradients, inputs, strict=True)]
    return torch.stack(errors) / 128**0.5


def check() -> None:
    from torch.utils.checkpoint import checkpoint
    from torch.utils.flop_counter import FlopCounterMode

    close = torch.testing.assert_close

    # The sweep gives what autograd gives, for layers of different widths.
    widths = [4, 6, 5, 3]
    weights = [torch.randn(m, n, requires_grad=True) for n, m in pairwise(widths)]
    inputs = inputs_of(weights, torch.randn(4))
    z = weights[-1] @ inputs[-1]
    z.retain_grad()
    (z**3).sum().backward()
    assert z.grad is not None
    close(z.grad, 3 * z**2)
    with torch.no_grad():
        ours = backward(weights, inputs, z.grad)
    for gradient, W in zip(ours, weights, strict=True):
        assert W.grad is not None
        close(gradient, W.grad)

    # The errors of inner tensors: not kept, unless they are asked for.
    inner = weights[-1] @ inputs[-1].detach()
    weights[-1].grad = None
    (inner**3).sum().backward(inputs=[inner])
    assert inner.grad is not None and weights[-1].grad is None
    close(inner.grad, 3 * inner**2)

    # The call: one layer, a batch; the weights' gradient sums over the examples.
    X, W, b = torch.randn(7, 4), torch.randn(3, 4), torch.randn(3)
    by_W, by_b = call(X, W, b)
    W, b = W.detach(), b.detach()
    y = torch.tanh(X @ W.T + b)
    errors = 2 * y * (1 - y**2)
    close(by_W, errors.T @ X)
    close(by_b, errors.sum(dim=0))
    close(by_W, sum(torch.outer(e, row) for e, row in zip(errors, X, strict=True)))

    # Where the error or the input is 0, a weight does not learn.
    one, other = torch.tensor([0.0, 1.0]), torch.tensor([1.0, 0.0])
    silent = backward([torch.randn(2, 2)], [one], other)[0]
    assert silent[:, 0].equal(torch.zeros(2)) and silent[1].equal(torch.zeros(2))

    # Slopes: at most 1 of tanh, a quarter of the sigmoid.
    grid = torch.linspace(-5, 5, 1001)
    for function, most in ((torch.tanh, 1.0), (torch.sigmoid, 0.25)):
        slopes = torch.vmap(torch.func.grad(function))(grid)
        close(slopes.max(), torch.tensor(most))

    # Twice the operations of the forward pass; the first layer needs one product only.
    A, B = (torch.randn(8, 8, requires_grad=True) for _ in range(2))
    with FlopCounterMode(display=False) as forward:
        loss = (torch.tanh(torch.randn(5, 8) @ A) @ B).sum()
    with FlopCounterMode(display=False) as back:
        loss.backward()
    assert forward.get_total_flops() == 2 * (2 * 5 * 8 * 8)
    assert back.get_total_flops() == 3 * (2 * 5 * 8 * 8)

    # Gradients add up, a second sweep is an error, a vector needs a gradient.
    w = torch.tensor(2.0, requires_grad=True)
    for _ in range(2):
        (w**3).backward()
    assert w.grad == 24
    out = w**3
    out.backward()
    for again, message in ((out, "second time"), (torch.ones(2, requires_grad=True) * 1, "scalar")):
        try:
            again.backward()
        except RuntimeError as error:
            assert message in str(error)
        else:
            raise AssertionError(f"no error about {message}")
    (w**3).reshape(1, 1).backward()  # one number, of any shape
    kept = w + 1
    kept.backward()
    kept.backward()  # nothing was saved, nothing is missing
    v, f = torch.randn(3), torch.randn(4, requires_grad=True)
    (f[:3] ** 2).backward(v)
    assert f.grad is not None
    close(f.grad[:3], 2 * v * f.detach()[:3])

    # Checkpointing: the same gradients, f computed again.
    calls = []

    def layer(x: Tensor) -> Tensor:
        calls.append(1)
        return torch.tanh(x @ A.detach())

    leaf = torch.randn(5, 8, requires_grad=True)
    again = checkpoint(layer, leaf, use_reentrant=False)
    again.sum().backward()
    assert len(calls) == 2 and leaf.grad is not None
    close(leaf.grad, torch.func.grad(lambda x: layer(x).sum())(leaf.detach()))

    # The figure.
    for scale, end in ((0.5, 1e-6), (1.0, 0.1), (2.0, 12.0)):
        close(sizes(scale)[0], torch.tensor(end), rtol=0.12, atol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    random = torch.get_rng_state()
    shown = readout(1.0)["error at layer 1"]
    torch.set_rng_state(random)
    assert shown == float(sizes(1.0)[0])


def readout(scale: float) -> dict[str, float]:
    """size of the weights × √128 ="""
    return {"error at layer 1": float(sizes(scale)[0])}


def figure(scale: float = 1.0) -> Figure:  # 0.5 to 2 by 0.1
    """Up to 1.2 the error fades on its way back, from 1.4 on it grows: tanh is flatter than 1."""
    fig, axes = plt.subplots()
    layers = range(1, 21)
    for factor, color in ((0.5, "C4"), (2.0, "C1"), (scale, "C0")):
        values = sizes(factor)
        axes.plot(layers, values, "o-", color=color, markersize=3.5, linewidth=1.4)
        last = (1.0, float(values[0]))
        axes.annotate(
            f"{factor:g}/√128", last, xytext=(7, -3), textcoords="offset points", color=color
        )
    axes.set_yscale("log")
    axes.set_xlim(20.5, -2.5)
    axes.set_xticks([20, 15, 10, 5, 1])
    axes.set_xlabel("layer")
    axes.set_title("size of the error", loc="left")
    return fig
