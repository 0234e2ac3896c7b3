"""Every formula is found by its own displays under other names."""

from typing import Any

import pytest

from tests.site.search.engine import Engine
from tests.site.search.renaming import renamed
from tests.site.searching import Box

# A display of one page that is what another page is about: the reverse divergence is a divergence,
# weights that are scaled to a sum of 1 are what nucleus sampling leaves, and the router of a
# mixture of experts is the softmax over the largest k.
ALSO = {"Knowledge distillation": "KL divergence", "Bayes' theorem": "Nucleus sampling"}
ALSO |= {"Top-k sampling": "Mixture of experts (MoE)"}
BEST = "({engine}, query) => engine.search(query).formulas[0]?.formula.title"


@pytest.mark.parametrize(
    ("tex", "other"),
    [
        (r"\frac{x_i}{2}", r"\frac{g_p}{2}"),
        (r"\mathbf{x}^\top \boldsymbol{\theta}", r"\mathbf{g}^\top \boldsymbol{\psi}"),
        (r"\operatorname{softmax}(x)", r"\operatorname{softmax}(g)"),
        (r"\mathbb{E}[X] = e^{2}", r"\mathbb{E}[F] = e^{2}"),
        (r"\begin{cases} x \end{cases}", r"\begin{cases} g \end{cases}"),
    ],
)
def test_a_renamed_formula_keeps_all_but_its_variables(tex: str, other: str) -> None:
    assert renamed(tex) == other


@pytest.mark.parametrize("by", [3, 7])
def test_every_display_with_other_names_finds_its_formula_first(
    engine: Engine, catalog: list[dict[str, Any]], by: int
) -> None:
    displays = [(f["title"], renamed(d["tex"], by)) for f in catalog for d in f["displays"]]
    found = engine.map(BEST, [tex for _, tex in displays])
    wrong = [
        f"{title}, by {tex!r}, got {best}"
        for (title, tex), best in zip(displays, found, strict=True)
        if best not in (title, ALSO.get(title))
    ]
    assert len(displays) > len(catalog)
    assert wrong == []


def test_the_box_finds_a_formula_under_other_names(box: Box, catalog: list[dict[str, Any]]) -> None:
    queries = [renamed(entry["tex"]) for entry in catalog]
    found = [results[0]["title"] for results in box.ask_all(queries)]
    assert found == [entry["title"] for entry in catalog]
