"""LSTM: gates erase, write to and read from a cell state."""

import math
import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def lstm_step(
    x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor
) -> tuple[Tensor, Tensor]:
    """One step, weights packed, biases added: x (N, d), h (N, m),
    c (N, m), W (4m, d), U (4m, m), b (4m,) -> (N, m), (N, m)."""
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, dim=-1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def open_forget_gate(b: Tensor) -> Tensor:
    """bias_ih with 1 for f; fill bias_hh with 0: (4m,) -> (4m,)."""
    i, f, g, o = b.chunk(4)
    return torch.cat([i, torch.ones_like(f), g, o])
    # --8<-- [end:pytorch]


def call(x: Tensor, h_0: Tensor, c_0: Tensor) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """x (N, T, d), h_0 (1, N, m), c_0 (1, N, m)
    -> y (N, T, m), h (1, N, m), c (1, N, m)"""
    d, m = x.size(-1), h_0.size(-1)
    return torch.nn.LSTM(d, m, batch_first=True)(x, (h_0, c_0))


def reference(
    *,
    x_t: Tensor,
    h_tm1: Tensor,
    c_tm1: Tensor,
    W_i: Tensor,
    W_f: Tensor,
    W_g: Tensor,
    W_o: Tensor,
    U_i: Tensor,
    U_f: Tensor,
    U_g: Tensor,
    U_o: Tensor,
    b_i: Tensor,
    b_f: Tensor,
    b_g: Tensor,
    b_o: Tensor,
) -> dict[str, Tensor]:
    """PyTorch's cell, with the order of its gates; its second bias is 0."""
    W, U = torch.cat([W_i, W_f, W_g, W_o]), torch.cat([U_i, U_f, U_g, U_o])
    b = torch.cat([b_i, b_f, b_g, b_o])
    h, c = torch.lstm_cell(x_t[None], (h_tm1[None], c_tm1[None]), W, U, b, 0 * b)
    return {"c_t": c[0], "h_t": h[0]}


def reference_N(*, d: Tensor, m: Tensor) -> Tensor:
    layer = torch.nn.LSTM(int(d), int(m), device="meta")
    return torch.tensor(sum(p.numel() for p in layer.parameters()))


def packed(lstm: torch.nn.LSTM) -> tuple[Tensor, Tensor, Tensor]:
    """The weights of its first layer, the two biases added: (4m, d), (4m, m), (4m,)."""
    weights = dict(lstm.named_parameters())
    bias = weights["bias_ih_l0"] + weights["bias_hh_l0"]
    return weights["weight_ih_l0"].detach(), weights["weight_hh_l0"].detach(), bias.detach()


