"""One notebook a chapter, generated from pages and snippets, executed in the build."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from typing import Any

from matplotlib import rc_params_from_file
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from scripts.base.paths import SNIPPETS, UNEXECUTED
from scripts.base.text import write_if_changed
from scripts.sources.bibliography import Reference
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter
from scripts.sources.portable import cited, published

SEED = "torch.manual_seed(0)"
INCLUDE = re.compile(r"^--8<--.*$", re.MULTILINE)


def write_unexecuted(chapter: Chapter, sources: Sources) -> Path:
    """Write the chapter's notebook without outputs to build/notebooks/ and return its path."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=list(_cells(chapter, sources)), metadata={"kernelspec": kernel})
    path = UNEXECUTED / f"{chapter.slug}.ipynb"
    write_if_changed(path, nbformat.writes(notebook))
    return path


def _cells(chapter: Chapter, sources: Sources) -> Iterator[NotebookNode]:
    site = sources.configuration.site_url.rstrip("/")
    introduction = INCLUDE.sub("", sources.pages[chapter.path].body).strip()
    where = f"Made from [the chapter]({site}/{chapter.slug}/); each formula has its page there."
    opening = published(introduction, chapter.slug, site)
    yield _markdown("introduction", f"{opening}\n\n{where}")
    yield _code("setup", _setup())
    for formula in sources.formulas_of(chapter):
        snippet = formula.snippet
        yield _markdown(f"{formula.slug}-formula", _statement(formula, sources.references, site))
        yield _code(f"{formula.slug}-pytorch", snippet.shown)
        drawing = _joined(snippet.imports, snippet.helpers, snippet.figure, f"{SEED}\nfigure();")
        yield _code(f"{formula.slug}-figure", drawing)
        yield _markdown(f"{formula.slug}-facts", "What the page claims, as assertions:")
        yield _code(f"{formula.slug}-check", _joined(snippet.check, f"{SEED}\ncheck()"))


def _statement(formula: Formula, references: Mapping[str, Reference], site: str) -> str:
    page = f"{site}/{formula.id}/"
    text = f"{formula.statement}\n\n{formula.sections['Intuition'].text}"
    text = cited(published(text, formula.chapter, site), references)
    return f"## [{formula.title}]({page})\n\n{text}"


def _setup() -> str:
    """The look of the site's figures, without its font: Colab does not have it."""
    style: dict[str, Any] = {}
    for sheet in ("figure.mplstyle", "light.mplstyle"):
        style.update(rc_params_from_file(SNIPPETS / sheet, use_default_template=False).items())
    colors = style["axes.prop_cycle"].by_key()["color"]
    spines = ("axes.spines.top", "axes.spines.right")
    kept = (*spines, "lines.linewidth", "legend.frameon", "image.cmap")
    lines = [
        '"figure.figsize": (5.2, 2.8),',
        '"figure.constrained_layout.use": True,',
        *(f'"{key}": {style[key]!r},' for key in kept),
        f'"axes.prop_cycle": cycler(color={json.dumps(colors)}),',
    ]
    body = "\n".join(f"    {line}" for line in lines)
    return (
        "from cycler import cycler\nfrom matplotlib import pyplot as plt\nimport torch\n\n"
        f"plt.rcParams.update({{\n{body}\n}})"
    )


def _joined(*parts: str) -> str:
    return "\n\n\n".join(part for part in parts if part)


def _markdown(name: str, text: str) -> Any:
    return new_markdown_cell(text, id=name)


def _code(name: str, source: str) -> Any:
    return new_code_cell(source, id=name)
