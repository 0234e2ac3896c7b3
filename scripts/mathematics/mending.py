"""What a browser draws badly, spelled out in the MathML so that all draw it well."""

from collections.abc import Iterable
from xml.etree import ElementTree

from scripts.mathematics.font import ROOT_GAPS, ROOT_SIGNS, RULE
from scripts.mathematics.sizes import highest, size

Element = ElementTree.Element

# Firefox takes these for signs as large as a sum.
NEVER_LARGE = "⊙⊗⊕"
# Firefox measures the gap under accents with the first, so that the font has no ink for it.
BARS = ("¯", "‾")
CHROMIUM_DRAWS_LOWER = 0.02  # em: about half the thickness of the bar
ROUNDING = 0.005  # em; a strut that fills the sign exactly might ask for the next one
LIMITS = {"munder", "mover", "munderover"}
SMALLER = {"mfrac", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mroot"}


def mend(element: Element, *, display: bool) -> None:
    """Change an element and all in it; `display` is the style in which it is set."""
    display = element.get("displaystyle", str(display).lower()) == "true"
    for place, child in enumerate(element):
        smaller = element.tag == "mfrac" or (place > 0 and element.tag in SMALLER)
        mend(child, display=display and not smaller)
    if element.tag == "mo" and (element.text or "") in NEVER_LARGE:
        element.set("largeop", "false")
    if element.tag == "mover":
        element[1].text = BARS[1] if element[1].text == BARS[0] else element[1].text
    if element.tag == "mrow":
        _hold_together(element)
    if element.tag in ("msqrt", "mroot"):
        _center_root_sign(element, display=display)


def _hold_together(row: Element) -> None:
    """Firefox fits brackets to what is between them, limits of a sum included, if it is one."""
    inside = row[1:-1]
    if any(child.tag in LIMITS for child in inside) and all(map(_stretches, (row[0], row[-1]))):
        row[1:-1] = [held(inside)]


def held(content: Iterable[Element]) -> Element:
    """Elements as one."""
    row = Element("mrow")
    row.extend(content)
    return row


def _stretches(element: Element) -> bool:
    return element.tag == "mo" and element.get("stretchy") != "false"


def _center_root_sign(root: Element, *, display: bool) -> None:
    """Center the sign on what is under it, as TeX does: browsers hang it from its bar.

    A strut under the root, without width, takes up what the sign is taller than needed.
    """
    content = list(root) if root.tag == "msqrt" else [root[0]]
    sizes = [size(element) for element in content]
    known = [found for found in sizes if found is not None]
    if len(known) < len(sizes):
        return
    height, depth = highest(known)
    gap = ROOT_GAPS[display]
    needed = height + depth + gap + RULE
    sign = next((tall for tall in ROOT_SIGNS if tall >= needed), needed)
    room = sign - gap - RULE - ROUNDING
    above = min(height + (sign - needed) / 2 + CHROMIUM_DRAWS_LOWER, room - depth)
    if above > height:
        below = room - above
        strut = Element("mspace", height=f"{above:.3f}em", depth=f"{below:.3f}em")
        if root.tag == "mroot":
            root[0] = held([root[0], strut])
        else:
            root.append(strut)
