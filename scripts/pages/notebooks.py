"""One notebook a chapter, generated from pages and snippets, executed in the build.

A reader meets, formula by formula, what the page states, the code that it shows, and one
parameter to move. What the build needs besides, set-up and assertions, runs in folded cells.
"""

from collections.abc import Iterator
import inspect
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
from scripts.pages.drawing import drawing
from scripts.pages.notebook_parts import PARAMETER, TITLE
from scripts.sources.collection import Sources
from scripts.sources.configuration import Configuration
from scripts.sources.figure_parameter import FigureParameter
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter
from scripts.sources.portable import cited, published

INCLUDE = re.compile(r"^--8<--.*$", re.MULTILINE)
HEADING = re.compile(r"(# .+)\n+")
# Of the cells that are folded: for JupyterLab and for Colab, which shows the title in their place.
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
BRANCH = "blob/notebooks"  # where the publishing workflow puts them
HOW_TO = (
    "Run all cells. Then change the number above a figure and run its cell again. It needs "
    "`torch`, `numpy` and `matplotlib`, which Colab has. The folded cells set up the figures and "
    "assert what the pages say."
)


def write_unexecuted(chapter: Chapter, sources: Sources) -> Path:
    """Write the chapter's notebook without outputs to build/notebooks/ and return its path."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "colab": {"toc_visible": True}}
    notebook = new_notebook(cells=list(_cells(chapter, sources)), metadata=metadata)
    path = UNEXECUTED / f"{chapter.slug}.ipynb"
    write_if_changed(path, nbformat.writes(notebook))
    return path


def _cells(chapter: Chapter, sources: Sources) -> Iterator[NotebookNode]:
    yield _markdown("introduction", _introduction(chapter, sources))
    yield _folded("setup", "Set-up: the look of the figures", _setup())
    for formula in sources.formulas_of(chapter):
        snippet, parameter = formula.snippet, formula.snippet.parameter
        yield _markdown(f"{formula.slug}-formula", _statement(formula, sources))
        yield _code(f"{formula.slug}-pytorch", snippet.shown)
        behind = _joined(
            snippet.imports,
            snippet.helpers,
            snippet.check,
            "torch.manual_seed(0)\ncheck()",
            snippet.figure,
            f"{_drawn(formula)} = drawing(globals())",
        )
        title = "What the page says, as assertions, and how its figure is drawn"
        yield _folded(f"{formula.slug}-check", title, behind)
        yield _markdown(f"{formula.slug}-parameter", _lesson(parameter))
        yield _code(f"{formula.slug}-figure", _call(formula))


def _introduction(chapter: Chapter, sources: Sources) -> str:
    """Title, ways to open it, what the chapter says, how to use it."""
    site = sources.configuration.site_url.rstrip("/")
    said = INCLUDE.sub("", sources.pages[chapter.path].body).strip()
    links = " · ".join(_links(chapter, sources.configuration))
    said = HEADING.sub(rf"\g<1>\n\n{links}\n\n", published(said, chapter.path, site), count=1)
    return f"{said}\n\n{HOW_TO}"


def _links(chapter: Chapter, configuration: Configuration) -> Iterator[str]:
    site, name = configuration.site_url.rstrip("/"), f"{chapter.slug}.ipynb"
    github, colab = "https://github.com/", "https://colab.research.google.com/github/"
    if configuration.repository.startswith(github):
        repository = configuration.repository.replace(github, colab)
        yield f"[Open in Colab]({repository}/{BRANCH}/{name})"
    yield f"[Download the notebook]({site}/notebooks/{chapter.slug}/{name})"
    yield f"[Read the chapter]({site}/{chapter.slug}/)"


def _statement(formula: Formula, sources: Sources) -> str:
    site = sources.configuration.site_url.rstrip("/")
    statement = cited(published(formula.statement, formula.path, site), sources.references)
    return f"## [{formula.title}]({site}/{formula.id}/)\n\n{formula.description}\n\n{statement}"


def _lesson(parameter: FigureParameter) -> str:
    name, lowest, highest = parameter.name, parameter.lowest, parameter.highest
    return f"**Change `{name}`**, from {lowest:g} to {highest:g}: {parameter.lesson}"


def _drawn(formula: Formula) -> str:
    return f"draw_{formula.slug}"


def _call(formula: Formula) -> str:
    """One number, which Colab shows as a slider, and the figure that it draws."""
    it = formula.snippet.parameter
    slider = f'{{type: "slider", min: {it.lowest:g}, max: {it.highest:g}, step: {it.step:g}}}'
    return (
        f'{TITLE}Change {it.name} {{run: "auto"}}\n'
        f"{it.name} = {it.default!r}  {PARAMETER}{slider}\n"
        f"{_drawn(formula)}({it.name}={it.name});"
    )


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
        f'"axes.prop_cycle": plt.cycler(color={json.dumps(colors)}),',
    ]
    body = "\n".join(f"    {line}" for line in lines)
    return (
        "from collections.abc import Callable\n"
        "from types import FunctionType\n"
        "from typing import Any\n\n"
        "from matplotlib import pyplot as plt\n\n"
        f"plt.rcParams.update({{\n{body}\n}})\n\n\n"
        f"{inspect.getsource(drawing)}"
    ).strip()


def _joined(*parts: str) -> str:
    return "\n\n\n".join(part for part in parts if part)


def _markdown(name: str, text: str) -> Any:
    return new_markdown_cell(text, id=name)


def _code(name: str, source: str) -> Any:
    return new_code_cell(source, id=name)


def _folded(name: str, title: str, source: str) -> Any:
    return new_code_cell(f"{TITLE}{title}\n{source}", id=name, metadata=FOLDED)
