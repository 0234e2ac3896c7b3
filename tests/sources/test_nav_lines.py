from itertools import pairwise

import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG
from scripts.base.yaml_lines import read_mapping
from scripts.sources.configuration import Configuration
from scripts.sources.nav_lines import with_chapter, with_line, with_line_moved
from scripts.sources.navigation import Chapter

NAV = """\
nav:
  - A:
      - a/index.md
      - a/x.md
      # y follows x
      - a/y.md  # for a reason
  - B:
    - b/index.md
extra: 1
"""
A, B = Chapter("a", "A", ("a/x", "a/y")), Chapter("b", "B", ())


def test_a_new_line_is_the_last_of_its_chapter() -> None:
    new = "      - a/y.md  # for a reason\n      - a/z.md\n"
    assert with_line(NAV, "a/z", A) == NAV.replace("      - a/y.md  # for a reason\n", new)


def test_the_first_line_of_a_chapter_follows_its_index() -> None:
    expected = NAV.replace("b/index.md\n", "b/index.md\n    - b/z.md\n")
    assert with_line(NAV, "b/z", B) == expected


PARTS = """\
nav:
  - Home: index.md
  - Mathematics:
      - A:
          - a/index.md
          - a/x.md
  - Training:
      - B:
          - b/index.md
  - Notebooks:
      - A: notebooks/a.ipynb
      - B: notebooks/b.ipynb
  - notation.md
"""


def with_new_chapter(title: str, part: str) -> list[str]:
    """The lines that a chapter adds, each behind the line above it."""
    nav = Configuration(read_mapping(CONFIG, PARTS)).nav
    written = with_chapter(PARTS, Chapter("c", title, (), part), nav).splitlines()
    old = set(PARTS.splitlines())
    return [f"{above}|{line}" for above, line in pairwise(written) if line not in old]


def test_a_new_chapter_is_the_last_of_its_part_and_so_is_its_notebook() -> None:
    assert with_new_chapter("C", "Mathematics") == [
        "          - a/x.md|      - C:",
        "      - C:|          - c/index.md",
        "      - A: notebooks/a.ipynb|      - C: notebooks/c.ipynb",
    ]


def test_a_new_part_follows_the_last_one() -> None:
    assert with_new_chapter("C", "Models") == [
        "          - b/index.md|  - Models:",
        "  - Models:|      - C:",
        "      - C:|          - c/index.md",
        "      - B: notebooks/b.ipynb|      - C: notebooks/c.ipynb",
    ]


def test_a_title_that_yaml_would_misread_is_quoted() -> None:
    assert '      - "C: a #1":' in with_new_chapter("C: a #1", "Training")[0]


def test_a_moved_line_takes_its_comment_and_the_indentation_of_its_new_chapter_along() -> None:
    expected = NAV.replace("      - a/y.md  # for a reason\n", "").replace(
        "b/index.md\n", "b/index.md\n    - b/y.md  # for a reason\n"
    )
    assert with_line_moved(NAV, "a/y", "b/y", B) == expected


def test_a_line_stays_in_its_place_when_its_chapter_does() -> None:
    assert with_line_moved(NAV, "a/x", "a/w", A) == NAV.replace("a/x.md", "a/w.md")


@pytest.mark.parametrize("line", ["- The x: a/x.md", "- 'a/x.md'", '- "The x": "a/x.md"'])
def test_a_title_and_quotes_go_along(line: str) -> None:
    moved = with_line_moved(NAV.replace("- a/x.md", line), "a/x", "b/x", B)
    assert f"    - b/index.md\n    {line.replace('a/x', 'b/x')}\n" in moved


def test_a_line_that_cannot_be_found_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^mkdocs\.yml:1: no line '- a/x\.md' in nav"):
        with_line_moved("nav: [{A: [a/index.md, a/x.md]}]\n", "a/x", "b/x", B)
