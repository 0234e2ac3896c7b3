"""A BibTeX entry as docs/references.bib has it: its type and key, its fields in order, checked."""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
import re
import unicodedata

from pybtex.database import Entry, parse_string
from pybtex.scanner import PybtexError

from scripts.base.errors import SourceError

# What each type must have beside author, title and year.
REQUIRED = {
    "article": ("journal",),
    "book": ("publisher",),
    "incollection": ("booktitle", "publisher"),
    "inproceedings": ("booktitle",),
    "misc": (),
    "phdthesis": ("school",),
    "techreport": ("institution",),
}
FIELDS = (
    "author", "title", "journal", "booktitle", "school", "institution", "edition", "publisher",
    "series", "volume", "number", "pages", "year", "doi", "eprint", "archiveprefix", "url",
)  # fmt: skip
KEY = re.compile(r"[a-z]+\d{4}[a-z]{0,12}")
FORMS = {
    "year": (r"\d{4}", "four digits"),
    "pages": (r"[\w.:]+(?:--[\w.:]+)?", "147--169"),
    "doi": (r"10\.\d{4,9}/\S+", "10.1162/089976698300017746, without an address before it"),
    "eprint": (r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}", "a number of arXiv, 1607.06450"),
    "url": (r"https?://\S+", "an address, https://…"),
}
# Before a DOI or a number of arXiv, and after the latter.
PREFIX = re.compile(
    r"(?:https?://)?(?:(?:dx\.)?doi\.org/|(?:www\.)?arxiv\.org/abs/|arxiv:|doi:)", re.IGNORECASE
)
VERSION = re.compile(r"v\d+$")
# A word that a bibliography would write small: braces keep its capitals.
CAPITALS = re.compile(r"(?P<braced>\{[^{}]*\})|\b\w+[A-Z]\w*")
SMALL_WORDS = {"with", "from", "into", "over", "that", "this", "when", "what", "your", "does"}


@dataclass(frozen=True)
class BibtexEntry:
    """A work; `left_out` are fields of the source that the bibliography does not keep."""

    kind: str
    key: str
    fields: dict[str, str]
    left_out: tuple[str, ...]

    def text(self) -> str:
        """As the file has it: one field a line, their values below each other."""
        width = max(map(len, self.fields))
        lines = [f"  {name:{width}} = {{{value}}}," for name, value in self.fields.items()]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])

    @property
    def identity(self) -> set[str]:
        """What no other work has: its DOI, its number of arXiv, its title."""
        marks = [name for name in ("doi", "eprint") if name in self.fields]
        numbers = {f"{name} {self.fields[name]}".casefold() for name in marks}
        return numbers | {f"title {plain(self.fields['title'])}"}


def parse_entries(path: Path, text: str) -> list[BibtexEntry]:
    """The entries of a text. Raises SourceError at the first that is malformed or incomplete."""
    try:
        data = parse_string(text, "bibtex")
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 1
        raise SourceError(path, line, f"malformed BibTeX: {error}") from None
    if not data.entries:
        raise SourceError(path, 1, "expected a BibTeX entry: @article{key, author = {…}, …}")
    return [_entry(path, _line(text, key), key, entry) for key, entry in data.entries.items()]


def plain(text: str) -> str:
    """The letters and digits of a text, without accents and capitals: `M{\\"u}ller` → `muller`."""
    bare = re.sub(r"\\[a-zA-Z]+(?![a-zA-Z])|\\.", "", text)
    decomposed = unicodedata.normalize("NFKD", bare).casefold()
    return "".join(c for c in decomposed if c.isascii() and c.isalnum())


def free_key(entry: BibtexEntry, taken: Container[str]) -> str:
    """Its key, where that is in the style of the file, else author and year; none that is taken."""
    first = re.split(r",|\s+and\s+", entry.fields["author"])[0]
    made = f"{plain(first)}{entry.fields['year']}"
    if KEY.fullmatch(entry.key) and entry.key not in taken:
        return entry.key
    if made not in taken:
        return made
    words = (plain(word) for word in entry.fields["title"].split())
    telling = [w for w in words if len(w) > 3 and w.isalpha() and w not in SMALL_WORDS]
    return next(key for key in (f"{made}{word}" for word in telling) if key not in taken)


def _entry(path: Path, line: int, key: str, entry: Entry) -> BibtexEntry:
    kind = entry.type.lower()
    if kind not in REQUIRED:
        known = ", ".join(REQUIRED)
        raise SourceError(path, line, f"the type '{kind}' is not used here; take one of {known}")
    given = {name.lower(): " ".join(value.split()) for name, value in entry.fields.items()}
    given["author"] = " and ".join(str(person) for person in entry.persons.get("author", []))
    given = {name: _tidied(name, value) for name, value in given.items() if value}
    if "eprint" in given:
        given["archiveprefix"] = "arXiv"
    if "url" in given and ("doi" in given or "eprint" in given):
        del given["url"]  # the address that the file makes of them
    for name in ("author", "title", "year", *REQUIRED[kind]):
        if name not in given:
            raise SourceError(path, line, f"entry '{key}' lacks '{name}', which {kind} needs")
    for name, (form, example) in FORMS.items():
        if name in given and not re.fullmatch(form, given[name]):
            message = f"entry '{key}': expected {name} = {{{example}}}, not {{{given[name]}}}"
            raise SourceError(path, line, message)
    fields = {name: given[name] for name in FIELDS if name in given}
    unknown = given.keys() - fields.keys()
    return BibtexEntry(kind, key, fields, tuple(sorted(unknown)))


def _tidied(name: str, value: str) -> str:
    if name == "pages":
        return re.sub(r"\s*(?:-+|–|—)\s*", "--", value)
    if name == "title":
        return CAPITALS.sub(lambda m: m[0] if m["braced"] else f"{{{m[0]}}}", value)
    if name == "eprint":
        return VERSION.sub("", PREFIX.sub("", value))
    return PREFIX.sub("", value) if name == "doi" else value


def _line(text: str, key: str) -> int:
    return text.partition(key)[0].count("\n") + 1
