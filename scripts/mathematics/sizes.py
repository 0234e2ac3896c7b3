"""How far simple formulas reach above and below the baseline, in em, as TeX would set them."""

from xml.etree import ElementTree

from scripts.mathematics.font import ink
from scripts.mathematics.letters import italic

Element = ElementTree.Element
Size = tuple[float, float]

SCRIPT = 0.7  # em
SUBSCRIPT, SUPERSCRIPT = 0.247, 0.289  # how far they are shifted, the latter under a root
ACCENTED = 0.45  # the height of a letter for which accents are drawn


def size(element: Element) -> Size | None:
    """Height and depth; None for what is no letters with scripts and accents."""
    if element.tag in ("mi", "mn", "mo", "mtext"):
        return _of_text(element)
    parts = [size(child) for child in element]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    match element.tag, known:
        case "mspace", _:
            return 0, 0
        case "mrow", [_, *_]:
            return highest(known)
        case "msub", [base, below]:
            return highest([base, _shifted(below, -SUBSCRIPT)])
        case "msup", [base, above]:
            return highest([base, _shifted(above, SUPERSCRIPT)])
        case "msubsup", [base, below, above]:
            return highest([base, _shifted(below, -SUBSCRIPT), _shifted(above, SUPERSCRIPT)])
        case "mover", [base, accent] if element.get("accent") == "true":
            return max(base[0] - ACCENTED, 0) + accent[0], base[1]
    return None


def highest(sizes: list[Size]) -> Size:
    """The size of things beside each other."""
    heights, depths = zip(*sizes, strict=True)
    return max(heights), max(depths)


def _shifted(script: Size, up: float) -> Size:
    return SCRIPT * script[0] + up, SCRIPT * script[1] - up


def _of_text(element: Element) -> Size:
    text = (element.text or "").strip()
    if element.tag == "mi" and len(text) == 1 and element.get("mathvariant") != "normal":
        text = italic(text)
    return highest([ink(character) for character in text] or [(0, 0)])
