import xml.etree.ElementTree as ET

from scripts.mathematics.arrangements import arrangements
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.plain_mathml import plain_mathml

ROWS = r"\begin{aligned} a &= 1 \\ b &= 2 \\ c &= 3 \end{aligned}"


def arranged(tex: str) -> list[ET.Element]:
    return list(arrangements(plain_mathml(to_mathml(tex, display=True))))


def text(element: ET.Element) -> str:
    return "".join(element.itertext())


def rows(formula: ET.Element) -> list[list[str]]:
    """What stands in the cells of the outer table."""
    return [[text(cell) for cell in row] for row in next(formula.iter("mtable"))]


def test_the_first_is_the_formula_as_it_is() -> None:
    formula = plain_mathml(to_mathml(ROWS, display=True))
    assert next(arrangements(formula)) is formula


def test_a_single_statement_has_no_other() -> None:
    assert len(arranged("a = b, c = d")) == 1


def test_statements_apart_by_a_quad_may_stand_in_rows_without_their_commas() -> None:
    assert rows(arranged(r"f(a, b) = 1, \quad c = 2 \qquad d = 3")[1]) == [
        ["𝑓(𝑎,𝑏)=1"],
        ["𝑐=2"],
        ["𝑑=3"],
    ]


def test_the_formula_itself_keeps_its_commas() -> None:
    assert text(arranged(r"a = 1, \quad b = 2")[0]) == "𝑎=1,𝑏=2"


def test_rows_may_stand_in_two_columns_split_anywhere() -> None:
    assert [rows(formula) for formula in arranged(ROWS)[1:]] == [
        [["𝑎=1", "𝑏=2𝑐=3"]],
        [["𝑎=1𝑏=2", "𝑐=3"]],
    ]
