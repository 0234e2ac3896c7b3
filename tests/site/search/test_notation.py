"""What the search answers to a sign, its LaTeX command, its name, and a question about it."""

import pytest

from scripts.finishing.notation_rows import row_entries
from scripts.sources.collection import read_sources
from tests.site.search.engine import Engine
from tests.site.searching import Box

ROWS = {entry["location"]: entry for entry in row_entries(read_sources().notation)}
FOUND = "({engine}, query) => engine.search(query).pages.map(({ page }) => page.location)"


def found(engine: Engine, query: str) -> list[str]:
    return [str(location) for location in engine(FOUND, query)]


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("⊙", "hadamard-product"),
        (r"\odot", "hadamard-product"),
        ("hadamard product", "hadamard-product"),
        ("elementwise product", "hadamard-product"),
        ("what does the hat mean", "hat"),
        ("hat", "hat"),
        ("what do bold letters mean", "bold-capital-letter"),
        ("what does x bar mean", "bar"),
        ("∀", "for-all"),
        ("∃", "there-exists"),
        ("⊗", "kronecker-product"),
        ("∝", "proportional-to"),
        ("≪", "much-less-than"),
        ("∈", "element-of"),
        ("≤", "at-most"),
        ("∼", "distributed-as"),
        ("⟨⟩", "angle-brackets"),
        ("←", "assignment"),
        ("𝟙", "indicator"),
        ("argmax", "argmax"),
        ("big o", "big-o"),
        (r"\mathbb{R}", "real-numbers"),
    ],
)
def test_what_a_sign_means_comes_first(box: Box, query: str, row: str) -> None:
    best, *_ = box.ask(query)
    assert best["href"].endswith(f"notation/#{row}"), best


@pytest.mark.parametrize("query", ["⊤", "∇", "𝔼", "‖", "≈", "∂", r"\partial", r"\lVert", "≥"])
def test_what_a_sign_means_is_found_beside_the_formulas_that_have_it(
    engine: Engine, query: str
) -> None:
    assert any(location.startswith("notation/#") for location in found(engine, query))


@pytest.mark.parametrize("query", ["α", r"\alpha"])
def test_a_letter_is_asked_for_by_its_formulas_first(box: Box, query: str) -> None:
    best, *others = box.ask(query)
    assert "notation/" not in best["href"]
    assert any("Greek letter alpha" in other["html"] for other in others)


def test_every_row_is_found_by_its_names(engine: Engine) -> None:
    names = [
        (location, name)
        for location, entry in ROWS.items()
        for name in (entry["title"], *entry["aliases"])
    ]
    pages = engine.map(FOUND, [name for _, name in names])
    lost = [
        (name, location)
        for (location, name), answer in zip(names, pages, strict=True)
        if location not in answer
    ]
    assert lost == []
