"""Letter a card: measured lines of text in the project's own font, as SVG."""

from dataclasses import dataclass, replace
from functools import cache
import html
from pathlib import Path

from fontTools.ttLib import TTFont

from scripts.base.errors import SourceError
from scripts.base.paths import SNIPPETS


@dataclass(frozen=True)
class Font:
    """A weight of the font; resvg finds it by the family that the file itself names."""

    file: Path
    family: str


REGULAR = Font(SNIPPETS / "fonts" / "Inter-Regular.otf", "Inter")
SEMIBOLD = Font(SNIPPETS / "fonts" / "Inter-SemiBold.otf", "Inter Semi Bold")


@dataclass(frozen=True)
class Letters:
    """What a text looks like; sizes are pixels."""

    size: float
    color: str
    font: Font = REGULAR

    def sized(self, size: float) -> "Letters":
        return replace(self, size=size)

    def width(self, text: str) -> float:
        """How wide a line is, kerning aside."""
        advances, units = _metrics(self.font)
        return sum(advances.get(ord(letter), units) for letter in text) * self.size / units

    def line(self, text: str, x: float, y: float) -> str:
        """SVG of a line that begins at x on the baseline y."""
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" font-family="{self.font.family}"'
            f' font-size="{self.size:.1f}" fill="{self.color}">{html.escape(text)}</text>'
        )

    def wrapped(self, text: str, room: float) -> list[str]:
        """The words on lines as wide as the room; a word that is wider stands alone."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def shortened(self, text: str, room: float) -> str:
        """The text, or as much of its beginning as there is room for."""
        if self.width(text) <= room:
            return text
        kept = next(n for n in range(len(text), -1, -1) if self.width(f"{text[:n]}…") <= room)
        return f"{text[:kept].rstrip()}…"


def require_letters(text: str, path: Path, line: int) -> None:
    """SourceError at path:line where the font lacks a character of a text written there."""
    for letter in text:
        if any(ord(letter) not in _metrics(font)[0] for font in (REGULAR, SEMIBOLD)):
            message = f"{letter!r} is not in the font of the preview cards, Inter in snippets/fonts"
            raise SourceError(path, line, f"{message}; write it another way")


@cache
def _metrics(font: Font) -> tuple[dict[int, int], int]:
    """The advance of each character, and the units to the em."""
    opened = TTFont(font.file)
    widths = opened["hmtx"].metrics
    advances = {code: widths[name][0] for code, name in opened.getBestCmap().items()}
    return advances, opened["head"].unitsPerEm
