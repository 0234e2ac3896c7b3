"""A notebook as a page of Markdown, for a renderer that reads nothing else.

It shows what scripts.finishing.notebook_page keeps of a page that mkdocs-jupyter wrote: what is
folded in the notebook is folded, what only Colab reads is left out, and a figure is shown by the
drawings of its formula's page.
"""

from collections.abc import Iterator
import html
import json
import re

from markdown.extensions.toc import slugify
import nbformat
from nbformat import NotebookNode

from scripts.pages.citations import fenced
from scripts.pages.notebook_parts import PARAMETER, TITLE, description, figure_of
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter

FORM_TITLE = re.compile(rf"^{TITLE}(.*)\n")
SLIDER = re.compile(rf"\s*{PARAMETER}.*")
NOTEBOOK_LINK = re.compile(r"\]\([^)]*\.ipynb\)")


def notebook_markdown(chapter: Chapter, sources: Sources) -> str:
    """The page of a chapter's executed notebook, with what templates ask of it in front."""
    about = description(chapter, sources.formulas_of(chapter))
    front = f"---\ndescription: {json.dumps(about)}\nnotebook: true\n---"
    notebook = nbformat.read(chapter.notebook, as_version=4)
    return "\n\n".join([front, *_blocks(notebook.cells, chapter, sources)]) + "\n"


def _blocks(cells: list[NotebookNode], chapter: Chapter, sources: Sources) -> Iterator[str]:
    site = sources.configuration.site_url.rstrip("/")
    for cell in cells:
        slug, _, kind = cell.id.rpartition("-")
        text = cell.source.replace(f"]({site}/", "](../")  # the way from the file of the page
        if cell.cell_type == "code":
            yield _code(cell)
            yield from _outputs(cell, chapter, slug, sources)
        elif cell.id == "introduction":
            yield from map(_with_downloads, text.split("\n\n"))
            yield _contents(sources.formulas_of(chapter))
        elif kind == "formula":
            yield from _statement(text, sources.formula(f"{chapter.slug}/{slug}"))
        else:
            yield text


def _with_downloads(paragraph: str) -> str:
    if not NOTEBOOK_LINK.search(paragraph):
        return paragraph
    links = NOTEBOOK_LINK.sub(r'\g<0>{: download="" }', paragraph)
    return f"{links}\n{{: .notebook-links }}"


def _contents(formulas: list[Formula]) -> str:
    """The formulas of the notebook, linked: a phone shows no table of contents beside the page."""
    links = " · ".join(f"[{formula.title}](#{formula.slug})" for formula in formulas)
    return f"{links}\n{{: .contents }}"


def _statement(text: str, formula: Formula) -> Iterator[str]:
    """Its anchor is its slug, as in its chapter; that of its title leads there, too."""
    heading, _, statement = text.partition("\n\n")
    if (by_title := slugify(formula.title, "-")) != formula.slug:
        yield f'<div id="{by_title}"></div>'
    yield f"{heading} {{: #{formula.slug} }}"
    yield statement


def _code(cell: NotebookNode) -> str:
    title = FORM_TITLE.search(cell.source)
    block = fenced("python", SLIDER.sub("", FORM_TITLE.sub("", cell.source)))
    if title is None or "cellView" not in cell.metadata:
        return block
    summary = f"<summary>{html.escape(title[1])}</summary>"
    return f'<details class="folded" markdown>\n{summary}\n\n{block}\n\n</details>'


def _outputs(cell: NotebookNode, chapter: Chapter, slug: str, sources: Sources) -> Iterator[str]:
    for output in cell.outputs:
        shown = output.get("data", {"text/plain": output.get("text", "")})
        if any(kind.startswith("image/") for kind in shown):
            yield figure_of(sources.formula(f"{chapter.slug}/{slug}"))
        elif text := shown["text/plain"].strip():
            yield f'<pre class="output"><code>{html.escape(text)}</code></pre>'
