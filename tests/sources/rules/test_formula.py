import pytest

from tests.project import Project, assert_told, mistakes

PAGE = "docs/powers/square.md"
SYMBOL = r"- $x \in \mathbb{R}$: the base"


def test_an_empty_section_is_refused_at_its_heading(project: Project) -> None:
    project.edit(PAGE, "Nothing overflows below $10^{19}$.", "")
    assert_told(f"{PAGE}:{project.line(PAGE, '## Good to know')}", "'Good to know' is empty")


def test_a_symbol_that_is_listed_twice_is_refused(project: Project) -> None:
    project.edit(PAGE, SYMBOL, f"{SYMBOL}\n{SYMBOL}")
    first = project.line(PAGE, SYMBOL)
    assert_told(f"{PAGE}:{first + 1}", f"is listed in line {first}, too")


@pytest.mark.parametrize(
    "symbol", [r"x \in", r"x \in \mathbb{R}^{}", r"\mathcal{X} \subset", r"X \sim \,"]
)
def test_a_symbol_without_a_set_is_refused_at_its_line(project: Project, symbol: str) -> None:
    project.edit(PAGE, SYMBOL, f"- ${symbol}$: the base")
    assert_told(f"{PAGE}:{project.line(PAGE, ': the base')}", "names no set")


@pytest.mark.parametrize("meaning", [".", "x", "…"])
def test_a_symbol_without_a_meaning_is_refused_at_its_line(project: Project, meaning: str) -> None:
    project.edit(PAGE, "$: the base", f"$: {meaning}")
    assert_told(f"{PAGE}:{project.line(PAGE, SYMBOL[:12])}", f"'{meaning}' does not say what")


@pytest.mark.parametrize(
    "html",
    ["<br>", "a <b>bold</b> word", "<!-- to do -->", "<!-- not machine-checked: -->", "<!-- ≈ -->"],
)
def test_raw_html_is_refused_at_its_line(project: Project, html: str) -> None:
    project.edit(PAGE, "Nothing overflows", f"{html} Nothing overflows")
    assert_told(f"{PAGE}:{project.line(PAGE, html)}", "raw HTML '<")


TABLE = "| Misprint | Right | What is wrong | Seen in |\n| --- | --- | --- | --- |\n"
TABLE += "| $x$ | $y$ | The letter. | a lecture |"


def test_a_comment_may_hide_a_table_of_misprints_and_nothing_else(project: Project) -> None:
    before = project.read(PAGE)
    project.edit(PAGE, "Nothing overflows", f"<!--\n{TABLE}\n-->\n\nNothing overflows")
    assert mistakes() == []
    project.write(PAGE, before)
    project.edit(PAGE, "Nothing overflows", f"<!--\nto do\n{TABLE}\n-->\n\nNothing overflows")
    assert_told(f"{PAGE}:{project.line(PAGE, '<!--')}", "raw HTML '<!--'")


@pytest.mark.parametrize(
    "text",
    [
        "`<br>`",
        "```html\n<br>\n```",
        "$a<b$ and $b>a$",
        "1 < 2 and 3 > 2",
        "<https://example.org>",
        "<!-- not machine-checked: it needs a simulation -->",
        "<!-- ≈ within 0.01 -->",
    ],
)
def test_code_mathematics_and_the_comments_of_the_check_are_no_html(
    project: Project, text: str
) -> None:
    project.edit(PAGE, "Nothing overflows", f"{text}\n\nNothing overflows")
    assert mistakes() == []


def test_html_in_a_page_that_is_no_formula_is_accepted(project: Project) -> None:
    project.edit("docs/notation.md", "A number", "<kbd>x</kbd> A number")
    assert mistakes() == []


def test_an_alt_text_of_a_figure_that_is_too_short_is_refused(project: Project) -> None:
    project.edit(PAGE, "A curve through the origin.", "A curve upward.")
    assert_told(f"{PAGE}:{project.line(PAGE, 'A curve')}", "'A curve upward.' is too short")


def test_a_page_that_leads_nowhere_else_is_refused(project: Project) -> None:
    project.edit(PAGE, "[Notation](../notation.md#letters)", "Notation")
    assert_told(f"{PAGE}:{project.line(PAGE, '## See also')}", "expected a link to another page")
