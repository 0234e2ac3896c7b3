"""Direct preference optimization: logistic regression on pairs of answers."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def answer_log_prob(z: Tensor, y: Tensor, mask: Tensor) -> Tensor:
    """The sum over the tokens where mask is 1; row t of z predicts
    y[t]: z (N, T, V), y (N, T) from 0 to V - 1, mask (N, T) -> (N,)."""
    log_p = torch.log_softmax(z.float(), dim=-1)
    log_p = log_p.gather(-1, y[..., None])[..., 0]
    return torch.where(mask > 0, log_p, 0).sum(dim=1)


def dpo_loss(log_p: Tensor, ref: Tensor, beta: float = 0.1) -> Tensor:
    """Log-probabilities by model and reference, in row 0 of the
    preferred answers: log_p (2, N), ref (2, N) -> ()."""
    ratio = log_p - ref
    return -F.logsigmoid(beta * (ratio[0] - ratio[1])).mean()
    # --8<-- [end:pytorch]


def call(r_hat_w: Tensor, r_hat_l: Tensor) -> Tensor:
    """r_hat_w (N,), r_hat_l (N,) -> ()"""
    return -F.logsigmoid(r_hat_w - r_hat_l).mean()


def reward(p: Tensor, p_ref: Tensor, beta: Tensor) -> Tensor:
    """From log-probabilities: of an event that has these probabilities."""
    model, frozen = (torch.distributions.Bernoulli(probs=each) for each in (p, p_ref))
    return beta * (model.log_prob(torch.ones_like(p)) - frozen.log_prob(torch.ones_like(p)))


def reference(
    *,
    x: Tensor,
    y_w: Tensor,
    y_l: Tensor,
    pi_theta: Callable[[Tensor, Tensor], Tensor],
    pi_ref: Callable[[Tensor, Tensor], Tensor],
    beta: Tensor,
) -> dict[str, Tensor]:
    """The model of Bradley and Terry as two classes: which answer has the larger reward?"""
    rewards = [reward(pi_theta(y, x), pi_ref(y, x), beta) for y in (y_w, y_l)]
    loss = F.cross_entropy(torch.stack(rewards), torch.tensor(0))
    return {"ell": loss, "r_hat_w": rewards[0], "r_hat_l": rewards[1]}


def reference_f_epsilon(h: Tensor, *, beta: Tensor, epsilon: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(beta * h, 1 - epsilon)


def token_losses(p: Tensor, reduction: str) -> Tensor:
    """Cross-entropy of a token of probability p, in a vocabulary of two: p (T,) -> ()."""
    z = torch.stack([torch.logit(p), torch.zeros_like(p)], dim=1)
    return F.cross_entropy(z, torch.zeros(len(p), dtype=torch.long), reduction=reduction)


def reference_s(*, p: Tensor) -> Tensor:
    return -token_losses(p, "sum")


def reference_m(*, p: Tensor) -> Tensor:
    return -token_losses(p, "mean")


def pair_loss(
    chosen: Tensor, rejected: Tensor, ref_chosen: Tensor, ref_rejected: Tensor, beta: float = 0.1
) -> Tensor:
    return dpo_loss(torch.stack([chosen, rejected]), torch.stack([ref_chosen, ref_rejected]), beta)


def check() -> None:
    close = torch.testing.assert_close

    def near(value: Tensor, printed: float, atol: float) -> None:
        close(value, torch.tensor(printed, dtype=value.dtype), atol=atol, rtol=0)

    # The functions shown: log-probabilities of answers behind a prompt, and the loss.
    z, y = torch.randn(2, 5, 7), torch.randint(7, (2, 5))
    mask = torch.tensor([[0, 1, 1, 1, 0], [0, 0, 1, 1, 1]])
    log_p = answer_log_prob(z, y, mask)
    steps = torch.distributions.Categorical(logits=z).log_prob(y)
    close(log_p, torch.stack([steps[0, 1:4].sum(), steps[1, 2:].sum()]))
    barred = z.clone()
    barred[0, 0, y[0, 0]] = -torch.inf  # outside the mask: 0 times an infinity would be nan
    close(answer_log_prob(barred, y, mask > 0), log_p)
    chosen, rejected, ref_chosen, ref_rejected = -20 * torch.rand(4, 6)
    loss = pair_loss(chosen, rejected, ref_chosen, ref_rejected)
    close(loss, call(0.1 * (chosen - ref_chosen), 0.1 * (rejected - ref_rejected)))
    assert loss != pair_loss(chosen, rejected, ref_chosen, ref_rejected, beta=0.2)

    # log 2 at the reference, for any beta.
    for beta in (0.01, 0.1, 5.0):
        near(pair_loss(chosen, rejected, chosen, rejected, beta), 0.693, 5e-4)
    noise = torch.nn.Dropout(0.5)
    for training in (True, False):
        noise.train(training)
        start = pair_loss(noise(chosen), noise(rejected), chosen, rejected)
        assert torch.isclose(start, torch.tensor(2.0).log()) != training

    # The best policy for a reward: the reference times e to the reward over beta. With pairs as
    # that reward would order them, the loss has no slope there, and is larger elsewhere.
    answers, beta = 5, 0.4
    r, ref = torch.randn(2, answers, dtype=torch.float64)
    ref = torch.log_softmax(ref, dim=0)
    wins = torch.sigmoid(r[:, None] - r)

    def expected_loss(theta: Tensor) -> Tensor:
        log_p = torch.log_softmax(theta, dim=0)
        pairs = [
            wins[i, j] * pair_loss(log_p[i, None], log_p[j, None], ref[i, None], ref[j, None], beta)
            for i in range(answers)
            for j in range(answers)
        ]
        return torch.stack(pairs).sum()

    def penalized(theta: Tensor) -> Tensor:
        p = torch.softmax(theta, dim=0)
        return p @ r - beta * (p @ (p.log() - ref))

    best = ref + r / beta
    for objective in (expected_loss, penalized):
        slope = torch.func.grad(objective)(best)
        close(slope, torch.zeros_like(slope), atol=1e-9, rtol=0)
    for step in 0.3 * torch.randn(20, answers, dtype=torch.float64):
        assert expected_loss(best + step) > expected_loss(best)
        assert penalized(best + step) < penalized(best)

    # The gradient, and its weights far on either side.
    one = torch.zeros(1)
    for margin in (-80.0, -3.0, 0.0, 3.0, 80.0):
        slopes = torch.func.grad(pair_loss, argnums=(0, 1))(one + margin, one, one, one)
        close(slopes[0], -0.1 * torch.sigmoid(torch.tensor([-0.1 * margin])))
        close(slopes[1], -slopes[0])
    assert slopes[0].abs() < 1e-4

    # The loss falls although the preferred answer becomes less likely, if the factor is smaller
    # than that of the other: differences of probabilities do not tell.
    before, after = torch.tensor([[[0.9], [0.01]], [[0.5], [0.001]]]).log()
    assert dpo_loss(after, before) < dpo_loss(before, before)
    assert dpo_loss(after.flip(0), before.flip(0)) > dpo_loss(before, before)

    # A loss of 0.1: differences of 22.5 and 4.5.
    for beta, margin in ((0.1, 22.5), (0.5, 4.5)):
        near(pair_loss(one + margin, one, one, one, beta), 0.1, 1e-3)

    # Logarithms and precision.
    low = torch.tensor([-88.7, -88.8])
    assert torch.sigmoid(low).log().isfinite().tolist() == [True, False]
    assert F.logsigmoid(low).equal(low)
    assert torch.tensor(-1001.0).bfloat16() == -1000

    # Noisy preferences: the smallest loss is at a finite difference.
    h = torch.linspace(0, 60, 601)
    smooth = F.binary_cross_entropy_with_logits(0.1 * h, torch.full((601,), 0.9), reduction="none")
    near(h[smooth.argmin()], 22.0, 0.1)
    plain = -F.logsigmoid(0.1 * h)
    close(F.binary_cross_entropy_with_logits(0.1 * h, torch.ones(601), reduction="none"), plain)
    assert (torch.diff(plain) < 0).all()

    # Sum and mean: answers of different length, where the two orders differ.
    long, short = torch.full((20,), -0.5), torch.full((4,), -1.0)
    assert long.sum() < short.sum() and long.mean() > short.mean()
    shift = 0.1  # of each token, by which the sum of the longer answer changes more
    assert (long + shift).sum() - long.sum() > (short + shift).sum() - short.sum() + 1
    close((long + shift).mean() - long.mean(), (short + shift).mean() - short.mean())

    # The numbers below the figure: loss and, from its slope, weight.
    for beta in (0.02, 0.1, 0.4):
        slope, cost = torch.func.grad_and_value(pair_loss)(one + 10, one, one, one, beta)
        close(torch.tensor([*readout(beta).values()]), torch.stack([cost, -slope[0] / beta]))

    # The figure.
    for margin, cost, weight in ((0.0, 0.69, 0.5), (-40.0, 4.02, 0.98), (40.0, 0.02, 0.02)):
        near(pair_loss(one + margin, one, one, one), cost, 5e-3)
        near(torch.sigmoid(torch.tensor(-0.1 * margin)), weight, 5e-3)


def readout(beta: float) -> dict[str, float]:
    """strength β"""
    h = torch.tensor(10.0)
    return {
        "loss at h = 10": float(-F.logsigmoid(beta * h)),
        "weight at h = 10": float(torch.sigmoid(-beta * h)),
    }


def figure(beta: float = 0.1) -> Figure:  # 0.02 to 0.4 by 0.02
    """The larger beta is, the smaller the difference at which a pair stops counting."""
    h = torch.linspace(-40, 40, 81)
    fig, axes = plt.subplots()
    axes.plot(h, -F.logsigmoid(beta * h), color="C0")
    axes.plot(h, torch.sigmoid(-beta * h), color="C1")
    axes.plot([0, 0], [0.6931, 0.5], "o", color=plt.rcParams["text.color"], markersize=4)
    for text, place in (("0.69", (8, 3)), ("0.5", (-8, -12))):
        height = float(text)
        axes.annotate(
            text,
            (0, height),
            xytext=place,
            textcoords="offset points",
            ha="left" if height > 0.6 else "right",
        )
    start = max(-28.0, -2.8 / beta)  # where the loss is not above the axes
    top = float(-F.logsigmoid(torch.tensor(beta * start)))
    axes.annotate(
        r"loss $\ell$",
        (start, top),
        xytext=(10, 2),
        textcoords="offset points",
        color="C0",
    )
    axes.text(-39, 0.55, r"weight $\sigma(-\beta h)$", color="C1", va="top")
    axes.set_ylim(0, 4.2)
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_xlabel("difference of the log-ratios $h$")
    return fig
