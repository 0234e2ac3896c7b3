"""Recurrent layer: mix each input with the state of the steps before."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def rnn(x: Tensor, h: Tensor, *weights: Tensor) -> Tensor:
    """All steps: x (T, N, d), h (N, m), W (m, d), U (m, m), b (m,)
    -> (T, N, m)."""
    W, U, b = weights
    states = []
    for x_t in x:
        h = torch.tanh(x_t @ W.T + h @ U.T + b)
        states.append(h)
    return torch.stack(states)
    # --8<-- [end:pytorch]


def call(x: Tensor, h_0: Tensor) -> tuple[Tensor, Tensor]:
    """x (N, T, d), h_0 (1, N, m) -> y (N, T, m), h (1, N, m)"""
    d, m = x.size(-1), h_0.size(-1)
    return torch.nn.RNN(d, m, batch_first=True)(x, h_0)


def reference(*, x_t: Tensor, h_tm1: Tensor, W: Tensor, U: Tensor, b: Tensor) -> dict[str, Tensor]:
    """PyTorch's cell, whose second bias is 0, and its Jacobian by autograd."""

    def step(h: Tensor) -> Tensor:
        return torch.rnn_tanh_cell(x_t[None], h[None], W, U, b, 0 * b)[0]

    jacobian = torch.autograd.functional.jacobian(step, h_tm1)
    return {"h_t": step(h_tm1), "J_t": jacobian}


def reference_N(*, d: Tensor, m: Tensor) -> Tensor:
    layer = torch.nn.RNN(int(d), int(m), device="meta")
    return torch.tensor(sum(p.numel() for p in layer.parameters()))


def gradient(size: float, steps: int, start: float = 0.0) -> Tensor:
    """How much a gradient is stretched on its way back to a state, at most: ()."""
    generator = torch.Generator().manual_seed(0)
    Q = torch.linalg.qr(torch.randn(8, 8, generator=generator, dtype=torch.float64))[0]
    x, zero = torch.zeros(steps, 1, 1).double(), torch.zeros(8).double()
    W = torch.zeros(8, 1).double()
    jacobian = torch.func.jacrev(lambda h: rnn(x, h[None], W, size * Q, zero)[-1, 0])(zero + start)
    return torch.linalg.matrix_norm(jacobian, 2)


