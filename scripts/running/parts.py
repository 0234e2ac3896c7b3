"""The parts of a drawing that Matplotlib saved as SVG: what may change from one to another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
import re
import xml.etree.ElementTree as etree

SVG, HREF = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
USE = f"{SVG}use"
UNCOUNTED = (f"{SVG}metadata", f"{SVG}style")  # the published drawing has one of them or neither
NUMBER = re.compile(r"(?<![\w#])-?\d+(?:\.\d+)?(?:e-?\d+)?")
OUTLINED = 64  # units of a glyph's outline to a point
HASHED = re.compile(r"[a-z]*[0-9a-f]{10}")  # an id that is made of the content
PLACE = re.compile(
    r"(?:translate\((?P<x>[-\d.e]+)(?: (?P<y>[-\d.e]+))?\))?(?: ?scale\((?P<size>[\d.e-]+)\))?"
)


@dataclass(frozen=True)
class Part:
    """An element, its number among all of the drawing, and what Matplotlib calls it."""

    number: int
    name: str
    element: etree.Element
    is_text: bool  # holds the glyphs of a line of text


def parts_of(drawing: bytes) -> list[Part]:
    """All in order; the inside of a text is one part; a definition follows what draws it."""
    root = etree.fromstring(drawing)
    uncounted = {e for found in root.iter() if found.tag in UNCOUNTED for e in found.iter()}
    numbers = {e: n for n, e in enumerate(e for e in root.iter() if e not in uncounted)}
    return list(_Reading(numbers).below(root, "figure"))


class _Reading:
    """One pass through a drawing."""

    def __init__(self, numbers: Mapping[etree.Element, int]) -> None:
        self.numbers = numbers
        self.named = {f"#{e.get('id')}": e for e in numbers if HASHED.fullmatch(e.get("id", ""))}

    def below(self, parent: etree.Element, name: str) -> Iterator[Part]:
        for child in parent:
            if child not in self.numbers or child.tag == f"{SVG}defs":
                continue
            own = child.get("id", "")
            called = own if own and not HASHED.search(own) else name
            is_text = name.startswith("text_") and "scale" in child.get("transform", "")
            yield Part(self.numbers[child], called, child, is_text)
            drawn = self.named.get(child.get(HREF, ""))
            if drawn is not None:
                yield Part(self.numbers[drawn], called, drawn, is_text=False)
            if not is_text:
                yield from self.below(child, called)


def difference(right: Sequence[Part], other: Sequence[Part]) -> str | None:
    """The first part that is another one."""
    for one, two in zip(right, other, strict=False):
        if (one.name, one.element.tag) != (two.name, two.element.tag):
            return f"{two.name} in the place of {one.name}"
    if len(right) == len(other):
        return None
    longer = max(right, other, key=len)
    return f"{'no' if longer is right else 'one more'} {longer[min(len(right), len(other))].name}"


def value_of(part: Part, name: str) -> str:
    """An attribute; "" where it only names a part."""
    value = part.element.get(name, "")
    is_name = name == "id" or value.startswith(("#", "url(#"))
    return "" if is_name else " ".join(value.split())


def glyphs_of(part: Part) -> list[tuple[str, int, int, float]]:
    """Of a line of text: the name of each, how far from the last, its height, its size.

    The bar of a fraction has its outline for a name, in points instead of a glyph's units.
    """
    glyphs, last = [], 0
    for glyph in part.element:
        if glyph.tag == f"{SVG}defs":
            continue
        found = PLACE.fullmatch(glyph.get("transform", ""))
        if not found:
            raise ValueError(f"a glyph of {part.name} is placed by '{glyph.get('transform')}'")
        x, y, size = (float(number or 0) for number in found.groups())
        bar = " ".join(glyph.get("d", "").split())
        name = bar or glyph.get(HREF, "")[1:]
        glyphs.append((name, round(x) - last, round(y), OUTLINED if bar else size or 1))
        last = round(x)
    return glyphs
