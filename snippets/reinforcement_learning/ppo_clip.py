"""PPO's clipped objective: a ratio that stops paying off."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def ppo_loss(
    log_p: Tensor,
    log_p_old: Tensor,
    A: Tensor,
    epsilon: float = 0.2,
) -> Tensor:
    """To be minimized, the mean over actions or tokens:
    log_p (...), log_p_old (...), A (...) -> ()."""
    rho = (log_p - log_p_old.detach()).exp()
    clipped = rho.clamp(1 - epsilon, 1 + epsilon)
    return -torch.minimum(rho * A, clipped * A).mean()
    # --8<-- [end:pytorch]


def call(rho: Tensor, A: Tensor, epsilon: float = 0.2) -> Tensor:
    """rho (N,), A (N,) -> (N,)"""
    return torch.minimum(rho * A, rho.clamp(1 - epsilon, 1 + epsilon) * A)


def reference(rho: Tensor, A: Tensor, *, epsilon: Tensor) -> Tensor:
    """The area under its slope in the ratio, which is A or 0, from an end where it is known."""
    if A >= 0:  # 0 at a ratio of 0, then A for each unit up to the clip
        return A * (rho - torch.relu(rho - (1 + epsilon)))
    return A * (1 - epsilon) + A * torch.relu(rho - (1 - epsilon))


def reference_rho(*, pi: Tensor, pi_old: Tensor) -> Tensor:
    """Of two policies that choose one of two actions, from their log-probabilities."""
    new, old = (torch.distributions.Bernoulli(probs=p) for p in (pi, pi_old))
    chosen = torch.ones_like(pi)
    return (new.log_prob(chosen) - old.log_prob(chosen)).exp()


def check() -> None:
    close = torch.testing.assert_close
    rho, A = torch.linspace(0.05, 3, 60), torch.randn(60)

    # The loss shown, from log-probabilities; the old ones get no gradient.
    old = torch.randn(60).requires_grad_()
    new = (old.detach() + rho.log()).requires_grad_()
    loss = ppo_loss(new, old, A)
    close(loss, -call(rho, A).mean())
    loss.backward()
    assert old.grad is None and new.grad is not None

    # Its slope is A or 0, by the sides; pulled back in full on the other.
    slope = torch.func.vmap(torch.func.grad(call))
    cases = ((1.0, 2.0, 1.2, 0.0), (1.0, 0.5, 0.5, 1.0), (-1.0, 0.5, -0.8, 0.0))
    for advantage, at, value, expected in (*cases, (-1.0, 2.0, -2.0, -1.0)):
        r, a = torch.tensor(at), torch.tensor(advantage)
        close(call(r, a), torch.tensor(value))
        close(torch.func.grad(call)(r, a), torch.tensor(expected))
    stopped = ((A > 0) & (rho > 1.2)) | ((A < 0) & (rho < 0.8))
    close(slope(rho, A), torch.where(stopped, 0.0, A))
    assert (call(rho, A) <= rho * A + 1e-6).all()

    # Inside the clip both arguments of the minimum are equal and share the gradient.
    halves = [torch.tensor(1.1, requires_grad=True) for _ in range(2)]
    torch.minimum(*halves).backward()
    assert all(half.grad == 0.5 for half in halves)

    # At the old policy it is the policy gradient.
    z, actions = torch.randn(60, 4), torch.randint(4, (60,))

    def log_p(z: Tensor) -> Tensor:
        return torch.distributions.Categorical(logits=z).log_prob(actions)

    ours = torch.func.grad(lambda v: ppo_loss(log_p(v), log_p(z), A))(z)
    close(ours, torch.func.grad(lambda v: -(A * log_p(v)).mean())(z))
    close(ours, torch.func.grad(lambda v: ppo_loss(log_p(v), log_p(z), A, epsilon=1e6))(z))

    # Dropout alone can move the ratio past the clip, before any step.
    thinned = [torch.nn.functional.dropout(z, 0.5) for _ in range(2)]
    moved = (log_p(thinned[0]) - log_p(thinned[1])).exp()
    assert (moved > 1.2).any() and (moved < 0.8).any()

    # The ratio is not bounded: other actions of the same state carry it past the clip.
    theta, batch = torch.zeros(3), torch.tensor([0, 2, 2])
    advantages = torch.tensor([1.0, -1.0, -1.0])
    before = torch.log_softmax(theta, dim=0)[batch]
    for _ in range(20):
        theta = theta - torch.func.grad(
            lambda v: ppo_loss(torch.log_softmax(v, dim=0)[batch], before, advantages)
        )(theta)
    after = (torch.log_softmax(theta, dim=0)[batch] - before).exp()
    assert after[0] > 1.2 + 0.05

    # Several dimensions: one ratio, from the sum of the log-probabilities.
    means = torch.randn(2, 5, 3)
    action = torch.randn(5, 3)
    each = [torch.distributions.Normal(m, 1.0).log_prob(action) for m in means]
    whole = [
        torch.distributions.MultivariateNormal(m, torch.eye(3)).log_prob(action) for m in means
    ]
    close((each[0] - each[1]).sum(dim=1).exp(), (whole[0] - whole[1]).exp(), rtol=1e-4, atol=1e-5)

    # Normalized over the minibatch, an advantage can change its sign.
    good = torch.tensor([1.0, 2.0, 6.0])
    assert ((good - good.mean()) / good.std())[0] < 0 < good[0]

    # As a loss: the maximum of the negatives, not their minimum.
    clipped = rho.clamp(0.8, 1.2)
    close(-call(rho, A), torch.maximum(-rho * A, -clipped * A))
    assert not torch.allclose(-call(rho, A), torch.minimum(-rho * A, -clipped * A))

    # For a negative advantage nothing limits it from below; the dual clip does, at 3 A.
    far = call(torch.tensor(100.0), torch.tensor(-1.0))
    assert far == -100 and torch.maximum(far, 3 * torch.tensor(-1.0)) == -3
    # What the objective rises to: the area under its slope.
    for epsilon in (0.02, 0.2, 0.5):
        ends = [(torch.tensor(2.0), torch.tensor(1.0)), (torch.tensor(0.0), torch.tensor(-1.0))]
        highest = [reference(r, a, epsilon=torch.tensor(epsilon)) for r, a in ends]
        close(torch.tensor([*readout(epsilon).values()]), torch.stack(highest))
    # Other ends.
    assert torch.tensor(1.5).clamp(0.8, 1.28) == torch.tensor(1.28)


def readout(epsilon: float) -> dict[str, float]:
    """clip ε"""
    far, near = torch.tensor(2.0), torch.tensor(0.0)
    return {
        "most at A = 1": float(call(far, torch.tensor(1.0), epsilon)),
        "most at A = −1": float(call(near, torch.tensor(-1.0), epsilon)),
    }


def figure(epsilon: float = 0.2) -> Figure:  # 0.02 to 0.5 by 0.02
    """The larger epsilon, the farther the ratio moves before the objective goes flat."""
    rho = torch.tensor([0, 1 - epsilon, 1 + epsilon, 2])
    fig, panels = plt.subplots(1, 2, figsize=(5.2, 2.7))
    for axes, sign, color in zip(panels, (1, -1), ("C0", "C1"), strict=True):
        A = torch.tensor(float(sign))
        edge = 1 + sign * epsilon
        axes.plot(rho, rho * A, color="C4", linestyle="--", linewidth=1.4)
        axes.plot(rho, call(rho, A, epsilon), color=color)
        axes.plot(edge, sign * edge, "o", color=color)
        axes.annotate(
            f"{sign * edge:.3g}".replace("-", "−"),
            (edge, sign * edge),
            xytext=(2, -15) if sign > 0 else (-2, -15),
            textcoords="offset points",
            ha="left" if sign > 0 else "right",
        )
        axes.set_title("advantage 1" if sign > 0 else "advantage −1")
        axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "0.5", "1", "1.5", "2"])
        axes.set_xlabel(r"ratio $\rho$")
        axes.yaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    panels[0].text(1.62, 1.75, r"$\rho A$", color="C4", ha="right")
    panels[0].set_ylim(-0.1, 2.1)
    panels[1].set_ylim(-2.1, 0.1)
    panels[0].set_yticks([0, 1, 2])
    panels[1].set_yticks([-2, -1, 0])
    return fig