def check() -> None:
    close = torch.testing.assert_close
    d, m, length = 5, 4, 7
    x, h = torch.randn(length, 3, d), torch.randn(3, m)
    layer = torch.nn.RNN(d, m)
    W, U, b_i, b_h = (p.detach() for p in layer.parameters())
    y, last = layer(x, h[None])
    close(rnn(x, h, W, U, b_i + b_h), y)
    close(last[0], y[-1])
    torch.manual_seed(1)
    taught = call(x.transpose(0, 1), h[None])
    torch.manual_seed(1)
    close(taught, torch.nn.RNN(d, m, batch_first=True)(x.transpose(0, 1), h[None]))
    cell = torch.nn.RNNCell(d, m)
    cell.load_state_dict({name.removesuffix("_l0"): p for name, p in layer.state_dict().items()})
    close(cell(x[0], h), y[0])

    # The product of the Jacobians; it fades where the largest singular value is below 1.
    b = b_i + b_h
    product, state = torch.eye(m), h[0]
    for t in range(length):
        state = rnn(x[t : t + 1, 0][:, None], state[None], W, U, b)[0, 0]
        product = torch.diag(1 - state**2) @ U @ product
    whole = torch.func.jacrev(lambda s: rnn(x[:, :1], s[None], W, U, b)[-1, 0])(h[0])
    close(whole, product)
    small = U * (0.9 / torch.linalg.matrix_norm(U, 2))
    for steps in (1, 3, 7):
        jacobian = torch.func.jacrev(
            lambda s, steps=steps: rnn(x[:steps, :1], s[None], W, small, b)[-1, 0]
        )(h[0])
        assert torch.linalg.matrix_norm(jacobian, 2) <= 0.9**steps + 1e-6
    for size, told in ((0.9, 0.005), (1.0, 1.0), (1.1, 117.0)):
        close(gradient(size, 50), torch.tensor(told).double(), rtol=0.04, atol=0)
        close(gradient(size, 50), torch.tensor(size).double() ** 50, rtol=1e-4, atol=0)
        for start in (0.1, 0.5):
            assert gradient(size, 50, start) < 0.99 * gradient(size, 50)

    # The gradient of shared weights is the sum over the steps.
    copies = U.expand(length, m, m).clone().requires_grad_()
    state = h
    for x_t, copy in zip(x, copies, strict=True):
        state = torch.tanh(x_t @ W.T + state @ copy.T + b)
    (each,) = torch.autograd.grad(state.sum(), copies)
    shared = torch.func.grad(lambda weights: rnn(x, h, W, weights, b)[-1].sum())(U)
    close(shared, each.sum(dim=0))
    assert (rnn(100 * x, h, W, U, b).abs() <= 1).all()

    # Shapes, states, nonlinearities.
    close(layer(x[:, 0], h[:1])[0], y[:, 0])
    assert layer(x[:, 0])[1].shape == (1, m)
    close(layer(x)[0], layer(x, torch.zeros(1, 3, m))[0])
    deep = torch.nn.RNN(d, m, num_layers=2, batch_first=True)
    out, states = deep(x.transpose(0, 1))
    assert states.shape == (2, 3, m) and out.shape == (3, length, m)
    close(states[-1], out[:, -1])
    both, ends = torch.nn.RNN(d, m, bidirectional=True)(x)
    close(both[-1, :, :m], ends[0])
    close(both[0, :, m:], ends[1])
    bent = torch.nn.RNN(d, m, nonlinearity="relu")
    bent.load_state_dict(layer.state_dict())
    close(bent(x[:1], h[None])[0][0], torch.relu(x[0] @ W.T + h @ U.T + b))
    for kind, message in ((torch.nn.RNN, "tanh"), (torch.nn.RNNCell, "Unknown")):
        try:
            kind(d, m, nonlinearity="gelu")(x[0])
        except (ValueError, RuntimeError) as error:
            assert message in str(error)
        else:
            raise AssertionError("gelu was taken")

    # The start, and parameters.
    wide = torch.nn.RNN(5, 400)
    for p in wide.parameters():
        assert p.abs().max() <= 1 / 20
        close(p.std(), torch.tensor(1 / (20 * 3**0.5)), rtol=0.1, atol=0)
    radius = torch.linalg.eigvals(wide.get_parameter("weight_hh_l0").detach()).abs().max()
    close(radius, torch.tensor(0.58), rtol=0.1, atol=0)
    assert reference_N(d=torch.tensor(256), m=torch.tensor(512)) == 394_240

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for size in (0.8, 1.1):
        back = torch.full((50,), size, dtype=torch.float64).cumprod(dim=0)
        shown = torch.tensor([*readout(size).values()], dtype=torch.float64)
        torch.testing.assert_close(shown, back[[9, 49]])


def readout(size: float) -> dict[str, float]:
    """size of the recurrent weights"""
    return {"after 10 steps": size**10, "after 50": size**50}


def figure(size: float = 1.1) -> Figure:  # 0.8 to 1.2 by 0.01
    """Recurrent weights a little above or below 1 let gradients explode, or vanish."""
    steps = torch.arange(51)
    fig, axes = plt.subplots()
    curves = [(1.0, "C4"), (0.9, "C1"), (size, "C0")]
    for factor, color in curves:
        heights = factor ** steps.double()
        axes.plot(steps, heights, color=color)
        axes.plot(50, heights[-1], "o", color=color)
        end = float(heights[-1])
        told = f"{end:.0f}" if end >= 1 else f"{end:.1g}"
        axes.annotate(
            f"{told} for {factor:g}",
            (50, end),
            (7, 0),
            textcoords="offset points",
            va="center",
            color=color,
        )
    axes.set_yscale("log")
    axes.set_ylim(1e-5, 2e4)
    axes.set_yticks([1e-4, 1e-2, 1, 100, 10000], ["0.0001", "0.01", "1", "100", "10000"])
    axes.minorticks_off()
    axes.set_xlim(0, 63)
    axes.set_xticks([0, 10, 20, 30, 40, 50])
    axes.set_xlabel("steps back")
    axes.set_title("size of the gradient", loc="left")
    return fig
