import pytest

from scripts.base.errors import SourceError
from scripts.sources.formula import SECTIONS, read_formula
from tests.project import Project

ID = "powers/square"
PAGE = "docs/powers/square.md"


def refused(project: Project, line: int, message: str) -> None:
    with pytest.raises(SourceError, match=rf"^{PAGE}:{line}: .*{message}"):
        read_formula(ID)


def test_a_page_is_read_with_all_it_says(project: Project) -> None:
    formula = read_formula(ID)
    assert (formula.title, formula.description) == ("Square", "Multiplies a number by itself.")
    assert (formula.aliases, formula.pytorch) == (("second power",), ("torch.square",))
    assert formula.questions == ("multiply a number by itself",)
    assert formula.sources == ("euclid300",)


def test_its_id_gives_chapter_slug_and_files(project: Project) -> None:
    formula = read_formula(ID)
    assert (formula.chapter, formula.slug) == ("powers", "square")
    assert (str(formula.path), str(formula.snippet.path)) == (PAGE, "snippets/powers/square.py")


def test_the_displays_are_read_with_their_lines(project: Project) -> None:
    (display,) = read_formula(ID).displays
    assert (display.tex, display.line) == ("f(x) = x^{2}", project.line(PAGE, "f(x) = x"))


def test_a_symbol_is_read_with_its_domain_meaning_and_line(project: Project) -> None:
    (symbol,) = read_formula(ID).symbols
    assert (symbol.tex, symbol.meaning) == (r"x \in \mathbb{R}", "the base")
    assert symbol.line == project.line(PAGE, "the base")


def test_the_statement_is_the_formula_with_its_symbols(project: Project) -> None:
    statement = read_formula(ID).statement
    assert statement == "$$\nf(x) = x^{2}\n$$\n\n- $x \\in \\mathbb{R}$: the base"


def test_the_sections_are_read_without_their_headings(project: Project) -> None:
    sections = read_formula(ID).sections
    assert tuple(sections) == SECTIONS
    assert sections["Intuition"].text == "Grows quickly [@euclid300]."


def test_the_alt_text_is_that_of_the_formulas_own_figure(project: Project) -> None:
    project.edit(PAGE, "![A curve", "![Another](../figures/powers/cube.svg)\n\n![A curve")
    assert read_formula(ID).alt_text == "A curve through the origin."


