"""llms.txt: what the site holds, for language models, as https://llmstxt.org proposes."""

from collections.abc import Iterable
from pathlib import Path

from scripts.base.text import write_atomically
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.portable import in_markdown

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


def write_llms(site: Path, sources: Sources) -> None:
    """Write llms.txt at the root of a rendered site."""
    setting, url = sources.configuration.setting, sources.configuration.site_url
    name, description = (in_markdown(setting(each)) for each in ("site_name", "site_description"))
    parts = [f"# {name}", f"> {description}", ABOUT]
    for chapter in sources.chapters:
        parts += [f"## {in_markdown(chapter.title)}", _links(sources.formulas_of(chapter), url)]
    extras = [f"- [{title}]({url}{path}): {what}" for path, title, what in OPTIONAL]
    parts += ["## Optional", "\n".join(extras)]
    write_atomically(site / "llms.txt", "\n\n".join(parts) + "\n")


def _links(formulas: Iterable[Formula], url: str) -> str:
    lines = (f"- [{f.title}]({url}{f.id}.md): {in_markdown(f.description)}" for f in formulas)
    return "\n".join(lines)
