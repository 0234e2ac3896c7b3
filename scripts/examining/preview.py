"""One page of the site, rendered by itself, to be opened from the disk.

Rendered by Python-Markdown with the extensions that mkdocs.yml names; the style sheets are
those of the theme and of the site, and the math font is whole.
"""

from functools import partial
from importlib.util import find_spec
from pathlib import Path
import posixpath
import re
from string import Template
from typing import Any

from markdown import Markdown
from yaml.constructor import SafeConstructor

from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG, DOCS, EXAMINED, TEMPLATES, card_file
from scripts.base.text import read_text, write_atomically
from scripts.mathematics.font import MATH_FONT
from scripts.pages.cheat_sheet import sheet_entry
from scripts.pages.citations import write_citations
from scripts.pages.listings import write_source_list
from scripts.pages.status_line import write_statuses
from scripts.sources.collection import Sources
from scripts.sources.configuration import Configuration
from scripts.sources.formula import Formula

TEMPLATE = TEMPLATES / "examined.html"
FIGURE = re.compile(r'(?<=src=")\.\./(?=figures/)')
LINK = re.compile(r'(?<=href=")(?!https?:|#)([^"]*)"')


def write_preview(formula: Formula, sources: Sources) -> Path:
    """Render a formula's page; return where it is. Its pieces under build/ are written anew."""
    write_statuses([formula])
    write_citations(sources, [formula])
    write_source_list(formula, sources.references)
    render = partial(_rendered, configuration=sources.configuration)
    body = formula.page.text.split("\n---\n", 1)[1]
    path = EXAMINED / f"{formula.id}.html"
    page = Template(read_text(TEMPLATE)).substitute(
        title=formula.title,
        styles="\n".join(
            f'<link rel="stylesheet" href="{sheet}">'
            for sheet in _style_sheets(sources.configuration)
        ),
        font=MATH_FONT.resolve().as_uri(),
        content=_outward(_with_aliases(render(body), formula), formula, sources),
        sheet=_outward(render(sheet_entry(formula)), formula, sources),
        card=card_file(formula.id).resolve().as_uri(),
    )
    write_atomically(path, page)
    return path


def _rendered(text: str, configuration: Configuration) -> str:
    """Markdown as the site renders it."""
    entries = _listed("markdown_extensions", configuration)
    names = [entry if isinstance(entry, str) else next(iter(entry)) for entry in entries]
    options = {name: each for e in entries if isinstance(e, dict) for name, each in e.items()}
    return Markdown(extensions=names, extension_configs=options).convert(text)


def _with_aliases(content: str, formula: Formula) -> str:
    """As overrides/main.html has them."""
    also = f'</h1>\n<p class="also">Also called {", ".join(formula.aliases)}</p>'
    return content.replace("</h1>", also, 1) if formula.aliases else content


def _outward(content: str, formula: Formula, sources: Sources) -> str:
    """Figures are those under docs/; links lead to the published site."""
    content = FIGURE.sub(f"{DOCS.resolve().as_uri()}/", content)
    site = sources.configuration.site_url

    def published(found: re.Match[str]) -> str:
        page, hash_, anchor = found[1].partition("#")
        address = posixpath.normpath(f"{formula.chapter}/{page}").removesuffix("index.md")
        return f'{site}{address.replace(".md", "/")}{hash_}{anchor}"'

    return LINK.sub(published, content)


def _style_sheets(configuration: Configuration) -> list[str]:
    """The theme's, then our own, as addresses of files."""
    theme = find_spec("material")
    if theme is None or theme.origin is None:
        raise SourceError(CONFIG, 1, "the theme is not installed; run `make site`")
    folder = Path(theme.origin).parent / "templates" / "assets" / "stylesheets"
    theirs = [next(folder.glob(f"{name}.*.css")) for name in ("main", "palette")]
    own = [DOCS / name for name in _listed("extra_css", configuration)]
    return [sheet.resolve().as_uri() for sheet in [*theirs, *own]]


def _listed(key: str, configuration: Configuration) -> list[Any]:
    """A list of mkdocs.yml; empty where there is none."""
    node = configuration.file.nodes.get(key)
    return list(SafeConstructor().construct_document(node)) if node else []
