"""The index that the search loads with the first query: `search/index.json`.

Formulas come from the catalog, with their sources rather than postings, which would weigh
more; all other pages come from the index that MkDocs writes, with their words, the rows of the
notation one by one (notation_rows.py). Nothing is left in MkDocs' own index, which every page
would load.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
import html
import json
from pathlib import Path
import re
from typing import Any

from scripts.base.paths import DOCS
from scripts.base.text import read_text, write_atomically
from scripts.finishing.catalog import Entry
from scripts.finishing.notation_rows import NOTATION_PAGE, row_entries
from scripts.mathematics.mathml import to_mathml, without_latex
from scripts.sources.navigation import Chapter
from scripts.sources.notation import Row

STOP_WORDS = Path(__file__).parents[2] / DOCS / "assets" / "search" / "stop_words.js"
TAG = re.compile(r"<[^>]+>")
STYLE = re.compile(r"\\(?:mathbf|boldsymbol|mathcal|left|right|[,;!])(?![a-zA-Z])")
BRACED = re.compile(r"(?<![\\\w^_}\]])\{(\w|\\[A-Za-z]+)\}")  # {A} but not \hat{A}, x_{A}
# In the text: more than a single symbol or a value that it takes.
CLAIM = re.compile(
    r"(?!.{0,24}= ?[-\d.\\infty]+$).*(=|\\(frac|sum|sqrt|partial|nabla|det)|\^)", re.DOTALL
)
SHAPES = re.compile(r"(\w+: )?(\w+ )?\([^()]*\).*(?<!\.)", re.DOTALL)
PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
# Below their titles: formulas again, and what was wrong.
LISTINGS = ("notebooks/", "cheat_sheet/", "corrections/")
NOTEBOOK_TEXT = 300  # characters; what follows repeats the formulas


def write_search_index(
    site: Path, catalog: Sequence[Entry], chapters: Sequence[Chapter], rows: Sequence[Row] = ()
) -> None:
    """Write search/index.json of a rendered site from its catalog; empty MkDocs' index."""
    path = site / "search" / "search_index.json"
    theirs = json.loads(read_text(path)) if path.exists() else {"docs": []}
    index = index_of(catalog, chapters, theirs["docs"])
    index["pages"] = _with_parents([*index["pages"], *row_entries(rows)])
    _write(site / "search" / "index.json", index)
    if path.exists():
        _write(path, theirs | {"docs": []})


def index_of(
    catalog: Sequence[Entry], chapters: Sequence[Chapter], pages: Iterable[dict[str, str]]
) -> dict[str, Any]:
    """What the search loads; `pages` are the sections of all pages, as MkDocs lists them."""
    titles = {chapter.slug: chapter.title for chapter in chapters}
    stop_words = _stop_words()
    formulas = [_formula(entry, titles[entry["chapter"]], stop_words) for entry in catalog]
    ids = {entry["id"] for entry in catalog}
    return {"formulas": _columns(formulas), "pages": list(_pages(pages, ids, set(titles)))}


def _formula(entry: dict[str, Any], chapter: str, stop_words: set[str]) -> dict[str, Any]:
    """What is searched, with the names of the catalog, and what a result shows."""
    return {
        "location": f"{entry['id']}/",
        "title": entry["title"],
        "chapter": chapter,
        "description": entry["description"],
        "aliases": entry["aliases"],
        "pytorch": entry["pytorch"],
        "questions": [_without(question, stop_words) for question in entry["questions"]],
        "displays": [_unstyled(display["tex"]) for display in entry["displays"]],
        "inline": [_unstyled(tex) for tex in entry["inline"] if CLAIM.match(tex)],
        "code": list(_statements(entry["code"])),
        "shapes": [found[0] for text in entry["shapes"] if (found := SHAPES.search(text))],
        "symbols": [_unstyled(symbol["tex"]) for symbol in entry["symbols"]],
        "mathml": without_latex(to_mathml(entry["tex"], display=False)),
    }


def _stop_words() -> set[str]:
    return set(read_text(STOP_WORDS).split("`")[1].split())


def _without(question: str, stop_words: set[str]) -> str:
    """A question is never shown: the words that no search looks for stay away."""
    return " ".join(word for word in question.split() if word.strip(",").lower() not in stop_words)


def _unstyled(tex: str) -> str:
    """LaTeX without its styling, which the search does not read."""
    return BRACED.sub(r"\1", " ".join(STYLE.sub(" ", tex).split()))


def _statements(code: str) -> Iterator[str]:
    """What the shown functions compute: assigned and returned values, without bare names."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            yield f"{ast.unparse(target)} = {ast.unparse(node.value)}" if node.value else ""
        elif isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Name):
            yield ast.unparse(node.value)


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """One list for each field: like beside like compresses better."""
    return {key: [row[key] for row in rows] for key in rows[0]} if rows else {}


def _pages(
    docs: Iterable[dict[str, str]], formulas: set[str], chapters: set[str]
) -> Iterator[dict[str, Any]]:
    """The sections of all pages that are no formula's, without what repeats the formulas.

    What only lists formulas is no answer to a name: the formula is.
    """
    for doc in docs:
        page, _, anchor = doc["location"].partition("#")
        listing = page.startswith(LISTINGS) or page.strip("/") in chapters
        if page.strip("/") in formulas or (anchor and listing) or page.startswith("indexes/"):
            continue
        shown = without_latex(doc["text"])
        if page == NOTATION_PAGE:  # its tables are searched row by row
            shown = " ".join(PARAGRAPH.findall(shown))
        text = " ".join(html.unescape(TAG.sub(" ", shown)).split())
        title = doc["title"]
        if page.startswith("notebooks/"):
            title, text = f"{title}: notebook", text[:NOTEBOOK_TEXT]
        found: dict[str, Any] = {"location": doc["location"], "title": title, "text": text}
        lists = page.startswith("notebooks/") or page.strip("/") in chapters
        yield found | ({"listing": True} if lists else {})


def _with_parents(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each section with the page that it is on, under which a result shows it."""
    titles = {page["location"]: page["title"] for page in pages}
    return [page | _parent(page["location"], titles) for page in pages]


def _parent(location: str, titles: dict[str, str]) -> dict[str, Any]:
    page, hash_, _ = location.partition("#")
    above = {"parent": {"location": page, "title": titles.get(page)}}
    return above if hash_ and page in titles else {}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
