"""Policy gradient: the gradient of an expected reward, from samples."""

from collections.abc import Callable
from itertools import product

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def rewards_to_go(R: Tensor, gamma: float = 1.0) -> Tensor:
    """The discounted sum from each step on: R (T,) -> (T,)."""
    G = 1.0 * R  # a copy, float also for integers
    for t in reversed(range(len(R) - 1)):
        G[t] = R[t] + gamma * G[t + 1]
    return G


def policy_loss(z: Tensor, a: Tensor, A: Tensor) -> Tensor:
    """Its gradient is minus the estimate, the mean over all steps:
    z (..., K), a (...) from 0 to K - 1, A (...) -> ()."""
    policy = torch.distributions.Categorical(logits=z)
    return -(A.detach() * policy.log_prob(a)).mean()
    # --8<-- [end:pytorch]


def call(z: Tensor, a: Tensor, A: Tensor) -> Tensor:
    """z (T, K), a (T,) in 0..K-1, A (T,) -> ()"""
    return -(A * torch.distributions.Categorical(logits=z).log_prob(a)).mean()


def expected_reward(theta: Tensor, r: Tensor) -> Tensor:
    """J, from what a distribution of PyTorch says are the probabilities: theta (K,) -> ()."""
    return torch.distributions.Categorical(logits=theta).probs @ r


def reference(theta: Tensor, *, r: Tensor) -> Tensor:
    """The derivative of the expected reward, without the log-probabilities of the formula."""
    return torch.func.grad(expected_reward)(theta, r)


def reference_J(theta: Tensor, *, r: Tensor) -> Tensor:
    return expected_reward(theta, r)


def reference_pi(*, theta: Tensor) -> Tensor:
    return torch.distributions.Categorical(logits=theta).probs


def reference_L(*, p: Tensor, R: Tensor, v: Tensor, gamma: Tensor) -> Tensor:
    """Two actions in each step, the drawn one and the other."""
    z = torch.stack([torch.logit(p), torch.zeros_like(p)], dim=1)
    drawn = torch.zeros(len(p), dtype=torch.long)
    return call(z, drawn, rewards_to_go(R, float(gamma)) - v)


