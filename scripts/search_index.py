"""The index that the search loads with the first query: `search/index.json`.

Formulas come from formulas.json, with their sources rather than postings, which would weigh
more; all other pages come from the index that MkDocs writes, with their words. Nothing is
left in MkDocs' own index, which every page would load.
"""

from collections.abc import Iterable, Iterator, Sequence
import html
import json
from pathlib import Path
import re
from typing import Any

from scripts.mathml import to_mathml
from scripts.navigation import Chapter
from scripts.source import read_text, write_atomically

ANNOTATION = re.compile(r"<annotation.*?</annotation>|</?semantics>", re.DOTALL)
TAG = re.compile(r"<annotation.*?</annotation>|<[^>]+>", re.DOTALL)
NOTEBOOK_TEXT = 300  # characters; what follows repeats the formulas
PROSE = re.compile(r'(def|import|from) |"""|return \w+$|\W*$')
OPERATION = re.compile(r"[=+^/]|\\\\(frac|sqrt|sum|partial|nabla|det|log|max|lVert)|.-.")


def write_search_index(site: Path, chapters: Sequence[Chapter]) -> None:
    """Write search/index.json of a rendered site that has formulas.json; empty MkDocs' index."""
    catalog = json.loads(read_text(site / "formulas.json"))["formulas"]
    titles = {chapter.slug: chapter.title for chapter in chapters}
    path = site / "search" / "search_index.json"
    theirs = json.loads(read_text(path)) if path.exists() else {"docs": []}
    content = {
        "formulas": [_formula(entry, titles[entry["chapter"]]) for entry in catalog],
        "pages": list(_pages(theirs["docs"], {entry["id"] for entry in catalog}, set(titles))),
    }
    _write(site / "search" / "index.json", content)
    if path.exists():
        _write(path, theirs | {"docs": []})


def _formula(entry: dict[str, Any], chapter: str) -> dict[str, Any]:
    """What is searched, with the names of the catalog, and what a result shows."""
    return {
        "location": f"{entry['id']}/",
        "title": entry["title"],
        "chapter": chapter,
        "description": entry["description"],
        "aliases": entry["aliases"],
        "pytorch": entry["pytorch"],
        "questions": entry["questions"],
        "displays": [display["tex"] for display in entry["displays"]],
        "inline": [tex for tex in entry["inline"] if OPERATION.search(tex)],
        "code": [line for line in _lines(entry["code"]) if not PROSE.match(line)],
        "shapes": entry["shapes"],
        "symbols": [f"{symbol['tex']} {symbol['domain']}" for symbol in entry["symbols"]],
        "meanings": [symbol["meaning"] for symbol in entry["symbols"]],
        "mathml": ANNOTATION.sub("", to_mathml(entry["tex"], display=False)),
    }


def _lines(code: str) -> Iterator[str]:
    for line in code.splitlines():
        yield re.sub(r"\s+#.*|return ", "", line).strip()


def _pages(
    docs: Iterable[dict[str, str]], formulas: set[str], chapters: set[str]
) -> Iterator[dict[str, str]]:
    """The sections of all pages that are no formula's, without what repeats the formulas."""
    for doc in docs:
        page, _, anchor = doc["location"].partition("#")
        repeats = anchor and (page.startswith("notebooks/") or page.strip("/") in chapters)
        if page.strip("/") in formulas or repeats or page.startswith("indexes/"):
            continue
        text = " ".join(html.unescape(TAG.sub(" ", doc["text"])).split())
        title = doc["title"]
        if page.startswith("notebooks/"):
            title, text = f"{title}: notebook", text[:NOTEBOOK_TEXT]
        yield {"location": doc["location"], "title": title, "text": text}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
