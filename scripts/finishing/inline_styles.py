"""Style attributes, which the site's policy forbids, become rules of its style sheet.

The typesetting aligns the cells of a table by them. An element keeps what it said as `data-style`,
which the rules select and which a copy of a formula turns back (docs/assets/copy/copy.js).
"""

from collections.abc import Callable, Iterable, Iterator
import html
import json
from pathlib import Path
import re
from typing import Any

import tinycss2

from scripts.base.errors import SourceError
from scripts.base.text import read_text, write_atomically

STYLE = re.compile(r'(?P<before><[a-zA-Z](?:[^<>"]|"[^"]*")*?\s)style="(?P<style>[^"]*)"')
# What scripts put into pages.
PIECES = ("search/mathml/*.json", "assets/check/formulas/*/*.json")
SHEET = Path("assets") / "styles" / "site.css"


def move_styles(site: Path) -> None:
    """Move the style attributes of all pages, and of what scripts add to them, to the style sheet.

    Raises SourceError at an attribute that is no list of declarations.
    """
    found: dict[str, None] = {}
    for page in sorted(site.rglob("*.html")):
        _change(page, lambda text: renamed(text, found))
    for piece in (path for pattern in PIECES for path in sorted(site.glob(pattern))):
        _change(piece, lambda text: _dumped(_each_text(json.loads(text), found)))
    if found:
        rules = "".join(_rules(found, site / SHEET))
        write_atomically(site / SHEET, read_text(site / SHEET) + rules)


def renamed(markup: str, found: dict[str, None]) -> str:
    """The same with `data-style` for every `style`; what it says is noted."""

    def rename(attribute: re.Match[str]) -> str:
        found[html.unescape(attribute["style"])] = None
        return f'{attribute["before"]}data-style="{attribute["style"]}"'

    return STYLE.sub(rename, markup)


def _each_text(content: Any, found: dict[str, None]) -> Any:
    """JSON with the same done to every text in it."""
    if isinstance(content, str):
        return renamed(content, found)
    if isinstance(content, list):
        return [_each_text(each, found) for each in content]
    if isinstance(content, dict):
        return {name: _each_text(each, found) for name, each in content.items()}
    return content


def _dumped(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _rules(styles: Iterable[str], sheet: Path) -> Iterator[str]:
    for style in sorted(styles):
        declarations = tinycss2.parse_blocks_contents(style, skip_whitespace=True)
        if any(each.type != "declaration" for each in declarations):
            raise SourceError(
                sheet, 1, f"expected declarations in a style attribute, got {style!r}"
            )
        body = ";".join(each.serialize() for each in declarations)
        selected = style.replace("\\", r"\\").replace('"', r"\"")
        yield f'[data-style="{selected}"]{{{body}}}'


def _change(path: Path, change: Callable[[str], str]) -> None:
    before = read_text(path)
    after = change(before)
    if after != before:
        write_atomically(path, after)
