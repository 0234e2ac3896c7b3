"""Write a project of many formulas: `python -m bench.many N FOLDER`.

A copy of this repository with N formulas, whose `make site` builds: below the number of real
formulas a part of them, above it all of them and twins that differ in names, words, letters and
the number of the figure. What bench.site measures is measured there.
"""

from collections.abc import Sequence
from pathlib import Path
import re
import shutil
import sys

from bench.copying import copy_repository
from bench.listing import bibliography_of, corrections_of, exceptions_of, nav_of, registry_of
from bench.planning import Plan, plan_project
from bench.varying import page_of, snippet_of, with_links_to
from scripts.addresses.permalinks import read_registry
from scripts.base.command import run, telling, usage
from scripts.base.errors import SourceError
from scripts.base.paths import (
    BIBLIOGRAPHY,
    CONFIG,
    CORRECTIONS,
    DOCS,
    EXCEPTIONS,
    HOME,
    NOTATION,
    PERMALINKS,
    SNIPPETS,
    page_file,
    snippet_file,
)
from scripts.base.text import read_text
from scripts.sources.collection import Sources, read_sources
from scripts.sources.formula import CITATION
from scripts.sources.navigation import Chapter

MOST = 100_000
CHAPTER = """\
---
description: {title}, formulas made for measuring.
hide: [toc]
---

# {title}

Formulas made for measuring: {first} to {last}.

--8<-- "build/chapters/{slug}.md"
"""


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 2 or not arguments[0].isdecimal() or not 1 <= int(arguments[0]) <= MOST:
        return usage(f"python -m bench.many N FOLDER, with N from 1 to {MOST}")
    count, folder = int(arguments[0]), Path(arguments[1])
    write_project(count, folder)
    print(f"{folder}: {count} formulas; build them there with `make site`")
    return 0


def write_project(count: int, folder: Path) -> None:
    """Write it. Raises SourceError where the folder holds something, or is no folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SourceError(folder, 1, "is there already: name a folder that is new or empty")
    sources = read_sources()
    plan = plan_project(sources.chapters, count)
    copy_repository(folder)
    for formula in sources.formulas.values():
        (folder / formula.path).unlink()
        (folder / formula.snippet.path).unlink()
    _write_formulas(folder, sources, plan)
    _write_chapters(folder, sources.chapters, plan)
    _write_lists(folder, sources, plan)


def _write_formulas(folder: Path, sources: Sources, plan: Plan) -> None:
    for family in range(plan.families):
        ids = plan.family(family)
        for twin in (twin for twin in plan.twins if twin.family == family):
            formula = sources.formulas[twin.original]
            _write(folder / page_file(twin.id), page_of(formula, twin, ids))
            _write(folder / snippet_file(twin.id), snippet_of(formula, twin))


def _write_chapters(folder: Path, real: Sequence[Chapter], plan: Plan) -> None:
    known = {chapter.slug for chapter in real}
    kept = {chapter.slug for chapter in plan.chapters}
    for slug in known - kept:
        shutil.rmtree(folder / DOCS / slug)
        shutil.rmtree(folder / SNIPPETS / slug)
    for chapter in (chapter for chapter in plan.chapters if chapter.slug not in known):
        first, last = chapter.formulas[0], chapter.formulas[-1]
        text = CHAPTER.format(slug=chapter.slug, title=chapter.title, first=first, last=last)
        _write(folder / chapter.path, text)


def _write_lists(folder: Path, sources: Sources, plan: Plan) -> None:
    """Everything that names formulas, and the pages beside them, which link some."""
    ids = plan.family(0)
    formulas = {formula.path for formula in sources.formulas.values()}
    cited = {
        key + twin.word for twin in plan.twins for key in sources.formulas[twin.original].sources
    }
    gone = set[str]()
    for page in (page for page in sources.pages.values() if page.path not in formulas):
        if not (folder / page.path).exists():
            continue
        text = page.text
        if page.path == HOME:
            text = _without(text, rf"  - (?!(?:{'|'.join(ids)})$)\w+/\w+$")
            text = re.sub(
                r"(?m)^looked_up:\n(?!  - )", f"looked_up:\n  - {next(iter(ids))}\n", text
            )
        if page.path == NOTATION:
            text, gone = _without_rows(text, {f for f in sources.formulas if f not in ids})
        cited.update(found["key"] for found in CITATION.finditer(text))
        _write(folder / page.path, with_links_to(text, page.path, ids))
    corrections, anchors = corrections_of(read_text(CORRECTIONS), plan)
    registry = read_registry()
    gone |= {
        link.address
        for link in registry.links
        if link.address.startswith("corrections/#")
        and link.address.partition("#")[2] not in anchors
    }
    if len(ids) < len(sources.formulas):  # then an index has fewer entries, too
        gone |= {a.address for a in registry.links if re.match(r"indexes/.*#", a.address)}
    _write(folder / CONFIG, nav_of(read_text(CONFIG), plan.chapters))
    _write(folder / PERMALINKS, registry_of(registry, plan, sources.chapters, gone))
    _write(folder / BIBLIOGRAPHY, bibliography_of(sources.references, cited, plan.words))
    _write(folder / CORRECTIONS, corrections)
    _write(folder / EXCEPTIONS, exceptions_of(read_text(EXCEPTIONS), plan))


def _without_rows(text: str, missing: set[str]) -> tuple[str, set[str]]:
    """The notation without the letters that a missing formula explains, and their addresses."""
    if not missing:
        return text, set()
    row = rf"\| .*{{#(meanings[\w-]+)}} .*\((?:{'|'.join(missing)})\.md\).*"
    gone = {f"notation/#{found[1]}" for found in re.finditer(rf"(?m)^{row}$", text)}
    return _without(text, row), gone


def _without(text: str, line: str) -> str:
    return re.sub(rf"(?m)^{line}\n", "", text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
