"""Draw a formula without a browser: MathML to one path, in the font of the site."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
import re
import xml.etree.ElementTree as ET

from ziamath.config import config
from ziamath.mathfont import MathFont
from ziamath.zmath import Math

from scripts.mathematics.font import MATH_FONT
from scripts.mathematics.plain_mathml import UndrawableError

FONT_SIZE = 24  # pixels to the em
Point = tuple[int, int]
Command = tuple[str, list[Point]]
UNITS = 100  # of a path to the pixel: whole numbers are short
config.svg2 = False  # each glyph its own path, no symbols with ids
config.precision = 2


@dataclass(frozen=True)
class Drawing:
    """A path in hundredths of a pixel at FONT_SIZE; the box that its ink fills, in pixels."""

    path: str
    left: float
    top: float
    width: float
    height: float


@cache
def draw(formula: str) -> Drawing:
    """Draw MathML that plain_mathml made. Raises UndrawableError."""
    try:
        math = Math(formula, size=FONT_SIZE, font=str(MATH_FONT), margin=0)
        _require_glyphs(formula, math.font)
        outlines = [_outline(element) for element in _shapes(math.svgxml())]
    except (ArithmeticError, AssertionError, AttributeError, LookupError, ValueError) as error:
        raise UndrawableError(f"the drawing library fails: {error!r}") from error
    points = [point for outline in outlines for _, points in outline for point in points]
    if not points:
        raise UndrawableError("nothing is visible")
    left, right = (f(x for x, _ in points) / UNITS for f in (min, max))
    top, bottom = (f(y for _, y in points) / UNITS for f in (min, max))
    path = "".join(_relative(outline) for outline in outlines)
    return Drawing(path, left, top, right - left, bottom - top)


def _require_glyphs(formula: str, font: MathFont) -> None:
    for character in "".join(ET.fromstring(formula).itertext()):
        if not character.isspace() and font.glyphindex(character) == 0:
            raise UndrawableError(f"{character!r}, which the math font does not have")


def _shapes(drawing: ET.Element) -> Iterator[ET.Element]:
    """Glyphs and rules; a tall brace is put together of several, in a group."""
    for element in drawing:
        yield from element if element.tag == "g" else (element,)


def _outline(element: ET.Element) -> list[Command]:
    """The commands of a glyph or of a rule, absolute."""
    if element.tag == "path":
        commands = re.findall(r"([MLCQZ])([^MLCQZ]*)", element.attrib["d"])
        return [(name, _points(numbers.split())) for name, numbers in commands]
    if element.tag == "rect":
        x, y, width, height = (_units(element.attrib[n]) for n in ("x", "y", "width", "height"))
        corners = [(x + width, y), (x + width, y + height), (x, y + height)]
        return [("M", [(x, y)]), *(("L", [corner]) for corner in corners), ("Z", [])]
    raise UndrawableError(f"<{element.tag}> in the drawing")


def _points(numbers: Sequence[str]) -> list[Point]:
    units = [_units(number) for number in numbers]
    return list(zip(units[::2], units[1::2], strict=True))


def _relative(outline: Iterable[Command]) -> str:
    """The commands, each from where the last one ended: half the size, a third when packed."""
    path, here, start = "", (0, 0), (0, 0)
    for name, points in outline:
        moves = " ".join(f"{x - here[0]} {y - here[1]}" for x, y in points)
        path += (name.lower() if path else name) + moves.replace(" -", "-")
        here = points[-1] if points else start
        start = here if name == "M" else start
    return path


def _units(pixels: str) -> int:
    return round(float(pixels) * UNITS)
