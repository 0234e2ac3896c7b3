"""Derivatives that are written as fractions: what is derived, by what, and how many times."""

from xml.etree import ElementTree

from scripts.mathematics.brackets import base, content
from scripts.mathematics.names import Known

Element = ElementTree.Element

CONCEPTS = {"d": "derivative", "∂": "partial-derivative"}


def say_derivative(fraction: Element, known: Known) -> None:
    """Give a fraction its intent, if it is a derivative with what is derived in it."""
    if (variables := _variables(fraction, known)) is None:
        return
    sign, *derived = content(_row(fraction[0]))
    if not derived:
        return
    body = derived[0]
    if len(derived) > 1:
        row = fraction[0]
        body = Element("mrow")
        body.extend(list(row)[1:])
        row[:] = [sign, body]
    body.set("arg", "of")
    fraction.set("intent", _intent(sign, variables))


def say_operator(operator: Element, body: Element, known: Known) -> Element:
    """One element for `d/dx` and what it is applied to."""
    variables = _variables(operator, known) or []
    body.set("arg", "of")
    whole = Element("mrow", intent=_intent(content(_row(operator[0]))[0], variables))
    whole[:] = [operator, body]
    return whole


def is_operator(element: Element, known: Known) -> bool:
    """Whether this is `d/dx`, of which the function stands behind it."""
    if element.tag != "mfrac" or len(content(_row(element[0]))) > 1:
        return False
    return _variables(element, known) is not None


def is_differential(sign: Element, following: Element | None, known: Known) -> bool:
    """Whether a `d` is that of `dx`: the page does not know it as a letter of its own."""
    sign, _ = _power(sign)
    if sign.tag != "mi" or sign.text not in CONCEPTS or following is None:
        return False
    letter = base(following, 0).tag in ("mi", "mover")
    return sign.text == "∂" or (letter and "d" not in known.values)


def _intent(sign: Element, variables: list[tuple[Element, int]]) -> str:
    told = []
    for number, (variable, order) in enumerate(variables, 1):
        variable.set("arg", f"by{number}")
        told.append(f"$by{number},{order}")
    return f"{CONCEPTS[_power(sign)[0].text or '']}($of,{','.join(told)})"


def _variables(fraction: Element, known: Known) -> list[tuple[Element, int]] | None:
    """By what is derived how many times; None where the fraction is none of these."""
    above, below = (content(_row(side)) for side in fraction)
    if not above or len(below) < 2 or len(below) % 2:
        return None
    sign, order = _power(above[0])
    found = []
    for each, variable in zip(below[::2], below[1::2], strict=True):
        if each.text != sign.text or not is_differential(each, variable, known):
            return None
        found.append(_power(variable))
    return found if sum(times for _, times in found) == order else None


def _power(element: Element) -> tuple[Element, int]:
    """`x²` as x and 2; anything else is there once."""
    if element.tag == "msup" and (element[1].text or "").isdigit():
        return element[0], int(element[1].text or "")
    return element, 1


def _row(element: Element) -> Element:
    if element.tag == "mrow":
        return element
    row = Element("mrow")
    row.append(element)
    return row
