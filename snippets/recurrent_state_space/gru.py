"""GRU: move each number of a state part of the way to a candidate."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def gru_step(x: Tensor, h: Tensor, *weights: Tensor) -> Tensor:
    """One step with gru.parameters(): x (N, d), h (N, m), (3m, d),
    (3m, m), (3m,), (3m,) -> (N, m)."""
    W, U, b_i, b_h = weights
    r_i, z_i, n_i = (x @ W.T + b_i).chunk(3, dim=-1)
    r_h, z_h, n_h = (h @ U.T + b_h).chunk(3, dim=-1)
    r, z = torch.sigmoid(r_i + r_h), torch.sigmoid(z_i + z_h)
    n = torch.tanh(n_i + r * n_h)
    return (1 - z) * n + z * h
    # --8<-- [end:pytorch]


def call(x: Tensor, h_0: Tensor) -> tuple[Tensor, Tensor]:
    """x (N, T, d), h_0 (1, N, m) -> y (N, T, m), h (1, N, m)"""
    d, m = x.size(-1), h_0.size(-1)
    return torch.nn.GRU(d, m, batch_first=True)(x, h_0)


def reference(
    *,
    x_t: Tensor,
    h_tm1: Tensor,
    W_r: Tensor,
    W_z: Tensor,
    W_n: Tensor,
    U_r: Tensor,
    U_z: Tensor,
    U_n: Tensor,
    b_r: Tensor,
    b_z: Tensor,
    b_in: Tensor,
    b_hn: Tensor,
) -> dict[str, Tensor]:
    """PyTorch's cell, with the order of its gates; of r and z one bias is 0."""
    W, U = torch.cat([W_r, W_z, W_n]), torch.cat([U_r, U_z, U_n])
    b_i, b_h = torch.cat([b_r, b_z, b_in]), torch.cat([0 * b_r, 0 * b_z, b_hn])
    return {"h_t": torch.gru_cell(x_t[None], h_tm1[None], W, U, b_i, b_h)[0]}


def reference_n_tilde_t(
    *, x_t: Tensor, h_tm1: Tensor, r_t: Tensor, W_n: Tensor, U_n: Tensor, b_n: Tensor
) -> Tensor:
    """A plain recurrent cell that sees the reset state."""
    return torch.rnn_tanh_cell(x_t[None], (r_t * h_tm1)[None], W_n, U_n, b_n, 0 * b_n)[0]


def reference_h_bar_t(*, h_tm1: Tensor, z_t: Tensor, n_t: Tensor) -> Tensor:
    return torch.lerp(h_tm1, n_t, z_t)


def reference_N(*, d: Tensor, m: Tensor) -> Tensor:
    return torch.tensor(size(torch.nn.GRU(int(d), int(m), device="meta")))


def size(module: torch.nn.Module) -> int:
    """The number of its parameters."""
    return sum(p.numel() for p in module.parameters())


