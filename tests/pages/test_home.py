from textwrap import indent

import pytest

from scripts.base.paths import HOME
from scripts.pages.home import NAMED, home_cards, home_chapters, home_corrections
from scripts.sources.collection import read_sources
from tests.project import Project
from tests.tiny import formula_page, formula_snippet


def write_formulas(project: Project, count: int) -> None:
    """Powers from the fourth on, until the chapter has so many formulas."""
    lines = []
    for n in range(3, count + 1):
        names = {
            "SLUG": f"power{n}",
            "TITLE": f"Power {n}",
            "NAME": f"{n} times",
            "ALIAS": f"x^{n}",
        }
        project.write(f"docs/powers/power{n}.md", formula_page(**names))
        project.write(f"snippets/powers/power{n}.py", formula_snippet(**names))
        lines.append(f"      - powers/power{n}.md\n")
    project.edit(
        "mkdocs.yml", "      - powers/cube.md\n", f"      - powers/cube.md\n{''.join(lines)}"
    )


def test_the_formulas_of_the_front_matter_are_shown_in_its_order(project: Project) -> None:
    matter = "---\nlooked_up: [powers/cube, powers/square]\n---\n\n"
    project.write(str(HOME), matter + project.read(str(HOME)))
    cards = home_cards(read_sources())
    assert 0 < cards.index("[Cube](powers/cube.md)") < cards.index("[Square](powers/square.md)")


def test_a_chapter_shows_its_name_its_size_and_its_formulas(project: Project) -> None:
    tile = home_chapters(read_sources())
    assert "## [Powers](powers/index.md) { #powers }" in tile
    assert '<p class="count">2 formulas</p>' in tile
    assert "\n[Square](powers/square.md), [Cube](powers/cube.md)\n" in tile


@pytest.mark.parametrize(("count", "named"), [(NAMED + 1, NAMED + 1), (NAMED + 2, NAMED)])
def test_a_large_chapter_names_its_first_formulas_and_leads_to_all(
    project: Project, count: int, named: int
) -> None:
    write_formulas(project, count)
    tile = home_chapters(read_sources())
    assert tile.count("](powers/") - tile.count("](powers/index.md)") == named
    assert (f", [all {count}](powers/index.md)" in tile) == (named < count)


def test_a_part_stands_beside_its_chapters(project: Project) -> None:
    nav = project.read("mkdocs.yml")
    chapter = nav[nav.index("  - Powers:\n") : nav.index("  - Notebooks:\n")]
    project.edit("mkdocs.yml", chapter, f"  - Mathematics:\n{indent(chapter, '    ')}")
    listed = home_chapters(read_sources())
    assert listed.startswith('<div class="part" markdown>\n\n## Mathematics\n\n')
    assert "### [Powers](powers/index.md) { #powers }" in listed


def test_the_last_five_corrections_are_listed_the_newest_first(project: Project) -> None:
    entry = (
        "wrong-{0}:\n  page: powers/square\n  since: 2026-01-01\n  mended: 2026-02-{0}\n"
        "  said: A.\n  says: B.\n"
    )
    days = [20, 19, 18, 17, 16, 15]
    named = "".join(
        entry.format(d).replace(f"wrong-{d}", f"wrong-{'abcdef'[20 - d]}") for d in days
    )
    project.write("docs/corrections.yml", named)
    lines = home_corrections(read_sources()).splitlines()
    assert lines[0] == "- [Square: wrong a](corrections.md#wrong-a), February 20, 2026"
    assert len(lines) == 5
