"""Scripts without comments and long local names, which are for us and not for a connection."""

from pathlib import Path

import minify

from scripts.base.errors import SourceError
from scripts.base.text import read_text, write_atomically
from scripts.finishing.join_modules import OWN

FOLDERS = (".", "search")


def minify_scripts(assets: Path) -> None:
    """Shorten what is our own in the scripts of a rendered site; the rest came minified.

    Raises SourceError where a script cannot be read.
    """
    for folder in FOLDERS:
        for script in sorted((assets / folder).glob("*.js")):
            foreign, _, own = read_text(script).rpartition(OWN)
            try:
                short = minify.string("application/javascript", own)
            except Exception as error:  # the library raises nothing narrower
                raise SourceError(script, 1, f"not valid JavaScript: {error}") from None
            write_atomically(script, foreign + short)
