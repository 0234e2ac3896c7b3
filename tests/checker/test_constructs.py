"""Every construct the checker reads: a true formula passes, a false one of the same form does not."""

from pathlib import Path

import pytest

from scripts.checker.check import check_page
from tests.checker.pages import VECTORS, A, X, accepts, refuses, verdict, write_page

F = r"$f(x), g(x) \in \mathbb{R}$: functions"
H = r"$h \in \mathbb{R}$: a step"
V = r"$\mathbf{x} \in \mathbb{R}^{n}$: a vector"
F_OF_VECTOR = r"$f(\mathbf{x}) \in \mathbb{R}$: a function"
SQUARE = r"$\mathbf{S} \in \mathbb{S}_{++}^{n}$: a positive definite matrix"
NORMAL = r"$X \sim \mathcal{N}(\mu, \sigma^2)$: a normal variable"
MOMENTS = r"$\mu \in \mathbb{R}$: its mean", r"$\sigma^2 \in \mathbb{R}_{>0}$: its variance"
BERNOULLI = r"$X \sim \operatorname{Bernoulli}(p)$: a coin", r"$p \in (0, 1)$: its probability"

# true, false, symbols
PAIRS = [
    ("f'(x) = \\lim_{h \\to 0} \\frac{f(x+h) - f(x)}{h}", "f'(x) = \\lim_{h \\to 0} \\frac{f(x+h) - f(x)}{2h}", [F.replace(", g(x)", ""), X, H]),
    ("\\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)", "\\frac{d}{dx} f(g(x)) = f'(x) g'(x)", [F, X]),
    ("(f \\circ g)'(x) = f'(g(x)) g'(x)", "(g \\circ f)'(x) = f'(g(x)) g'(x)", [F, X]),
    ("f(x + h) = f(x) + h f'(x) + O(h^2)", "f(x + h) = f(x) + h f'(x) + O(h^3)", [F.replace(", g(x)", ""), X, H]),
    ("\\int_0^1 e^{-a t} dt = \\frac{1 - e^{-a}}{a}", "\\int_0^1 e^{-a t} dt = \\frac{1 + e^{-a}}{a}", [r"$a \in \mathbb{R}_{>0}$: a rate"]),
    ("\\int_0^\\infty e^{-a t} dt = \\frac{1}{a}", "\\int_0^\\infty e^{-a t} dt = a^2", [r"$a \in \mathbb{R}_{>0}$: a rate"]),
    ("\\sum_{k=0}^{\\infty} q^k = \\frac{1}{1 - q}", "\\sum_{k=1}^{\\infty} q^k = \\frac{1}{1 - q}", [r"$q \in (0, 0.9)$: a ratio"]),
    ("\\prod_{i=1}^{n} e^{x_i} = e^{\\sum_{i=1}^{n} x_i}", "\\prod_{i=1}^{n} x_i = e^{\\sum_{i=1}^{n} x_i}", [V]),
    ("\\nabla_{\\mathbf{x}} (\\mathbf{x}^\\top \\mathbf{S} \\mathbf{x}) = 2 \\mathbf{S} \\mathbf{x}", "\\nabla_{\\mathbf{x}} (\\mathbf{x}^\\top \\mathbf{S} \\mathbf{x}) = \\mathbf{S} \\mathbf{x}", [V, SQUARE]),
    ("\\log\\det \\mathbf{S} = -\\log\\det(\\mathbf{S}^{-1})", "\\log\\det \\mathbf{S} = \\log\\det(\\mathbf{S}^{-1})", [SQUARE]),
    ("\\nabla f(\\mathbf{x}) = \\left[\\frac{\\partial f}{\\partial x_1}, \\ldots, \\frac{\\partial f}{\\partial x_n}\\right]^\\top", "\\nabla f(\\mathbf{x}) = \\left[\\frac{\\partial f}{\\partial x_n}, \\ldots, \\frac{\\partial f}{\\partial x_n}\\right]^\\top", [V, F_OF_VECTOR]),
    ("\\mathbb{E}[X^2] = \\mu^2 + \\sigma^2", "\\mathbb{E}[X^2] = \\mu^2 - \\sigma^2", [NORMAL, *MOMENTS]),
    ("\\operatorname{Var}(X) = p (1 - p)", "\\operatorname{Var}(X) = p (1 + p)", [*BERNOULLI]),
    ("P(X = 1) = p", "P(X = 0) = p", [*BERNOULLI]),
    ("\\mathbb{E}[X] = \\int_{-\\infty}^{\\infty} x \\mathcal{N}(x; \\mu, \\sigma^2) dx", "\\mathbb{E}[X] = \\int_{-\\infty}^{\\infty} x^2 \\mathcal{N}(x; \\mu, \\sigma^2) dx", [NORMAL, *MOMENTS]),
    ("|x| = \\begin{cases} x & \\text{if } x \\ge 0 \\\\ -x & \\text{otherwise} \\end{cases}", "|x| = \\begin{cases} x & \\text{if } x \\ge 0 \\\\ x^2 & \\text{otherwise} \\end{cases}", [X]),
    ("\\max(x, 0) = \\frac{x + |x|}{2}", "\\min(x, 0) = \\frac{x + |x|}{2}", [X]),
    ("[x]_+ = \\max(0, x)", "[x]_+ = \\max(1, x)", [X]),
    ("\\lfloor x \\rfloor = -\\lceil -x \\rceil", "\\lfloor x \\rfloor = \\lceil x \\rceil", [X]),
    ("\\mathbb{1}[x > 0] = \\frac{1 + \\operatorname{sign}(x)}{2}", "\\mathbb{1}[x < 0] = \\frac{1 + \\operatorname{sign}(x)}{2}", [X]),
    ("\\max_i x_i = -\\min_i (-x_i)", "\\max_i x_i = \\min_i (-x_i)", [V]),
    ("2 \\sum_{i < j} x_i x_j = \\left(\\sum_i x_i\\right)^2 - \\sum_i x_i^2", "\\sum_{i < j} x_i x_j = \\left(\\sum_i x_i\\right)^2 - \\sum_i x_i^2", [V]),
    ("\\sum_j \\delta_{ij} x_j = x_i", "\\sum_j \\delta_{ij} x_j = 2 x_i", [V]),
    ("\\det \\begin{bmatrix} x & 2 \\\\ 3 & x \\end{bmatrix} = x^2 - 6", "\\det \\begin{bmatrix} x & 2 \\\\ 3 & x \\end{bmatrix} = x^2 + 6", [X]),
    ("\\mathbf{a} \\cdot \\mathbf{b} \\le \\lVert\\mathbf{a}\\rVert_2 \\lVert\\mathbf{b}\\rVert_2", "\\mathbf{a} \\cdot \\mathbf{b} \\ge \\lVert\\mathbf{a}\\rVert_2 \\lVert\\mathbf{b}\\rVert_2", [VECTORS]),
    ("\\operatorname{tr}(\\mathbf{A}^\\top \\mathbf{A}) = \\lVert\\mathbf{A}\\rVert_F^2", "\\operatorname{tr}(\\mathbf{A}^\\top \\mathbf{A}) = \\lVert\\mathbf{A}\\rVert_F", [A]),
    ("\\sin^2 x + \\cos^2 x = 1", "\\sin^2 x - \\cos^2 x = 1", [X]),
    ("\\log_2 e^x = \\frac{x}{\\log 2}", "\\log_3 e^x = \\frac{x}{\\log 2}", [X]),
    ("\\binom{n}{2} = \\frac{n (n - 1)}{2}", "\\binom{n}{2} = \\frac{n (n + 1)}{2}", [r"$n \in \{2, \ldots, 9\}$: items"]),
    ("\\sum_{y \\in \\{0, 1\\}} y x = x", "\\sum_{y \\in \\{0, 2\\}} y x = x", [X]),
    ("\\begin{aligned} 2 x &= x + x \\\\ &= 3 x - x \\end{aligned}", "\\begin{aligned} 2 x &= x + x \\\\ &= 3 x + x \\end{aligned}", [X]),
]  # fmt: skip


