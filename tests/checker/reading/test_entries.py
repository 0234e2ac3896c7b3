"""An index that the symbol list declares runs, as one that it does not."""

from pathlib import Path

import pytest

from tests.checker.pages import accepts, refuses

VECTORS = r"$\mathbf{x}, \mathbf{y} \in \mathbb{R}^{n}$: before, after"
INDEX = r"$i \in \{1, \ldots, n\}$: an index"
SQUARE = "def reference(*, x):\n    return x.square()"
STEPS = "import torch\n\n\ndef reference(*, x):\n    return torch.diff(x, prepend=x[:1] * 0)"


def test_a_definition_may_have_a_declared_index(tmp_path: Path) -> None:
    accepts(tmp_path, "y_i = x_i^2", VECTORS, INDEX, code=SQUARE)
    refuses(tmp_path, "the formula is", "y_i = x_i^3", VECTORS, INDEX, code=SQUARE)


@pytest.mark.parametrize("ends", [r"2, \ldots, n", r"0, \ldots, n - 1"])
def test_a_declared_index_runs_over_all_entries_that_it_defines(ends: str, tmp_path: Path) -> None:
    index = rf"$i \in \{{{ends}\}}$: an index"
    says = "y has entries 1 to"
    refuses(tmp_path, says, "y_i = x_i^2", VECTORS, index, code=SQUARE)


def test_an_entry_of_a_function_may_have_a_declared_index(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(x):\n    return torch.softmax(x, 0)"
    display = r"\operatorname{softmax}(\mathbf{x})_i = \frac{e^{x_i}}{\sum_j e^{x_j}}"
    symbols = [r"$\mathbf{x} \in \mathbb{R}^{n}$: scores", INDEX]
    accepts(tmp_path, display, *symbols, code=code)
    wrong = display.replace("e^{x_j}", "e^{2 x_j}")
    refuses(tmp_path, "the formula is", wrong, *symbols, code=code)


def test_two_declared_indices_make_a_matrix(tmp_path: Path) -> None:
    symbols = [r"$\mathbf{x} \in \mathbb{R}^{n}$: a vector", INDEX.replace("$i", "$i, j")]
    symbols += [r"$\mathbf{A} \in \mathbb{R}^{n \times n}$: products"]
    code = "import torch\n\n\ndef reference(*, x):\n    return torch.outer(x, x)"
    accepts(tmp_path, "A_{ij} = x_i x_j", *symbols, code=code)
    refuses(tmp_path, "the formula is", "A_{ij} = x_i x_i", *symbols, code=code)


def test_lines_beside_each_other_tell_apart_what_a_declared_index_leaves_out(
    tmp_path: Path,
) -> None:
    display, rest = r"y_1 = x_1, \quad y_i = x_i - x_{i-1}", r"$i \in \{2, \ldots, n\}$: the rest"
    accepts(tmp_path, display, VECTORS, rest, code=STEPS)
    refuses(tmp_path, "index 0 where", display, VECTORS, INDEX, code=STEPS)
    beyond = rest.replace("n\\}", "n + 1\\}")
    refuses(tmp_path, "there is no entry", display, VECTORS, beyond, code=STEPS)


def test_a_letter_that_the_code_asks_for_is_one_of_its_values(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(*, p, k):\n    return -torch.log(p[int(k) - 1])"
    symbols = [r"$\mathbf{p} \in (0, 1)^{n}$: probabilities", r"$\ell \in \mathbb{R}$: a loss"]
    symbols += [r"$k \in \{1, \ldots, n\}$: the true class"]
    accepts(tmp_path, r"\ell = -\log p_k", *symbols, code=code)
    symbols[1] = r"$\mathbf{q} \in \mathbb{R}^{n}$: losses"
    refuses(tmp_path, "one side is", r"q_k = -\log p_k", *symbols, code=code)


def test_a_letter_that_another_line_uses_as_a_number_is_one_of_its_values(tmp_path: Path) -> None:
    symbols = [r"$\mathbf{x}, \mathbf{y} \in \mathbb{R}^{2m}$: before, after"]
    symbols += [r"$k \in \{1, \ldots, 2m\}$: a place", r"$g \in \mathbb{N}$: its pair"]
    code = "def given(x):\n    return {'y': x.reshape(-1, 2).sum(1).repeat_interleave(2)}"
    display = r"y_k = x_{2g-1} + x_{2g}, \quad g = \lceil k / 2 \rceil"
    accepts(tmp_path, display, *symbols, code=code)
    wrong = display.replace("ceil", "floor")
    refuses(tmp_path, "index", wrong, *symbols, code=code)
