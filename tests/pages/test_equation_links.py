import xml.etree.ElementTree as etree

from scripts.mathematics.line_breaks import display_html
from scripts.mathematics.mathml import parsed
from scripts.pages.anchors import Equation
from scripts.pages.equation_links import add_anchors

ROWS = r"\begin{aligned} -m &= 1 \\ &= \begin{cases} 0 \\ 1 \end{cases} \\ \end{aligned}"
FIRST, SECOND = Equation(("bias-correction", "m_hat"), "-m = 1"), Equation(("two",), "= 0")


def display(tex: str, *equations: Equation) -> etree.Element:
    formula = parsed(f'<div class="formula">{display_html(tex, frozenset())}</div>')
    add_anchors(formula, equations)
    return formula


def ids(formula: etree.Element, path: str) -> list[str]:
    return [element.get("id", "") for element in formula.findall(path)]


def test_a_display_of_one_line_holds_its_anchors_at_any_width() -> None:
    formula = display("a = b + c", Equation(("sum", "a"), "a = b + c"))
    assert [(child.tag, child.get("id")) for child in formula][:2] == [
        ("span", "sum"),
        ("span", "a"),
    ]
    assert "id" not in formula.attrib


def test_every_row_is_an_anchor_but_not_the_rows_inside_of_it() -> None:
    formula = display(ROWS, FIRST, SECOND)
    assert ids(formula, ".//mtr[@id]") == ["bias-correction", "two"]


def test_a_second_name_goes_around_the_first_cell_of_a_row() -> None:
    formula = display(ROWS, FIRST, SECOND)
    [named] = formula.findall(".//mtr/mtd/mrow[@id]")
    assert named.get("id") == "m_hat"
    assert "".join(named.itertext()) == "−m"
    assert len(formula.findall(".//mtr[@id='bias-correction']/mtd[1]/*")) == 1


def test_each_equation_has_a_link_that_says_which() -> None:
    links = display(ROWS, FIRST, SECOND).findall("span[@class='equation-links']/a")
    assert [(link.get("href"), link.text) for link in links] == [
        ("#bias-correction", "#"),
        ("#two", "#"),
    ]
    assert links[0].get("aria-label") == "Link to this equation: bias correction"


def test_a_row_that_goes_on_below_is_the_anchor_and_its_further_rows_are_none() -> None:
    rows = r"\begin{aligned} a &= b \\ &\quad + c \\ d &= e \end{aligned}"
    formula = display(rows, Equation(("a",), "a = b + c", lines=2), Equation(("d",), "d = e"))
    assert [row.get("id") for row in formula.findall(".//mtr")] == ["a", None, "d"]
