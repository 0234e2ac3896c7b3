from pathlib import Path

import pytest

from tests.checker.pages import accepts, refuses

X, A = r"$x \in \mathbb{R}$: a number", r"$a \in \mathbb{R}$: another"
V = r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector"
SCORES = r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: scores"
BEST = r"$\mathbf{y} \in \mathbb{N}^{m}$: the best ones"


def test_an_extreme_that_exists_for_usual_inputs_only_is_refused(tmp_path: Path) -> None:
    formula = r"\min_x ((a + 5) x^2 + x) = -\frac{1}{4 (a + 5)}"
    refuses(tmp_path, "the values go on without end", formula, X, A)
    accepts(tmp_path, formula, X, r"$a \in [-4, \infty)$: another")


@pytest.mark.parametrize("body", ["x", "a x^2", "(x - a) (x + a) x", "-|x| + a"])
def test_values_without_end_have_no_extreme(tmp_path: Path, body: str) -> None:
    refuses(tmp_path, "the values go on without end", rf"\min_x ({body} + 0 a) = 0", X, A)


def test_a_bound_that_is_not_reached_is_no_extreme(tmp_path: Path) -> None:
    refuses(tmp_path, "is there one?", r"\min_x e^{-x} = 0", X)


@pytest.mark.parametrize(
    "display",
    [
        r"\min_x (e^{-x} + a) = a",
        r"\max_x (a + \tanh x) = a + 1",
        r"\max_x (a - e^{-x^2}) = a",
    ],
)
def test_a_limit_is_no_extreme(tmp_path: Path, display: str) -> None:
    refuses(tmp_path, "no place attains this extreme", display, X, A)


@pytest.mark.parametrize(
    "display",
    [r"\inf_x (e^{-x} + a) = a", r"\min_x \max(0, a - x) = 0", r"\min_x (x^2 + a) = a"],
)
def test_a_limit_is_a_bound_and_a_plateau_is_a_value(tmp_path: Path, display: str) -> None:
    accepts(tmp_path, display, X, A)


@pytest.mark.parametrize(
    "body", ["0 x + a", "(x^2 - 1)^2 + a", r"\max(x, a)", "|x - a| + |x + a|", r"\sin(x + a)"]
)
def test_one_of_several_places_is_not_the_place(tmp_path: Path, body: str) -> None:
    formula = rf"\arg\min_x ({body}) = \arg\min_x ({body}) + 0"
    refuses(tmp_path, "not at one place only", formula, X, A)


def test_one_of_several_indices_decides(tmp_path: Path) -> None:
    refuses(tmp_path, "never decides the value", r"\arg\min_i 0 v_i = 1", V)
    code = "import torch\n\n\ndef reference(*, A):\n    return torch.ones(A.shape[0])"
    display = r"y_i = \arg\max_j 0 A_{ij}"
    refuses(tmp_path, "never decides the value", display, SCORES, BEST, code=code)


def test_of_equal_scores_the_first_is_the_best_as_in_torch(tmp_path: Path) -> None:
    code = "def reference(*, A):\n    return A.argmax(1) + 1.0"
    accepts(tmp_path, r"y_i = \arg\max_j A_{ij}", SCORES, BEST, code=code)
    last = "def reference(*, A):\n    return A.shape[1] - A.flip(1).argmax(1) + 0.0"
    refuses(tmp_path, "reference is", r"y_i = \arg\max_j A_{ij}", SCORES, BEST, code=last)