@pytest.mark.parametrize("key", ["description", "aliases", "pytorch", "questions", "sources"])
def test_front_matter_that_lacks_a_key_is_refused(project: Project, key: str) -> None:
    line = next(x for x in project.read(PAGE).splitlines() if x.startswith(f"{key}:"))
    project.edit(PAGE, f"{line}\n", "")
    refused(project, 1, f"lacks '{key}'")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("aliases: [second power]", "aliases: second power", 3, "must be a list of texts"),
        ("aliases: [second power]", "aliases: [2]", 3, "must be a list of texts"),
        ("aliases: [second power]", "aliases: ['']", 3, "must be a list of texts"),
        ("aliases: [second power]", "aliases:", 3, "must be a list of texts"),
        ("Multiplies a number by itself.", "[a, b]", 2, "must be a text"),
        ("Multiplies a number by itself.", "''", 2, "must be a text"),
        ("Multiplies a number by itself.", "2000-01-01", 2, "must be a text"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_at_its_line(
    project: Project, old: str, new: str, line: int, message: str
) -> None:
    project.edit(PAGE, old, new)
    refused(project, line, message)


def test_front_matter_that_is_a_list_is_refused(project: Project) -> None:
    _, _, body = project.read(PAGE).split("---\n", 2)
    project.write(PAGE, f"---\n- a\n---\n{body}")
    refused(project, 2, "expected 'key: value' lines")


def test_front_matter_that_is_never_closed_is_refused(project: Project) -> None:
    project.edit(PAGE, "sources: [euclid300]\n---\n", "sources: [euclid300]\n")
    refused(project, 1, "expected front matter")


@pytest.mark.parametrize("heading", ["", "## Square", "Square"])
def test_a_page_that_does_not_start_with_its_name_is_refused(
    project: Project, heading: str
) -> None:
    project.edit(PAGE, "# Square", heading)
    with pytest.raises(SourceError, match=rf"^{PAGE}:\d+: expected the heading '# Name"):
        read_formula(ID)


def test_a_page_without_a_display_is_refused(project: Project) -> None:
    project.edit(PAGE, "$$\nf(x) = x^{2}\n$$\n", "")
    refused(project, project.line(PAGE, "# Square"), "expected the formula")


def test_a_display_in_a_section_is_no_formula(project: Project) -> None:
    project.edit(PAGE, "$$\nf(x) = x^{2}\n$$\n", "")
    project.edit(PAGE, "Grows quickly", "$$\nx\n$$\n\nGrows quickly")
    refused(project, project.line(PAGE, "# Square"), "expected the formula")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_page_without_one_of_the_six_headings_is_refused(project: Project, section: str) -> None:
    project.edit(PAGE, f"## {section}\n", "")
    with pytest.raises(SourceError, match=rf"^{PAGE}:\d+: expected "):
        read_formula(ID)


def test_headings_in_another_order_are_refused_at_the_first_that_differs(project: Project) -> None:
    project.edit(PAGE, "## Intuition", "## Good to know")
    refused(project, project.line(PAGE, "## Good to know"), "expected '## Intuition' here")


@pytest.mark.parametrize("heading", ["## Proof", "### Proof", "# Proof"])
def test_a_heading_of_ones_own_is_refused_at_its_line(project: Project, heading: str) -> None:
    project.edit(PAGE, "Nothing overflows", f"{heading}\n\nNothing overflows")
    refused(project, project.line(PAGE, heading), "expected '## See also' here")


def test_a_heading_in_code_is_none(project: Project) -> None:
    project.edit(PAGE, "Nothing overflows", "```sh\n# a comment\n```\n\nNothing overflows")
    assert tuple(read_formula(ID).sections) == SECTIONS


@pytest.mark.parametrize("item", ["- x: the base", "- $x$ the base", "- $x$:", "- the base"])
def test_a_symbol_in_another_form_is_refused_at_its_line(project: Project, item: str) -> None:
    project.edit(PAGE, "- $x \\in \\mathbb{R}$: the base", item)
    refused(project, project.line(PAGE, item), "expected a symbol as")


def test_a_page_without_its_figure_is_refused(project: Project) -> None:
    project.edit(PAGE, "../figures/powers/square.svg", "../figures/powers/cube.svg")
    refused(project, project.line(PAGE, "## In PyTorch"), "expected the figure once")


def test_an_alt_text_may_hold_brackets(project: Project) -> None:
    project.edit(PAGE, "![A curve through the origin.]", "![A curve on [-1, 1].]")
    assert read_formula(ID).alt_text == "A curve on [-1, 1]."


def test_a_citation_in_code_is_none(project: Project) -> None:
    project.edit(PAGE, "Nothing overflows", "Cite as `[@nobody]`. Nothing overflows")
    assert read_formula(ID).sources == ("euclid300",)


def test_the_entries_of_the_front_matter_are_read_with_their_lines(project: Project) -> None:
    project.edit(PAGE, "[second power]", "\n  - second power\n  - x squared")
    matter = read_formula(ID).matter
    assert matter.entries("aliases") == [(4, "second power"), (5, "x squared")]
    assert matter.entries("description") == [(2, "Multiplies a number by itself.")]


def test_the_prose_of_a_section_ends_where_the_next_starts(project: Project) -> None:
    project.edit(PAGE, "Nothing overflows", "`code` Nothing overflows")
    line = project.line(PAGE, "Nothing overflows")
    prose = [(n, text) for n, text in read_formula(ID).prose_of("Good to know") if text]
    assert prose == [(line, " Nothing overflows below $10^{19}$.")]


def test_a_page_that_shows_its_figure_twice_is_refused(project: Project) -> None:
    image = "![A curve through the origin.](../figures/powers/square.svg)"
    project.edit(PAGE, image, f"{image}\n\n{image}")
    refused(project, project.line(PAGE, "## In PyTorch"), "expected the figure once")


def test_sources_written_by_hand_are_refused(project: Project) -> None:
    project.edit(PAGE, '--8<-- "build/sources', 'Euclid, Elements\n\n--8<-- "build/sources')
    refused(project, project.line(PAGE, "## Sources"), "expected the one line")


def test_windows_line_ends_are_read_like_others(project: Project) -> None:
    before = read_formula(ID)
    project.write(PAGE, project.read(PAGE).replace("\n", "\r\n"))
    assert read_formula(ID) == before


def test_what_is_read_of_a_page_has_no_labels(project: Project) -> None:
    path = "docs/powers/square.md"
    project.edit(path, "f(x) = x^{2}", "f(x) = x^{2} \\label{power}")
    project.edit(path, "Nothing overflows", "$$\ng(x) = x \\label{same}\n$$\n\nNothing overflows")
    formula = read_formula("powers/square")
    assert [display.tex for display in formula.displays] == ["f(x) = x^{2}", "g(x) = x"]
    assert [label.name for d in formula.displays for label in d.labels] == ["power", "same"]
    assert "label" not in formula.statement + formula.sections["Good to know"].text
