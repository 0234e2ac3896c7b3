"""Preview cards: what a link to a page shows in a chat or a post. SVG is composed, then PNG."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG, DOCS
from scripts.base.text import read_text
from scripts.mathematics.arrangements import arrangements
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.plain_mathml import UndrawableError, plain_mathml
from scripts.pictures.lettering import REGULAR, SEMIBOLD, Letters, require_letters
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter

if TYPE_CHECKING:
    from scripts.mathematics.outlines import Drawing

FAVICON = Path(__file__).parents[2] / DOCS / "assets" / "favicon.svg"
# The colors of the light theme, as docs/assets/styles/colors.css and the favicon have them.
INK, QUIET, LINE, PANEL = "#1f2430", "#545c69", "#e3e6eb", "#f7f8fa"
GREEN, BLUE = "#1f8a5f", "#2f5fd0"

WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT = 64, WIDTH - 64
ROOM = RIGHT - LEFT
OVERLINE, TITLE, FOOT = 92, 160, 582  # baselines
PANEL_TOP, PANEL_BOTTOM, SIDE, ABOVE = 200, 528, 40, 28  # the last two: padding
QUIET_LINE = Letters(28, QUIET)
FOOT_LINE = Letters(26, QUIET)
TITLE_LINE, SMALLEST_TITLE, TITLE_STEP = Letters(58, INK, SEMIBOLD), 46, 54
NAME_LINE, SMALLEST_NAME = Letters(40, INK), 26
LISTED = 10  # formulas on the card of a chapter
# Pixels to the em of a formula. Chats show a card at half its size.
LARGEST, COMFORTABLE, SMALLEST = 88, 50, 30


def formula_card(formula: Formula, chapter: Chapter, status: str, site_name: str) -> str:
    """SVG of a formula's card. SourceError where its title or the formula does not fit."""
    if not status:
        line = formula.displays[0].line
        raise SourceError(formula.path, line, "has not been checked; run `make site`")
    line = formula.page.line_of(f"# {formula.title}")
    require_letters(formula.title, formula.path, line)
    title, panel_top = _title(formula.title, formula.path, line)
    return _card(
        QUIET_LINE.line(chapter.title, LEFT, OVERLINE),
        title,
        _panel(panel_top),
        _formula(formula, panel_top),
        _foot(site_name),
        _status(status),
    )


def chapter_card(chapter: Chapter, names: Sequence[str], site_name: str) -> str:
    """SVG of a chapter's card, with the names of its formulas. SourceError: see formula_card."""
    line = _line_with(CONFIG, f"{chapter.slug}/index.md") - 1  # its title stands above
    require_letters(chapter.title, CONFIG, line)
    title, panel_top = _title(chapter.title, CONFIG, line)
    return _card(
        QUIET_LINE.line(f"{len(names)} formula{'s' * (len(names) != 1)}", LEFT, OVERLINE),
        title,
        _panel(panel_top),
        *_names(names, panel_top),
        _foot(site_name),
    )


def home_card(site_name: str, description: str, counts: str) -> str:
    """SVG of the card of the home page, and of every page without one of its own."""
    for key, text in (("site_name", site_name), ("site_description", description)):
        require_letters(text, CONFIG, _line_with(CONFIG, f"{key}:"))
    name, below = TITLE_LINE.sized(68), Letters(32, QUIET)
    lines = name.wrapped(site_name, ROOM)
    bottom = 300 + 80 * (len(lines) - 1)
    return _card(
        _mark(LEFT, 96, 104),
        *(name.line(text, LEFT, 300 + 80 * n) for n, text in enumerate(lines)),
        *(
            below.line(text, LEFT, bottom + 66 + 44 * n)
            for n, text in enumerate(below.wrapped(description, ROOM))
        ),
        FOOT_LINE.line(counts, LEFT, FOOT),
    )


def rendered(card: Callable[[], str]) -> list[bytes]:
    """PNG of a card that is composed when it is called."""
    return [render(card())]


def render(svg: str) -> bytes:
    """PNG of a card; no font of the machine is used."""
    from resvg_py import svg_to_bytes

    fonts = [str(font.file) for font in (REGULAR, SEMIBOLD)]
    return bytes(svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts))


def _card(*parts: str) -> str:
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            f'<rect width="{WIDTH}" height="10" fill="{BLUE}"/>',
            *parts,
            "</svg>\n",
        )
    )


def _title(title: str, path: Path, line: int) -> tuple[str, float]:
    """The title on one line or two, and where the panel below it begins."""
    letters, lines = TITLE_LINE.sized(min(TITLE_LINE.size, _fitting(title, ROOM))), [title]
    if letters.size < SMALLEST_TITLE:
        letters = TITLE_LINE.sized(SMALLEST_TITLE)
        lines = letters.wrapped(title, ROOM)
    if len(lines) > 2 or any(letters.width(text) > ROOM for text in lines):
        message = "the title does not fit on two lines of its preview card; shorten it"
        raise SourceError(path, line, message)
    drawn = [letters.line(text, LEFT, TITLE + TITLE_STEP * n) for n, text in enumerate(lines)]
    return "\n".join(drawn), PANEL_TOP + TITLE_STEP * (len(lines) - 1)


