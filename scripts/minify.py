"""Scripts without comments and long local names: those are for us, not for a reader's connection."""

from pathlib import Path

import minify

from scripts.source import SourceError, read_text, write_atomically

FOLDERS = (".", "search")


def minify_scripts(assets: Path) -> None:
    """Shorten the scripts of our own in a rendered site; the theme's already are.

    Raises SourceError where a script cannot be read.
    """
    for folder in FOLDERS:
        for script in sorted((assets / folder).glob("*.js")):
            try:
                short = minify.string("application/javascript", read_text(script))
            except Exception as error:  # the library raises nothing narrower
                raise SourceError(script, 1, f"not valid JavaScript: {error}") from None
            write_atomically(script, _licence(read_text(script)) + short)


def _licence(script: str) -> str:
    """The comment that a foreign script must keep."""
    return script.split("\n", 1)[0] + "\n" if script.startswith("/*!") else ""
