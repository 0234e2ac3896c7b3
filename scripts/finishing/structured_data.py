"""What search engines read of a page: JSON-LD in the terms of https://schema.org, in its head.

A formula is an article with its place in the site, its last change and its sources; the home
page is the site, which can be searched.
"""

from datetime import date
import json
from pathlib import Path
from typing import Any

from scripts.base.text import read_text, write_atomically
from scripts.finishing.sitemap import page_dates
from scripts.sources.bibliography import Reference
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.history import Changes

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
QUERY = "search_term_string"

Thing = dict[str, Any]


def write_structured_data(site: Path, sources: Sources, changes: Changes) -> None:
    """Put what is said of each formula, and of the site, into the pages of a rendered site."""
    days = page_dates(sources, changes)
    _insert(site / "index.html", [_site(sources) | _search(sources)])
    for formula in sources.formulas.values():
        things = [article(formula, sources, days.get(f"{formula.id}/")), _trail(formula, sources)]
        _insert(site / formula.id / "index.html", things)


def article(formula: Formula, sources: Sources, changed: date | None) -> Thing:
    """What is said of a formula; what is not known or empty is left out."""
    url = sources.configuration.site_url
    said = {
        "@type": "TechArticle",
        "name": formula.title,
        "headline": formula.title,
        "alternateName": formula.aliases,
        "description": formula.description,
        "url": f"{url}{formula.id}/",
        "image": f"{url}cards/{formula.id}.png",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "dateModified": changed and str(changed),
        "author": _authors(sources),
        "license": LICENSE,
        "isPartOf": _site(sources),
        "citation": [_work(sources.references[key]) for key in formula.sources],
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "text/markdown",
            "contentUrl": f"{url}{formula.id}.md",
        },
    }
    return {name: value for name, value in said.items() if value}


def markup(things: list[Thing]) -> str:
    """The element of a page; a `<` in a text could end it or open a comment."""
    content = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _insert(page: Path, things: list[Thing]) -> None:
    if page.exists():
        before, end, after = read_text(page).partition("</head>")
        write_atomically(page, f"{before}{markup(things)}{end}{after}" if end else before)


def _site(sources: Sources) -> Thing:
    configuration = sources.configuration
    return {
        "@type": "WebSite",
        "name": configuration.setting("site_name"),
        "url": configuration.site_url,
        "description": configuration.setting("site_description"),
    }


def _search(sources: Sources) -> Thing:
    template = f"{sources.configuration.site_url}?q={{{QUERY}}}"
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": template},
        "query-input": f"required name={QUERY}",
    }
    return {"author": _authors(sources), "license": LICENSE, "potentialAction": action}


def _trail(formula: Formula, sources: Sources) -> Thing:
    """From the home page over the chapter."""
    url = sources.configuration.site_url
    chapter = next(c for c in sources.chapters if c.slug == formula.chapter)
    stops = [("Home", url), (chapter.title, f"{url}{chapter.slug}/")]
    stops += [(formula.title, f"{url}{formula.id}/")]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(stops, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _authors(sources: Sources) -> list[Thing]:
    """A group in the braces of BibTeX is an organization."""
    return [
        {"@type": "Organization" if "{" in name else "Person", "name": name.strip("{}")}
        for name in sources.publication.authors
    ]


def _work(reference: Reference) -> Thing:
    work = {"@type": "CreativeWork", "name": reference.title, "url": reference.url}
    return {name: value for name, value in work.items() if value}
