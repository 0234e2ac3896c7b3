"""One tree for what means the same, however it is written."""

from typing import Any

import pytest

from tests.site.search.engine import Engine

# What a statement means; the parentheses that a node remembers are notation.
MEANING = """
({parse, canonical}, text) => JSON.stringify(
  parse(text).map(canonical), (key, value) => key === "parenthesized" ? undefined : value)
"""
EQUIVALENT = {
    "a quotient": [
        r"\frac{a}{b}", r"\frac ab", r"\dfrac{a}{b}", r"{a \over b}", "a/b", "a ÷ b", "(a)/(b)",
        r"\left(\frac{a}{b}\right)",
    ],
    "a negative quotient": ["-a/b", r"-\frac{a}{b}", r"\frac{-a}{b}", "−a / b"],
    "the exponential function": [
        r"\exp(x)", r"\exp x", r"\exp\left(x\right)", "e^x", r"\mathrm{e}^{x}", "eˣ", "exp(x)",
        "torch.exp(x)", "x.exp()", "np.exp(x)",
    ],
    "a logarithm": [r"\ln x", r"\log(x)", "log x", "ln(x)", "np.log(x)", "x.log()"],
    "a transpose": [
        r"A^\top", "A^T", "Aᵀ", r"A^{\mathsf T}", r"A^{\mathrm{T}}", r"\mathbf{A}^{\intercal}",
        "A.transpose(-2, -1)", "torch.transpose(A, 0, 1)",
    ],
    "a norm": [
        r"\lVert x\rVert", r"\|x\|", r"\left\lVert x \right\rVert", "‖x‖", "∥x∥", "||x||", "|x|",
        r"\lvert x \rvert", "abs(x)", "x.abs()",
    ],
    "a sum": [
        r"\sum_{i=1}^n x_i", r"\sum_i x_i", r"\sum\limits_{i} x_{i}", r"\sum x_i", "Σ x_i", "∑ᵢ xᵢ",
    ],
    "a partial derivative": [
        r"\frac{\partial f}{\partial x}", r"\partial_x f", r"\partial f / \partial x", "∂f/∂x",
        "∂ₓf",
    ],
    "a second partial derivative": [
        r"\frac{\partial^2 f}{\partial x \partial y}", r"\partial_{xy} f",
    ],
    "a derivative": [
        r"\frac{dy}{dx}", r"\frac{\mathrm{d}y}{\mathrm{d}x}", r"\frac{d}{dx} y", r"\dot{y}",
        "dy/dx", "y'", "y′",
    ],
    "a gradient": [r"\nabla f", "∇f", r"\operatorname{grad} f"],
    "a Hessian": [r"\nabla^2 f", "∇²f"],
    "a mean": [r"\frac{1}{n} \sum_i x_i", r"\frac{\sum_i x_i}{n}", "(1/n) Σ x_i"],
    "an expectation": [
        r"\mathbb{E}[X]", r"\mathbb E\left[X\right]", r"\operatorname{E}[X]", "E[X]", "E(X)",
        "𝔼[X]", "⟨X⟩",
    ],
    "a square root": [r"\sqrt{x}", "√x", "x^{1/2}", "x^0.5", "x**0.5", "torch.sqrt(x)", "sqrt(x)"],
    "a square": ["x^2", "x^{2}", "x²", "x**2", "x.pow(2)", "x.square()"],
    "an inverse": ["A^{-1}", "A⁻¹", "torch.linalg.inv(A)", "np.linalg.inv(A)"],
    "a ramp": [
        r"\max(0, x)", "max(0, x)", "np.maximum(0, x)", "x * (x > 0)",
        r"\begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}",
    ],
    "a product": ["a b", "ab", r"a \cdot b", "a · b", r"a \times b", r"a\,b", "a ⊙ b", "a @ b"],
    "an inner product": ["x^T y", r"\langle x, y\rangle", "⟨x, y⟩", "x.T @ y", "xᵀ y"],
    "an update": [
        r"x \gets x - \eta g", "x ← x - η g", r"x := x - \eta g", r"x = x - \eta g", "x -= eta * g",
    ],
    "a hat": [r"\hat y", r"\widehat{y}", "ŷ", "y hat", "hat y"],
    "two indices": ["a_{ij}", "a_{i j}", "a_{i,j}", "a_ij", "aᵢⱼ"],
    "a composition": [r"(f \circ g)(x)", "(f ∘ g)(x)", "f(g(x))"],
    "softmax": [
        r"\operatorname{softmax}(x)", r"\mathrm{softmax}(x)", "softmax(x)",
        "F.softmax(x, dim=-1)", "torch.softmax(x, -1)",
    ],
    "a divergence": [
        r"\operatorname{KL}(p \| q)", r"D_{KL}(p \| q)", r"D_{\mathrm{KL}}(p \Vert q)", "KL(p‖q)",
    ],
    "rounding up": [r"\lceil x \rceil", "ceil(x)"],
    "a linear layer": ["W x + b", "F.linear(x, W, b)"],
    "a step in place": ["p - a g", "p.sub_(g, alpha=a)", "p.add_(g, alpha=-a)"],
    "a running mean": ["m b + (1 - b) g", "m.mul_(b).add_(g, alpha=1 - b)"],
    "nothing twice": ["x", "-(-x)", "+x", r"\mathbf{x}", r"\left(x\right)", "x · 1", "x + 0"],
}  # fmt: skip
PAIRS = [
    pytest.param(forms[0], form, id=f"{name}: {form}")
    for name, forms in EQUIVALENT.items()
    for form in forms[1:]
]
ODD_PAIRS = [
    (r"\frac{1}{n} \sum x", "sum(x) / n"),
    (r"\frac{1}{N} \sum_i x_i", "1/N Σ x_i"),
    ("A^T", "A.T"),
    ("A^T", "A.mT"),
    ("U S V^T", "U @ S @ VT"),
    (r"a \frac{1}{n} \sum_i x_i", r"a \operatorname{mean}(x_i)"),
    (r"\sum_i u_i v_i", r"u_1 v_1 + u_2 v_2 + \dots + u_n v_n"),
    (r"\max(0, x)", "torch.where(x > 0, x, 0)"),
    (r"\arg\max_x f(x)", "argmax f(x)"),
    (
        r"\frac{\partial f_i}{\partial x_j}",
        r"\begin{bmatrix} \frac{\partial f_1}{\partial x_1} & \cdots \\ \vdots",
    ),
    (r"\sqrt{x}", r"x^{\frac12}"),
    ("x^2", "torch.square(x)"),
    (r"\max(x, 0)", "torch.clamp(x, min=0)"),
    (r"\frac{\partial^2 f}{\partial x \partial y}", "∂²f/∂x∂y"),
]
DIFFERENT = [
    (r"\pi(a | s)", r"\pi a s"),
    (r"\epsilon_\theta(x, t)", r"\epsilon_\theta x t"),
    (r"\operatorname{KL}(p \| q)", r"\operatorname{KL}(q \| p)"),
    (r"\lfloor x \rfloor", r"\lceil x \rceil"),
    ("a/b", "b/a"),
    ("a - b", "b - a"),
    ("a^b", "b^a"),
    ("x^2", "x_2"),
    ("A^T", "A^{-1}"),
    (r"\sum_i x_i", r"\prod_i x_i"),
    (r"\nabla f", r"\nabla^2 f"),
    (r"\exp(x)", r"\log(x)"),
    ("f(x)", "g(x)"),
    (r"\hat y", "y"),
    ("e^x", "a^x"),
]


@pytest.mark.parametrize(("form", "other"), [*PAIRS, *ODD_PAIRS])
def test_notations_of_one_formula_have_one_tree(engine: Engine, form: str, other: str) -> None:
    assert engine(MEANING, other) == engine(MEANING, form)


@pytest.mark.parametrize(("form", "other"), DIFFERENT)
def test_what_means_something_else_has_another_tree(engine: Engine, form: str, other: str) -> None:
    assert engine(MEANING, other) != engine(MEANING, form)


def test_the_styling_that_the_index_leaves_out_changes_no_tree(
    engine: Engine, catalog: list[dict[str, Any]]
) -> None:
    written = [display["tex"] for entry in catalog for display in entry["displays"]]
    indexed = engine("({index}) => index.formulas.displays.flat()")
    assert engine.map(MEANING, indexed) == engine.map(MEANING, written)
