from pathlib import Path

import pytest

from scripts import finish
from scripts.base.errors import SourceErrors
from scripts.base.paths import RENDERED
from scripts.finishing.theme_patches import require_theme_patches, theme_patches
from tests.project import Project

TEMPLATE = """\
{% block header %}
  {{ super() | replace('name="query"', 'name="query" id="q"')
    | replace("workers/search.", "worker.js?instead-of=") }}
  {{ page.content | replace("</h1>", also) }}
{% endblock %}
"""
PATCHED = '<input name="query" id="q"><script src="worker.js?instead-of=1.js"></script>'


@pytest.fixture
def patched(project: Project) -> Project:
    """Two rendered pages on which every patch was applied."""
    project.write("overrides/main.html", TEMPLATE)
    project.write("build/site/index.html", PATCHED)
    project.write("build/site/about/index.html", PATCHED)
    return project


def errors() -> list[str]:
    with pytest.raises(SourceErrors) as raised:
        require_theme_patches(RENDERED)
    return [str(error) for error in raised.value.errors]


def test_pages_on_which_every_patch_was_applied_are_accepted(patched: Project) -> None:
    require_theme_patches(RENDERED)


def test_a_patch_that_found_nothing_is_told_with_its_line_and_the_page(patched: Project) -> None:
    patched.write("build/site/about/index.html", PATCHED.replace(' id="q"', ' class="x"'))
    (error,) = errors()
    expected = """'name="query" id="q"' instead of 'name="query"'"""
    assert error.startswith(f"overrides/main.html:2: expected {expected} in build/site/about/index")


def test_every_patch_that_found_nothing_is_told(patched: Project) -> None:
    patched.write("build/site/index.html", "<p>Another theme.</p>")
    assert [error.partition(": ")[0] for error in errors()] == [
        "overrides/main.html:2",
        "overrides/main.html:3",
    ]


def test_a_text_that_is_there_once_more_was_not_replaced(patched: Project) -> None:
    patched.write("build/site/index.html", f'{PATCHED}<script src="workers/search.2.js"></script>')
    (error,) = errors()
    assert error.startswith("overrides/main.html:3: ")


def test_a_site_whose_theme_was_not_patched_is_not_finished(
    patched: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    patched.write("build/site/index.html", "<p>Another theme.</p>")
    assert finish.main() == 1
    assert "error: overrides/main.html:2: " in capsys.readouterr().err
    assert not Path("site").exists()


def test_the_templates_of_the_site_patch_its_search() -> None:
    results = {patch.new for patch in theme_patches()}
    assert {"search/worker.js?instead-of=", 'name="query" id="search-query"'} <= results
    assert 'role="dialog" aria-label="Search"' in results
    assert len(results) == 8
