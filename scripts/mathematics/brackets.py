"""Where the brackets of a row are, and what is one thing with what stands in it."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

Element = ElementTree.Element
Row = Element | Sequence[Element]

OPENING, CLOSING = "([{⟨⌊⌈", ")]}⟩⌋⌉"
BARS = "|‖"
SCRIPTS = {"msub", "msup", "msubsup"}
GROUPS = {"mrow", "mpadded", "mstyle"}
QUAD = 1.0  # em
ROWS = {"mtd", "msqrt", *GROUPS}


def is_fence(element: Element, fences: str) -> bool:
    """Whether an element is one of these brackets, or one with scripts."""
    sign = element[0] if element.tag in SCRIPTS else element
    return sign.tag == "mo" and (sign.text or " ") in fences


def pairs(row: Row, bar: str) -> Iterator[tuple[int, int]]:
    """The places of two bars around something: KL(p ‖ q) has a single one in its brackets."""
    opened: list[int | None] = [None]  # the bar that waits for its other, for each open bracket
    for place, child in enumerate(row):
        if is_fence(child, OPENING):
            opened.append(None)
        elif is_fence(child, CLOSING):
            opened = opened[:-1] or [None]
        elif is_fence(child, bar):
            if (first := opened[-1]) is not None:
                yield first, place
            opened[-1] = place if first is None else None


def closing(row: Row, place: int) -> int:
    """Where the bracket closes that opens at a place; the last place where none does."""
    depth = 0
    for end in range(place, len(row)):
        depth += is_fence(row[end], OPENING) - is_fence(row[end], CLOSING)
        if depth == 0:
            return end
    return len(row) - 1


def content(element: Element) -> list[Element]:
    """What an element holds, without white space."""
    return [child for child in element if child.tag != "mspace"]


def is_enclosed(element: Element) -> bool:
    """Whether an element is brackets, or bars, with what stands in them."""
    inside = content(element)
    ends = len(inside) > 1 and element.tag in GROUPS
    return ends and is_fence(inside[0], OPENING + BARS) and is_fence(inside[-1], CLOSING + BARS)


def part(element: Element, at: int) -> Element:
    """What a group begins (0) or ends (-1) with, where it is no bracket."""
    while element.tag in GROUPS and content(element) and not is_enclosed(element):
        element = content(element)[at]
    return element


def base(element: Element, at: int = -1) -> Element:
    """What scripts stand at."""
    element = part(element, at)
    while element.tag in SCRIPTS:
        element = part(element[0], at)
    return element


def is_quad(element: Element) -> bool:
    """Whether this is white space so wide that what it parts is not one thing."""
    width = (element.get("width") or "0").removesuffix("em")
    return element.tag == "mspace" and float(width) >= QUAD
