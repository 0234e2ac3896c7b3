"""Habits of the theme's script that harm this site, mended in the finished copy of it.

What a translation is: the theme takes every `link[rel=alternate]` for one and asks for a sitemap
beside it. A Markdown version or a feed is an alternate, too, and no translation: those name a
language. What a landmark is: the theme puts the buttons of every block of code into a `nav`, so
that a screen reader lists a dozen places without a name; a `div` looks the same. What a link into
the page itself needs: the theme loads the page once more before it goes there, and stays where it
is if the page has just been scrolled; the browser goes there at once.
"""

from pathlib import Path
import re

from scripts.base.errors import SourceError, print_errors
from scripts.base.text import read_text, write_atomically

LOADED = 'new URL(performance.getEntriesByType("navigation")[0].name).pathname'
MENDED = (
    (re.compile(r"(?<=\blink\[rel=alternate\])(?=[\"'])"), "[hreflang]"),
    (re.compile(r"[\"']nav[\"'](?=,\{class:[\"']md-code__nav[\"'])"), '"div"'),
    (
        re.compile(r"(?<=if\()(?P<link>[\w$]+)\.target\|\|(?=[\w$]+\.metaKey)"),
        r"\g<link>.target||\g<link>.hash&&\g<link>.pathname===location.pathname||",
    ),
    (
        re.compile(
            r"(?<=\(\"pathname\"\),)(?P<map>[\w$]+)\((?P<url>[\w$]+)=>(?=[\w$]+\((?P=url),)"
        ),
        rf"\g<map>((\g<url>,count)=>!count&&\g<url>.pathname==={LOADED}?[]:",
    ),
)


def mend_theme_script(assets: Path) -> None:
    """Mend the bundle of the theme in the assets of a rendered site; warn of what is not there.

    Another version of the theme may not need it: the tests of the site tell.
    """
    for path in assets.glob("javascripts/bundle.*.js"):
        text = read_text(path)
        for pattern, replacement in MENDED:
            text, count = pattern.subn(replacement, text)
            if count != 1:
                message = f"expected {pattern.pattern} once, found it {count} times"
                print_errors(SourceError(path, 1, message), "warning")
        write_atomically(path, text)
