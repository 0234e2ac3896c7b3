"""The Markdown version of every formula page, `<chapter>/<slug>.md`, for programs that read text.

Nothing is left to look up: code and sources stand in it, and its addresses are complete.
"""

from collections.abc import Mapping
from pathlib import Path
import re

from scripts.base.text import write_atomically
from scripts.checker.verdicts import read_record
from scripts.pages.listings import source_list
from scripts.sources.bibliography import Reference
from scripts.sources.collection import Sources
from scripts.sources.formula import SECTIONS, Formula
from scripts.sources.portable import cited, in_markdown, published

LICENSE = "text and figure CC BY 4.0, code MIT"


def write_markdown_copies(site: Path, sources: Sources) -> None:
    """Write the Markdown version beside each page of a rendered site."""
    for formula in sources.formulas.values():
        copy = markdown_copy(formula, sources.references, sources.configuration.site_url)
        write_atomically(site / f"{formula.id}.md", copy)


def markdown_copy(formula: Formula, references: Mapping[str, Reference], site_url: str) -> str:
    """The page: title, description, facts, then what a reader of the site sees."""
    parts = [
        f"# {formula.title}",
        f"> {in_markdown(formula.description)}",
        _facts(formula, site_url),
    ]
    body = [formula.statement]
    for name in SECTIONS:
        body += [f"## {name}", formula.sections[name].text]
    text = cited(published("\n\n".join(body), formula.path, site_url), references)
    includes = {
        f'--8<-- "{formula.snippet.path.as_posix()}:pytorch"': formula.snippet.shown,
        f'--8<-- "build/sources/{formula.id}.md"': _sources(formula, references),
    }
    for line, content in includes.items():
        text = text.replace(line, content)
    return "\n\n".join([*parts, text]) + "\n"


def _sources(formula: Formula, references: Mapping[str, Reference]) -> str:
    r"""The list of sources, without the `\.` that pybtex writes where a `.` means the same."""
    return re.sub(r"\\([.,:()-])", r"\1", source_list(formula, references)).strip()


def _facts(formula: Formula, site_url: str) -> str:
    status = read_record(formula.path)[0].status
    explained = f"[what this means]({site_url}checking/#what-the-statuses-mean)"
    facts = {
        "Page": f"<{site_url}{formula.id}/>",
        "Also called": ", ".join(map(in_markdown, formula.aliases)),
        "PyTorch": ", ".join(f"`{name}`" for name in formula.pytorch),
        "Call": f"`{formula.snippet.call.expression}`",
        "Shapes": "; ".join(f"`{shapes}`" for shapes in formula.snippet.call.shapes),
        "Status": f"{status} ({explained})",
        "License": LICENSE,
        "All formulas": f"<{site_url}llms.txt>",
    }
    return "\n".join(f"- {name}: {fact}" for name, fact in facts.items() if fact)
