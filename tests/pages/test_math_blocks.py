"""Tests of scripts/pages/math_blocks.py, through the Markdown extension."""

import json
import re

from markdown import markdown

from scripts.base.paths import statuses_file
from scripts.base.text import write_atomically
from tests.project import Project

EXTENSIONS = ["pymdownx.arithmatex", "attr_list", "md_in_html", "toc", "scripts.pages.extension"]
OPTIONS = {"pymdownx.arithmatex": {"generic": True}}


SQUARE = '<details markdown data-formula="powers/square">\n\nCite.\n\n</details>'


def record(identifier: str, *lines: list[str]) -> None:
    """What the build writes of the statuses of a formula: LaTeX and line, in order."""
    write_atomically(statuses_file(identifier), json.dumps(lines))


def rendered(text: str) -> str:
    return markdown(text, extensions=EXTENSIONS, extension_configs=OPTIONS)


def symbols(html: str) -> list[str]:
    """The tagged symbols, those of a formula in pieces left out."""
    whole = re.sub(r'<div class="broken">.*?</div>', "", html)
    return re.findall(r'data-symbol="([^"]*)"', whole)


def test_a_display_becomes_mathml_in_a_box_that_the_keyboard_reaches() -> None:
    html = rendered("$$\nx^2\n$$")
    assert 'class="formula"' in html and 'tabindex="0"' in html
    assert '<math display="block">' in html
    assert "\\[" not in html


def test_inline_mathematics_becomes_mathml_in_the_line() -> None:
    assert '<span class="math"><math>' in rendered("The number $x$ here.")


def test_an_ampersand_of_aligned_rows_survives_the_way() -> None:
    html = rendered("$$\n\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\n$$")
    assert html.count("<mtr>") == 2


def test_the_list_under_a_display_becomes_its_symbol_list() -> None:
    html = rendered(
        "$$\ny = a x\n$$\n\n- $a \\in \\mathbb{R}$: slope\n- $x \\in \\mathbb{R}$: input"
    )
    assert '<ul class="symbols">' in html
    assert '<li data-symbols="a">' in html
    assert symbols(html) == ["a", "x"]


def test_a_list_of_sentences_under_a_display_is_an_ordinary_list() -> None:
    assert "symbols" not in rendered("$$\ny = x\n$$\n\n- Where $x$ grows, $y$ does.")


def test_a_further_display_knows_the_symbols_of_the_first() -> None:
    html = rendered(
        "$$\nx\n$$\n\n- $x \\in \\mathbb{R}$: input\n\n## More\n\nText.\n\n$$\nx + z\n$$"
    )
    assert symbols(html) == ["x", "x"]


def test_all_mathematics_of_a_page_knows_its_functions_and_values() -> None:
    html = rendered(
        "For $c(2)$ and $a(2)$:\n\n$$\nb = c(a)\n$$\n\n- $c(x) \\in \\mathbb{R}$: it\n"
        "- $a \\in \\mathbb{R}$: input"
    )
    applied = "<mi>c</mi><mo>\u2061</mo>"
    assert html.count(applied) == 2 and "<mi>a</mi><mo>\u2062</mo>" in html


def test_the_status_stands_between_a_formula_and_its_list(project: Project) -> None:
    record("powers/square", ["x", "<p>status of x</p>"])
    html = rendered("$$\nx\n$$\n\n- $x \\in \\mathbb{R}$: input\n\n" + SQUARE)
    assert html.index("</math>") < html.index("status of x") < html.index('class="symbols"')


def test_the_line_of_the_first_display_of_a_formula_leads_to_the_comparison(
    project: Project,
) -> None:
    record("powers/square", ["x", "<p>status of x</p>"])
    html = rendered("$$\nx\n$$\n\n$$\ny\n$$\n\n" + SQUARE)
    link = '<a class="compare" href="../../check/?like=powers/square">Compare yours</a>'
    assert f'<div class="status-line">{link}<p>status of x</p>' in html
    assert html.count(link) == 1


def test_a_status_is_that_of_its_own_page(project: Project) -> None:
    record("powers/square", ["x", "<p>square</p>"])
    record("powers/cube", ["x", "<p>cube</p>"])
    html = rendered("$$\nx\n$$\n\n" + SQUARE)
    assert "<p>square</p>" in html and "<p>cube</p>" not in html
    assert "<p>square</p>" not in rendered("$$\nx\n$$")


def test_two_displays_with_the_same_latex_keep_their_own_statuses(project: Project) -> None:
    record("powers/square", ["x", "<p>first</p>"], ["x", "<p>second</p>"])
    html = rendered("$$\nx\n$$\n\nText.\n\n$$\nx\n$$\n\n" + SQUARE)
    assert html.count("<p>first</p>") == html.count("<p>second</p>") == 1


def test_a_display_without_a_status_has_room_for_the_copy_button() -> None:
    html = rendered("$$\nx\n$$\n\nText.")
    assert re.search(r'</math></div>\s*<div class="status-line"[^>]*></div>', html)


def test_a_label_is_neither_typeset_nor_copied(project: Project) -> None:
    html = rendered("$$\ny = x \\label{same}\n$$")
    assert "\\label" not in html and "same" not in html


def test_equations_have_anchors_on_the_page_of_their_formula(project: Project) -> None:
    page = "docs/powers/square.md"
    project.edit(page, "f(x) = x^{2}", "f(x) = x^{2} \\label{power}")
    html = rendered(f"# Square\n\n$$\nf(x) = x^{{2}} \\label{{power}}\n$$\n\n{SQUARE}")
    assert re.findall(r'class="anchor" id="(\w+)"', html) == ["power", "f"]
    assert html.count('href="#power"') == 1


def test_equations_have_no_anchors_where_other_pages_show_them(project: Project) -> None:
    heading = "## [Square](square.md) { #square data-formula=powers/square }"
    html = rendered(f"# Powers\n\n{heading}\n\n$$\nf(x) = x^{{2}}\n$$")
    assert "anchor" not in html and "equation-links" not in html


def test_a_line_also_explains_letters_that_no_line_declares() -> None:
    html = rendered(
        "$$\ny = a x + N\n$$\n\n- $x \\in \\mathbb{R}^{n}$: one of $N$, with $a$\n"
        "- $a \\in \\mathbb{R}$: slope, not $N$"
    )
    assert '<li data-symbols="x n N">' in html
    assert '<li data-symbols="a">' in html
    assert symbols(html) == ["a", "x", "N"]


def test_the_call_stands_once_between_the_first_status_and_the_symbols(project: Project) -> None:
    page = f"$$\nx^2\n$$\n\n- $x \\in \\mathbb{{R}}$: base\n\n## More\n\n$$\nx^3\n$$\n\n{SQUARE}"
    html = rendered(page)
    assert html.count('class="call"') == 1
    assert re.search(
        r'class="status-line">.*?</div>\s*<div [^>]*class="call".*?</div>\s*<ul class="symbols">',
        html,
        re.DOTALL,
    )
    assert "<b>→</b>" in html


def test_a_chapter_shows_no_calls(project: Project) -> None:
    html = rendered("## [Square](square.md) { #square data-formula=powers/square }\n\n$$\nx^2\n$$")
    assert 'class="call"' not in html
