r"""How large a formula may be: each is told at its own line, with what to write instead.

Widths are estimated from the outlines that the images show; Chromium draws a formula up to a
twelfth wider. The narrowest places that show one:

- a column of the cheat sheet, 340 pixels of 16 to the em, where a line may break between pieces
  and the further ones are indented, twice by 1.2 em at most;
- the panel on a page and on A4, 652 and 648 pixels of 20 and 17.7 to the em.
"""

from xml.etree.ElementTree import tostring

from scripts.base.errors import SourceError
from scripts.mathematics.line_breaks import pieces
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.outlines import FONT_SIZE, draw
from scripts.mathematics.plain_mathml import UndrawableError, plain_mathml
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import MathSpan

COLUMN, WIDEST, TALLEST = 18, 31, 24  # em
BREAK = r"break it into rows, \begin{aligned} a &= b \\ &\quad + c \end{aligned}"


def too_large(formula: Formula) -> list[SourceError]:
    """Every display that a page and an image cannot show whole, or else the cheat sheet."""
    main = formula.displays[0]
    errors = [_too_large(formula, display) for display in formula.displays]
    if not any(errors):
        errors = [_too_wide(formula, main, piece) for piece in pieces(main.tex)]
    return [error for error in errors if error]


def size(tex: str) -> tuple[float, float]:
    """Width and height of a display in em; UndrawableError where it cannot be drawn."""
    drawing = draw(tostring(plain_mathml(to_mathml(tex, display=True)), encoding="unicode"))
    return drawing.width / FONT_SIZE, drawing.height / FONT_SIZE


def _too_large(formula: Formula, display: MathSpan) -> SourceError | None:
    try:
        width, height = size(display.tex)
    except UndrawableError as error:
        message = f"this formula cannot be drawn as an image: {error}; write it another way"
        return SourceError(formula.path, display.line, message)
    if width > WIDEST:
        message = f"about {width:.0f} em wide, where page and image have room for {WIDEST}: {BREAK}"
        return SourceError(formula.path, display.line, message)
    if height > TALLEST:
        message = (
            f"about {height:.0f} em tall, where page and image have room for {TALLEST}:"
            " put \\quad between short statements, or move some into a display of their own"
        )
        return SourceError(formula.path, display.line, message)
    return None


def _too_wide(formula: Formula, display: MathSpan, piece: str) -> SourceError | None:
    """Where a piece, in which no line may break, is wider than a column of the cheat sheet."""
    try:
        width, _ = size(piece)
    except UndrawableError:  # of a part; the whole can be drawn
        return None
    if width <= COLUMN:
        return None
    line = display.line + display.tex.partition(piece)[0].count("\n")
    message = (
        f"about {width:.0f} em without a place to break, where a column of the cheat sheet has"
        f" room for {COLUMN}: {BREAK}, put \\quad between statements, or name a part of it"
    )
    return SourceError(formula.path, line, message)
