from dataclasses import replace
from pathlib import Path
from textwrap import indent

import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import BUILD
from scripts.checker.verdicts import Verdict
from scripts.pages.listings import (
    chapter_list,
    check_summary,
    home_list,
    listing_files,
    name_index,
    pytorch_index,
    source_list,
    symbol_index,
    write_listings,
)
from scripts.sources.bibliography import read_references
from scripts.sources.collection import read_sources
from scripts.sources.formula import Formula, read_formula
from scripts.sources.portable import absolute_links
from tests.project import Project, write_record

PAGE = "docs/powers/square.md"


def formulas() -> list[Formula]:
    return [read_formula("powers/square"), read_formula("powers/cube")]


def test_every_list_a_page_may_include_is_written(project: Project) -> None:
    write_listings(read_sources())
    written = {path for path in BUILD.rglob("*") if path.is_file()}
    assert written == listing_files(read_sources().chapters)


def test_a_chapter_lists_its_formulas_in_order_with_their_anchors(project: Project) -> None:
    headings = [line for line in chapter_list(formulas()).splitlines() if line.startswith("#")]
    assert headings == [
        f"## [{name}]({slug}.md) {{ #{slug} data-formula=powers/{slug} }}"
        for name, slug in (("Square", "square"), ("Cube", "cube"))
    ]


def test_a_chapter_shows_statement_symbols_intuition_and_effect(project: Project) -> None:
    text = chapter_list(formulas()[:1])
    assert "f(x) = x^{2}" in text and r"- $x \in \mathbb{R}$: the base" in text
    assert "**Intuition.** Grows quickly" in text
    assert "**How it affects the output**\n\n- The slope" in text


def test_an_effect_that_is_a_sentence_continues_its_line(project: Project) -> None:
    project.edit(PAGE, "- The slope", "The slope")
    assert "**How it affects the output.** The slope" in chapter_list(formulas()[:1])


def test_the_home_page_lists_chapters_and_formulas(project: Project) -> None:
    assert home_list(read_sources()) == (
        "## [Powers](powers/index.md)\n\n- [Square](powers/square.md)\n- [Cube](powers/cube.md)\n"
    )


def test_the_home_page_shows_a_part_beside_its_chapters(project: Project) -> None:
    nav = project.read("mkdocs.yml")
    chapter = nav[nav.index("  - Powers:\n") : nav.index("  - Notebooks:\n")]
    project.edit("mkdocs.yml", chapter, f"  - Mathematics:\n{indent(chapter, '    ')}")
    assert home_list(read_sources()) == (
        '<div class="home-part" markdown>\n\n## Mathematics\n\n<div markdown>\n\n'
        "### [Powers](powers/index.md)\n\n"
        "- [Square](powers/square.md)\n- [Cube](powers/cube.md)\n\n</div>\n\n</div>\n"
    )


def test_the_summary_counts_what_is_compared_with_a_reference(project: Project) -> None:
    checked = Verdict("", 1, "x", "checked", draws=8)
    referred = replace(checked, references=("reference",))
    write_record(Path("docs/powers/square.md"), [referred, checked])
    write_record(Path("docs/powers/cube.md"), [Verdict("", 1, "x", "not machine-checked: why")])
    summary = check_summary(formulas())
    assert "| Checked | 1 | 2 |" in summary
    assert "In 1 of the 2 displays that are evaluated, a line is compared with a ref" in summary
    assert "- [Cube](powers/cube.md): why" in summary


def test_names_and_aliases_are_listed_from_a_to_z(project: Project) -> None:
    assert name_index(formulas()) == (
        "## C\n\n- [Cube](../powers/cube.md)\n\n"
        "## S\n\n- Second power: see [Square](../powers/square.md)\n"
        "- [Square](../powers/square.md)\n\n"
        "## T\n\n- Third power: see [Cube](../powers/cube.md)"
    )


def test_names_that_start_with_a_digit_stand_together(project: Project) -> None:
    project.edit(PAGE, "second power", "2nd power")
    assert "## Signs\n\n- 2nd power: see" in name_index(formulas())


