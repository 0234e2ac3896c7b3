"""The displays of a web page: MathML, LaTeX beside it, and LaTeX that a script typesets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
import re

from scripts.comparing.in_latex import LatexReader
from scripts.comparing.shown import Display

DISPLAYED = re.compile(r"\s*\{?\s*\\displaystyle\b")
SILENT = {"script", "style", "pre", "code", "textarea", "noscript"}
BLOCKS = {"p", "div", "li", "td", "section", "article", "h1", "h2", "h3", "blockquote"}
Reading = Callable[[Path], str]


def displays_of_html(path: Path, text: str, _: Reading) -> Iterator[Display]:
    """The displays of a web page, in order: MathML, and LaTeX between its marks."""
    page = _Page(text)
    page.feed(text)
    page.close()
    found = [Display(path, line, tex) for line, tex in page.found]
    reader = LatexReader(path.parent)
    found += reader.read(path, page.words())
    yield from sorted(found, key=lambda display: display.line)


@dataclass
class _Math:
    """A `<math>` that is open: where it starts, whether it is a display, its LaTeX so far."""

    line: int
    offset: int
    is_display: bool
    tex: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects MathML as it goes, and blanks what is no text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.starts = text, [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.found: list[tuple[int, str]] = []
        self.lines: dict[int, list[str]] = {}
        self.math: _Math | None = None
        self.silent: list[str] = []
        self.in_display = False  # of KaTeX, until its formula ends
        self.in_tex = False
        self.script: list[str] | None = None

    def words(self) -> str:
        """The text of the page, on the lines on which it stands."""
        last = max(self.lines, default=0)
        return "\n".join("".join(self.lines.get(n, [])) for n in range(1, last + 1))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        line = self.getpos()[0]
        if tag == "math" and self.math is None:
            block = told.get("display") == "block" or self.in_display
            self.math = _Math(line, self._offset(), block)
        elif self.math is not None and tag == "annotation":
            self.in_tex = told.get("encoding") == "application/x-tex"
        elif tag == "script" and (told.get("type") or "").startswith("math/tex"):
            self.script = [] if "mode=display" in (told.get("type") or "") else None
        elif tag == "span" and "katex-display" in (told.get("class") or "").split():
            self.in_display = True
        if tag in SILENT:
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "annotation":
            self.in_tex = False
        elif tag == "math" and self.math is not None:
            self._close_math(self.math)
            self.math = None
            self.in_display = False
        elif tag == "script" and self.script is not None:
            self.found.append((self.getpos()[0], "".join(self.script).strip()))
            self.script = None
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        if self.in_tex and self.math is not None:
            self.math.tex.append(data)
        elif self.script is not None:
            self.script.append(data)
        elif self.math is None and not self.silent:
            for place, part in enumerate(data.split("\n")):
                self.lines.setdefault(line + place, []).append(part)

    def _close_math(self, math: _Math) -> None:
        tex = "".join(math.tex).strip()
        if DISPLAYED.match(tex):
            tex = DISPLAYED.sub("", tex)
            tex = tex.strip()[:-1] if tex.count("}") > tex.count("{") else tex
            math.is_display = True
        written = tex or self.text[math.offset : self._offset()] + "</math>"
        if math.is_display and written.strip():
            self.found.append((math.line, written.strip()))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column
