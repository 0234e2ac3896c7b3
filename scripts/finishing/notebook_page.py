"""Rewrite a page that mkdocs-jupyter wrote into one that looks and weighs like the others.

As written, a page carries 574 kB of style sheets and asks two other sites for scripts.
Kept are the cells; their mathematics becomes MathML, their code takes the theme's
markup, and a figure is shown by the drawings its formula's page shows, light and dark.
What is folded in the notebook is folded here; what only Colab reads is left out.
"""

from collections.abc import Iterator
import html
from pathlib import Path
import re

from bs4 import BeautifulSoup, Tag

from scripts.base.closure import code_key
from scripts.base.errors import SourceError
from scripts.base.freshness import digest
from scripts.base.paths import figure_files
from scripts.base.remembered import remembered
from scripts.mathematics.knowing import known_of
from scripts.mathematics.line_breaks import display_html
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.names import NOTHING, Known
from scripts.pages.figure_pair import size_of
from scripts.pages.headerlinks import link_name
from scripts.pages.notebook_parts import PARAMETER, TITLE, description, figure_of
from scripts.sources.collection import Sources

ARTICLE = re.compile(r'(<article class="md-content__inner[^>]*>)(.*?)(</article>)', re.DOTALL)
PLAIN = 'class="notebook-links"'  # a page of Markdown, as other renderers take
# What the parser need not see: it is the slowest part of finishing a site.
BALLAST = re.compile(r"<style.*?</style>|<script.*?</script>|(?<=src=\")data:[^\"]*", re.DOTALL)
CODE = re.compile(
    r'(?<=<div class="highlight)([^"]*"><pre>)(?:<span></span>)?(.*?)</pre>', re.DOTALL
)
# Comments for Colab: the title of a cell, and the slider behind a number.
FORM_TITLE = re.compile(rf'<span class="c1">{TITLE}([^<]*)</span>\n')
SLIDER = re.compile(rf'\s*<span class="c1">{PARAMETER}[^<]*</span>')
MATH = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$]+?)\$", re.DOTALL)


def slimmed(path: Path, page: str, sources: Sources) -> str:
    """The same, remembered until the page, or something of its formulas, changes."""
    if PLAIN in page:
        return page
    chapter = next(chapter for chapter in sources.chapters if chapter.slug == path.parent.name)
    formulas = sources.formulas_of(chapter)
    sizes = [size_of(drawing) for f in formulas for drawing in figure_files(f.id)]
    settings = (sources.configuration.site_url, sources.configuration.setting("site_description"))
    shown = (page, repr(chapter), *settings, repr(sizes), *(f.page.text for f in formulas))
    inputs = digest(code_key(__name__), *shown)
    return remembered(
        f"notebooks/{chapter.slug}", inputs, lambda: slim_notebook_page(path, page, sources)
    )


def slim_notebook_page(path: Path, page: str, sources: Sources) -> str:
    """The page with its article rewritten. Raises SourceError if it is not a notebook's."""
    found = ARTICLE.search(page)
    if not found or 'class="jupyter-wrapper"' not in found[2]:
        raise SourceError(path, 1, "expected a page written by mkdocs-jupyter")
    chapter = path.parent.name
    code: list[str] = []

    def set_aside(source: re.Match[str]) -> str:
        code.append(source[2].strip())
        return f"{source[1]}</pre>"

    light = CODE.sub(set_aside, BALLAST.sub("", found[2]))
    article = BeautifulSoup(light, "html.parser")
    renamed = _name_by_slug(article)
    cells = "\n".join(_cells(article, chapter, iter(code), sources))
    cells = cells.replace(f'href="{sources.configuration.site_url.rstrip("/")}/', 'href="../../')
    links = article.find("p", class_="page-links") or ""
    head = _described(page[: found.end(1)], chapter, sources)
    whole = f"{head}\n{cells}\n{links}\n{page[found.start(3) :]}"
    for old, slug in renamed.items():
        whole = whole.replace(f'href="#{old}"', f'href="#{slug}"')
    return whole


