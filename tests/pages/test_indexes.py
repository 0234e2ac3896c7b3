import pytest

from scripts.pages.indexes import name_index, notebook_list, pytorch_index, symbol_index
from scripts.sources.collection import read_sources
from scripts.sources.formula import Formula, read_formula
from tests.project import Project

PAGE = "docs/powers/square.md"


def formulas() -> list[Formula]:
    return [read_formula("powers/square"), read_formula("powers/cube")]


def rows(index: str | None = None) -> list[str]:
    """The rows of the table of symbols."""
    lines = (symbol_index(formulas()) if index is None else index).splitlines()
    return lines[lines.index("| --- | --- |") + 1 :]


def test_names_and_aliases_are_listed_from_a_to_z(project: Project) -> None:
    assert (
        "## C\n\n- [Cube](../powers/cube.md)\n\n"
        "## S\n\n- Second power: see [Square](../powers/square.md)\n"
        "- [Square](../powers/square.md)\n\n"
        "## T\n\n- Third power: see [Cube](../powers/cube.md)\n"
    ) in name_index(formulas())


def test_a_line_leads_to_each_letter(project: Project) -> None:
    assert name_index(formulas()).startswith("[C](#c) [S](#s) [T](#t)\n{ .jumps }\n")


def test_a_name_stands_under_its_letter_without_the_accent(project: Project) -> None:
    project.edit(PAGE, "[second power]", "[élévation au carré]")
    assert "## E\n\n- Élévation au carré: see" in name_index(formulas())


def test_names_that_start_with_no_letter_stand_together_at_the_end(project: Project) -> None:
    project.edit(PAGE, "[second power]", '[2nd power, "∇ of a cube"]')
    index = name_index(formulas())
    assert "## Signs\n\n- 2nd power: see" in index
    assert index.index("## T") < index.index("## Signs") < index.index("- ∇ of a cube: see")


@pytest.mark.parametrize("alias", ["dx/dt", "f prime", "p-norm", "max(0, x)", "E[X]", "∇f"])
def test_a_name_that_is_notation_keeps_its_letters(project: Project, alias: str) -> None:
    project.edit(PAGE, "[second power]", f'["{alias}"]')
    assert f"- {alias}: see [Square]" in name_index(formulas())


def test_pytorch_names_are_listed_by_module(project: Project) -> None:
    project.edit("docs/powers/cube.md", "[torch.pow]", "[torch.nn.Cube, torch.square]")
    index = pytorch_index(formulas())
    assert (
        "## torch\n\n- `torch.square`: [Square](../powers/square.md), [Cube](../powers/cube.md)\n\n"
        "## torch.nn\n\n- `torch.nn.Cube`: [Cube](../powers/cube.md)\n"
    ) in index
    assert index.startswith("[torch](#torch) [torch.nn](#torchnn)\n{ .jumps }\n")


def test_symbols_are_listed_once_with_all_their_meanings(project: Project) -> None:
    assert rows() == [
        "| $x$ { #x } | the base ([Square](../powers/square.md))"
        "<br>the base ([Cube](../powers/cube.md)) |"
    ]


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        (r"\mathbf{a}, \mathbf{b} \in \mathbb{R}^{n}", [r"$\mathbf{a}$", r"$\mathbf{b}$"]),
        (r"f(x, t) \in \mathbb{R}", ["$f(x, t)$"]),
        (r"X \sim P", ["$X$"]),
        (r"b, \alpha, A \in \mathbb{R}", ["$A$", "$b$", r"$\alpha$"]),
    ],
)
def test_a_line_may_declare_several_symbols(
    project: Project, line: str, symbols: list[str]
) -> None:
    project.edit(PAGE, r"$x \in \mathbb{R}$", f"${line}$")
    cells = [row.split(" | ")[0].removeprefix("| ") for row in rows(symbol_index(formulas()[:1]))]
    assert [cell.partition(" {")[0] for cell in cells] == symbols


def test_the_first_symbol_of_a_letter_is_where_the_line_leads(project: Project) -> None:
    project.edit(
        PAGE, r"$x \in \mathbb{R}$", r"$b, \mathbf{B}, \Sigma, \hat{\sigma} \in \mathbb{R}$"
    )
    index = symbol_index(formulas()[:1])
    assert index.startswith("[B](#b) [σ](#sigma)\n{ .jumps }\n")
    assert [cell.split(" | ")[0] for cell in rows(index)] == [
        r"| $\mathbf{B}$ { #b }",
        "| $b$",
        r"| $\Sigma$ { #sigma }",
        r"| $\hat{\sigma}$",
    ]


def test_a_notebook_is_listed_with_what_its_chapter_is_about(project: Project) -> None:
    assert notebook_list(read_sources()) == "- [Powers](notebooks/powers.ipynb): Square and cube.\n"


def test_a_bar_in_a_meaning_does_not_end_the_cell(project: Project) -> None:
    project.edit(PAGE, ": the base", ": the base, $|x| < 1$")
    assert r"$\|x\| < 1$" in symbol_index(formulas()[:1])


def test_a_link_in_a_meaning_leads_to_the_same_page(project: Project) -> None:
    project.edit(PAGE, ": the base", ": the base of a [cube](cube.md)")
    assert "[cube](../powers/cube.md)" in symbol_index(formulas()[:1])
