"""What the forms of a formula are good for: a document in LaTeX, a comment in code."""

from playwright.sync_api import Page
import pytest

from scripts.sources.configuration import read_configuration
from tests.site.copying import copied, visit
from tests.site.engines import Engine

COMMENTS = {
    ("probability_statistics/softmax", 0): ["softmax(x)ᵢ = e^xᵢ / (∑ⱼ₌₁ᴷ e^xⱼ)"],
    ("nonlinear_functions/sigmoid", 0): ["σ(x) = 1 / (1 + e⁻ˣ), σ'(x) = σ(x)(1 - σ(x))"],
    ("nonlinear_functions/relu", 0): ["ReLU(x) = max(0, x), ReLU'(x) = {1, x > 0; 0, x < 0"],
    ("calculus/gradient", 0): ["∇f(x) = [∂f/∂x₁, …, ∂f/∂xₙ]ᵀ"],
    ("calculus/derivative", 0): ["f'(x) = lim_(h→0) (f(x + h) - f(x)) / h"],
    ("vectors_geometry/lp_norm", 0): ["‖x‖ₚ = (∑ᵢ₌₁ⁿ |xᵢ|ᵖ)^(1/p), ‖x‖_∞ = maxᵢ |xᵢ|"],
    ("optimization/adam", 0): [
        "mₜ = β₁ mₜ₋₁ + (1 - β₁) gₜ",
        "vₜ = β₂ vₜ₋₁ + (1 - β₂) gₜ²",
        "m̂ₜ = mₜ / (1 - β₁ᵗ)",
        "v̂ₜ = vₜ / (1 - β₂ᵗ)",
        "θₜ = θₜ₋₁ - α m̂ₜ / (√v̂ₜ + ϵ)",
    ],
}
MAKE = """
const [form, done] = [%r, arguments[0]]
const script = document.querySelector("script[src*='copy/copy.js']").src
import(script.replace("copy.js", "forms.js")).then(async ({ FORMS, located }) => {
  const formula = document.querySelector(".formula")
  const math = formula.querySelector("math")
  const tex = math.querySelector("annotation").textContent
  done(await FORMS.find(({ name }) => name === form).make(located({ formula, math, tex })))
})
"""


def link(identifier: str) -> str:
    return f"{read_configuration().site_url}{identifier}/"


@pytest.mark.parametrize(("place", "lines"), COMMENTS.items(), ids=lambda value: str(value[0]))
def test_a_comment_reads_as_the_formula_and_links_to_it(
    reader: Page, address: str, place: tuple[str, int], lines: list[str]
) -> None:
    identifier, display = place
    visit(reader, f"{address}{identifier}/")
    *comment, last = copied(reader, "Code comment", display).splitlines()
    assert comment == [f"# {line}" for line in lines]
    assert last.startswith(f"# {link(identifier)}#")


@pytest.mark.parametrize("form", ["Code comment", "LaTeX equation"])
def test_all_browsers_make_the_same(reader: Page, engine: Engine, address: str, form: str) -> None:
    visit(reader, f"{address}optimization/adam/")
    engine.open(f"{address}optimization/adam/")
    assert engine.run_async(MAKE % form) == copied(reader, form)


def test_aligned_rows_are_one_equation_with_its_link(reader: Page, address: str) -> None:
    visit(reader, f"{address}optimization/adam/")
    text = copied(reader, "LaTeX equation")
    first, rest = text.split("\n", 1)
    assert first.startswith(f"% {link('optimization/adam')}#")
    assert rest.startswith("\\begin{equation}\n\\begin{aligned}")
    assert text.endswith("\\end{aligned}\n\\end{equation}\n")


def test_an_equation_names_the_package_that_it_needs(reader: Page, address: str) -> None:
    visit(reader, f"{address}probability_statistics/expectation/")
    assert copied(reader, "LaTeX equation").splitlines()[1] == r"% needs \usepackage{amssymb}"
