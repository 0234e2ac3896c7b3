from datetime import date
from pathlib import Path

import pytest

from scripts.sources.collection import read_sources
from tests.project import Project, assert_told, mistakes

CORRECTIONS = "docs/corrections.yml"
ENTRY = """\
slope-at-zero:
  page: powers/square
  section: good-to-know
  since: 2026-01-01
  mended: 2026-02-03
  said: The slope is $x$.
  says: "Slope: $2x$."
"""


@pytest.fixture
def corrected(project: Project) -> Project:
    project.write(CORRECTIONS, f"# Comment.\n{ENTRY}")
    return project


def test_an_entry_is_read_with_its_line(corrected: Project) -> None:
    (found,) = read_sources().corrections
    assert (found.anchor, found.file) == ("slope-at-zero", Path("docs/powers/square.md"))
    assert (found.since, found.mended) == (date(2026, 1, 1), date(2026, 2, 3))
    assert (found.said, found.says) == ("The slope is $x$.", "Slope: $2x$.")
    assert (found.section, found.line) == ("good-to-know", 2)


def test_without_a_list_nothing_was_corrected(project: Project) -> None:
    assert read_sources().corrections == []


@pytest.mark.parametrize("page", ["notation", "CITATION.cff"])
def test_any_page_and_any_file_of_the_repository_can_be_corrected(
    corrected: Project, page: str
) -> None:
    corrected.edit(CORRECTIONS, "powers/square\n  section: good-to-know", page)
    assert mistakes() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("slope-at-zero", "entry-1", 2, "'entry-1' is an address"),
        ("page: powers/square", "page: powers/root", 3, "no page 'powers/root'"),
        ("page: powers/square", "page: ../secret", 3, "no page '../secret'"),
        ("good-to-know", "bad-to-know", 4, "docs/powers/square.md has no section '#bad-to-know'"),
        ("2026-01-01", "2026-13-01", 5, "'2026-13-01' is no day"),
        ("2026-02-03", "2025-02-03", 6, "mended on 2025-02-03, before it was said"),
        ("said: The slope is $x$.", "said:", 7, "expected 'said: …', a text"),
        ("  said: The slope is $x$.\n", "", 2, "expected 'said: …' in 'slope-at-zero'"),
        ("  since:", "  from: a\n  since:", 5, "unknown key 'from'"),
        ("  since:", "  page: notation\n  since:", 5, "'page' stands in line 3, too"),
    ],
)
def test_a_malformed_entry_is_refused_at_its_line(
    corrected: Project, old: str, new: str, line: int, message: str
) -> None:
    corrected.edit(CORRECTIONS, old, new)
    assert_told(f"{CORRECTIONS}:{line}", message)


def test_an_entry_that_is_no_mapping_is_refused(project: Project) -> None:
    project.write(CORRECTIONS, "slope: it was wrong\n")
    assert_told(f"{CORRECTIONS}:1", "expected 'key: value' lines in 'slope'")


def test_the_newest_comes_first(corrected: Project) -> None:
    newer = ENTRY.replace("slope-at-zero", "later").replace("2026-02-03", "2026-03-03")
    corrected.write(CORRECTIONS, ENTRY + newer)
    assert_told(f"{CORRECTIONS}:8", "'later' was mended later than 'slope-at-zero': put it above")