def check() -> None:
    close = torch.testing.assert_close
    d, m, length = 5, 4, 7
    x, h, c = torch.randn(3, length, d), torch.randn(3, m), torch.randn(3, m)
    lstm = torch.nn.LSTM(d, m, batch_first=True)
    W, U, b = packed(lstm)
    y, (last_h, last_c) = lstm(x, (h[None], c[None]))

    # The function shown, step by step, is the module; so is the call, and the cell.
    cell = torch.nn.LSTMCell(d, m)
    cell.load_state_dict({name.removesuffix("_l0"): p for name, p in lstm.state_dict().items()})
    states = [(h, c)]
    for t in range(length):
        states.append(lstm_step(x[:, t], *states[-1], W, U, b))
        close(states[-1], cell(x[:, t], states[-2]))
        close(states[-1][0], y[:, t])
    close((last_h[0], last_c[0]), states[-1])
    torch.manual_seed(1)
    taught = call(x, h[None], c[None])
    torch.manual_seed(1)
    close(taught, torch.nn.LSTM(d, m, batch_first=True)(x, (h[None], c[None])))

    # Without the hidden state in the gates, the product of the forget gates is the derivative.
    def end(start: Tensor, hidden: Tensor) -> Tensor:
        state = (h[0], start)
        for t in range(length):
            state = lstm_step(x[0, t], *state, W, hidden, b)
        return state[1]

    forget = torch.sigmoid((x[0] @ W.T + b).chunk(4, dim=-1)[1])
    jacobian = torch.func.jacrev(end)
    close(jacobian(c[0], 0 * U), torch.diag(forget.prod(dim=0)))
    assert not torch.allclose(jacobian(c[0], U), torch.diag(jacobian(c[0], U).diag()), atol=1e-6)

    # What is left after ten steps.
    for bias, share in ((0.0, 0.001), (1.0, 0.044), (3.0, 0.62)):
        close(left(bias, torch.tensor(10.0)), torch.tensor(share), atol=0, rtol=0.03)
    assert torch.sigmoid(torch.tensor(0.0)) == 0.5

    # Bounds: the cell counts by less than 1 a step, the hidden state stays below 1.
    big = 5 * torch.randn(3, m)
    _, grown = lstm_step(10 * x[:, 0], h, big, W, U, b)
    assert (grown.abs() < big.abs() + 1).all()
    wide_open = torch.tensor([20.0, 20.0, 20.0, 20.0])
    count = (torch.zeros(1), torch.zeros(1))
    for _ in range(9):
        count = lstm_step(torch.zeros(1), *count, torch.zeros(4, 1), torch.zeros(4, 1), wide_open)
    close(count, (torch.ones(1), torch.tensor([9.0])), atol=1e-5, rtol=1e-5)
    assert (y.abs() < 1).all()

    # Shapes of batches, and of states.
    first = torch.nn.LSTM(d, m)
    first.load_state_dict(lstm.state_dict())
    close(first(x.transpose(0, 1), (h[None], c[None]))[0].transpose(0, 1), y)
    close(first(x[0], (h[:1], c[:1]))[0], y[0])
    assert last_h.shape == last_c.shape == (1, 3, m)
    deep = torch.nn.LSTM(d, m, num_layers=2, batch_first=True)
    out, (deep_h, deep_c) = deep(x)
    assert deep_h.shape == deep_c.shape == (2, 3, m)
    close(out[:, -1], deep_h[-1])
    zero = torch.zeros(2, 3, m)
    close(deep(x, (zero, zero))[0], out)

    # The start: uniform between ±1 / sqrt(m), biases too; then a forget bias of 1.
    wide = torch.nn.LSTM(8, 400)
    for p in wide.parameters():
        assert p.abs().max() <= 1 / 20
        close(p.std(), torch.tensor(1 / (20 * math.sqrt(3))), rtol=0.1, atol=0)
    assert wide.weight_ih_l0.shape == (1600, 8) and wide.bias_hh_l0.shape == (1600,)
    biases = wide.state_dict()
    before = biases["bias_ih_l0"].clone()
    biases["bias_ih_l0"].copy_(open_forget_gate(before))
    biases["bias_hh_l0"].zero_()
    expected = [before[:400], torch.ones(400), before[800:]]
    close(packed(wide)[2], torch.cat(expected))

    # Both directions: at the last step the backward layer has seen one token.
    both = torch.nn.LSTM(d, m, bidirectional=True)
    seq = x.transpose(0, 1)
    changed = torch.cat([seq[:-1] + 1, seq[-1:]])
    (y_1, (h_1, _)), (y_2, (h_2, _)) = both(seq), both(changed)
    close(y_1[-1, :, m:], y_2[-1, :, m:])
    assert not torch.allclose(y_1[-1, :, :m], y_2[-1, :, :m])
    assert not torch.allclose(h_1[-1], h_2[-1])
    close(h_1[-1], y_1[0, :, m:])
    two = torch.nn.LSTM(d, m, num_layers=2, bidirectional=True)  # the first layer has seen all
    assert not torch.allclose(two(seq)[0][-1, :, m:], two(changed)[0][-1, :, m:])
    assert two(seq)[1][0].shape == (4, 3, m)

    # Padding enters the last states, unless the lengths are told.
    padded = torch.cat([x[:, :4], torch.zeros(3, 3, d)], dim=1)
    assert not torch.allclose(lstm(padded)[1][0], lstm(padded[:, :4])[1][0])
    told = torch.nn.utils.rnn.pack_padded_sequence(
        padded, torch.tensor([4, 4, 4]), batch_first=True
    )
    close(lstm(told)[1], lstm(padded[:, :4])[1])

    # Dropout: between layers only.
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        alone = torch.nn.LSTM(d, m, dropout=0.9, batch_first=True)
    assert any("dropout" in str(warning.message) for warning in caught)
    close(alone(x), alone(x))
    dropping = torch.nn.LSTM(d, m, num_layers=2, dropout=0.5, batch_first=True)
    assert not torch.equal(dropping(x)[0], dropping(x)[0])
    assert (dropping(x)[0] != 0).all()
    close(dropping.eval()(x), dropping(x))

    narrowing = torch.nn.LSTM(d, m, proj_size=2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # another implementation is taken
        projected, (narrow, kept) = narrowing(seq)
    assert projected.shape == (length, 3, 2) and narrow.shape == (1, 3, 2)
    assert kept.shape == (1, 3, m)
    for weight in narrowing.parameters():
        weight.detach().mul_(20)
    assert narrowing(seq)[0].abs().max() > 1

    # Parameters.
    assert reference_N(d=torch.tensor(256), m=torch.tensor(512)) == 1_576_960

    # Carried states: the graph of the batch before is gone.
    for detached in (True, False):
        state = None
        try:
            for _ in range(2):
                y, state = lstm(x, state)
                y.sum().backward()
                if detached:
                    state = state[0].detach(), state[1].detach()
        except RuntimeError as error:
            assert not detached and "second time" in str(error)
        else:
            assert detached

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for b_f in (1.5, 3.0):
        gate = 1 / (1 + torch.tensor(-b_f).exp())
        shown = torch.tensor([*readout(b_f).values()])
        torch.testing.assert_close(shown, torch.stack([gate, gate**10]))


def left(bias: float, steps: Tensor) -> Tensor:
    """The share of a cell state after so many steps, if the bias alone moves the forget gate."""
    return torch.sigmoid(torch.tensor(bias)) ** steps


def readout(b_f: float) -> dict[str, float]:
    """bias of the forget gate"""
    gate = torch.sigmoid(torch.tensor(b_f))
    return {"forget gate": float(gate), "left after 10 steps": float(left(b_f, torch.tensor(10)))}


def figure(b_f: float = 3.0) -> Figure:  # 1.5 to 6 by 0.25
    """The larger the bias of the forget gate, the longer a number stays in the cell."""
    steps = torch.arange(41)
    fig, axes = plt.subplots()
    for bias, color in ((0.0, "C4"), (1.0, "C1"), (b_f, "C0")):
        axes.plot(steps, left(bias, steps), color=color)
        share = float(left(bias, torch.tensor(10)))
        axes.plot(10, share, "o", color=color)
        axes.annotate(
            rf"{share:.{1 if share < 0.01 else 2}g}, $b_f = {bias:g}$",
            (10, share),
            (7, 3),
            textcoords="offset points",
            color=color,
        )
    axes.set_yscale("log")
    axes.set_ylim(4e-4, 1.4)
    axes.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    axes.set_xticks([0, 10, 20, 30, 40])
    axes.set_xlabel("steps")
    axes.set_title("share of a cell state that is left", loc="left")
    return fig
