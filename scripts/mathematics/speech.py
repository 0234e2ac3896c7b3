"""What a formula means where its signs do not say it: `intent` of MathML 4, read by screen readers.

The concepts are those of the W3C's lists (core: transpose, norm, given; open: hadamard-product,
expected-value). An `intent` changes nothing that is seen. A hat is the character that MathML
calls so, dots are one sign, and a function is applied by U+2061, as every reader knows.
"""

from collections.abc import Iterator
from xml.etree import ElementTree

from scripts.mathematics.mending import held

Element = ElementTree.Element

APPLIED = "\u2061"
HAT, CIRCUMFLEX = "^", "ˆ"
SCRIPTS = {"msub": ("index",), "msup": ("power",), "msubsup": ("index", "power")}
CONCEPTS = {"⊤": "transpose", "⊙": "hadamard-product", "∣": "given", "𝔼": "expected-value"}
NORM = "‖"
DOTS = "…"
OPENING, CLOSING = "([{", ")]}"


def make_speak(element: Element) -> None:
    """Say in an element, and in all in it, what it means."""
    for child in element:
        make_speak(child)
    if element.tag in ("mi", "mo") and element.text in CONCEPTS:
        element.set("intent", CONCEPTS[element.text])
    if element.tag == "mover" and element[1].text == CIRCUMFLEX:
        element[1].text = HAT
    if element.tag == "msup" and element[1].text == "⊤" and not _is_fence(element[0], CLOSING):
        element.set("intent", "transpose($base)")
        element[0].set("arg", "base")
    if element.tag in ("mrow", "mtd", "math", "semantics"):
        _join_dots(element)
        _join_norms(element)
        _apply_functions(element)


def _join_dots(row: Element) -> None:
    for place in range(len(row) - 3, -1, -1):
        if [child.tag + (child.text or "") for child in row[place : place + 3]] == ["mo."] * 3:
            dots = Element("mo")
            dots.text = DOTS
            row[place : place + 3] = [dots]


def _join_norms(row: Element) -> None:
    """What stands between two double bars is one thing, the norm of it."""
    for first, last in reversed(list(_norms(row))):
        content, closing = list(row[first + 1 : last]), row[last]
        inside = content[0] if len(content) == 1 else held(content)
        inside.set("arg", "of")
        alone = row.tag == "mrow" and len(row) == last - first + 1
        norm = row if alone else Element("mrow")
        parts = [row[first], inside, closing]
        if not alone:
            row[first : last + 1] = [norm]
        norm[:] = parts
        norm.set("intent", _norm(closing))


def _norms(row: Element) -> Iterator[tuple[int, int]]:
    """The places of the two bars of each norm: KL(p ‖ q) has a single one in its brackets."""
    opened: list[int | None] = [None]  # the bar that waits for its other, for each open bracket
    for place, child in enumerate(row):
        if _is_fence(child, OPENING):
            opened.append(None)
        elif _is_fence(child, CLOSING):
            opened = opened[:-1] or [None]
        elif _is_bar(child):
            if (first := opened[-1]) is not None:
                yield first, place
            opened[-1] = place if first is None else None


def _is_bar(element: Element) -> bool:
    return element.tag in {"mo", *SCRIPTS} and _is_fence(element, NORM)


def _norm(closing: Element) -> str:
    """The norm of what is called `of`, with its index and its power, which become arguments."""
    names = SCRIPTS.get(closing.tag, ())
    for name, script in zip(names, closing[1:], strict=True):
        script.set("arg", name)
    said = "norm($of,$index)" if "index" in names else "norm($of)"
    return f"power({said},$power)" if "power" in names else said


def _apply_functions(row: Element) -> None:
    """A name of several letters before a bracket is that of a function."""
    for place in range(len(row) - 1, 0, -1):
        if _is_name(row[place - 1]) and _is_fence(row[place], OPENING):
            applied = Element("mo")
            applied.text = APPLIED
            row.insert(place, applied)


def _is_name(element: Element) -> bool:
    base = element[0] if element.tag in SCRIPTS else element
    if base.tag == "mrow" and len(base):
        base = base[-1]  # behind the space that a function's name may have
    return base.tag == "mi" and len(base.text or "") > 1


def _is_fence(element: Element, fences: str) -> bool:
    inside = element.tag in SCRIPTS or (element.tag == "mrow" and len(element) > 0)
    base = element[0] if inside else element
    return base.tag == "mo" and (base.text or " ") in fences
