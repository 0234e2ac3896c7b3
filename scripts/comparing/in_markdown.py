r"""The displays of Markdown and of the text of notebooks: `$$`, `\[`, fences of mathematics."""

from collections.abc import Callable, Iterator
import json
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.comparing.in_latex import LatexReader
from scripts.comparing.macros import Macros
from scripts.comparing.shown import Display

FENCE = re.compile(
    r"^(?P<room>[ >]*)(?P<mark>`{3,}|~{3,})[ ]*(?P<what>[^\n`]*)\n(?P<inner>.*?)^[ >]*(?P=mark)"
    r"[`~]*[ ]*$",
    re.MULTILINE | re.DOTALL,
)
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MATHEMATICS = {"math", "{math}", "latex", "tex"}
QUOTED = re.compile(r"^[ ]*>[ ]?", re.MULTILINE)
# As Markdown must write what is a bracket of LaTeX, and what it would take for emphasis.
ESCAPED = re.compile(r"\\\\([\[\]])")
Reading = Callable[[Path], str]


def displays_of_markdown(path: Path, text: str, _: Reading) -> Iterator[Display]:
    """The displays of a Markdown text, in order."""
    reader = LatexReader(path.parent)
    yield from reader.read(path, mathematics_of(text))


def displays_of_notebook(path: Path, text: str, _: Reading) -> Iterator[Display]:
    """The displays of the Markdown cells of a notebook, at their lines in its file."""
    try:
        notebook = json.loads(text)
        cells = notebook["cells"]
    except (ValueError, KeyError, TypeError):
        raise SourceError(path, 1, "is no notebook: expected JSON with cells") from None
    macros, at = Macros(), 0
    for cell in cells:
        source = cell.get("source", "")
        written = source if isinstance(source, list) else [source]
        first, at = _line_of(text, written, at)
        if cell.get("cell_type") == "markdown":
            reader = LatexReader(path.parent, macros=macros)
            yield from reader.read(path, mathematics_of("".join(written)), first)


def mathematics_of(text: str) -> str:
    """Markdown without code, and with fences of mathematics as displays; lines stay."""
    text = HTML_COMMENT.sub(_blank, text)
    text = FENCE.sub(_fenced, text)
    text = CODE.sub(_blank, text)
    return ESCAPED.sub(r"\\\1", QUOTED.sub("", text))


def _fenced(found: re.Match[str]) -> str:
    if found["what"].strip().lower() in MATHEMATICS:
        return f"$$\n{found['inner']}$$"
    return _blank(found)


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _line_of(text: str, written: list[str], at: int) -> tuple[int, int]:
    """The line of a notebook's file on which a cell's text starts, and where to look on."""
    for part in written:
        for ascii_only in (False, True):
            place = text.find(json.dumps(part, ensure_ascii=ascii_only), at)
            if place >= 0:
                return text.count("\n", 0, place) + 1, place
    return text.count("\n", 0, at) + 1, at
