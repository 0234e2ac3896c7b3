"""Stochastic gradient descent: step against the mean gradient of a random minibatch."""

from collections.abc import Callable
import inspect
import itertools

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def epoch(
    theta: Tensor,
    x: Tensor,
    y: Tensor,
    alpha: float,
    B: int,
) -> Tensor:
    """Least squares, each example once, in random order:
    theta (n,), x (N, n), y (N,) -> (n,)."""
    for batch in torch.randperm(len(x)).split(B):
        error = x[batch] @ theta - y[batch]
        theta = theta - alpha * 2 * x[batch].T @ error / len(batch)
    return theta
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = torch.nn.ParameterList([theta])
    return torch.optim.SGD(model.parameters(), lr=0.01)


def reference(
    *, theta_tm1: Tensor, x: Tensor, alpha: Tensor, ell: Callable[[Tensor, Tensor], Tensor]
) -> Tensor:
    theta = theta_tm1.clone().requires_grad_()
    torch.stack([ell(theta, example) for example in x]).mean().backward()
    torch.optim.SGD([theta], lr=float(alpha)).step()
    return theta.detach()


def check() -> None:
    close = torch.testing.assert_close
    mse = torch.nn.functional.mse_loss
    x, y = torch.randn(10, 4), torch.randn(10)
    start = torch.randn(4)

    # The function shown is PyTorch's optimizer on the same minibatches, the last one smaller.
    theta = start.clone()
    optimizer = call(theta)
    (parameter,) = optimizer.param_groups[0]["params"]
    order = torch.random.get_rng_state()
    by_hand = epoch(start, x, y, 0.01, 4)
    torch.random.set_rng_state(order)
    for batch in torch.randperm(10).split(4):
        optimizer.zero_grad()
        mse(x[batch] @ parameter, y[batch]).backward()
        optimizer.step()
    close(by_hand, theta)
    close(epoch(start, x, y, 0.1, 10), start - 0.1 * 2 * x.T @ (x @ start - y) / 10)

    # Unbiased: the mean over all minibatches is the full gradient. Its variance.
    each = (2 * (x @ start - y)[:, None] * x).double()
    spread = each.var(dim=0, correction=0)
    for size in (1, 2, 4):
        subsets = torch.tensor(list(itertools.combinations(range(10), size)))
        means = each[subsets].mean(dim=1)
        close(means.mean(dim=0), each.mean(dim=0))
        close(means.var(dim=0, correction=0), spread / size * (10 - size) / (10 - 1))
        repeated = torch.tensor(list(itertools.product(range(10), repeat=size)))
        means = each[repeated].mean(dim=1)
        close(means.var(dim=0, correction=0), spread / size)

    # A constant rate: the variance in the long run, by simulation, and for small rates.
    noise = torch.Generator().manual_seed(0)
    for alpha, curvature, s in ((0.5, 1.0, 1.0), (0.1, 2.0, 0.7)):
        theta = torch.zeros(20_000)
        for _ in range(200):
            kick = s * torch.randn(20_000, generator=noise)
            theta = theta - alpha * (curvature * theta + kick)
        floor = alpha * s**2 / (curvature * (2 - alpha * curvature))
        close(theta.var(), torch.tensor(floor), rtol=0.05, atol=0)
    assert abs(0.01 / (2 - 0.01) - 0.01 / 2) < 0.01 * 0.01 / 2

    # Each of ten examples once per epoch: the parameter varies less, or more for alpha above 1.
    targets = torch.linspace(-1.5, 1.5, 10)
    for alpha, is_less in ((0.2, True), (1.5, False)):
        theta, places = torch.zeros(1000), []
        for _ in range(int(30 / alpha)):
            order = torch.rand(1000, 10, generator=noise).argsort(dim=1)
            for target in targets[order].unbind(dim=1):
                theta = theta - alpha * (theta - target)
                places.append(theta.var())
        long_run = alpha * targets.var(correction=0) / (2 - alpha)
        assert (torch.stack(places[-10:]).mean() < long_run) == is_less

    # Accumulation: a mean that leaves targets out divides each batch by another number.
    cross_entropy = torch.nn.functional.cross_entropy
    scores, labels = torch.randn(4, 3), torch.tensor([0, -100, -100, 2])
    for classes, is_same in ((labels, True), (torch.tensor([0, 1, -100, 2]), False)):
        pairs = zip(scores.chunk(2), classes.chunk(2), strict=True)
        apart = torch.stack([cross_entropy(z, c) / 2 for z, c in pairs]).sum()
        assert torch.allclose(apart, cross_entropy(scores, classes)) == is_same

    # Conventions: sum and mean, shuffling, the last batch, accumulation, defaults.
    slope = torch.func.grad(lambda w: mse(x @ w, y))(start)
    close(torch.func.grad(lambda w: mse(x @ w, y, reduction="sum"))(start), 10 * slope)
    table = torch.randn(10, 3)  # three losses of each example
    total, mean = mse(table, 0 * table, reduction="sum"), mse(table, 0 * table)
    close(total, 3 * 10 * mean)
    data = torch.utils.data.TensorDataset(torch.arange(10))
    for _ in range(3):
        loader = torch.utils.data.DataLoader(data, batch_size=4, shuffle=True)
        batches = [batch for (batch,) in loader]
        assert [len(batch) for batch in batches] == [4, 4, 2]
        assert torch.cat(batches).sort().values.equal(torch.arange(10))
    loader = torch.utils.data.DataLoader(data, batch_size=4, shuffle=True, drop_last=True)
    assert [len(batch) for (batch,) in loader] == [4, 4]
    leaf = start.clone().requires_grad_()
    for part in torch.arange(10).split(5):
        (mse(x[part] @ leaf, y[part]) / 2).backward()
    close(leaf.grad, slope)
    sgd = inspect.signature(torch.optim.SGD).parameters
    assert sgd["lr"].default == 1e-3
    assert sgd["momentum"].default == 0 and sgd["weight_decay"].default == 0

    # With batch normalization the mean over the minibatches is another gradient.
    def normalized(w: Tensor, rows: Tensor) -> Tensor:
        hidden = torch.nn.functional.batch_norm(x[rows] * w, None, None, training=True, eps=0.1)
        return mse(hidden.sum(dim=1), y[rows])

    gradient = torch.func.grad(normalized)
    halves = [gradient(start, part) for part in torch.arange(10).split(5)]
    full = gradient(start, torch.arange(10))
    assert (torch.stack(halves).mean(dim=0) - full).abs().max() > 0.01

    # The curves of the figure.
    for rate, end in ((0.5, 0.33), (0.05, 0.026), (None, 0.001)):
        curve = distance(rate)
        assert curve[0] == 100
        close(curve[1000], torch.tensor(end, dtype=torch.float64), rtol=0.02, atol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    first, last = readout(0.5).values()
    squares = distance(0.5)
    torch.testing.assert_close((first, last), (float(squares[5]), float(squares[-1])))


def distance(rate: float | None) -> Tensor:
    """Mean squared distance to the minimum of θ²/2, noise of variance 1, (1001,); None: 1 / t."""
    squares = [100.0]
    for t in range(1, 1001):
        alpha = 1 / t if rate is None else rate
        squares.append((1 - alpha) ** 2 * squares[-1] + alpha**2)
    return torch.tensor(squares, dtype=torch.float64)


def readout(alpha: float) -> dict[str, float]:
    """constant rate α"""
    squares = distance(alpha)
    return {
        "squared distance at step 5": float(squares[5]),
        "at 1,000": float(squares[1000]),
    }


def figure(alpha: float = 0.5) -> Figure:  # 0.1 to 1.5 by 0.1
    """A larger constant rate is faster at first and stays further away."""
    fig, axes = plt.subplots()
    t = torch.logspace(0, 3, 91).round().long().unique()
    rates = ((alpha, "C1", rf"$\alpha$ = {alpha:g}"), (0.05, "C0", r"$\alpha$ = 0.05"))
    for rate, color, label in (*rates, (None, "C2", r"$\alpha_t = 1/t$")):
        squares = distance(rate)
        axes.plot(t, squares[t], color=color)
        axes.annotate(
            f"{label}: {float(squares[-1]):.2g}",
            (1000, float(squares[-1])),
            xytext=(5, -4),
            textcoords="offset points",
            color=color,
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(1, 1000)
    axes.set_ylim(5e-4, 200)
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    axes.set_yticks([0.001, 0.01, 0.1, 1, 10, 100], ["0.001", "0.01", "0.1", "1", "10", "100"])
    axes.minorticks_off()
    axes.set_xlabel("step $t$")
    axes.set_title("mean squared distance to the minimum", loc="left")
    return fig