def check() -> None:
    close = torch.testing.assert_close

    def near(value: Tensor, printed: float, atol: float) -> None:
        close(value, torch.tensor(printed, dtype=value.dtype), atol=atol, rtol=0)

    # The functions shown.
    z, a, A = torch.randn(6, 4), torch.randint(4, (6,)), torch.randn(6)
    close(policy_loss(z, a, A), call(z, a, A))
    close(call(z, a, A), (A * torch.nn.functional.cross_entropy(z, a, reduction="none")).mean())
    R = torch.tensor([1.0, -2.0, 0.0, 4.0])
    close(rewards_to_go(R), torch.tensor([3.0, 2.0, 4.0, 4.0]))
    for given in (R, R.long(), R.double()):
        close(rewards_to_go(given, 0.5), torch.tensor([0.5, -1.0, 2.0, 4.0]), check_dtype=False)
        assert given.tolist() == R.tolist()

    # For a batch cross-entropy takes the classes in dimension 1.
    pair, taken, worth = torch.stack([z, 2 * z]), torch.stack([a, a]), torch.stack([A, -A])
    try:
        torch.nn.functional.cross_entropy(pair, taken, reduction="none")
    except RuntimeError as error:
        assert "Expected target size" in str(error)
    else:
        raise AssertionError("cross_entropy took classes in the last dimension")
    each = torch.nn.functional.cross_entropy(pair.mT, taken, reduction="none")
    close((worth * each).mean(), policy_loss(pair, taken, worth))

    # Estimates, one per action: their mean is the gradient, whatever the baseline.
    p, r = example()
    theta = p.log()
    exact = reference(theta, r=r)
    for b in (-1.0, 0.0, 2.5):
        close(p @ estimates(theta, r, b), exact)
    close(p @ estimates(theta, torch.ones(3), 0.0), torch.zeros(3), atol=1e-6, rtol=0)
    close(exact, p * (r - p @ r))

    # Variances: without a baseline, with the expected reward, and the smallest.
    near(variance(0.0), 3.00, 5e-3)
    near(variance(float(p @ r)), 0.62, 5e-3)
    near(p @ r, 1.6, 1e-6)
    lengths = p * estimates(theta, torch.ones(3), 0.0).square().sum(dim=1)
    best = (lengths * r).sum() / lengths.sum()
    near(best, 2.2, 0.05)
    near(variance(float(best)), 0.44, 5e-3)
    for b in torch.linspace(-2, 6, 81):
        assert variance(float(b)) >= variance(float(best)) - 1e-6

    # Positive rewards, no baseline: every drawn action becomes likelier; else only good ones.
    for b, raised in ((0.0, [True, True, True]), (1.6, [False, True, True])):
        moved = torch.softmax(theta + 0.01 * estimates(theta, r, b), dim=1)
        assert [bool(moved[i, i] > p[i]) for i in range(3)] == raised

    # Samples of another policy need the ratio of the probabilities.
    old = torch.tensor([0.2, 0.5, 0.3])
    assert not torch.allclose(old @ estimates(theta, r, 0.0), exact, atol=0.05)
    close(old @ ((p / old)[:, None] * estimates(theta, r, 0.0)), exact)

    # Sampling has no gradient, log_prob has; a Categorical has no rsample.
    theta = theta.clone().requires_grad_()
    policy = torch.distributions.Categorical(logits=theta)
    assert not policy.sample().requires_grad and policy.log_prob(torch.tensor(1)).requires_grad
    try:
        policy.rsample()
    except NotImplementedError:
        pass
    else:
        raise AssertionError("a Categorical has rsample now")

    # The advantage is a constant: no gradient reaches the network that made it.
    weights = torch.zeros(6, requires_grad=True)
    policy_loss(z.requires_grad_(), a, A + weights).backward()
    assert weights.grad is None and z.grad is not None

    # Episodes of two steps, all of them with their probabilities. The whole return and the
    # reward to go have the exact mean; without the factor of the discount the latter has not.
    logits = torch.randn(3, 2, dtype=torch.float64)
    for gamma in (1.0, 0.5):
        exact = torch.func.grad(lambda v, g=gamma: episodes(v) @ discounted(g))(logits)
        whole, to_go, usual = (episode_estimates(logits, gamma, kind) for kind in range(3))
        chances = episodes(logits)
        close(torch.einsum("n,nij->ij", chances, whole), exact)
        close(torch.einsum("n,nij->ij", chances, to_go), exact)
        mean = torch.einsum("n,nij->ij", chances, usual)
        assert torch.allclose(mean, exact) == (gamma == 1)
        noise = [chances @ (e - exact).square().sum(dim=(1, 2)) for e in (whole, to_go)]
        assert noise[1] < noise[0]

    # Where an action ends the episode, the mean over its steps has another gradient than the sum.
    def surprise(v: Tensor, over: Callable[[Tensor], Tensor]) -> Tensor:
        log_p = torch.log_softmax(v, dim=0)
        runs = (log_p[:1], log_p[[1, 0]], log_p[[1, 1]])  # action 0 ends it
        return torch.stack([run.detach().sum().exp() * over(run) for run in runs]).sum()

    for over, vanishes in ((torch.sum, True), (torch.mean, False)):
        slope = torch.func.grad(surprise)(logits[0], over)
        assert bool(slope.abs().max() < 1e-12) is vanishes

    # On fresh samples the loss can rise while the expected reward does.
    r, rewards, losses = torch.tensor([1.0, 3.0]), [], []
    for logit in (0.0, 2.0, 5.0):
        theta = torch.tensor([0.0, logit])
        rewards.append(float(expected_reward(theta, r)))
        terms = torch.stack([call(theta[None], a, r[a] - rewards[-1]) for a in actions(2)])
        losses.append(float(torch.softmax(theta, dim=0) @ terms))
    assert rewards[0] < rewards[1] < rewards[2] and losses[1] < losses[2] < losses[0] + 1e-6

    # With advantages of 1, cross-entropy of the own actions, whose expected gradient is 0.
    close(call(z, a, torch.ones(6)), torch.nn.functional.cross_entropy(z, a))


