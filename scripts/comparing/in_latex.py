r"""The displays of a LaTeX document: `\[`, `$$`, `equation`, `align` and their like."""

from collections.abc import Callable, Iterator
from pathlib import Path
import re

from scripts.base.errors import SourceError, print_errors
from scripts.comparing.macros import DEFINING, Endless, Macros, group_at
from scripts.comparing.shown import Display

ENVIRONMENTS = (
    *("equation", "align", "gather", "multline", "eqnarray", "displaymath", "flalign", "alignat"),
    *("dmath", "dgroup", "IEEEeqnarray", "empheq"),
)
BEGIN = re.compile(rf"\\begin\s*\{{(?P<name>(?:{'|'.join(ENVIRONMENTS)})\*?)\}}")
INCLUDED = re.compile(r"\\(?:input|include|subfile)\s*(?:\{(?P<name>[^{}]*)\}|(?P<bare>[^\s{\\]+))")
# What is no formula, whatever stands in it; the first that begins counts.
LEFT_OUT = re.compile(
    r"(?P<before>(?<!\\)(?:\\\\)*)%[^\n]*"
    r"|\\begin\s*\{(?P<name>verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}"
    r".*?\\end\s*\{(?P=name)\}"
    r"|\\verb\*?(?P<sign>[^a-zA-Z\s*])[^\n]*?(?P=sign)"
    r"|\\iffalse\b.*?\\fi\b",
    re.DOTALL,
)
END = re.compile(r"\\end\s*\{document\}.*", re.DOTALL)
LABEL = re.compile(r"\\(?:label|tag\*?)\s*\{[^{}]*\}")
Reading = Callable[[Path], str]


def displays_of_latex(path: Path, text: str, text_of: Reading) -> Iterator[Display]:
    """The displays of a document and of what it includes, in order."""
    reader = LatexReader(path.parent, text_of)
    yield from reader.read(path, without_comments(text))


def without_comments(text: str) -> str:
    """LaTeX without comments and verbatim text; every line stays where it is."""
    text = LEFT_OUT.sub(lambda found: (found["before"] or "") + "\n" * found[0].count("\n"), text)
    return END.sub("", text)


class LatexReader:
    r"""Reads a text from its beginning to its end, and learns its commands on the way.

    Without a way to read other files, `\input` is passed over, as in Markdown.
    """

    def __init__(
        self, folder: Path, text_of: Reading | None = None, macros: Macros | None = None
    ) -> None:
        self.folder, self.text_of = folder, text_of
        self.macros = macros or Macros()
        self.open: list[Path] = []

    def read(self, path: Path, text: str, first: int = 1) -> Iterator[Display]:
        """The displays of a text whose first line has this number in its file."""
        self.open.append(path)
        at = 0
        while found := self._next(text, at):
            line = first + text.count("\n", 0, found.start())
            if DEFINING.match(text, found.start()):
                at = max(self.macros.define(text, found.start()), found.end())
            elif included := INCLUDED.match(text, found.start()):
                yield from self._included(path, line, included)
                at = included.end()
            else:
                shown, at = self._shown(text, found)
                yield from self._display(path, line, shown)
        self.open.pop()

    def _next(self, text: str, at: int) -> re.Match[str] | None:
        own = [re.escape(name) for name, _ in self.macros.standing_for(r"\begin", r"\[", "$$")]
        names = rf"|(?:{'|'.join(own)})(?![a-zA-Z])" if own else ""
        pattern = rf"{DEFINING.pattern}|{INCLUDED.pattern}|{BEGIN.pattern}|\\\[|(?<!\\)\$\${names}"
        return re.compile(pattern.replace("?P<name>", "").replace("?P<bare>", "")).search(text, at)

    def _shown(self, text: str, found: re.Match[str]) -> tuple[str, int]:
        """The LaTeX of the display that starts here, and where it ends."""
        opening, start = found[0], found.end()
        shortcuts = dict(self.macros.standing_for(r"\begin", r"\[", "$$"))
        written = shortcuts.get(opening, opening)
        begin = BEGIN.match(written)
        if begin:
            closing = r"\end{" + begin["name"] + "}"
        else:
            closing = r"\]" if written.startswith(r"\[") else "$$"
        ends = [name for name, body in self.macros.standing_for(closing) if body == closing]
        pattern = "|".join([re.escape(closing), *(rf"{re.escape(e)}(?![a-zA-Z])" for e in ends)])
        spaced = pattern.replace(r"\\end\{", r"\\end\s*\{")
        end = re.compile(spaced).search(text, start)
        inner = text[start : end.start() if end else len(text)]
        if begin:
            inner = _without_options(begin["name"], inner)
            if begin["name"].rstrip("*") not in {"equation", "displaymath", "dmath"}:
                inner = rf"\begin{{align}}{inner}\end{{align}}"
        return inner, end.end() if end else len(text)

    def _display(self, path: Path, line: int, inner: str) -> Iterator[Display]:
        blank = len(inner) - len(inner.lstrip())
        try:
            tex = LABEL.sub("", self.macros.expand(inner))
        except Endless as error:
            print_errors(SourceError(path, line, f"{error}: this display is left out"), "warning")
            return
        if tex.strip():
            yield Display(path, line + inner.count("\n", 0, blank), tex.strip())

    def _included(self, path: Path, line: int, found: re.Match[str]) -> Iterator[Display]:
        if self.text_of is None:
            return
        name = (found["name"] or found["bare"] or "").strip().strip('"')
        files = [self.folder / name, self.folder / f"{name}.tex", path.parent / f"{name}.tex"]
        file = next((file for file in files if file.is_file()), None)
        if file is None or file in self.open:
            what = "includes itself" if file else f"there is no {name} to include"
            print_errors(SourceError(path, line, f"{what}: left out"), "warning")
            return
        yield from self.read(file, without_comments(self.text_of(file)))


def _without_options(name: str, inner: str) -> str:
    """What stands in an environment, without what it is told: `alignat{2}`, `IEEEeqnarray{rCl}`."""
    try:
        if name.startswith(("alignat", "IEEEeqnarray", "empheq")):
            if inner.lstrip().startswith("["):
                inner = inner.lstrip()[inner.lstrip().index("]") + 1 :]
            return inner[group_at(inner, 0)[1] :]
    except ValueError:
        return inner
    return inner
