"""Pasted MathML: with its LaTeX, and without, as other pages have it."""

import re
from typing import Any

import pytest

from tests.site.search.engine import Engine
from tests.site.searching import Box

LATEX = "({latexOf}, text) => latexOf(text)"
ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)


@pytest.mark.parametrize(
    ("mathml", "latex"),
    [
        ("<math><mfrac><mn>1</mn><mi>x</mi></mfrac></math>", r"\frac{1}{x}"),
        ("<math><msup><mi>e</mi><mrow><mo>−</mo><mi>x</mi></mrow></msup></math>", "e^{− x}"),
        ("<math><msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt></math>", r"\sqrt{a + b}"),
        ("<math><mover><mi>y</mi><mo>^</mo></mover></math>", r"\hat{y}"),
        ("<math><mi>exp</mi><mo>&#x2061;</mo><mi>x</mi></math>", r"\operatorname{exp}  x"),
        ("<math><mi>a</mi><mo>&#x2062;</mo><mi>b</mi><mo></mo></math>", "a  b"),
        ("<mml:math><mml:mi>&lt;</mml:mi></mml:math>", "<"),
        ("<math><mi>x<!-- x --></mi></math>", "x"),
        ('<math><mi>x</mi><annotation encoding="application/x-tex">y</annotation></math>', "y"),
        ("<math><mfrac><mn>1", r"\frac{1}{}"),
        ("<math>", ""),
        ("softmax is <math><mi>p</mi></math>", "softmax is  p"),
    ],
)
def test_mathml_is_read_as_latex(engine: Engine, mathml: str, latex: str) -> None:
    assert engine(LATEX, mathml) == latex


# Cases inside of aligned rows; of several displays alike, all of joint laws, the nearest.
UNREAD = {"Leaky ReLU", "Chain rule of probability"}


@pytest.mark.parametrize("annotated", [True, False])
def test_the_mathml_of_every_formula_finds_it(
    box: Box, catalog: list[dict[str, Any]], annotated: bool
) -> None:
    copies = [entry["mathml"] for entry in catalog]
    pasted = copies if annotated else [ANNOTATION.sub("", copy) for copy in copies]
    found = [results[0]["title"] for results in box.ask_all(pasted)]
    wrong = {e["title"] for e, title in zip(catalog, found, strict=True) if e["title"] != title}
    assert wrong <= (set() if annotated else UNREAD)
