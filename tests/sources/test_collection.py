"""All that authors wrote, read once a run; what is refused is in test_bad_input.py."""

from collections import Counter
from pathlib import Path

import pytest

from scripts import build, finish
from scripts.base.errors import SourceError
from scripts.sources.collection import read_sources
from tests.project import Project

HAND_WRITTEN = {
    "mkdocs.yml",
    "docs/references.bib",
    "docs/index.md",
    "docs/notation.md",
    "docs/powers/index.md",
    "docs/powers/square.md",
    "docs/powers/cube.md",
    "snippets/powers/square.py",
    "snippets/powers/cube.py",
}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often this process reads each hand-written file."""
    counted: Counter[str] = Counter()
    read_bytes = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.as_posix() in HAND_WRITTEN:
            counted[path.as_posix()] += 1
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    return counted


def test_a_build_reads_every_source_once(built: Project, reads: Counter[str]) -> None:
    assert build.main(["--jobs", "1"]) == 0
    assert reads == Counter(HAND_WRITTEN)


def test_finishing_reads_every_source_once(built: Project, reads: Counter[str]) -> None:
    built.write("build/site/index.html", "new")
    assert finish.main() == 0
    assert reads == Counter(HAND_WRITTEN)


def test_formulas_come_in_the_order_of_the_site(project: Project) -> None:
    project.edit("mkdocs.yml", "powers/square.md", "powers/x.md")
    project.edit("mkdocs.yml", "powers/cube.md", "powers/square.md")
    project.edit("mkdocs.yml", "powers/x.md", "powers/cube.md")
    sources = read_sources()
    assert list(sources.formulas) == ["powers/cube", "powers/square"]
    assert [f.id for f in sources.formulas_of(sources.chapters[0])] == list(sources.formulas)


def test_an_unknown_formula_is_told_with_the_nearest(project: Project) -> None:
    with pytest.raises(SourceError, match=r"no formula 'powers/squre' in nav; did you mean powers"):
        read_sources().formula("powers/squre")
