"""What the draws reach: pieces far out, ties, edges, large sizes and whole numbers."""

from pathlib import Path

import pytest

from scripts.checker.judging.schedule import DRAWS, FIRST, THEN
from tests.checker.pages import X, accepts, refuses

V = r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector"
TORCH = "import torch\nimport torch.nn.functional as F\n\n\n"


def test_half_of_the_draws_reach_far() -> None:
    styles = [*FIRST, *THEN, *THEN][:DRAWS]
    assert sum(style.is_wild for style in styles) >= DRAWS / 2


@pytest.mark.parametrize(
    ("left", "right", "reference"),
    [
        ("f(x)", r"\frac{x (x + 3)}{6}", "F.hardswish(x)"),
        ("f(x)", r"\frac{x}{6} + \frac{1}{2}", "F.hardsigmoid(x)"),
        ("f(x)", "x", "x.clamp(-5, 5)"),
        ("f(x)", r"\left\lfloor x + \frac{1}{2} \right\rfloor", "torch.round(x)"),
        (
            "f(x)",
            r"\begin{cases} 1 & x \ge 0 \\ 0 & x < 0 \end{cases}",
            "torch.heaviside(x, x * 0)",
        ),
    ],
)
def test_a_missing_piece_and_a_wrong_tie_are_found(
    left: str, right: str, reference: str, tmp_path: Path
) -> None:
    code = f"{TORCH}def reference(x):\n    return {reference}"
    refuses(tmp_path, "reference is", f"{left} = {right}", X, code=code)


def test_what_is_no_number_at_an_edge_of_its_domain_is_refused(tmp_path: Path) -> None:
    p = r"$p \in [0, 1]$: a probability"
    display = r"p \log p = -p \log \frac{1}{p}"
    refuses(tmp_path, "narrow the domain", display, p)
    accepts(tmp_path, display, p.replace("[0, 1]", "(0, 1)"))
    ratio = r"\frac{x}{x} = c", r"$c \in \{1\}$: one"
    refuses(tmp_path, "narrow the domain", *ratio, r"$x \in \mathbb{R}_{\ge 0}$: a number")


def test_zero_vectors_are_drawn_and_can_be_taken_out(tmp_path: Path) -> None:
    code = f"{TORCH}def reference(*, v):\n    return F.normalize(v, dim=0)"
    symbols = [V, r"$\mathbf{u} \in \mathbb{R}^{n}$: of length 1"]
    display = r"\mathbf{u} = \frac{\mathbf{v}}{\lVert\mathbf{v}\rVert_2}"
    refuses(tmp_path, r"\setminus", display, *symbols, code=code)
    symbols[0] = V.replace("$:", r" \setminus \{\mathbf{0}\}$:")
    accepts(tmp_path, display, *symbols, code=code)


@pytest.mark.parametrize(
    ("display", "symbol"),
    [
        (r"n! \le n^5", r"$n \in \mathbb{N}$: a number"),
        (r"\sum_{k=1}^{n} \frac{1}{k} \le 3", r"$n \in \mathbb{N}$: a number"),
        (r"\lVert\mathbf{v}\rVert_1 \le 4 \lVert\mathbf{v}\rVert_2", V),
    ],
)
def test_what_fails_for_many_only_is_found(display: str, symbol: str, tmp_path: Path) -> None:
    refuses(tmp_path, "is not below", display, symbol)


def test_sums_that_overflow_far_out_are_no_false_alarm(tmp_path: Path) -> None:
    code = f"{TORCH}def reference(x):\n    return torch.logsumexp(40 * x, 0)"
    display = r"f(\mathbf{x}) = \log \sum_i e^{40 x_i}"
    accepts(tmp_path, display, r"$\mathbf{x} \in \mathbb{R}^{n}$: scores", code=code)
