"""What `given` provides: in its domain, no formula again, an example where it stays the same."""

from pathlib import Path

import pytest

from scripts.checker.judging.judge import check_page
from tests.checker.pages import X, accepts, refuses, verdict, write_page

P = r"$\mathbf{p} \in \Delta^{n}$: probabilities"
MATRIX = r"$\mathbf{A} \in \mathbb{R}^{n \times n}$: a matrix"


def test_a_given_value_outside_of_its_domain_is_refused(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef given(n):\n    return {'p': torch.full((int(n),), 2 / n)}"
    refuses(tmp_path, "outside of", r"\sum_i p_i = 2", P, code=code)


def test_the_formula_again_in_given_is_no_evidence(tmp_path: Path) -> None:
    code = "def given(x):\n    return {'u': 2 * x}"
    symbols = [X, r"$u \in \mathbb{R}$: the double"]
    refuses(tmp_path, "u is given, and this defines it", "u = 2 x", *symbols, code=code)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("def given():\n    return {'x': 2.0}", "checked on an example"),
        ("def given(n):\n    return {'x': 2.0 + 0 * n}", "checked on an example"),
        ("def given(u):\n    return {'x': 2.0 + 0 * u}", "checked on an example"),
        (
            "import torch\n\n\ndef given():\n    return {'x': 2.0 + 0 * torch.rand(())}",
            "checked on an example",
        ),
    ],
)
def test_a_given_value_that_hangs_on_nothing_drawn_is_an_example(
    code: str, status: str, tmp_path: Path
) -> None:
    symbols = [X, r"$u \in \mathbb{R}$: another", r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector"]
    display = r"x^2 u \mathbf{v} = 2 x u \mathbf{v}"
    assert verdict(tmp_path, display, *symbols, code=code).status == status


def test_a_given_value_that_follows_what_is_drawn_is_a_hypothesis(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef given(A):\n    values, vectors = torch.linalg.eigh(A + A.mT)\n"
    code += "    return {'A': A + A.mT, 'lambda_': values[0], 'v': vectors[:, 0]}"
    symbols = [
        MATRIX,
        r"$\mathbf{v} \in \mathbb{R}^{n}$: eigenvector",
        r"$\lambda \in \mathbb{R}$: eigenvalue",
    ]
    found = verdict(tmp_path, r"\mathbf{A} \mathbf{v} = \lambda \mathbf{v}", *symbols, code=code)
    assert found.status == "checked"
    assert found.given == ("A", r"\lambda", "v")


def test_the_code_of_an_author_computes_in_float64_by_default(tmp_path: Path) -> None:
    code = "import torch\n\nTHIRD = torch.tensor(1 / 3)\n\n\ndef reference(x):\n"
    code += "    return x * torch.ones(1)[0] * THIRD"
    accepts(tmp_path, r"f(x) = \frac{x}{3}", X, code=code)


def test_a_drawn_function_can_be_differentiated_by_torch_func(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(*, f, x):\n    return torch.func.hessian(f)(x)"
    symbols = [
        r"$f(\mathbf{x}) \in \mathbb{R}$: a smooth function",
        r"$\mathbf{x} \in \mathbb{R}^{n}$: a point",
        r"$\mathbf{H} \in \mathbb{R}^{n \times n}$: its Hessian",
    ]
    accepts(tmp_path, r"\mathbf{H} = \nabla^2 f(\mathbf{x})", *symbols, code=code)


def test_a_bold_i_is_the_identity(tmp_path: Path) -> None:
    symbols = [MATRIX, r"$\mathbf{I} \in \mathbb{R}^{n \times n}$: the identity"]
    assert verdict(tmp_path, r"\mathbf{A} \mathbf{I} = \mathbf{A}", *symbols).status == "checked"
    refuses(tmp_path, "one side", r"\mathbf{A} \mathbf{I} = 2 \mathbf{A}", *symbols)


def test_what_a_line_defines_and_a_reference_knows_is_given_to_other_displays(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.md"
    text = """# Title

$$
y = 2 x
$$

- $x, y \\in \\mathbb{R}$: a number and its double

$$
y - x = x
$$

```python
def given(x):
    return {"y": x + x}


def reference_y(*, x):
    return x + x
```
"""
    page.write_text(text, encoding="utf-8")
    first, second = check_page(page)
    assert (first.status, first.references) == ("checked", ("reference_y",))
    assert (second.status, second.given) == ("checked", ("y",))
    page.write_text(text.replace("y = 2 x", "y = 3 x"), encoding="utf-8")
    assert "reference_y" in check_page(page)[0].message


@pytest.mark.parametrize(
    ("display", "true", "false"),
    [
        (r"\lceil x \rceil = 1", "(0, 1]", "[0, 1]"),
        (r"\lfloor x \rfloor = 0", "[0, 1)", "[0, 1]"),
        (r"\sum_{k=0}^{\infty} x^k = \frac{1}{1 - x}", "[0, 1)", "[0, 1]"),
        (r"\frac{x}{x} = 1", r"\mathbb{R}_{>0}", r"\mathbb{R}_{\ge 0}"),
    ],
)
def test_each_end_that_belongs_to_a_domain_is_tried(
    tmp_path: Path, display: str, true: str, false: str
) -> None:
    for seed in range(3):
        page = write_page(tmp_path, display, rf"$x \in {true}$: a number")
        assert check_page(page, seed=seed)[0].status
        page = write_page(tmp_path, display, rf"$x \in {false}$: a number")
        assert not check_page(page, seed=seed)[0].status
