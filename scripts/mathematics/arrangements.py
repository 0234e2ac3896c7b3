"""Ways to set a formula that is wide or tall, so that it can be drawn larger.

A list of statements apart by \\quad may stand in rows, rows in two columns. Works on what
plain_mathml made.
"""

from collections.abc import Iterator, Sequence
import xml.etree.ElementTree as ET

from scripts.mathematics.plain_mathml import EM

QUAD = 1.0  # em
ROW_GAP, COLUMN_GAP = 1.0, 2.0  # em


def arrangements(formula: ET.Element) -> Iterator[ET.Element]:
    """The formula as it is, then its other arrangements."""
    yield formula
    content = formula[0] if len(formula) == 1 else formula
    if content.tag == "mtable":
        rows = list(content)
        for count in range(1, len(rows)):
            halves = _copy(content, rows[:count]), _copy(content, rows[count:])
            yield _math(_table([halves]))
    else:
        statements = _statements(content)
        if len(statements) > 1:
            yield _math(_table([[statement] for statement in statements]))


def _statements(row: ET.Element) -> list[ET.Element]:
    """What stands between the quads of a row."""
    statements = [ET.Element("mrow", row.attrib)]
    for element in row:
        if element.tag == "mspace" and _ems(element) >= QUAD:
            _drop_comma(statements[-1])
            statements.append(ET.Element("mrow", row.attrib))
        else:
            statements[-1].append(element)
    return [statement for statement in statements if len(statement)]


def _drop_comma(statement: ET.Element) -> None:
    """A statement on a row of its own needs none behind it."""
    if len(statement) and statement[-1].text == ",":
        statement.remove(statement[-1])


def _ems(space: ET.Element) -> float:
    return float(space.attrib["width"].removesuffix("em")) / EM


def _copy(table: ET.Element, rows: Sequence[ET.Element]) -> ET.Element:
    part = ET.Element("mtable", table.attrib)
    part.extend(rows)
    return part


def _table(rows: Sequence[Sequence[ET.Element]]) -> ET.Element:
    table = ET.Element("mtable", displaystyle="true", columnalign="left")
    table.set("rowspacing", f"{ROW_GAP * EM}em")
    table.set("columnspacing", f"{COLUMN_GAP * EM}em")
    for row in rows:
        line = ET.SubElement(table, "mtr")
        for content in row:
            ET.SubElement(line, "mtd").append(content)
    return table


def _math(content: ET.Element) -> ET.Element:
    math = ET.Element("math", displaystyle="true")
    math.append(content)
    return math
