from collections.abc import Iterator
import re

import pytest

from scripts.checker import tree
from scripts.checker.judging.page import read_page
from scripts.mathematics.juxtaposed import APPLIED, TIMES
from scripts.mathematics.knowing import known_from, known_of
from scripts.mathematics.mathml import to_mathml, without_latex
from scripts.sources.collection import read_sources
from scripts.sources.labels import without_labels

LIST = [
    r"f(x), F_l(h) \in \mathbb{R}",
    r"p(x \mid y) \in (0, 1)",
    r"a, b, s, x, y \in \mathbb{R}",
    r"\mathbf{J} \in \mathbb{R}^{m \times n}",
    r"\mathbf{W}_1, \ldots, \mathbf{W}_h \in \mathbb{R}^{m \times n}",
]
SHOWN = str.maketrans({APPLIED: "@", TIMES: "*"})
CALLS = (tree.Call, tree.Expectation, tree.Order)
SORTED = tree.Word("sorted")
# `max` and `lim` are applied to what stands behind them, which is no list of arguments.
OF_LIMITS = re.compile(r"</munder><mo[^>]*>\u2061")


def told(tex: str, *, lists: list[str] | None = None) -> str:
    """The characters of a formula, with @ for an application and * for a product."""
    known = known_from(LIST if lists is None else lists, [])
    mathml = without_latex(to_mathml(tex, display=True, known=known))
    return re.sub(r"<[^>]+>", "", mathml).translate(SHOWN)


@pytest.mark.parametrize(
    ("tex", "meaning"),
    [
        ("f(x)", "f@(x)"),
        (r"f'(x) + F_l(\mathbf{x})", "f′@(x)+Fl@(𝐱)"),
        (r"\log p(x \mid y)", "log@p@(x∣y)"),
        (r"\mathbb{E}[X] - \mathbb{1}[i = k]", "𝔼@[X]−𝟙@[i=k]"),
        (r"P(X = x)", "P@(X=x)"),
        (r"\mathbf{J}_f(\mathbf{x})", "𝐉f@(𝐱)"),
        (r"\frac{\partial f}{\partial x}(a)", "∂f∂x@(a)"),
        (r"\operatorname{softmax}\left(x\right)_i", "softmax@(x)i"),
        (r"\log \operatorname{softmax}(x)_i", "log@softmax@(x)i"),
        (r"L(a, b)", "L@(a,b)"),
        (r"\begin{aligned} \operatorname{FFN}&(x) \\ &= b \end{aligned}", "FFN@(x)=b"),
    ],
)
def test_a_function_is_applied_to_its_arguments(tex: str, meaning: str) -> None:
    assert told(tex) == meaning


@pytest.mark.parametrize(
    ("tex", "meaning"),
    [
        ("a b", "a*b"),
        (r"a \, f(x)", "a*f@(x)"),
        ("a(b + x)", "a*(b+x)"),
        ("(a + b)(x + y)", "(a+b)*(x+y)"),
        (r"2\pi(a + 1)", "2*π*(a+1)"),
        (r"\frac{1}{2} \sum_i x_i y_i", "12*∑ixi*yi"),
        (r"a \lvert x \rvert b |y|", "a*|x|*b*|y|"),
        (r"\lVert \mathbf{x} \rVert \lVert \mathbf{y} \rVert", "‖𝐱‖*‖𝐲‖"),
        (r"\sqrt{a b} \, x \log y", "a*b*x*log@y"),
        (r"e^{-2 a x}", "e−2*a*x"),
        (r"\mathbf{W}_i(\mathbf{x} + \mathbf{y})", "𝐖i*(𝐱+𝐲)"),
        (r"\begin{pmatrix} a b & x \end{pmatrix} y", "(a*bx)*y"),
    ],
)
def test_what_stands_side_by_side_multiplies(tex: str, meaning: str) -> None:
    assert told(tex) == meaning


@pytest.mark.parametrize(
    "tex",
    [
        "x_{ij}",
        r"W^{QK}",
        r"\partial f",
        r"\nabla f",
        r"dx",
        r"\int f \, dx",
        r"a, \quad b",
        r"a, \quad (b)",
        r"c(a + b)",  # is c a function?
        r"\operatorname{KL} = a",
    ],
)
def test_what_is_no_product_or_may_be_none_is_left_alone(tex: str) -> None:
    assert not set(told(tex)) & {"@", "*"}


def test_without_a_symbol_list_only_what_is_sure_is_told() -> None:
    assert told(r"f(x) + a b + L(a, b)", lists=[]) == "f(x)+a*b+L@(a,b)"


def test_an_operator_of_derivatives_and_its_function_are_one() -> None:
    mathml = to_mathml(r"\frac{d}{dx} f(x) = a", display=True, known=known_from(LIST, []))
    assert '<mrow intent="derivative($of,$by1,1)"><mfrac>' in mathml
    assert told(r"\frac{d}{dx} f(x) = a") == "ddxf@(x)=a"


def test_every_formula_here_multiplies_and_applies_what_the_checker_does() -> None:
    differing = []
    for formula in read_sources().formulas.values():
        page, known = read_page(formula.path), known_of(formula)
        for display, statements in zip(page.displays, page.statements, strict=True):
            assert isinstance(statements, tuple)
            nodes = [node for statement in statements for node in outside_indices(statement)]
            products = [node for node in nodes if isinstance(node, tree.Binary) and node.op == "*"]
            calls = [node for node in nodes if isinstance(node, CALLS)]
            shown = without_latex(to_mathml(without_labels(display.tex), display=True, known=known))
            applied = shown.count(APPLIED) - len(OF_LIMITS.findall(shown))
            if (shown.count(TIMES), applied) != (len(products), len(calls)):
                differing.append((formula.id, display.tex, len(products), len(calls)))
    assert not differing


def outside_indices(node: tree.Expr) -> Iterator[tree.Expr]:
    """A node and what is below it, but for what stands in subscripts: z_{(k)} is sorted there."""
    if not (isinstance(node, tree.Call) and node.function == SORTED):
        yield node
    for part in [node.base] if isinstance(node, tree.Index) else node.parts:
        yield from outside_indices(part)
