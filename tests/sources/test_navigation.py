from dataclasses import replace
from textwrap import indent

import pytest

from scripts.base.errors import SourceError, SourceErrors
from scripts.sources.collection import read_sources
from scripts.sources.configuration import read_configuration
from scripts.sources.navigation import Chapter
from tests.project import Project, assert_told

EXPECTED = Chapter("powers", "Powers", ("powers/square", "powers/cube"))


def test_chapters_and_formulas_are_read_in_the_order_of_nav(project: Project) -> None:
    assert read_sources().chapters == (EXPECTED,)


def test_the_order_is_that_of_nav_alone(project: Project) -> None:
    project.edit("mkdocs.yml", "powers/square.md", "powers/x.md")
    project.edit("mkdocs.yml", "powers/cube.md", "powers/square.md")
    project.edit("mkdocs.yml", "powers/x.md", "powers/cube.md")
    assert read_sources().chapters[0].formulas == ("powers/cube", "powers/square")


def test_a_chapter_knows_its_page_and_its_notebook() -> None:
    assert str(EXPECTED.path) == "docs/powers/index.md"
    assert str(EXPECTED.notebook) == "docs/notebooks/powers.ipynb"


def test_notebooks_and_lone_pages_are_no_chapters(project: Project) -> None:
    assert [chapter.title for chapter in read_sources().chapters] == ["Powers"]


def test_a_chapter_may_stand_in_a_part(project: Project) -> None:
    nav = project.read("mkdocs.yml")
    chapter = nav[nav.index("  - Powers:\n") : nav.index("  - Notebooks:\n")]
    project.edit("mkdocs.yml", chapter, f"  - Mathematics:\n{indent(chapter, '    ')}")
    assert read_sources().chapters == (replace(EXPECTED, part="Mathematics"),)


def test_tags_of_mkdocs_are_left_alone(project: Project) -> None:
    project.edit("mkdocs.yml", "nav:", "emoji: !!python/name:material.emoji.to_svg\n\nnav:")
    assert read_sources().chapters == (EXPECTED,)


def test_all_disagreements_are_reported_at_once(project: Project) -> None:
    project.remove("snippets/powers/square.py")
    project.remove("docs/powers/cube.md")
    with pytest.raises(SourceErrors) as caught:
        read_sources()
    assert [str(error).partition(" ")[0] for error in caught.value.errors] == [
        f"mkdocs.yml:{project.line('mkdocs.yml', 'powers/cube.md')}:",
        "docs/powers/square.md:1:",
        "snippets/powers/cube.py:1:",
    ]


def test_a_missing_chapter_page_is_reported_at_its_nav_line(project: Project) -> None:
    project.remove("docs/powers/index.md")
    line = project.line("mkdocs.yml", "powers/index.md")
    with pytest.raises(SourceErrors, match=rf"^mkdocs\.yml:{line}: nav names powers/index\.md"):
        read_sources()


def test_a_page_listed_twice_is_refused(project: Project) -> None:
    project.edit("mkdocs.yml", "- powers/cube.md", "- powers/cube.md\n      - powers/cube.md")
    line = project.line("mkdocs.yml", "powers/cube.md")
    message = rf"^mkdocs\.yml:{line + 1}: 'powers/cube\.md' stands in line {line}, too: keep one"
    with pytest.raises(SourceErrors, match=message):
        read_sources()


def test_a_configuration_that_is_no_mapping_is_refused(project: Project) -> None:
    project.write("mkdocs.yml", "- a\n")
    with pytest.raises(SourceError, match=r"^mkdocs\.yml:1: expected 'key: value' lines"):
        read_sources()


def test_the_site_url_has_a_default(project: Project) -> None:
    assert read_configuration().site_url == "https://example.org/tiny/"


def test_the_environment_moves_the_site(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.net/fork/")
    assert read_configuration().site_url == "https://example.net/fork/"


def test_a_plain_site_url_is_read(project: Project) -> None:
    old = '!ENV [SITE_URL, "https://example.org/tiny/"]'
    project.edit("mkdocs.yml", old, "https://example.com/")
    assert read_configuration().site_url == "https://example.com/"


def test_a_configuration_without_a_site_url_is_refused(project: Project) -> None:
    project.edit("mkdocs.yml", "site_url:", "site_name_url:")
    with pytest.raises(SourceError, match=r"^mkdocs\.yml:1: expected 'site_url'"):
        assert read_configuration().site_url


def test_a_missing_setting_is_refused(project: Project) -> None:
    with pytest.raises(SourceError, match=r"^mkdocs\.yml:1: expected 'site_author'"):
        read_configuration().setting("site_author")


def test_a_chapter_listed_twice_is_one_mistake(project: Project) -> None:
    config = project.read("mkdocs.yml")
    start, end = config.index("  - Powers:"), config.index("  - Notebooks:")
    project.write("mkdocs.yml", config[:end] + config[start:end] + config[end:])
    line = config[:end].count("\n") + 2
    assert_told(f"mkdocs.yml:{line}", "the chapter 'powers' stands twice in nav: keep one")