def check() -> None:
    close = torch.testing.assert_close
    d, m, length = 5, 4, 7
    x, h = torch.randn(3, length, d), torch.rand(3, m) * 2 - 1
    gru = torch.nn.GRU(d, m, batch_first=True)
    y, last = gru(x, h[None])

    # The function shown, step by step, is the module; so is the call, and the cell.
    W, U, b_i, b_h = (p.detach() for p in gru.parameters())
    cell = torch.nn.GRUCell(d, m)
    cell.load_state_dict({name.removesuffix("_l0"): p for name, p in gru.state_dict().items()})
    state = h
    for t in range(length):
        close(cell(x[:, t], state), gru_step(x[:, t], state, W, U, b_i, b_h))
        state = gru_step(x[:, t], state, W, U, b_i, b_h)
        close(state, y[:, t])
    close(last[0], state)
    torch.manual_seed(1)
    taught = call(x, h[None])
    torch.manual_seed(1)
    close(taught, torch.nn.GRU(d, m, batch_first=True)(x, h[None]))

    # Between the old state and the candidate, so within [-1, 1], also where tanh is 1.
    with torch.no_grad():
        wild = torch.nn.GRU(d, m, batch_first=True)
        for p in wild.parameters():
            p.copy_(5 * torch.randn_like(p))
        assert (wild(10 * x, h[None])[0].abs() <= 1).all()

    # Gates at their ends: z = 1 keeps the state, r = 0 hides it from the candidate.
    def with_bias(gate: int, bias: float) -> Tensor:
        moved = b_i.clone()
        moved[gate * m : (gate + 1) * m] = bias
        return moved

    close(gru_step(x[:, 0], h, W, U, with_bias(1, 50.0), b_h), h)
    closed = with_bias(0, -50.0)
    closed[m : 2 * m] = -50.0
    alone = torch.tanh(x[:, 0] @ W[2 * m :].T + b_i[2 * m :])
    close(gru_step(x[:, 0], h, W, U, closed, b_h), alone)

    # Without the state in gates and candidate, the derivative is z.
    z = torch.sigmoid((x[0, 0] @ W.T + b_i + b_h).chunk(3)[1])
    slope = torch.func.jacrev(lambda s: gru_step(x[0, 0], s, W, 0 * U, b_i, b_h))(h[0])
    close(slope, torch.diag(z))

    # A constant gate and candidate.
    assert abs(1 - 0.9**10 - 0.65) < 5e-3
    for gate in (0.5, 0.9):
        close(follow(gate)[15], torch.tensor(1 - gate**10))
        close(follow(gate)[25], torch.tensor(1 - gate**20))

    # Parameters: three quarters of an LSTM's.
    assert reference_N(d=torch.tensor(256), m=torch.tensor(512)) == 1_182_720
    assert size(torch.nn.GRU(256, 512, bias=False)) == 1_182_720 - 6 * 512
    assert size(torch.nn.GRU(256, 512, bidirectional=True)) == 2 * 1_182_720
    for sizes in ((256, 512), (7, 3)):
        assert 4 * size(torch.nn.GRU(*sizes)) == 3 * size(torch.nn.LSTM(*sizes))

    # Shapes.
    first = torch.nn.GRU(d, m)
    first.load_state_dict(gru.state_dict())
    close(first(x.transpose(0, 1), h[None])[0].transpose(0, 1), y)
    close(first(x[0], h[:1])[0], y[0])
    assert first(x[0])[1].shape == (1, m)
    deep = torch.nn.GRU(d, m, num_layers=2, batch_first=True)
    out, states = deep(x)
    assert states.shape == (2, 3, m)
    close(states[-1], out[:, -1])
    close(deep(x, torch.zeros(2, 3, m))[0], out)
    both, ends = torch.nn.GRU(d, m, bidirectional=True, batch_first=True)(x)
    close(both[:, -1, :m], ends[0])
    close(both[:, 0, m:], ends[1])
    wide = torch.nn.GRU(8, 400)
    assert wide.get_parameter("weight_ih_l0").shape == (1200, 8)
    for p in wide.parameters():
        assert p.abs().max() <= 1 / 20
        close(p.std(), torch.tensor(1 / (20 * 3**0.5)), rtol=0.1, atol=0)

    # Biases of r and z add up, those of n do not.
    half = torch.cat([b_i[: 2 * m] + b_h[: 2 * m], b_i[2 * m :]])
    rest = torch.cat([0 * b_h[: 2 * m], b_h[2 * m :]])
    close(gru_step(x[:, 0], h, W, U, half, rest), y[:, 0])
    assert not torch.allclose(gru_step(x[:, 0], h, W, U, b_i + b_h, 0 * b_h), y[:, 0], atol=1e-4)

    # The reset gate before or after: without a bias behind it the same if U_n is diagonal, or
    # all of r is equal.
    def candidates(r: Tensor, U_n: Tensor, b_hn: float = 0) -> tuple[Tensor, Tensor]:
        before = reference_n_tilde_t(
            x_t=x[0, 0], h_tm1=h[0], r_t=r, W_n=W[:m], U_n=U_n, b_n=b_i[:m] + b_hn
        )
        return before, torch.tanh(x[0, 0] @ W[:m].T + b_i[:m] + r * (U_n @ h[0] + b_hn))

    r = torch.tensor([0.1, 0.4, 0.7, 0.9])
    close(*candidates(r, torch.diag(U[0])))
    close(*candidates(torch.full((m,), 0.3), U[:m]))
    for different in (candidates(r, U[:m]), candidates(r, torch.diag(U[0]), 0.5)):
        assert not torch.allclose(*different, atol=1e-3)

    # The update gate exchanged: other signs.
    signs = torch.cat([torch.ones(m), -torch.ones(m), torch.ones(m)])
    turned = gru_step(
        x[0, 0], h[0], signs[:, None] * W, signs[:, None] * U, signs * b_i, signs * b_h
    )
    r_i, z_i, n_i = (x[0, 0] @ W.T + b_i).chunk(3)
    r_h, z_h, n_h = (h[0] @ U.T + b_h).chunk(3)
    n = torch.tanh(n_i + torch.sigmoid(r_i + r_h) * n_h)
    close(turned, reference_h_bar_t(h_tm1=h[0], z_t=torch.sigmoid(z_i + z_h), n_t=n))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for z in (0.6, 0.9):
        left = torch.tensor(z) ** torch.tensor([10, 20])
        torch.testing.assert_close(torch.tensor([*readout(z).values()]), 1 - left)


def jump() -> Tensor:
    """The candidate of the figure at steps 0 to 40: (41,)."""
    steps = torch.arange(41)
    return ((steps > 5) & (steps <= 25)).float()


def follow(z: float) -> Tensor:
    """A state that follows it with a constant update gate: (41,)."""
    states = [torch.tensor(0.0)]
    for n in jump()[1:]:
        states.append((1 - z) * n + z * states[-1])
    return torch.stack(states)


def readout(z: float) -> dict[str, float]:
    """update gate z"""
    state = follow(z)
    return {"state after 10 steps": float(state[15]), "after 20": float(state[25])}


def figure(z: float = 0.9) -> Figure:  # 0.6 to 0.96 by 0.01
    """The nearer the update gate is to 1, the more slowly the state follows the candidate."""
    steps = torch.arange(41)
    fig, axes = plt.subplots()
    axes.step(steps - 1, jump(), where="post", color="C4", linestyle="--", linewidth=1.4)
    for gate, color in ((0.5, "C1"), (z, "C0")):
        state = follow(gate)
        axes.plot(steps, state, color=color)
        axes.plot(15, state[15], "o", color=color)
        axes.annotate(
            rf"{state[15]:.2f}, $z = {gate:g}$",
            (15, float(state[15])),
            (5, -15),
            textcoords="offset points",
            color=color,
        )
    axes.text(4.4, 0.9, "candidate", ha="right", color="C4")
    axes.set_ylim(-0.03, 1.08)
    axes.set_xticks([0, 5, 15, 25, 40])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlabel("step")
    axes.set_title("hidden state", loc="left")
    return fig
