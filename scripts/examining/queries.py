"""The queries that must find a formula: those there are, and what the real search answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
import json
from pathlib import Path
import shutil
import subprocess
from typing import Any

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, EXAMINED, QUERIES
from scripts.base.text import read_text, write_if_changed
from scripts.checker.verdicts import Verdict
from scripts.finishing.catalog import catalog_entry
from scripts.finishing.search_index import index_of
from scripts.sources.collection import Sources
from scripts.sources.ids import id_of, with_slug

WANTED, PLACES = 6, 3
KEYS = {"query", "kind", "expected", "blind"}
KINDS = {
    "name", "alias", "typo", "question", "pytorch", "latex", "unfinished", "unicode", "symbol",
    "code", "shape", "author",
}  # fmt: skip
ENGINE, COPY = DOCS / "assets" / "search", EXAMINED / "search"
EXAMPLE = '{"query": "…", "kind": "question", "expected": ["ID"], "blind": false}'
ASK = """\
import { readFileSync } from "node:fs"
import { SearchEngine } from "./fusion.js"
const { index, queries } = JSON.parse(readFileSync(0, "utf8"))
const engine = new SearchEngine(index)
const best = query => engine.search(query).formulas.map(({ formula }) => formula.location)
process.stdout.write(JSON.stringify(queries.map(best)))
"""


@dataclass(frozen=True)
class Query:
    """A query and the ids of the formulas that answer it."""

    text: str
    expected: frozenset[str]
    line: int


def read_queries(ids: Collection[str]) -> list[Query]:
    """All queries of tests/search/queries.json, for the formulas of these ids.

    Raises SourceError where one is malformed, or names a formula that is none or may be several.
    """
    text = read_text(QUERIES)
    try:
        entries: list[dict[str, Any]] = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(QUERIES, error.lineno, f"malformed JSON: {error.msg}") from None
    lines = text.splitlines()
    queries = [_query(entry, lines, ids) for entry in entries]
    seen: dict[str, int] = {}
    for query in queries:
        first = seen.setdefault(query.text.strip().casefold(), query.line)
        if first != query.line:
            message = f"'{query.text}' stands in line {first}, too: keep one"
            raise SourceError(QUERIES, query.line, message)
    return queries


def too_few(
    identifier: str, queries: Sequence[Query], ids: Collection[str]
) -> Iterator[SourceError]:
    """What is to be added, where people have too few ways to look for a formula."""
    found = sum(identifier in query.expected for query in queries)
    if found < WANTED:
        slug = identifier.split("/")[1]
        name = slug if with_slug(slug, ids) == [identifier] else identifier
        what = f"add at least {WANTED - found} queries that '{name}' answers"
        example = EXAMPLE.replace("ID", name)
        kinds = "of several kinds: name, question, typo, latex, code, symbol"
        yield SourceError(QUERIES, 1, f"{what}, {kinds}, such as {example}")


def missed(identifier: str, queries: Sequence[Query], sources: Sources) -> list[SourceError]:
    """The queries for a formula that do not find it, nor another right one, among the first."""
    asked = [query for query in queries if identifier in query.expected]
    answers = _answers([query.text for query in asked], sources)
    return [
        SourceError(QUERIES, query.line, f"'{query.text}' finds {', '.join(found)} first")
        for query, found in zip(asked, answers, strict=True)
        if query.expected.isdisjoint(found)
    ]


def has_node() -> bool:
    """Whether the search, which is JavaScript, can run here."""
    return shutil.which("node") is not None


def _query(entry: Mapping[str, Any], lines: Sequence[str], ids: Collection[str]) -> Query:
    """A query, one on a line, is found again by its text. It may call a formula by its slug alone,
    where no other has it."""
    written = f'"query": {json.dumps(entry.get("query"), ensure_ascii=False)}'
    line = next((n for n, line in enumerate(lines, start=1) if written in line), 1)
    if entry.keys() != KEYS or entry["kind"] not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise SourceError(QUERIES, line, f"expected {EXAMPLE}, the kind one of {known}")
    expected = frozenset(id_of(name, ids, QUERIES, line) for name in entry["expected"])
    return Query(entry["query"], expected, line)


def _answers(texts: Sequence[str], sources: Sources) -> list[list[str]]:
    """The ids of the first formulas that the search of the site answers to each query."""
    url = sources.configuration.site_url
    formulas = sources.formulas.values()
    unchecked = Verdict(page="", line=0, tex="", status="")
    entries = [catalog_entry(f, url, [unchecked] * len(f.displays)) for f in formulas]
    index = index_of(entries, sources, pages=[])
    shutil.copytree(ENGINE, COPY, dirs_exist_ok=True)
    write_if_changed(COPY / "package.json", '{ "type": "module" }\n')
    write_if_changed(COPY / "ask.js", ASK)
    answered = subprocess.run(
        ["node", str(COPY / "ask.js")],
        input=json.dumps({"index": index, "queries": texts}),
        capture_output=True,
        text=True,
        check=False,
    )
    if answered.returncode:
        where = Path(ENGINE / "fusion.js")
        raise SourceError(where, 1, f"the search fails: {answered.stderr.strip()[:2000]}")
    found: list[list[str]] = json.loads(answered.stdout)
    return [[location.rstrip("/") for location in best[:PLACES]] for best in found]
