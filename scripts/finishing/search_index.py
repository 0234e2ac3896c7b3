"""The index that the search loads with the first query: `search/index.json`; and beside it what
not every query needs.

Formulas come from the catalog, with their sources rather than postings, which would weigh
more; of all other pages, the names of their sections (page_sections.py). What those say, the works
that formulas cite, what those are called and how they are written elsewhere (field_words.py), the
sentences that mention other names, and the MathML that a result shows are files of their own, which
docs/assets/search/worker.js asks for.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
import json
from pathlib import Path
import re
from typing import Any

from scripts.base.paths import DOCS
from scripts.base.text import read_text, write_atomically
from scripts.finishing.catalog import Entry
from scripts.finishing.field_words import read_field_words
from scripts.finishing.mentions import arguments, mentions
from scripts.finishing.page_sections import Section
from scripts.finishing.works import cited_words, cited_works
from scripts.mathematics.mathml import to_mathml, without_latex
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import INLINE
from scripts.sources.page import linked_pages

PARTS = ("texts", "works", "mentions", "called", "written")
EACH = 16  # formulas in a file of MathML: what one chapter, or a few related results, need
OTHER_NAMES = Path(__file__).with_name("other_names.txt")
STOP_WORDS = Path(__file__).parents[2] / DOCS / "assets" / "search" / "stop_words.js"
STYLE = re.compile(r"\\(?:mathbf|boldsymbol|mathcal|left|right|[,;!])(?![a-zA-Z])")
BRACED = re.compile(r"(?<![\\\w^_}\]])\{(\w|\\[A-Za-z]+)\}")  # {A} but not \hat{A}, x_{A}
# In the text: more than a single symbol or a value that it takes.
CLAIM = re.compile(
    r"(?!.{0,24}= ?[-\d.\\infty]+$).*(=|\\(frac|sum|sqrt|partial|nabla|det)|\^)", re.DOTALL
)
# Room around signs, of which neither language needs any.
TEX_ROOM = re.compile(r" ?([-=+,(){}\[\]^_&|<>/]|\\\\) ?")
CODE_ROOM = re.compile(r" ?(\*\*|[-=+*/@,]) ?")
BARE = re.compile(r"\([^()]*\)|->")
CALLED = re.compile(r"[\w.]+\(")  # f(y, t) -> (..., n) has the arguments of a function in brackets
SHAPES = re.compile(r"(\w+: )?(\w+ )?\([^()]*\).*(?<!\.)", re.DOTALL)


def write_search_index(
    site: Path, catalog: Sequence[Entry], sources: Sources, pages: Iterable[Section]
) -> None:
    """Write search/index.json of a rendered site, and what stands beside it."""
    content = index_of(catalog, sources, pages)
    files: dict[str, Any] = {part: content.pop(part) for part in PARTS}
    files["index"] = content | {"each": EACH}
    drawn = [without_latex(to_mathml(entry["tex"], display=False)) for entry in catalog]
    for first in range(0, len(drawn), EACH):
        files[f"mathml/{first // EACH}"] = drawn[first : first + EACH]
    for name, told in files.items():
        path = site / "search" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def index_of(
    catalog: Sequence[Entry], sources: Sources, pages: Iterable[Section]
) -> dict[str, Any]:
    """What the search loads, at once or later; `pages` are the sections of all pages that are no
    formula's.
    """
    titles = {chapter.slug: chapter.title for chapter in sources.chapters}
    stop_words = _stop_words()
    formulas = [sources.formulas[entry["id"]] for entry in catalog]
    linked = Counter(target for formula in formulas for target in _linked_by(formula))
    rows = [
        _formula(entry, titles[entry["chapter"]], stop_words)
        | {"arguments": arguments(formula), "linked": linked[formula.path]}
        for entry, formula in zip(catalog, formulas, strict=True)
    ]
    mentioned = [
        [place, sentence]
        for place, formula in enumerate(formulas)
        for sentence in mentions(formula)
    ]
    field = read_field_words(sources.formulas)
    sections = list(pages)
    works = cited_works(formulas, sources.references)
    named = [
        {key: each.get(key, []) for key in ("location", "title", "aliases")} for each in sections
    ]
    return {
        "formulas": _columns(rows),
        "pages": _columns(named),
        "others": _other_names(),
        "meanings": [_meanings(entry, stop_words) for entry in catalog],
        "cited": cited_words(works),
        "texts": [section["text"] for section in sections],
        "works": works,
        "mentions": mentioned,
        "called": [field[formula.id].names for formula in formulas],
        "written": [field[formula.id].forms for formula in formulas],
    }


def _formula(entry: dict[str, Any], chapter: str, stop_words: set[str]) -> dict[str, Any]:
    """What is searched, with the names of the catalog, and what a result shows."""
    displays = [_unstyled(display["tex"]) for display in entry["displays"]]
    claims = [_unstyled(tex) for tex in entry["inline"] if CLAIM.match(tex)]
    return {
        "location": f"{entry['id']}/",
        "title": entry["title"],
        "chapter": chapter,
        "description": entry["description"],
        "aliases": entry["aliases"],
        "pytorch": [name.removeprefix("torch.") for name in entry["pytorch"]],
        "questions": [_without(question, stop_words) for question in entry["questions"]],
        "displays": displays,
        "anchors": [
            " ".join(equation["anchors"][0] for equation in display["equations"])
            for display in entry["displays"]
        ],
        "inline": [tex for tex in claims if not any(tex in display for display in displays)],
        "code": [*dict.fromkeys(CODE_ROOM.sub(r"\1", line) for line in _computed(entry))],
        "shapes": _signatures(entry["shapes"]),
        "symbols": [_unstyled(symbol["tex"]) for symbol in entry["symbols"]],
    }


def _meanings(entry: Entry, stop_words: set[str]) -> str:
    """What the symbols of a formula mean, in words: it is there, although no name says so."""
    texts = dict.fromkeys(INLINE.sub(" ", symbol["meaning"]) for symbol in entry["symbols"])
    return _without(" ".join(texts), stop_words)


def _linked_by(formula: Formula) -> set[Path]:
    """The pages that a formula's text leads to: the more lead to one, the more build on it."""
    lines = (line for _, line in formula.page.prose)
    return {target for line in lines for target in linked_pages(formula.path, line)}


def _other_names() -> list[str]:
    lines = read_text(OTHER_NAMES).splitlines()
    return [line for line in lines if not line.startswith("#")]


def _stop_words() -> set[str]:
    return set(read_text(STOP_WORDS).split("`")[1].split())


def _without(question: str, stop_words: set[str]) -> str:
    """A question is never shown: the words that no search looks for stay away."""
    words = re.sub("[,;]", "", question).split()
    return " ".join(word for word in words if word.lower() not in stop_words)


def _unstyled(tex: str) -> str:
    """LaTeX without its styling, which the search does not read."""
    bare = BRACED.sub(r"\1", " ".join(STYLE.sub(" ", tex).split()))
    return TEX_ROOM.sub(r"\1", bare)


def _signatures(told: Iterable[str]) -> list[str]:
    """The shapes in and out, the same ones once, under the names that are told last: the code's."""
    named: dict[tuple[str, ...], str] = {}
    for text in told:
        if (found := SHAPES.search(text)) and not CALLED.match(text):
            named[tuple(BARE.findall(text))] = found[0]
    return list(named.values())


def _computed(entry: Entry) -> Iterator[str]:
    """What is typed for a formula: its call, and what its code computes."""
    yield entry["call"]
    yield from _statements(entry["code"])


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
