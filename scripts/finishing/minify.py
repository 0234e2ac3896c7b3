"""Scripts, style sheets and figures without comments, white space and long local names, which are
for us and not for a connection.
"""

from functools import partial
from pathlib import Path

import minify

from scripts.base.closure import code_key
from scripts.base.errors import SourceError
from scripts.base.freshness import digest
from scripts.base.remembered import remembered
from scripts.base.text import read_text, write_atomically

FOREIGN = {"javascripts", "stylesheets"}  # the theme's: its script breaks when shortened again
DIGITS = 5  # of a coordinate: a hundredth of a point
LANGUAGES = {
    ".js": ("application/javascript", "JavaScript"),
    ".css": ("text/css", "CSS"),
    ".svg": ("image/svg+xml", "SVG"),
}


def minify_assets(assets: Path) -> None:
    """Shorten what is our own in the assets of a rendered site.

    Raises SourceError where a file cannot be read.
    """
    for path in sorted(assets.glob("*/*")):
        if path.suffix in LANGUAGES and path.parent.name not in FOREIGN:
            _minify(path)


def minify_figures(figures: Path) -> None:
    """Shorten the drawings of a rendered site.

    Raises SourceError where a file cannot be read.
    """
    minify.config({"svg-precision": DIGITS})
    code = code_key(__name__)
    for path in sorted(figures.rglob("*.svg")):
        text = read_text(path)
        name = path.relative_to(figures).as_posix()
        short = remembered(f"figures/{name}", digest(code, text), partial(_short, path, text))
        write_atomically(path, short)


def _minify(path: Path) -> None:
    write_atomically(path, _short(path, read_text(path)))


def _short(path: Path, text: str) -> str:
    kind, language = LANGUAGES[path.suffix]
    try:
        return str(minify.string(kind, text))
    except Exception as error:  # the library raises nothing narrower
        raise SourceError(path, 1, f"not valid {language}: {error}") from None
