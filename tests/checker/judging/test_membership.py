"""The printed domain of a result is verified."""

from pathlib import Path

import pytest

from tests.checker.pages import X, accepts, refuses

A = r"$\mathbf{A} \in \mathbb{R}^{n \times n}$: a matrix"


@pytest.mark.parametrize(
    ("display", "domain", "reference"),
    [
        (r"u = \lfloor x \rfloor", r"\mathbb{N}", "torch.floor(x)"),
        ("u = 2 x", r"\{0, 1\}", "x + x"),
        ("u = x^2", r"\mathbb{R}_{<0}", "x * x"),
        (r"u = \max(0, x)", r"\mathbb{R}_{>0}", "torch.relu(x)"),
        (r"u = \max(0, x)", "(0, \\infty)", "torch.relu(x)"),
        ("u = x + 1", r"\mathbb{Z}", "1 + x"),
        ("u = 3 x^2", "[0, 1]", "x * x * 3"),
        ("u = x - x^3 / x^2", r"\mathbb{R}_{\neq 0}", "0 * x"),
    ],
)
def test_a_result_outside_of_its_domain_is_refused(
    display: str, domain: str, reference: str, tmp_path: Path
) -> None:
    code = f"import torch\n\n\ndef reference(*, x):\n    return {reference}"
    refuses(tmp_path, "", display, X, rf"$u \in {domain}$: a result", code=code)


def test_the_value_of_a_function_is_verified_too(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(x):\n    return torch.nn.functional.silu(x)"
    symbols = [X, r"$f(x) \in (0, 1)$: the activation"]
    refuses(tmp_path, "outside of its domain", r"f(x) = x \, \sigma(x)", *symbols, code=code)


def test_an_open_end_counts_as_kept_where_float64_rounds_onto_it(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(*, x):\n    return torch.tanh(x)"
    symbols = [X, r"$u \in (-1, 1)$: a result"]
    accepts(tmp_path, r"u = \frac{e^x - e^{-x}}{e^x + e^{-x}}", *symbols, code=code)
    code = "import torch\n\n\ndef reference(*, x):\n    return torch.clamp(x, -1, 1)"
    refuses(tmp_path, "outside of its domain", r"u = \max(-1, \min(1, x))", *symbols, code=code)


def test_a_product_of_matrices_is_not_said_to_be_definite(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(*, A):\n    return torch.mm(A, A)"
    symbols = [A, r"$\mathbf{B} \in \mathbb{S}_{++}^{n}$: a result"]
    refuses(
        tmp_path,
        "outside of its domain",
        r"\mathbf{B} = \mathbf{A} \mathbf{A}",
        *symbols,
        code=code,
    )
