"""Scripts without their comments: those are for us, not for a reader's connection."""

from pathlib import Path

import rjsmin

from scripts.source import read_text, write_atomically


def minify_scripts(assets: Path) -> None:
    """Shorten the scripts of our own in a rendered site; the theme's already are."""
    for script in sorted(assets.glob("*.js")):
        write_atomically(script, str(rjsmin.jsmin(read_text(script))))
