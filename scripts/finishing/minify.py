"""Scripts and style sheets without comments, white space and long local names, pages without
indents: they are for us and not for a connection.
"""

from pathlib import Path
import re

import minify

from scripts.base.errors import SourceError
from scripts.base.text import read_text, write_atomically
from scripts.finishing.join_modules import OWN

FOREIGN = {"javascripts", "stylesheets"}  # the theme's, which come minified
# What a page shows as it is written, and what is no text of it.
VERBATIM = re.compile(
    r"(<(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)", re.DOTALL
)
INDENT = re.compile(r"\s*\n\s*")
LANGUAGES = {".js": ("application/javascript", "JavaScript"), ".css": ("text/css", "CSS")}


def minify_assets(assets: Path) -> None:
    """Shorten what is our own in the assets of a rendered site; the rest came minified.

    Raises SourceError where a file cannot be read.
    """
    for path in sorted(assets.glob("*/*")):
        if path.suffix in LANGUAGES and path.parent.name not in FOREIGN:
            _minify(path)


def without_indents(page: str) -> str:
    """A page without empty lines and indents, which templates leave in it."""
    parts = VERBATIM.split(page)
    parts[::2] = [INDENT.sub("\n", text) for text in parts[::2]]
    return "".join(parts)


def minify_pages(site: Path) -> None:
    """Shorten the pages of a rendered site."""
    for path in sorted(site.rglob("*.html")):
        write_atomically(path, without_indents(read_text(path)))


def _minify(path: Path) -> None:
    kind, language = LANGUAGES[path.suffix]
    foreign, _, own = read_text(path).rpartition(OWN)
    try:
        short = minify.string(kind, own)
    except Exception as error:  # the library raises nothing narrower
        raise SourceError(path, 1, f"not valid {language}: {error}") from None
    write_atomically(path, foreign + short)
