r"""The displayed formulas of a document, with the line on which each stands.

LaTeX, Markdown, notebooks and HTML: what each calls a display is found, the author's own commands
are expanded (macros.py), `\input` is followed, comments are dropped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.base.errors import SourceError
from scripts.comparing.in_html import displays_of_html
from scripts.comparing.in_latex import displays_of_latex
from scripts.comparing.in_markdown import displays_of_markdown, displays_of_notebook
from scripts.comparing.shown import Display

LARGEST = 20_000_000  # bytes
Reader = Callable[[Path, str, Callable[[Path], str]], Iterator[Display]]


@dataclass(frozen=True)
class Kind:
    """A kind of document: how its files end, what reads it."""

    endings: tuple[str, ...]
    read: Reader


KINDS = (
    Kind((".tex", ".ltx", ".latex"), displays_of_latex),
    Kind((".md", ".markdown", ".qmd", ".rmd"), displays_of_markdown),
    Kind((".ipynb",), displays_of_notebook),
    Kind((".html", ".htm", ".xhtml"), displays_of_html),
)


def displays_of(path: Path) -> list[Display]:
    """The displays of a document, in order.

    Raises SourceError where there is no such file, where it is no text or too much of it, and
    where its kind is not known.
    """
    kind = next((kind for kind in KINDS if path.suffix.lower() in kind.endings), None)
    if path.exists() and kind is None:
        known = ", ".join(ending for kind in KINDS for ending in kind.endings)
        raise SourceError(path, 1, f"is no document that is read; those end in {known}")
    text = text_of(path)
    assert kind is not None
    return list(kind.read(path, text, text_of))


def text_of(path: Path) -> str:
    """The text of a file of somebody else. Raises SourceError where there is none."""
    if not path.exists():
        raise SourceError(path, 1, "there is no such file")
    if path.is_dir():
        raise SourceError(path, 1, "is a folder: name the files in it")
    if path.stat().st_size > LARGEST:
        size = path.stat().st_size / 1e6
        raise SourceError(path, 1, f"is {size:.0f} MB; more than {LARGEST / 1e6:.0f} are not read")
    data = path.read_bytes()
    if b"\0" in data:
        raise SourceError(path, 1, "is binary, no text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # as old papers are written
    return text.replace("\r\n", "\n").replace("\r", "\n")
