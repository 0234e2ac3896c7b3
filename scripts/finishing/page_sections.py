"""What the search knows of the pages that are no formula's: their sections as plain text.

They are read from the rendered site, where includes are included and anchors are final. Of a page
that lists formulas, only what it says before its list: the rest is found by the formulas.
"""

from collections.abc import Iterator
from pathlib import Path
import re

from bs4 import BeautifulSoup, Tag

from scripts.base.text import read_text
from scripts.mathematics.mathml import without_latex
from scripts.sources.collection import Sources

Section = dict[str, str]
HOME = "index.md"
ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
INTRODUCTION = re.compile(r"<h1\b.*?</p>", re.DOTALL)
HEADING = re.compile(r"h[1-6]")
SIGNS = {"msup": "^", "msub": "_", "mfrac": "/"}
# What does not belong to the text of a page.
CHROME = ".headerlink, .page-links, .also, script, style, pre, svg, button"


def sections_of_pages(site: Path, sources: Sources) -> Iterator[Section]:
    """`location`, `title` and `text` of each section, in the order of the nav."""
    chapters = {f"{chapter.slug}/" for chapter in sources.chapters}
    for page in sources.configuration.nav:
        name = page.file.rpartition(".")[0]
        location = name.removesuffix("index").rstrip("/") + "/"
        rendered = site / location / "index.html"
        if page.file == HOME or name in sources.formulas or not rendered.exists():
            continue
        listing = location in chapters or location.startswith(("notebooks/", "indexes/", "cheat_"))
        for section in _sections(read_text(rendered), introduction=listing):
            anchor = section.pop("anchor")
            title = section["title"] + (": notebook" if location.startswith("notebooks/") else "")
            yield {"location": location + anchor, "title": title, "text": section["text"]}


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
