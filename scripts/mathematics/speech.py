"""What a formula means where its signs do not say it: `intent` of MathML 4, read by screen readers.

The concepts are those of the W3C's lists (core: transpose, norm, given, gradient, derivative,
partial-derivative, evaluated-at; open: hadamard-product, expected-value). An `intent` changes
nothing that is seen. A hat is the character that MathML calls so, dots are one sign, where there
is no bracket there is none, and what stands side by side is told apart by signs that are not seen
(juxtaposed.py).
"""

from xml.etree import ElementTree

from scripts.mathematics.brackets import BARS, CLOSING, ROWS, base, is_fence, pairs
from scripts.mathematics.derivatives import say_derivative
from scripts.mathematics.juxtaposed import APPLIED, tell
from scripts.mathematics.mending import held
from scripts.mathematics.names import Known

Element = ElementTree.Element

HAT, CIRCUMFLEX = "^", "ˆ"
SCRIPTS = {"mo": (), "msub": ("index",), "msup": ("power",), "msubsup": ("index", "power")}
CONCEPTS = {
    "⊤": "transpose",
    "⊙": "hadamard-product",
    "∣": "given",
    "𝔼": "expected-value",
    "∇": "gradient",
}
NABLA_SQUARED = "_nabla-squared"  # spoken as it is: to some the Hessian, to others the Laplacian
NORM = "‖"
NO_BRACKET = "\u2063"
DOTS = "…"


def make_speak(formula: Element, known: Known) -> None:
    """Say in a formula what it means, with what is known of its names."""
    _name_concepts(formula, known)
    tell(formula, known)


def _name_concepts(element: Element, known: Known) -> None:
    for child in element:
        _name_concepts(child, known)
    if element.tag in ("mi", "mo") and element.text in CONCEPTS:
        element.set("intent", CONCEPTS[element.text])
    if element.text == NO_BRACKET:  # some say a comma there
        element.text = ""
        element.attrib = {"lspace": "0", "rspace": "0", **element.attrib}
    if element.tag == "mover" and element[1].text == CIRCUMFLEX:
        element[1].text = HAT
    if element.tag == "msup" and element[1].text == "⊤" and not is_fence(element[0], CLOSING):
        element.set("intent", "transpose($base)")
        element[0].set("arg", "base")
    if element.tag == "msup" and element[1].text == "2" and base(element).text == "∇":
        element.set("intent", NABLA_SQUARED)
    if element.tag == "msub" and _is_evaluated(element[0]):
        element.set("intent", "evaluated-at($of,$at)")
        for argument, name in zip(element, ("of", "at"), strict=True):
            argument.set("arg", name)
    if element.tag == "mfrac":
        say_derivative(element, known)
    if element.tag in ROWS:
        _join_dots(element)
        for bar in BARS:
            _join_bars(element, bar)
        _ungroup_functions(element)


def _is_evaluated(element: Element) -> bool:
    """Whether this is something with a bar behind it, and none before it."""
    if element.tag != "mrow" or len(element) < 2:
        return False
    first, last = element[0], element[-1]
    return first.tag == last.tag == "mo" and (first.text, last.text) == ("", BARS[0])


def _join_dots(row: Element) -> None:
    for place in range(len(row) - 3, -1, -1):
        if [child.tag + (child.text or "") for child in row[place : place + 3]] == ["mo."] * 3:
            dots = Element("mo")
            dots.text = DOTS
            row[place : place + 3] = [dots]


def _join_bars(row: Element, bar: str) -> None:
    """What stands between two bars is one thing; between double ones, the norm of it."""
    for first, last in reversed(list(pairs(row, bar))):
        if bar != NORM and "form" in row[first].attrib:
            continue  # it tells by itself what it is
        content, closing = list(row[first + 1 : last]), row[last]
        inside = content[0] if len(content) == 1 else held(content)
        alone = row.tag == "mrow" and len(row) == last - first + 1
        joined = row if alone else Element("mrow")
        parts = [row[first], inside, closing]
        if not alone:
            row[first : last + 1] = [joined]
        joined[:] = parts
        if bar == NORM:
            inside.set("arg", "of")
            joined.set("intent", _norm(closing))


def _norm(closing: Element) -> str:
    """The norm of what is called `of`, with its index and its power, which become arguments."""
    names = SCRIPTS[closing.tag]
    for name, script in zip(names, closing[1:], strict=True):
        script.set("arg", name)
    said = "norm($of,$index)" if "index" in names else "norm($of)"
    return f"power({said},$power)" if "power" in names else said


def _ungroup_functions(row: Element) -> None:
    """`log p` is no group: in `log p(x)`, p has its argument before the logarithm is taken."""
    for place in range(len(row) - 1, -1, -1):
        group = list(row[place])
        if row[place].tag == "mrow" and len(group) > 2 and group[1].text == APPLIED:
            # Brackets are as tall as what is in their row: they keep one.
            argument = group[2] if len(group) == 3 else held(group[2:])
            row[place : place + 1] = [*group[:2], argument]
