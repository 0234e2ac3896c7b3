"""Cite a page: its BibTeX, its plain text, the BibTeX of its sources.

The build writes each piece to build/citations/: a block of Markdown, which the page
includes, and the entry of the page, `<chapter>/<slug>.bib`, which the finished site publishes.
"""

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path
import re
import shutil
from typing import Any

import latexcodec  # noqa: F401  (registers the encoding "ulatex")

from scripts.base.paths import BIBLIOGRAPHY, CITATIONS, DOCS
from scripts.base.text import american, write_if_changed
from scripts.sources.citation_file import Publication
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.history import Change, last_change, read_changes

# What "ulatex" takes for LaTeX already.
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "$": r"\$",
    }
)


def write_citations(sources: Sources, formulas: Iterable[Formula]) -> None:
    """Write the block and the BibTeX file of each of these formulas."""
    publication, changes = sources.publication, read_changes()
    site_url = sources.configuration.site_url
    for formula in formulas:
        change = last_change(formula, changes)
        page = page_bibtex(formula, publication, change, site_url)
        works = [sources.references[key].bibtex for key in formula.sources]
        text = page_text(formula, publication, change, site_url)
        write_if_changed(CITATIONS / f"{formula.id}.md", citation_block(formula, text, page, works))
        write_if_changed(CITATIONS / f"{formula.id}.bib", f"{page}\n")


def publish_citations(site: Path, formulas: Iterable[Formula]) -> None:
    """Put `<chapter>/<slug>.bib` beside each page of a rendered site."""
    for formula in formulas:
        (site / formula.chapter).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CITATIONS / f"{formula.id}.bib", site / f"{formula.id}.bib")


def citation_key(formula: Formula) -> str:
    """A key that no other page has: a slug is unique in its chapter only."""
    return f"mqr_{formula.id.replace('/', '_')}"


def page_bibtex(
    formula: Formula, publication: Publication, change: Change | None, site_url: str
) -> str:
    """The entry of the page itself, in the form of docs/references.bib.

    Where nothing tells when the page changed, it has the year of the release.
    """
    day = change.day if change else publication.released
    fields = {
        "author": _braced(" and ".join(_escaped_author(author) for author in publication.authors)),
        "title": _braced(f"{{{escaped(formula.title)}}}"),  # keeps the capitals of names
        "howpublished": _braced(escaped(publication.title)),
        "year": _braced(str(day.year)),
    }
    note = f"Version {escaped(publication.version)}"
    if change:
        fields["month"] = f"{day:%b}".lower()  # a name that BibTeX and biber know
        note += f", page changed {_when(change)}"
    fields |= {"note": _braced(note), "url": _braced(f"{site_url}{formula.id}/")}
    width = max(map(len, fields))
    lines = [f"  {name:{width}} = {value}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{citation_key(formula)},", *lines, "}"])


def page_text(
    formula: Formula, publication: Publication, change: Change | None, site_url: str
) -> str:
    """The citation of the page as a line of text."""
    authors = "; ".join(author.strip("{}") for author in publication.authors)
    when = _when(change) if change else publication.released.year
    return (
        f"{authors}. “{formula.title}.” {publication.title}, version {publication.version},"
        f" {when}. {site_url}{formula.id}/"
    )


def citation_block(formula: Formula, text: str, page: str, works: Sequence[str]) -> str:
    """Markdown of the block under the sources: closed, and read without a script.

    Each work by itself: pages share sources, and BibTeX refuses an entry that it has twice.
    """
    parts = [
        f'<details class="cite" markdown data-formula="{formula.id}">',
        "<summary>Cite this page</summary>",
        fenced("text", text),
        fenced("bibtex", page),
        f'<p><a href="../{formula.slug}.bib" download>The entry as a BibTeX file</a></p>',
    ]
    if works:
        label = "source" if len(works) == 1 else "sources"
        parts += [f"The {label}:", *(fenced("bibtex", work) for work in works)]
        bibliography = f"../../{BIBLIOGRAPHY.relative_to(DOCS).as_posix()}"
        parts += [f'<p><a href="{bibliography}" download>The sources of all pages</a></p>']
    return "\n\n".join([*parts, "</details>"]) + "\n"


def fenced(language: str, text: str) -> str:
    """A block of code, in a fence that nothing in it can end."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def escaped(text: str) -> str:
    r"""Text as BibTeX shows it: `A & B` → `A \& B`; straight quotes become a pair."""
    encoded: Any = codecs.encode(text.translate(LATEX), "ulatex")  # a text, not bytes
    return re.sub(r'(?<!\\)"([^"]*)(?<!\\)"', r"``\1''", str(encoded))


def _escaped_author(author: str) -> str:
    if author.startswith("{"):
        return f"{{{escaped(author[1:-1])}}}"
    return escaped(author)


def _when(change: Change) -> str:
    """`March 4, 2026 (commit 1a2b3c4)`."""
    return american(change.day) + (f" (commit {change.commit})" if change.commit else "")


def _braced(value: str) -> str:
    return f"{{{value}}}"