@pytest.mark.parametrize("alias", ["dx/dt", "f prime", "p-norm", "max(0, x)", "E[X]", "∇f"])
def test_a_name_that_is_notation_keeps_its_letters(project: Project, alias: str) -> None:
    project.edit(PAGE, "[second power]", f'["{alias}"]')
    assert f"- {alias}: see [Square]" in name_index(formulas())


def test_pytorch_names_are_listed_by_module(project: Project) -> None:
    project.edit("docs/powers/cube.md", "[torch.pow]", "[torch.nn.Cube, torch.square]")
    assert pytorch_index(formulas()) == (
        "## torch\n\n- `torch.square`: [Square](../powers/square.md), [Cube](../powers/cube.md)\n\n"
        "## torch.nn\n\n- `torch.nn.Cube`: [Cube](../powers/cube.md)"
    )


def test_symbols_are_listed_once_with_all_their_meanings(project: Project) -> None:
    assert symbol_index(formulas()).splitlines()[2:] == [
        "| $x$ | the base ([Square](../powers/square.md))<br>the base ([Cube](../powers/cube.md)) |"
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
    rows = symbol_index(formulas()[:1]).splitlines()[2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == symbols


def test_a_bar_in_a_meaning_does_not_end_the_cell(project: Project) -> None:
    project.edit(PAGE, ": the base", ": the base, $|x| < 1$")
    assert r"$\|x\| < 1$" in symbol_index(formulas()[:1])


def test_a_link_in_a_meaning_leads_to_the_same_page(project: Project) -> None:
    project.edit(PAGE, ": the base", ": the base of a [cube](cube.md)")
    assert "[cube](../powers/cube.md)" in symbol_index(formulas()[:1])


def test_sources_are_listed_in_full(project: Project) -> None:
    listed = source_list(formulas()[0], read_references())
    assert listed.startswith("- ") and "Elements" in listed


def test_an_unknown_source_is_refused_at_its_line(project: Project) -> None:
    project.edit(PAGE, "[euclid300]\n", "[nobody2000]\n")
    project.edit(PAGE, "[@euclid300]", "")
    with pytest.raises(SourceError, match=rf"^{PAGE}:6: unknown citation key 'nobody2000'"):
        source_list(formulas()[0], read_references())


def test_an_unknown_source_in_a_list_of_lines_is_refused_at_its_own(project: Project) -> None:
    project.edit(PAGE, "[euclid300]\n", "\n  - euclid300\n  - nobody2000\n")
    with pytest.raises(SourceError, match=rf"^{PAGE}:8: unknown citation key 'nobody2000'"):
        source_list(formulas()[0], read_references())


def test_an_unknown_source_is_looked_for_in_the_front_matter_line(project: Project) -> None:
    project.edit(PAGE, "by itself", "as in power200")
    project.edit(PAGE, "[euclid300]\n", "[euclid300, power200]\n")
    with pytest.raises(SourceError, match=rf"^{PAGE}:6: unknown citation key 'power200'"):
        source_list(formulas()[0], read_references())


@pytest.mark.parametrize(
    ("link", "rewritten"),
    [
        ("[a](cube.md)", "[a](../powers/cube.md)"),
        ("[a](cube.md#intuition)", "[a](../powers/cube.md#intuition)"),
        ("[a](../notation.md)", "[a](../notation.md)"),
        ("[a](../roots/root.md)", "[a](../roots/root.md)"),
        ("[a](https://example.org/a.md)", "[a](https://example.org/a.md)"),
        ("![a](../figures/a.svg)", "![a](../figures/a.svg)"),
    ],
)
def test_links_are_rewritten_for_another_folder(link: str, rewritten: str) -> None:
    assert absolute_links(link, "powers", "..") == rewritten


def test_an_unchanged_list_keeps_its_time(project: Project) -> None:
    write_listings(read_sources())
    before = Path("build/home.md").stat().st_mtime_ns
    write_listings(read_sources())
    assert Path("build/home.md").stat().st_mtime_ns == before
