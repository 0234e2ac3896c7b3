"""One name with several lists of arguments."""

from pathlib import Path

import pytest

from scripts.checker.reading.names import python_name
from tests.checker.pages import X, accepts, refuses

TWO = r"$x, y \in \{1, 2\}$: values"
GIVEN = """
import torch


def given():
    joint = torch.softmax(torch.randn(4, dtype=torch.float64), 0).reshape(2, 2)
    at = lambda value: int(value) - 1
    return {
        "p_x_y": lambda x, y: joint[at(x), at(y)],
        "p_x": lambda x: joint.sum(1)[at(x)],
        "p_y_given_x": lambda y, x: joint[at(x), at(y)] / joint.sum(1)[at(x)],
    }
"""


def test_a_joint_law_its_marginal_and_its_condition_are_three_functions(tmp_path: Path) -> None:
    laws = r"$p(x), p(x, y), p(y \mid x) \in (0, 1)$: probabilities"
    accepts(tmp_path, r"p(x, y) = p(x) p(y \mid x)", TWO, laws, code=GIVEN)
    refuses(tmp_path, "one side is", r"p(x, y) = p(x) + p(y \mid x)", TWO, laws, code=GIVEN)


def test_arguments_of_one_number_are_told_by_their_letters(tmp_path: Path) -> None:
    laws = r"$p(x), p(y) \in (0, 1)$: densities"
    numbers = r"$x, y, z \in \mathbb{R}$: numbers"
    accepts(tmp_path, "p(x) p(y) + z = z + p(y) p(x)", numbers, laws)
    refuses(tmp_path, "takes x or y", "p(x) p(y) = p(z)", numbers, laws)


def test_another_list_of_arguments_must_be_declared(tmp_path: Path) -> None:
    law = r"$p(x) \in (0, 1)$: a density"
    refuses(tmp_path, "p takes x: declare it", r"p(x, x) = p(x)", X, law)


def test_a_bar_that_is_declared_is_written(tmp_path: Path) -> None:
    law = r"$p(x \mid y) \in (0, 1)$: a density"
    numbers = r"$x, y \in \mathbb{R}$: numbers"
    refuses(tmp_path, "p takes x | y", "p(x, y) = x", numbers, law)


@pytest.mark.parametrize(
    ("key", "name"),
    [("p(x,y)", "p_x_y"), ("q_{\\phi}(z|x_{i,j})", "q_phi_z_given_x_ij"), ("p(x')", "p_x_prime")],
)
def test_each_list_has_a_name_of_its_own_in_python(key: str, name: str) -> None:
    assert python_name(key) == name


def test_a_recursion_is_a_claim_about_a_function_that_is_given(tmp_path: Path) -> None:
    symbols = [r"$s \in \{1, 2, 3\}$: a state", r"$\gamma \in (0, 1)$: a discount"]
    symbols += [r"$P(s' \mid s), R(s), V(s) \in \mathbb{R}$: transitions, rewards, values"]
    code = """
import torch


def given(gamma):
    P = torch.softmax(torch.randn(3, 3, dtype=torch.float64), 1)
    R = torch.randn(3, dtype=torch.float64)
    V = torch.linalg.solve(torch.eye(3, dtype=torch.float64) - gamma * P, R)
    at = lambda value: int(value) - 1
    return {
        "P": lambda after, s: P[at(s), at(after)],
        "R": lambda s: R[at(s)],
        "V": lambda s: V[at(s)],
    }
"""
    right = r"R(s) + \gamma \sum_{s'} P(s' \mid s) V(s')"
    accepts(tmp_path, f"V(s) = {right}", *symbols, code=code)
    refuses(
        tmp_path, "one side is", f"V(s) = {right.replace('gamma', 'gamma^2')}", *symbols, code=code
    )


def test_a_function_of_itself_that_nothing_declares_is_refused(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x"
    refuses(tmp_path, "g is defined by itself: declare it", "g(x) = 2 g(x)", X, code=code)