def _fitting(title: str, room: float) -> float:
    return room / TITLE_LINE.sized(1).width(title)


def _panel(top: float) -> str:
    return (
        f'<rect x="{LEFT}" y="{top}" width="{ROOM}" height="{PANEL_BOTTOM - top}" rx="14"'
        f' fill="{PANEL}" stroke="{LINE}" stroke-width="2"/>'
    )


def _formula(formula: Formula, panel_top: float) -> str:
    """The main formula in the panel, in the first arrangement that is comfortably large."""
    from scripts.mathematics.outlines import FONT_SIZE, UNITS

    width, height = ROOM - 2 * SIDE, PANEL_BOTTOM - panel_top - 2 * ABOVE
    drawing, size = _largest(formula, width, height)
    if size < SMALLEST:
        raise SourceError(
            formula.path,
            formula.displays[0].line,
            "the formula is too large for its preview card: its letters would be"
            f" {size:.0f} px, {SMALLEST} are legible; shorten it, put \\quad between its"
            " statements or break it into rows of aligned, which the card sets in columns,"
            " or move a part into a display of its own",
        )
    scale = size / FONT_SIZE
    x = WIDTH / 2 - scale * (drawing.left + drawing.width / 2)
    y = (panel_top + PANEL_BOTTOM) / 2 - scale * (drawing.top + drawing.height / 2)
    place = f"translate({x:.2f} {y:.2f}) scale({scale / UNITS:.6f})"
    return f'<path fill="{INK}" transform="{place}" d="{drawing.path}"/>'


def _largest(formula: Formula, width: float, height: float) -> "tuple[Drawing, float]":
    """The drawing to show, and its pixels to the em in a space of this size."""
    from scripts.mathematics.outlines import FONT_SIZE, draw

    drawings = []
    main = formula.displays[0]
    try:
        for arranged in arrangements(plain_mathml(to_mathml(main.tex, display=True))):
            drawing = draw(tostring(arranged, encoding="unicode"))
            fitting = FONT_SIZE * min(width / drawing.width, height / drawing.height)
            drawings.append((drawing, min(fitting, LARGEST)))
            if fitting >= COMFORTABLE:
                break
    except UndrawableError as error:
        message = f"the formula cannot be drawn on its preview card: {error}"
        raise SourceError(formula.path, main.line, message) from None
    return max(drawings, key=lambda candidate: candidate[1])


def _names(names: Sequence[str], panel_top: float) -> Iterator[str]:
    """Names in the panel, in one column or two, as large as the longest allows."""
    shown = list(names)
    if len(names) > LISTED:
        shown = [*names[: LISTED - 1], f"and {len(names) - LISTED + 1} more"]
    columns = 1 if len(shown) <= LISTED // 2 else 2
    rows = -(-len(shown) // columns)
    column = (ROOM - SIDE) / columns
    longest = max((NAME_LINE.sized(1).width(name) for name in shown), default=1)
    room = PANEL_BOTTOM - panel_top - 2 * ABOVE
    size = min(NAME_LINE.size, (column - SIDE) / longest, room / max(rows, 1) / 1.5)
    size = max(SMALLEST_NAME, size)
    letters = NAME_LINE.sized(size)
    step = 1.6 * size if rows < 5 else room / rows
    first = (panel_top + PANEL_BOTTOM - step * (rows - 1)) / 2 + 0.36 * size
    for number, name in enumerate(shown):
        across, down = divmod(number, rows)
        short = letters.shortened(name, column - SIDE)
        yield letters.line(short, LEFT + SIDE + column * across, first + step * down)


def _foot(site_name: str) -> str:
    return _mark(LEFT, FOOT - 27, 36) + FOOT_LINE.line(site_name, LEFT + 52, FOOT)


def _status(status: str) -> str:
    """How the formula was checked, as under the formula on its page."""
    name, _, reason = status.partition(": ")
    label = "Not machine-checked" if reason else name.capitalize()
    left = RIGHT - FOOT_LINE.width(label)
    text = FOOT_LINE.line(label, left, FOOT)
    if reason:
        return text
    if name == "sampled":
        return text + Letters(30, GREEN, SEMIBOLD).line("≈", left - 30, FOOT + 1)
    return (
        f'{text}<path d="M{left - 36:.1f} {FOOT - 8}l7 7 13-16" fill="none" stroke="{GREEN}"'
        ' stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _mark(x: float, y: float, size: float) -> str:
    """The favicon, whose units are 32 to its size."""
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", read_text(FAVICON), re.DOTALL)
    if not drawing:
        raise SourceError(FAVICON, 1, "expected an <svg>")
    return f'<g transform="translate({x} {y}) scale({size / 32})">{drawing[1]}</g>'


def _line_with(path: Path, text: str) -> int:
    lines = read_text(path).splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), 1)
