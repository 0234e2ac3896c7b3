"""llms.txt: what the site holds, for language models, as https://llmstxt.org proposes."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.formula import Formula
from scripts.navigation import Chapter, read_setting, read_site_url
from scripts.source import write_atomically

ABOUT = (
    "Each formula has one page; the links below lead to its Markdown version. The LaTeX of a"
    " display is evaluated when the site is built, and compared with PyTorch or one side of an"
    " equation with the other; the status of a page says more. Text and figures are CC BY 4.0,"
    " code is MIT."
)
OPTIONAL = (
    ("formulas.json", "All formulas as JSON", "LaTeX, MathML, symbols, code, status and sources"),
    ("formulas.schema.json", "Its JSON schema", "what the fields of formulas.json mean"),
    ("references.bib", "Bibliography", "the sources of all pages as BibTeX"),
    ("notation/", "Notation", "what the letters mean on every page"),
    ("checking/", "How formulas are checked", "what a status means and what it cannot tell"),
)


def write_llms(site: Path, chapters: Iterable[Chapter], formulas: Mapping[str, Formula]) -> None:
    """Write llms.txt at the root of a rendered site."""
    url = read_site_url()
    parts = [f"# {read_setting('site_name')}", f"> {read_setting('site_description')}", ABOUT]
    for chapter in chapters:
        parts += [f"## {chapter.title}", _links(chapter, formulas, url)]
    extras = [f"- [{title}]({url}{path}): {what}" for path, title, what in OPTIONAL]
    parts += ["## Optional", "\n".join(extras)]
    write_atomically(site / "llms.txt", "\n\n".join(parts) + "\n")


def _links(chapter: Chapter, formulas: Mapping[str, Formula], url: str) -> str:
    members = [formulas[identifier] for identifier in chapter.formulas]
    return "\n".join(f"- [{f.title}]({url}{f.id}.md): {f.description}" for f in members)
