"""How a line may be understood that is written otherwise than here (readings.js, prose.js)."""

from functools import cache

import pytest

from bench.comparing import exports
from scripts.comparing.verdicts import RIGHT
from tests.comparing.asking import answers

EMPTY = r"\epsilon_\theta(x_t, \varnothing)"
SAME = [
    # One parameter for all of them.
    (
        r"\theta_j := \theta_j - \alpha \frac{\partial}{\partial \theta_j} J(\theta)",
        "gradient_descent",
    ),
    (
        r"\theta_j \gets \theta_j - \alpha \frac{\partial J(\theta)}{\partial \theta_j}",
        "gradient_descent",
    ),
    (
        r"w_{ij} \gets w_{ij} - \eta \frac{\partial E}{\partial w_{ij}}",
        "stochastic_gradient_descent",
    ),
    # What is 0, what is maximized, what is conjugated, and slopes in any letters.
    (r"(A - \lambda I) v = 0", "eigenvalues_eigenvectors"),
    (r"\hat\theta = \arg\max_\theta \sum_i \log p(x_i \mid \theta)", "maximum_likelihood"),
    (r"\theta^* = \arg\min_\theta -\frac{1}{n} \sum_i \log p(x_i; \theta)", "maximum_likelihood"),
    (r"\hat\theta = \underset{\theta}{\arg\max} \prod_i p(x_i | \theta)", "maximum_likelihood"),
    (r"M = U \Sigma V^*", "singular_value_decomposition"),
    (r"A^\mathsf{T}_{ij} = A_{ji}", "matrix_transpose"),
    (
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}"
        r" \frac{\partial y}{\partial x}",
        "chain_rule",
    ),
    (r"y = \mathcal{F}(x) + x", "residual_connection"),
    (r"W' = W + \frac{\alpha}{r} B A", "lora"),
    # A bracket with a gradient in it.
    (r"w \leftarrow w - \eta (\nabla L(w) + \lambda w)", "weight_decay"),
    # Words that are names, and names in the place of words.
    (r"\text{loss} = -(y \log(\hat{y}) + (1 - y) \log(1 - \hat{y}))", "binary_cross_entropy"),
    (
        r"\mathrm{LeakyReLU}(x) = \begin{cases} x, & \text{if } x \ge 0 \\"
        r" \text{negative\_slope} \times x, & \text{otherwise} \end{cases}",
        "leaky_relu",
    ),
    (
        rf"\hat\epsilon = {EMPTY} + s (\epsilon_\theta(x_t, c) - {EMPTY})",
        "classifier_free_guidance",
    ),
]
OTHER = [
    r"\theta_j := \theta_j + \alpha \frac{\partial}{\partial \theta_j} J(\theta)",
    r"\theta_j := \theta_j - \alpha \frac{\partial}{\partial \theta_i} J(\theta)",
    r"(A + \lambda I) v = 0",
    r"y = x - F(x)",
    r"y = F(y) + x",
    r"\hat\theta = \arg\min_\theta \sum_i \log p(x_i \mid \theta)",
    r"\hat\theta = \arg\max_\theta \sum_i p(x_i \mid \theta)",
    r"A^\mathsf{T}_{ij} = A_{ij}",
    r"\frac{dz}{dx} = \frac{dz}{dy} \frac{dx}{dy}",
    r"w \leftarrow w - \eta (\nabla L(w) - \lambda w)",
    r"w \leftarrow w - \eta (\nabla L(w) + 2 \lambda w)",
    r"\text{loss} = -(y \log(\hat{y}) - (1 - y) \log(1 - \hat{y}))",
    rf"\hat\epsilon = \epsilon_\theta(x_t, c) + s (\epsilon_\theta(x_t, c) - {EMPTY})",
]


@cache
def told() -> dict[str, tuple[str, str]]:
    """For each paste its verdict and the slug of the formula."""
    pastes = [*(paste for paste, _ in SAME), *OTHER]
    found = zip(pastes, answers(pastes, exports()), strict=True)
    return {p: (a["verdict"], (a["formula"] or "").rpartition("/")[2]) for p, a in found}


@pytest.mark.parametrize(("paste", "slug"), SAME)
def test_another_notation_is_recognized(paste: str, slug: str) -> None:
    verdict, found = told()[paste]
    assert (verdict in RIGHT, found) == (True, slug)


@pytest.mark.parametrize("paste", OTHER)
def test_another_formula_in_that_notation_is_not_called_right(paste: str) -> None:
    verdict, _ = told()[paste]
    assert verdict not in RIGHT


def test_a_loss_by_its_name_is_told_in_letters_that_mean_others_elsewhere_on_its_page() -> None:
    wrong = r"MSE = \frac{1}{n} \sum_{i=1}^{n} (Y_i - \hat{Y}_i)"
    right = wrong.replace(r"\hat{Y}_i)", r"\hat{Y}_i)^2")
    one, other = answers([right, wrong], exports())
    assert (one["verdict"] in RIGHT, other["verdict"]) == (True, "different")
    assert one["formula"] == other["formula"] == "loss_functions/mean_squared_error"
