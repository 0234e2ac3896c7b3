"""Scripts without comments and long local names, which are for us and not for a connection."""

from pathlib import Path

import minify

from scripts.source import SourceError, read_text, write_atomically

FOLDERS = (".", "search")
FOREIGN = "/*!"  # how a script begins that came minified and keeps its license


def minify_scripts(assets: Path) -> None:
    """Shorten the scripts of our own in a rendered site; those of others already are.

    Raises SourceError where a script cannot be read.
    """
    for folder in FOLDERS:
        for script in sorted((assets / folder).glob("*.js")):
            text = read_text(script)
            if not text.startswith(FOREIGN):
                write_atomically(script, _short(script, text))


def _short(script: Path, text: str) -> str:
    try:
        return str(minify.string("application/javascript", text))
    except Exception as error:  # the library raises nothing narrower
        raise SourceError(script, 1, f"not valid JavaScript: {error}") from None