def _name_by_slug(article: BeautifulSoup) -> dict[str, str]:
    """The anchor of a formula is its slug, as in its chapter; its old one leads there, too."""
    renamed = {}
    for cell in article.select(".jp-Cell[id$=-formula]"):
        heading = cell.select_one("h2[id]")
        slug = str(cell["id"]).removeprefix("cell-id=").removesuffix("-formula")
        if heading and (old := str(heading["id"])) != slug:
            renamed[old] = heading["id"] = slug
            heading.insert_before(article.new_tag("a", id=old))
    return renamed


def _described(head: str, name: str, sources: Sources) -> str:
    """The page says what is in this notebook, where it would say what is on the site."""
    chapter = next(chapter for chapter in sources.chapters if chapter.slug == name)
    own = description(chapter, sources.formulas_of(chapter))
    of_site = html.escape(sources.configuration.setting("site_description"))
    return head.replace(f'content="{of_site}"', f'content="{html.escape(own)}"')


def _cells(
    article: BeautifulSoup, chapter: str, code: Iterator[str], sources: Sources
) -> Iterator[str]:
    for cell in article.select(".jp-Cell[id]"):
        name = str(cell["id"]).removeprefix("cell-id=")
        if prose := cell.select_one(".jp-RenderedMarkdown"):
            slug = name.rpartition("-")[0]
            formula = sources.formulas.get(f"{chapter}/{slug}")
            yield _prose(prose, known_of(formula) if formula else NOTHING)
            if name == "introduction":
                yield _contents(article)
        elif cell.select_one("pre"):
            yield _code(next(code), folded=not name.endswith(("-pytorch", "-figure")))
            yield from _outputs(cell, chapter, name, sources)


def _code(code: str, *, folded: bool) -> str:
    title = FORM_TITLE.search(code)
    shown = SLIDER.sub("", FORM_TITLE.sub("", code))
    block = f'<div class="highlight"><pre><code>{shown}</code></pre></div>'
    if not folded or title is None:
        return block
    return f'<details class="folded"><summary>{title[1]}</summary>{block}</details>'


def _contents(article: BeautifulSoup) -> str:
    """The formulas of the notebook, linked: a phone shows no table of contents beside the page."""
    headings = article.select("h2[id]")
    links = (f'<a href="#{h["id"]}">{_name(h)}</a>' for h in headings)
    return f'<p class="contents">{" · ".join(links)}</p>'


def _prose(prose: Tag, known: Known) -> str:
    for anchor in prose.select(".anchor-link"):
        heading = anchor.parent or prose
        anchor.string = ""
        name = link_name(heading.name, heading.get_text())
        anchor["class"], anchor.string = "headerlink", "#"
        anchor["title"] = anchor["aria-label"] = name
        if heading.name == "h1":
            anchor["href"] = "./"
    for notebook in prose.select('p > a[href$=".ipynb"]'):
        notebook["download"] = ""
        (notebook.parent or prose)["class"] = "notebook-links"
    for text in list(prose.find_all(string=MATH)):
        parent = text.parent
        typeset = MATH.sub(lambda tex: _mathml(tex, known), html.escape(text, quote=False))
        pieces = BeautifulSoup(typeset, "html.parser")
        if parent and parent.name == "p" and text.strip().startswith("$$"):
            parent.replace_with(pieces)  # a display is a block of its own
        else:
            text.replace_with(pieces)
    for listed in prose.select(".formula + ul"):
        listed["class"] = "symbols"
    return prose.decode_contents().strip()


def _name(heading: Tag) -> str:
    """What a heading links to, as HTML."""
    return html.escape(heading.a.get_text()) if heading.a else ""


def _mathml(found: re.Match[str], known: Known) -> str:
    display = found["display"] is not None
    tex = html.unescape(found["display"] if display else found["inline"]).strip()
    if display:
        drawn = display_html(tex, frozenset(), known)
        return f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{drawn}</div>'
    return f'<span class="math">{to_mathml(tex, display=False, known=known)}</span>'


def _outputs(cell: Tag, chapter: str, name: str, sources: Sources) -> Iterator[str]:
    for output in cell.select(".jp-OutputArea-output"):
        if output.find("img"):
            yield figure_of(sources.formula(f"{chapter}/{name.removesuffix('-figure')}"))
        elif text := output.get_text().strip():
            yield f'<pre class="output"><code>{html.escape(text)}</code></pre>'
