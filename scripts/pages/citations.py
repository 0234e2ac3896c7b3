"""Cite a page: its BibTeX, its plain text, the BibTeX of its sources.

The build writes each piece to build/citations/: a block of Markdown, which the page
includes, and the file `<chapter>/<slug>.bib`, which the finished site publishes.
"""

import codecs
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
import re
import shutil
from typing import Any

import latexcodec  # noqa: F401  (registers the encoding "ulatex")

from scripts.base.paths import CITATIONS
from scripts.base.text import american, write_if_changed
from scripts.sources.bibliography import Reference
from scripts.sources.citation_file import Publication
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.history import last_change, read_changes

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
        day = last_change(formula, changes)
        page = page_bibtex(formula, publication, day, site_url)
        works = sources_bibtex(formula, sources.references)
        text = page_text(formula, publication, day, site_url)
        block = citation_block(formula, text, page, works)
        write_if_changed(CITATIONS / f"{formula.id}.md", block)
        write_if_changed(CITATIONS / f"{formula.id}.bib", "\n\n".join([page, *works]) + "\n")


def publish_citations(site: Path, formulas: Iterable[Formula]) -> None:
    """Put `<chapter>/<slug>.bib` beside each page of a rendered site."""
    for formula in formulas:
        (site / formula.chapter).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CITATIONS / f"{formula.id}.bib", site / f"{formula.id}.bib")


def page_bibtex(formula: Formula, publication: Publication, day: date, site_url: str) -> str:
    """The entry of the page itself, in the form of docs/references.bib."""
    fields = {
        "author": " and ".join(_escaped_author(author) for author in publication.authors),
        "title": f"{{{escaped(formula.title)}}}",  # braces keep the capitals of names
        "howpublished": escaped(publication.title),
        "year": str(day.year),
        "month": f"{day:%B}",
        "note": f"Version {escaped(publication.version)}, page changed {american(day)}",
        "url": f"{site_url}{formula.id}/",
    }
    width = max(map(len, fields))
    lines = [f"  {name:{width}} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{mqr_{formula.slug},", *lines, "}"])


def page_text(formula: Formula, publication: Publication, day: date, site_url: str) -> str:
    """The citation of the page as a line of text."""
    authors = "; ".join(author.strip("{}") for author in publication.authors)
    return (
        f"{authors}. “{formula.title}.” {publication.title}, version {publication.version},"
        f" {american(day)}. {site_url}{formula.id}/"
    )


def sources_bibtex(formula: Formula, references: Mapping[str, Reference]) -> list[str]:
    """The entries of the works that the page rests on, as the bibliography has them."""
    return [references[key].bibtex for key in formula.sources]


def citation_block(formula: Formula, text: str, page: str, sources: list[str]) -> str:
    """Markdown of the block under the sources: closed, and read without a script."""
    parts = [
        f'<details class="cite" markdown data-formula="{formula.id}">',
        "<summary>Cite this page</summary>",
        f"```text\n{text}\n```",
        f"```bibtex\n{page}\n```",
    ]
    if sources:
        label = "source" if len(sources) == 1 else "sources"
        parts += [f"The {label}:", "```bibtex\n{}\n```".format("\n\n".join(sources))]
    what = "Everything" if sources else "The entry"
    parts += [
        f'<p><a href="../{formula.slug}.bib" download>{what} as a BibTeX file</a></p>',
        "</details>",
    ]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Text as BibTeX shows it: `A & B` → `A \& B`; straight quotes become a pair."""
    encoded: Any = codecs.encode(text.translate(LATEX), "ulatex")  # a text, not bytes
    return re.sub(r'(?<!\\)"([^"]*)(?<!\\)"', r"``\1''", str(encoded))


def _escaped_author(author: str) -> str:
    if author.startswith("{"):
        return f"{{{escaped(author[1:-1])}}}"
    return escaped(author)
