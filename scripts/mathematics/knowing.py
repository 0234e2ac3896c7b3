"""Which letters of a page are functions: from its symbol list and from what its displays define."""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from scripts.mathematics.brackets import base, closing, is_fence, is_quad, part
from scripts.mathematics.mathml import parsed, to_mathml
from scripts.mathematics.names import INVISIBLE, NOTHING, Known, name_of
from scripts.mathematics.symbol_names import DOMAIN, declared, explained, names_of
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import SYMBOL

Element = ElementTree.Element

DEFINES = {"=", "≈", "≔"}
LAW = r"\sim"
ARGUMENTS = "("
QUAD = Element("mspace", width="1em")


def known_of(formula: Formula) -> Known:
    """What the page of a formula tells of all its names."""
    lines = (SYMBOL.fullmatch(line) for _, line in formula.page.prose)
    lists = [found["tex"] for found in lines if found]
    return known_from(lists, [display.tex for display in formula.displays])


def known_from(lists: Iterable[str], displays: Iterable[str]) -> Known:
    """The same from the LaTeX of its symbol lists, line by line, and of its displays."""
    known = NOTHING
    for line in lists:
        known |= _told(line)
    for display in displays:
        known |= _defined(display, known)
    return known


def _told(tex: str) -> Known:
    r"""What a line of a symbol list tells: `f(x) \in …` and `X \sim p` tell of functions."""
    names = names_of(tex)
    heads = zip(declared(tex, arguments=True), names, strict=True)
    functions = {name for head, name in heads if head.endswith(")")}
    values = {*explained(tex, ()), *(names if DOMAIN.search(tex) else ())} - functions
    if LAW in tex:
        functions |= {*names_of(tex.partition(LAW)[2])}
    return Known(frozenset(values), frozenset(functions))


def _defined(tex: str, known: Known) -> Known:
    """What the left sides of a display tell of names that are not known yet: `f(x) = …`."""
    functions, values = set[str](), set[str]()
    for statement in _statements(parsed(to_mathml(tex, display=True))):
        name, behind = name_of(part(statement[0], 0)), statement[1:]
        is_name = base(statement[0], 0).tag == "mi"
        if not is_name or not behind or name in known.values | known.functions:
            continue
        if behind[0].text in DEFINES:
            values.add(name)
        elif is_fence(behind[0], ARGUMENTS):
            after = behind[closing(behind, 0) + 1 :]
            functions |= {name} if after and after[0].text in DEFINES else set()
    return Known(frozenset(values), frozenset(functions))


def _statements(formula: Element) -> Iterator[list[Element]]:
    """What a display says, in its rows and between its quads, without what is not seen."""
    content = formula[0][0]
    rows = [list(content)] if content.tag == "mrow" else []
    if content.tag == "mtable":
        rows = [[each for cell in row for each in cell] for row in content]
    for row in rows:
        statement: list[Element] = []
        for element in [*row, QUAD]:
            if is_quad(element) and statement:
                yield statement
                statement = []
            elif element.tag != "mspace" and element.text not in INVISIBLE:
                statement.append(element)
