"""The rows of the notation as the search takes them: found by glyph, by LaTeX command, by name."""

from collections.abc import Iterable, Iterator
import html
import re
from typing import Any
import unicodedata

from scripts.base.paths import DOCS, NOTATION
from scripts.checker.reading import raw
from scripts.mathematics.mathml import to_mathml, without_latex
from scripts.sources.markdown_math import INLINE
from scripts.sources.notation import Row

NOTATION_PAGE = f"{NOTATION.relative_to(DOCS).with_suffix('').as_posix()}/"
TAG = re.compile(r"<[^>]+>")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
SIGN = re.compile(r"\\mathbb\{.\}|\\[A-Za-z]+")
# They say how other letters look, and are no sign of their own.
STYLES = {r"\mathbf", r"\mathcal", r"\mathsf", r"\operatorname", r"\dots", r"\times"}
# A name in Unicode that says how a sign looks; others tell its meaning, as the row does.
LOOK = re.compile(r"\b(?:circled|double|arrow|bracket|triangle)\b")
NOT_ITS_LOOK = re.compile(r"\b(?:mathematical|operator)\b")
ACCENTS = {"^": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "‾": "\u0304", "˜": "\u0303", "˙": "\u0307"}
ACCENTS |= {"¨": "\u0308", "ˇ": "\u030c", "⃗": "\u20d7"}
ACCENTED = {*raw.ACCENTS, r"\vec"}  # with no glyph of their own


def row_entries(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What is searched, and what a result shows. A sign belongs to the first row that has it."""
    known = set[str]()
    entries = []
    for row in rows:
        signs = (
            [sign for tex in row.tex for sign in _signs(tex)] if row.meaning and row.names else []
        )
        entries.append(_entry(row, [sign for sign in dict.fromkeys(signs) if sign not in known]))
        known.update(signs)
    return entries


def _entry(row: Row, signs: list[str]) -> dict[str, Any]:
    title, *names = _titles(row)
    text = f"{', '.join(map(_shown, row.tex))}: {_plain(row.meaning) or ', '.join(row.names)}"
    return {
        "location": f"{NOTATION_PAGE}#{row.anchor}",
        "title": title[0].upper() + title[1:],
        "aliases": [*names, *signs],
        "text": text,
    }


def _titles(row: Row) -> list[str]:
    """A letter alone is what a formula is asked for by: it is not its row's whole name."""
    if not row.names:
        return [f"Meanings of {_shown(row.tex[0])}"]
    return list(row.names) if row.meaning else [f"Greek letter {name}" for name in row.names]


def _signs(tex: str) -> Iterator[str]:
    """Each sign as LaTeX has it and as it looks, and a pair of brackets."""
    found = [sign for sign in SIGN.findall(tex) if sign not in STYLES]
    glyphs = [_shown(sign) for sign in found if sign not in ACCENTED]
    yield from (*found, *glyphs, *filter(None, map(_unicode_name, glyphs)))
    if len(glyphs) > 1:
        yield "".join(glyphs)


def _unicode_name(glyph: str) -> str:
    """How a sign looks, for those who cannot name it: ⊙ is a circled dot."""
    name = unicodedata.name(glyph, "").lower() if len(glyph) == 1 else ""
    return " ".join(NOT_ITS_LOOK.sub("", name).split()) if LOOK.search(name) else ""


def _shown(tex: str) -> str:
    """A formula in one line of characters."""
    text = html.unescape(TAG.sub("", without_latex(to_mathml(tex, display=False))))
    for accent, combining in ACCENTS.items():
        text = text.replace(accent, combining)
    return unicodedata.normalize("NFC", text)


def _plain(meaning: str) -> str:
    """A cell without its links, its mathematics in characters."""
    return INLINE.sub(lambda found: _shown(found[1]), LINK.sub(r"\1", meaning))