@pytest.mark.parametrize(("true", "false", "symbols"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_a_true_formula_passes_and_a_false_one_is_refused(
    true: str, false: str, symbols: list[str], tmp_path: Path
) -> None:
    accepts(tmp_path, true, *symbols)
    try:
        assert verdict(tmp_path, false, *symbols).status is None
    except Exception as error:
        assert "no display uses it" in str(error)


def test_a_reference_gets_the_arguments_in_the_order_of_the_latex(tmp_path: Path) -> None:
    code = "def reference(first, second):\n    return first - 2 * second"
    y = r"$y \in \mathbb{R}$: another number"
    accepts(tmp_path, "f(x, y) = x - 2y", X, y, code=code)
    refuses(tmp_path, "the formula is", "f(y, x) = x - 2y", X, y, code=code)


def test_a_dict_of_references_is_compared_line_by_line(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return {'u': x + x, 'v': x * x}"
    symbols = [X, r"$u, v \in \mathbb{R}$: results"]
    accepts(tmp_path, "u = 2x, \\quad v = x^2", *symbols, code=code)
    refuses(tmp_path, "reference is", "u = 2x, \\quad v = x^3", *symbols, code=code)


def test_a_further_left_side_has_a_reference_of_its_own(tmp_path: Path) -> None:
    code = "def reference_v(*, x):\n    return x * x"
    symbols = [X, r"$v \in \mathbb{R}$: result"]
    accepts(tmp_path, "2x = x + x, \\quad v = x^2", *symbols, code=code)
    refuses(tmp_path, "reference_v is", "2x = x + x, \\quad v = x^3", *symbols, code=code)


def test_given_provides_what_a_hypothesis_needs(tmp_path: Path) -> None:
    code = "import torch\n\ndef given(S):\n    e, V = torch.linalg.eigh(S)\n"
    code += "    return {'lambda_': e[0], 'v': V[:, 0]}"
    symbols = [
        SQUARE,
        r"$\mathbf{v} \in \mathbb{R}^{n}$: vector",
        r"$\lambda \in \mathbb{R}$: value",
    ]
    accepts(tmp_path, r"\mathbf{S}\mathbf{v} = \lambda\mathbf{v}", *symbols, code=code)
    display = r"\mathbf{S}\mathbf{v} = \lambda^2\mathbf{v}"
    refuses(tmp_path, "one side", display, *symbols, code=code)


def test_an_author_supplied_solution_is_an_example(tmp_path: Path) -> None:
    code = "import torch\n\ndef given():\n    return {'f': torch.exp}"
    found = verdict(tmp_path, "f'(x) = f(x)", X, r"$f(x) \in \mathbb{R}$: growth", code=code)
    assert found.status == "checked on an example"


def test_an_inequality_is_sampled(tmp_path: Path) -> None:
    found = verdict(tmp_path, "1 + x \\le e^x", X)
    assert (found.status, found.draws) == ("sampled", 100)


def test_an_approximation_needs_a_reference(tmp_path: Path) -> None:
    display = r"f(x) \approx x - \frac{x^3}{6}"
    refuses(tmp_path, "nothing to compare", display, X)
    accepts(tmp_path, display, X, code="def reference(x):\n    return x - x * x * x / 6")


def test_a_definition_may_follow_its_use(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x * x + x"
    accepts(tmp_path, "f(x) = u + x, \\quad u = x^2", X, code=code)


def test_a_definition_must_lie_in_its_declared_domain(tmp_path: Path) -> None:
    symbols = [X, r"$u \in \mathbb{R}_{>0}$: result"]
    code = "def reference(*, x):\n    return -(x**2)"
    refuses(tmp_path, "outside of its domain", "u = -x^2", *symbols, code=code)


def test_size_letters_are_values_and_all_different(tmp_path: Path) -> None:
    symbol = r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: a matrix"
    accepts(tmp_path, r"\sum_{i,j} (A_{ij} + 1) = \sum_{i,j} A_{ij} + m n", symbol)
    refuses(tmp_path, "", r"\sum_{i=1}^{n} \sum_{j=1}^{n} A_{ij} = \sum_{i,j} A_{ij}", symbol)


def test_no_draw_depends_on_the_one_before(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X)
    assert check_page(page, seed=3) == check_page(page, seed=3)
    assert check_page(page, seed=3) != check_page(page, seed=4)