def actions(K: int) -> Tensor:
    """Each action as a batch of one, (K, 1)."""
    return torch.arange(K)[:, None]


def episodes(logits: Tensor) -> Tensor:
    """The probabilities of the four episodes of two steps: in state 0, action a leads to state
    1 + a: logits (3, 2) -> (4,)."""
    p = torch.softmax(logits, dim=1)
    return (p[0, :, None] * p[1:]).flatten()


def step_rewards() -> Tensor:
    """Rewards of both steps of the four episodes, (4, 2)."""
    return torch.tensor([[3.0, 1.0], [3.0, -2.0], [5.0, 0.5], [5.0, 4.0]]).double()


def discounted(gamma: float) -> Tensor:
    """Their returns, (4,)."""
    return step_rewards() @ torch.tensor([1.0, gamma]).double()


def episode_estimates(logits: Tensor, gamma: float, kind: int) -> Tensor:
    """Of the four episodes: with the whole return, the reward to go, or that without the further
    factor of the discount: logits (3, 2) -> (4, 3, 2)."""
    rows = []
    for (first, second), R in zip(product(range(2), repeat=2), step_rewards(), strict=True):
        G = rewards_to_go(R, gamma)
        weights = (G[:1].expand(2), G * torch.tensor([1.0, gamma]), G)[kind]
        visited, taken = torch.tensor([0, 1 + first]), torch.tensor([first, second])
        loss = lambda v, s=visited, a=taken, A=weights: 2 * policy_loss(v[s], a, A)  # noqa: E731
        rows.append(-torch.func.grad(loss)(logits))
    return torch.stack(rows)


def example(last: float = 4.0) -> tuple[Tensor, Tensor]:
    """Probabilities and rewards of the figure, (3,) each."""
    return torch.tensor([0.6, 0.3, 0.1]), torch.tensor([1.0, 2.0, last])


def estimates(theta: Tensor, r: Tensor, b: float) -> Tensor:
    """The estimate that each action gives, by autograd of the loss: (K,), (K,) -> (K, K)."""
    slope = torch.func.grad(policy_loss)
    rows = [slope(theta[None], torch.tensor([i]), (r - b)[i : i + 1])[0] for i in range(len(r))]
    return -torch.stack(rows)


def variance(b: float, last: float = 4.0) -> Tensor:
    """Of one estimate with baseline b, summed over the parameters."""
    p, r = example(last)
    rows = estimates(p.log(), r, b)
    return p @ (rows - p @ rows).square().sum(dim=1)


def figure(last: float = 4.0) -> Figure:  # 1 to 6 by 0.5
    """The farther the baseline is from a weighted mean of the rewards, the noisier the estimate."""
    p, r = example(last)
    b = torch.linspace(-0.6, 5.2, 59)
    spread = torch.stack([variance(float(v), last) for v in b])
    lowest = int(spread.argmin())
    fig, axes = plt.subplots()
    axes.plot(b, spread, color="C0")
    for value, name, place, side in (
        (0.0, "no baseline", (10, 2), "left"),
        (float(p @ r), "expected reward", (-8, -14), "right"),
        (float(b[lowest]), "smallest", (8, -14), "left"),
    ):
        height = float(variance(value, last))
        axes.plot(value, height, "o", color="C1")
        axes.annotate(
            f"{name} {height:.2f}",
            (value, height),
            xytext=place,
            textcoords="offset points",
            ha=side,
        )
    axes.set_ylim(-0.35)
    axes.set_xlabel("baseline $b$")
    axes.set_title("variance of one estimate", loc="left")
    return fig
