import pytest

from scripts import register
from tests.project import Project

PAGE = '<article class="md-content__inner"><h2 id="{}">A</h2></article>'


@pytest.fixture
def published(project: Project) -> Project:
    project.write("site/index.html", PAGE.format("x"))
    project.write("site/b/index.html", PAGE.format("y"))
    return project


def test_new_addresses_are_added_in_order(
    published: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    published.write("permalinks.txt", "# Addresses.\n\nb/\na/ -> b/\n")
    assert register.main() == 0
    expected = "# Addresses.\n\n./\n./#x\na/ -> b/\nb/\nb/#y\n"
    assert published.read("permalinks.txt") == expected
    assert capsys.readouterr().out == "permalinks.txt: 3 added\n"


def test_a_registered_address_stays_also_if_nobody_serves_it(published: Project) -> None:
    published.write("permalinks.txt", "gone/\ngone/#x\n")
    register.main()
    assert published.read("permalinks.txt").endswith("gone/\ngone/#x\n")


def test_a_registry_that_is_complete_keeps_its_time(published: Project) -> None:
    register.main()
    before = (published.root / "permalinks.txt").stat().st_mtime_ns
    assert register.main() == 0
    assert (published.root / "permalinks.txt").stat().st_mtime_ns == before


def test_without_a_built_site_nothing_is_added(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert register.main() == 1
    assert capsys.readouterr().err == "error: site:1: no built site here; run `make site`\n"


def test_a_malformed_registry_stays_as_it_is(
    published: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    published.write("permalinks.txt", "b\n")
    assert register.main() == 1
    assert "permalinks.txt:1: expected" in capsys.readouterr().err
    assert published.read("permalinks.txt") == "b\n"
