import re

import pytest

from scripts.finishing.markdown_copies import markdown_copy
from scripts.sources.bibliography import read_references
from scripts.sources.formula import SECTIONS, read_formula
from tests.project import Project

ADDRESS = "https://example.org/tiny/"
PAGE = "docs/powers/square.md"


@pytest.fixture
def copy(built: Project) -> str:
    return markdown_copy(read_formula("powers/square"), read_references(), ADDRESS)


def test_it_starts_with_the_title_and_names_the_page_and_its_status(copy: str) -> None:
    assert copy.startswith(
        "# Square\n\n> Multiplies a number by itself.\n\n"
        "- Page: <https://example.org/tiny/powers/square/>\n"
        "- Also called: second power\n"
        "- PyTorch: `torch.square`\n"
        "- Call: `torch.pow(x, 2)`\n"
        "- Shapes: `x (...) -> (...)`\n"
        "- Status: checked ([what this means]"
    )


def test_a_fact_that_a_page_does_not_have_is_left_out(built: Project) -> None:
    built.edit(PAGE, "[second power]", "[]")
    copy = markdown_copy(read_formula("powers/square"), read_references(), ADDRESS)
    assert "Also called" not in copy


def test_it_has_the_sections_of_the_page_in_order(copy: str) -> None:
    assert tuple(re.findall(r"^## (.+)$", copy, re.MULTILINE)) == SECTIONS


def test_code_and_sources_stand_in_it(copy: str) -> None:
    assert "```python\nimport torch\nfrom torch import Tensor\n" in copy
    assert "- Euclid. *Elements*. Ratdolt, 1482." in copy
    assert "https://example.org/elements" in copy
    assert "--8<--" not in copy


def test_mathematics_is_latex_between_dollars(copy: str) -> None:
    assert "$$\nf(x) = x^{2}\n$$" in copy
    assert r"- $x \in \mathbb{R}$: the base" in copy


def test_every_address_is_complete(copy: str) -> None:
    assert all(target.startswith("https://") for target in re.findall(r"\]\(([^)]+)\)", copy))
    assert f"![A curve through the origin.]({ADDRESS}figures/powers/square.svg)" in copy


def test_a_citation_is_text(copy: str) -> None:
    assert "Grows quickly ([Euclid, 1482](https://example.org/elements))." in copy


def test_code_is_left_as_it_is(built: Project) -> None:
    built.edit(
        "snippets/powers/square.py",
        "    return x**2",
        "    # see [a](b.md) [@key]\n    return x**2",
    )
    copy = markdown_copy(read_formula("powers/square"), read_references(), ADDRESS)
    assert "# see [a](b.md) [@key]" in copy
