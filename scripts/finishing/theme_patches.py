"""The theme's HTML is changed by `replace` in overrides/main.html, which is silent on no match.

A new version of the theme may write its HTML in another way. Then the search would be the theme's
own, and its dialog without a name for a screen reader, on pages that look finished.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import OVERRIDES
from scripts.base.text import read_text

TEMPLATE = OVERRIDES / "main.html"
TEXT = r"""(?:'([^']+)'|"([^"]+)")"""
REPLACE = re.compile(rf"\| replace\({TEXT}, {TEXT}\)")


@dataclass(frozen=True)
class ThemePatch:
    """What the template puts in the place of the theme's own text, and on which line."""

    line: int
    old: str
    new: str

    def applied(self, page: str) -> bool:
        """Whether a page has the new text and nothing of the old one."""
        return self.new in page and self.old not in page.replace(self.new, "")


def require_theme_patches(rendered: Path) -> None:
    """Raise SourceErrors with every patch that some rendered page lacks."""
    pages = {path: read_text(path) for path in sorted(rendered.rglob("*.html"))}
    errors = []
    for patch in theme_patches():
        if lacking := [path for path, page in pages.items() if not patch.applied(page)]:
            message = (
                f"expected {patch.new!r} instead of {patch.old!r} in {lacking[0].as_posix()};"
                " see what the theme writes there now, and replace that"
            )
            errors.append(SourceError(TEMPLATE, patch.line, message))
    if errors:
        raise SourceErrors(errors)


def theme_patches() -> Iterator[ThemePatch]:
    """Every replacement of one text by another in the template; none without a template."""
    text = read_text(TEMPLATE) if TEMPLATE.exists() else ""
    for found in REPLACE.finditer(text):
        old, new = filter(None, found.groups())
        yield ThemePatch(text.count("\n", 0, found.start()) + 1, old, new)
