"""What the search knows of the pages that are no formula's: their sections as plain text.

They are read from the rendered site, where includes are included and anchors are final. Of a page
that is a list, only what it says before its list: a formula is found by itself, and the rows of
the notation are searched one by one (notation_rows.py).
"""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

from bs4 import BeautifulSoup, Tag

from scripts.base.paths import DOCS
from scripts.base.text import read_text
from scripts.finishing.notation_rows import NOTATION_PAGE, row_entries
from scripts.mathematics.mathml import without_latex
from scripts.sources.collection import Sources
from scripts.sources.found_by import names_of

Section = dict[str, Any]
HOME = "index.md"
LISTS = ("notebooks/", "indexes/", "cheat_sheet/", "corrections/")
ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
INTRODUCTION = re.compile(r"<h1\b.*?</p>", re.DOTALL)
NOTEBOOK_LINKS = re.compile(r'<p class="notebook-links">.*?</p>', re.DOTALL)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
HEADING = re.compile(r"h[1-6]")
SIGNS = {"msup": "^", "msub": "_", "mfrac": "/"}
# What a notebook is asked for by, whatever its chapter.
NOTEBOOK = ("Jupyter notebook", "Google Colab", "download notebook", "ipynb")
# What does not belong to the text of a page.
CHROME = ".headerlink, .page-links, .also, script, style, pre, svg, button"


def sections_of_pages(site: Path, sources: Sources) -> list[Section]:
    """`location`, `title` and `text` of each section, and `aliases` of some."""
    return [*_of_pages(site, sources), *row_entries(sources.notation)]


def _of_pages(site: Path, sources: Sources) -> Iterator[Section]:
    """In the order of the nav. What only lists formulas is no answer to a name: the formula is."""
    chapters = {f"{chapter.slug}/" for chapter in sources.chapters}
    for page in sources.configuration.nav:
        name = page.file.rpartition(".")[0]
        location = name.removesuffix("index").rstrip("/") + "/"
        rendered = site / location / "index.html"
        if page.file == HOME or name in sources.formulas or not rendered.exists():
            continue
        notebook = location.startswith("notebooks/")
        written = sources.pages.get(DOCS / page.file)
        names = names_of(written) if written else {}
        markup = read_text(rendered)
        if notebook:
            markup = NOTEBOOK_LINKS.sub("", markup)
        if location == NOTATION_PAGE:
            markup = TABLE.sub("", markup)
        for found in _sections(
            markup, introduction=location in chapters or location.startswith(LISTS)
        ):
            title = found["title"] + (": notebook" if notebook else "")
            section = {
                "location": location + found["anchor"],
                "title": title,
                "text": found["text"],
            }
            aliases = [*(NOTEBOOK if notebook else ()), *names.get(found["anchor"], [])]
            yield section | ({"aliases": aliases} if aliases else {})


def _sections(page: str, *, introduction: bool) -> Iterator[Section]:
    """The first under the page's own address, the others under that of their heading."""
    found = ARTICLE.search(page)
    article = found[0] if found else ""
    if introduction:
        found = INTRODUCTION.search(article)
        article = found[0] if found else ""
    soup = BeautifulSoup(without_latex(article), "html.parser")
    for chrome in soup.select(CHROME):
        chrome.decompose()
    section: Section = {}
    for block in (soup.article or soup).find_all(True, recursive=False):
        if HEADING.fullmatch(block.name):
            if section:
                yield section
            anchor = f"#{block.get('id')}" if section else ""
            section = {"anchor": anchor, "title": _text(block), "text": ""}
        elif section:
            section["text"] = f"{section['text']} {_text(block)}".strip()
    if section:
        yield section


def _text(block: Tag) -> str:
    """Its words; of mathematics, what is written below or above the line is marked: R^n, x_i."""
    for mathematics in block.find_all("math"):
        for element, sign in SIGNS.items():
            for script in mathematics.find_all(element):
                script.find_all(True, recursive=False)[1].insert_before(sign)
        mathematics.string = "".join(mathematics.get_text().split())
    return " ".join(block.get_text().split())
