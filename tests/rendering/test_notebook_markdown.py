"""Tests of scripts/rendering/notebook_markdown.py, rendered as a site's pages are."""

import json
from typing import Any

from bs4 import BeautifulSoup
from markdown import Markdown
import pytest

from scripts.rendering.notebook_markdown import notebook_markdown
from scripts.sources.collection import read_sources
from tests.project import Project

NOTEBOOK = "docs/notebooks/powers.ipynb"
EXTENSIONS = ["attr_list", "md_in_html", "toc", "pymdownx.arithmatex", "pymdownx.superfences"]
EXTENSIONS += ["scripts.pages.extension"]
ARITHMATEX = {"pymdownx.arithmatex": {"generic": True}}


def written() -> str:
    sources = read_sources()
    return notebook_markdown(sources.chapters[0], sources)


def rendered() -> BeautifulSoup:
    _, _, body = written().split("---\n", 2)
    markdown = Markdown(extensions=EXTENSIONS, extension_configs=ARITHMATEX)
    return BeautifulSoup(markdown.convert(body), "html.parser")


@pytest.fixture
def page(built: Project) -> BeautifulSoup:
    """The page of the tiny project's notebook."""
    return rendered()


def test_its_front_says_that_it_is_a_notebook_and_what_is_in_it(built: Project) -> None:
    front = written().partition("\n---\n")[0]
    assert "\nnotebook: true" in front
    assert '\ndescription: "PyTorch notebook for powers: ' in front


def test_the_way_to_the_file_stands_under_the_title(page: BeautifulSoup) -> None:
    (links,) = page.select("h1 + .notebook-links")
    assert [a["href"] for a in links.select("a[download]")] == ["../notebooks/powers/powers.ipynb"]


def test_a_link_to_the_site_leads_from_the_file_of_the_page(page: BeautifulSoup) -> None:
    assert page.select('.notebook-links a[href="../powers/"]')
    assert page.select('h2 a[href="../powers/square/"]')


def test_a_formula_has_its_slug_as_anchor_and_that_of_its_title(built: Project) -> None:
    built.edit("docs/powers/square.md", "# Square", "# Square of x")
    built.edit(NOTEBOOK, "## [Square]", "## [Square of x]")
    page = rendered()
    assert [heading["id"] for heading in page.select("h2")] == ["square", "cube"]
    assert page.select("div#square-of-x + h2#square")


def test_the_formulas_are_listed_under_the_introduction(page: BeautifulSoup) -> None:
    (contents,) = page.select("p.contents")
    assert [a["href"] for a in contents.select("a")] == ["#square", "#cube"]


def test_mathematics_is_typeset_as_on_other_pages(page: BeautifulSoup) -> None:
    assert len(page.select("div.formula > math[display=block]")) == 2
    assert page.select(".symbols span.math > math")
    assert "$" not in page.get_text()


def test_set_up_and_assertions_are_folded_under_their_titles(page: BeautifulSoup) -> None:
    folded = page.select("details.folded:not([open])")
    assert len(folded) == 3
    assert folded[0].select("summary + .highlight code")
    assert folded[1].select("summary")[0].get_text().startswith("What the page says")


def test_what_only_colab_reads_is_left_out(page: BeautifulSoup) -> None:
    assert "@param" not in page.get_text() and "@title" not in page.get_text()
    assert "draw_square(a=a);" in page.get_text()


def test_a_figure_is_shown_by_the_drawings_of_its_page(page: BeautifulSoup) -> None:
    light, dark, *_ = page.select(".figure img")
    assert light["src"] == "../../figures/powers/square.svg"
    assert dark["src"] == "../../figures/powers/square.dark.svg"
    assert light["alt"] == "A curve through the origin."


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "name": "stdout", "text": "1 < 2\n"},
        {"output_type": "display_data", "data": {"text/plain": "1 < 2"}, "metadata": {}},
    ],
)
def test_what_a_cell_says_stands_below_it(built: Project, output: dict[str, Any]) -> None:
    notebook = json.loads(built.read(NOTEBOOK))
    next(cell for cell in notebook["cells"] if cell["id"] == "setup")["outputs"] = [output]
    built.write(NOTEBOOK, json.dumps(notebook))
    assert rendered().select(".output")[0].get_text() == "1 < 2"


def test_a_fence_in_the_code_does_not_end_its_block(built: Project) -> None:
    notebook = json.loads(built.read(NOTEBOOK))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "square-pytorch")
    cell["source"] = 'print("""\n```\n# no title\n""")'
    built.write(NOTEBOOK, json.dumps(notebook))
    assert len(rendered().select("h1")) == 1
