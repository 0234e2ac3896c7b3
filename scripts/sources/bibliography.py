"""The literature: docs/references.bib, rendered for pages and for citations in the text."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
import re

from pybtex.backends.markdown import Backend
from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.richtext import Text
from pybtex.scanner import PybtexError
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import FieldIsMissing

from scripts.base.closure import code_key
from scripts.base.errors import SourceError
from scripts.base.freshness import digest
from scripts.base.paths import BIBLIOGRAPHY
from scripts.base.remembered import remembered
from scripts.sources.reading import read_source

WEB_ADDRESS = re.compile(r"https?://\S+")  # what becomes a link must not be a script


@dataclass(frozen=True)
class Reference:
    """One entry: a short label for the text, its title, the address, the full line in Markdown,
    its source.

    `line` is where the entry starts; `authors`, `title` and `number` (of arXiv) are plain text.
    """

    label: str
    title: str
    url: str | None
    markdown: str
    bibtex: str
    line: int = 1
    authors: str = ""
    number: str = ""


def read_references() -> dict[str, Reference]:
    """Key → reference. Raises SourceError where the bibliography is malformed."""
    return _references(BIBLIOGRAPHY, read_source(BIBLIOGRAPHY))


@cache
def _references(path: Path, text: str) -> dict[str, Reference]:
    """They are remembered: formatting them takes ten times as long as reading all pages."""
    code = code_key(__name__)
    return remembered("references", digest(code, text), lambda: _parsed(path, text))


def _parsed(path: Path, text: str) -> dict[str, Reference]:
    try:
        data = parse_string(text, "bibtex")
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 1
        raise SourceError(path, line, f"malformed BibTeX: {error}") from None
    return {key: _reference(path, text, key, data) for key in data.entries}


def _reference(path: Path, text: str, key: str, data: BibliographyData) -> Reference:
    entry = data.entries[key]
    found = re.search(rf"@\w+\s*\{{\s*{re.escape(key)}\s*,", text, re.IGNORECASE)
    if not found:
        raise SourceError(path, 1, f"expected entry '{key}' as '@type{{{key}, …}}'")
    line = text.count("\n", 0, found.start()) + 1
    for field in ("title", "year"):
        if not entry.fields.get(field):
            raise SourceError(path, line, f"entry '{key}' lacks '{field}'")
    if "$" in entry.fields["title"]:
        message = "a title is text: write letters themselves, such as ε, in place of $…$"
        raise SourceError(path, line, f"entry '{key}': {message}")
    if not entry.persons.get("author"):
        raise SourceError(path, line, f"entry '{key}' lacks 'author'")
    url = entry.fields.get("url")
    if url is not None and not WEB_ADDRESS.fullmatch(url):
        raise SourceError(path, line, f"entry '{key}': expected a url with http(s)://, got '{url}'")
    try:
        (formatted,) = _style().format_entries([entry])
    except FieldIsMissing as error:
        raise SourceError(path, line, f"entry '{key}': {error}") from None
    markdown = formatted.text.render(Backend()).replace("\n", " ")
    bibtex = _entry_text(text, found.start())
    return Reference(
        _label(entry),
        str(Text.from_latex(entry.fields["title"])),
        _url(entry),
        markdown,
        bibtex,
        line,
        authors=", ".join(_plain_name(person) for person in entry.persons["author"]),
        number=entry.fields.get("eprint", ""),
    )


def _plain_name(person: Person) -> str:
    """`Diederik Kingma`: no initials, which nobody searches for."""
    parts = (
        *person.rich_first_names,
        *person.rich_prelast_names,
        *person.rich_last_names,
    )
    return " ".join(name for part in parts if not (name := str(part)).endswith("."))


def _entry_text(text: str, start: int) -> str:
    """The entry that starts here, as written: pybtex's own writer escapes the `_` of a DOI.

    BibTeX counts every brace, so the one that balances the first ends the entry.
    """
    depth = 0
    for found in re.finditer(r"[{}]", text[start:]):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return text[start : start + found.end()]
    return text[start:]


@cache
def _style() -> Style:
    """Looking a style up walks through all installed packages: once."""
    return Style()


def _label(entry: Entry) -> str:
    """`Kingma and Ba, 2015`, `Vaswani et al., 2017`."""
    names = [
        " ".join(str(name) for name in (*person.rich_prelast_names, *person.rich_last_names))
        for person in entry.persons["author"]
    ]
    who = names[0] if len(names) == 1 else f"{names[0]} et al."
    if len(names) == 2:
        who = " and ".join(names)
    return f"{who}, {entry.fields['year']}"


def _url(entry: Entry) -> str | None:
    if doi := entry.fields.get("doi"):
        return f"https://doi.org/{doi}"
    if eprint := entry.fields.get("eprint"):
        return f"https://arxiv.org/abs/{eprint}"
    return str(entry.fields["url"]) if "url" in entry.fields else None
