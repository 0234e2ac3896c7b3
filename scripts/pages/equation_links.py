"""The anchors of a display while a page is rendered, and the `#` that shows them.

The anchor of a row is the row, in the MathML, with its second name around its first cell. A display
of one line holds its anchors in front of its MathML, which narrow screens do not show; it is none
itself, as a browser would give it the focus. Where the `#` of a row stands is said by
docs/assets/math/equation-links.js, which knows how tall the rows are.
"""

from collections.abc import Sequence
import xml.etree.ElementTree as etree

from scripts.pages.anchors import Equation


def add_anchors(formula: etree.Element, equations: Sequence[Equation]) -> None:
    """Give a typeset display the anchors of its equations, and a link to each."""
    if len(equations) == 1:
        _anchor_display(formula, equations[0])
    else:
        lines = [(each, line) for each in equations for line in range(each.lines)]
        for row, (equation, line) in zip(_rows(formula), lines, strict=True):
            if line == 0:
                _anchor_row(row, equation)
    links = etree.SubElement(formula, "span", {"class": "equation-links"})
    for equation in equations:
        name = f"Link to this equation: {_spoken(equation.anchor)}"
        attributes = {"href": f"#{equation.anchor}"}
        link = etree.SubElement(links, "a", attributes | {"title": name, "aria-label": name})
        link.text = "#"


def _rows(formula: etree.Element) -> list[etree.Element]:
    table = formula.find("math//mtable")
    return [] if table is None else [row for row in table if any(map(len, row))]


def _anchor_display(formula: etree.Element, equation: Equation) -> None:
    for name in reversed(equation.names):
        formula.insert(0, etree.Element("span", {"class": "anchor", "id": name}))


def _anchor_row(row: etree.Element, equation: Equation) -> None:
    """A cell lays out its content as a row: a name around all of it changes nothing."""
    row.set("id", equation.anchor)
    for name in equation.names[1:]:
        content, cell = list(row[0]), row[0]
        cell[:] = [around := etree.Element("mrow", {"class": "anchor", "id": name})]
        around.extend(content)


def _spoken(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")
