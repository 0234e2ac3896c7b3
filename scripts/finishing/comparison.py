"""What the page "Is my formula right?" loads: `assets/check/index.json`, in which it looks for a
formula, and `assets/check/formulas/<chapter>/<slug>.json` of each that may be the one.

The mathematics that it shows of ours is typeset here, as MathML.
"""

from collections.abc import Iterable
import html
import json
from pathlib import Path
import re
from typing import Any

from math_core import LatexError

from scripts.base.closure import code_key
from scripts.base.errors import SourceError
from scripts.base.freshness import digest
from scripts.base.paths import compare_file
from scripts.base.remembered import remembered
from scripts.base.text import read_text, write_atomically
from scripts.checker.verdicts import read_record
from scripts.mathematics.mathml import to_mathml, without_latex
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import INLINE

FOLDER = Path("assets") / "check"
Content = dict[str, Any]
MARKUP = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*([^*]+)\*"), r"<em>\1</em>"),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
)


def write_comparison(site: Path, formulas: Iterable[Formula]) -> None:
    """Write both into a rendered site. SourceError where a formula was not exported."""
    index = []
    for formula in formulas:
        told = _shown(formula)
        _write(site / FOLDER / "formulas" / f"{formula.id}.json", told)
        index.append(_entry(told))
    _write(site / FOLDER / "index.json", {"formulas": index})


def _entry(told: Content) -> Content:
    """A formula in the index: what it is called, and its displays."""
    return {
        "id": told["id"],
        "title": told["title"],
        "displays": [[each["anchor"], each["tex"]] for each in told["displays"]],
    }


def _shown(formula: Formula) -> Content:
    """What was exported of a formula, with its statuses and with what is shown of it."""
    file = compare_file(formula.id)
    if not file.exists():
        raise SourceError(formula.path, 1, "its draws were not exported; run `make site`")
    text = read_text(file)
    statuses = [verdict.status for verdict in read_record(formula.path)]
    inputs = digest(code_key(__name__), text, repr(statuses))
    name = f"compare/{formula.id}"
    return remembered(name, inputs, lambda: typeset(json.loads(text), statuses))


def typeset(told: Content, statuses: list[str | None]) -> Content:
    """An export with statuses, and MathML of its displays, symbols and refused forms."""
    for symbol in told["symbols"].values():
        symbol["mathml"] = _drawn(symbol["tex"])
    for display in told["displays"]:
        display["status"] = statuses[display["display"]]
        display["mathml"] = _drawn(display["tex"], block=True)
        for refused in display["refused"]:
            refused["html"] = {
                "printed": _drawn(refused["printed"]),
                "right": _drawn(refused["right"]),
                "what": sentence(refused["what"]),
                "source": sentence(refused["source"]),
            }
    return told


def sentence(text: str) -> str:
    """A sentence of Markdown as HTML: mathematics, code, emphasis; links stay words."""
    parts, end = [], 0
    for found in INLINE.finditer(text):
        parts += [_words(text[end : found.start()]), _drawn(found[1])]
        end = found.end()
    return "".join([*parts, _words(text[end:])])


def _words(text: str) -> str:
    written = html.escape(text, quote=False)
    for pattern, replacement in MARKUP:
        written = pattern.sub(replacement, written)
    return written


def _drawn(tex: str, *, block: bool = False) -> str:
    try:
        return without_latex(to_mathml(tex, display=block))
    except LatexError:  # a key that is no LaTeX by itself: shown as it is written
        return f"<code>{html.escape(tex)}</code>"


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
