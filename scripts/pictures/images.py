"""An SVG file of every display of a formula page, for documents that take pictures only."""

from pathlib import Path
from xml.etree.ElementTree import tostring

from scripts.base.errors import SourceError, SourceErrors
from scripts.mathematics.mathml import to_mathml
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import MathSpan

MARGIN = 8  # pixels around a formula of 24 pixels to the em


def images(formula: Formula) -> list[str]:
    """The SVG of every display; SourceErrors where some cannot be drawn or are too large."""
    from scripts.pictures.limits import too_large

    if errors := too_large(formula):
        raise SourceErrors(errors)
    return [image(formula.path, display) for display in formula.displays]


def image(page: Path, display: MathSpan) -> str:
    """The SVG of one display: black on white, glyphs as one path, no font needed."""
    from scripts.mathematics.outlines import UNITS, draw
    from scripts.mathematics.plain_mathml import UndrawableError, plain_mathml

    try:
        drawing = draw(
            tostring(plain_mathml(to_mathml(display.tex, display=True)), encoding="unicode")
        )
    except UndrawableError as error:
        message = f"this formula cannot be drawn as an image: {error}; write it another way"
        raise SourceError(page, display.line, message) from None
    width, height = (round(size + 2 * MARGIN) for size in (drawing.width, drawing.height))
    left, top = (round((edge - MARGIN) * UNITS) for edge in (drawing.left, drawing.top))
    box = f"{left} {top} {width * UNITS} {height * UNITS}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{box}"><path fill="#fff" d="M{left} {top}h{width * UNITS}'
        f'v{height * UNITS}h-{width * UNITS}z"/><path d="{drawing.path}"/></svg>\n'
    )
