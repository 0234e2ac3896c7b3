from pathlib import Path
import shutil
import subprocess

import pytest

from scripts.addresses.permalinks import (
    Permalink,
    Registry,
    chapter_addresses,
    formula_addresses,
    moved,
    read_registry,
    require_free,
)
from scripts.base.errors import SourceError, SourceErrors
from scripts.sources.navigation import Chapter
from tests.project import REPOSITORY, Project

HEADER = "# Addresses.\n\n"


def registry(*lines: str) -> Registry:
    parts = [line.partition(" -> ") for line in lines]
    return Registry(HEADER, tuple(Permalink(old, new or None) for old, _, new in parts))


def lines(registry: Registry) -> list[str]:
    return registry.text().removeprefix(HEADER).splitlines()


def refused(project: Project, text: str) -> list[str]:
    """What is wrong with permalinks.txt when it holds this text."""
    project.write("permalinks.txt", text)
    with pytest.raises(SourceErrors) as caught:
        read_registry()
    return [str(error) for error in caught.value.errors]


def test_a_registry_is_read_and_written_as_it_was(project: Project) -> None:
    text = f"{HEADER}./\n./#powers\npowers/\npowers/square/ -> roots/square/\n"
    project.write("permalinks.txt", text)
    assert read_registry().text() == text


def test_windows_line_ends_and_blank_lines_do_no_harm(project: Project) -> None:
    project.write("permalinks.txt", "# A.\r\n\r\nabout/\r\n\r\npowers/ \r\n")
    assert lines(read_registry())[-2:] == ["about/", "powers/"]


def test_the_lines_are_sorted(project: Project) -> None:
    unsorted = registry("b/", "a/c/", "a/#z", "a/", "./")
    assert lines(unsorted) == ["./", "a/", "a/#z", "a/c/", "b/"]


@pytest.mark.parametrize(
    "line",
    [
        "powers",
        "powers/square",
        "powers/square.html",
        "powers//square/",
        "./powers/",
        "powers/ #square",
        "powers/#",
        "powers/->roots/",
        "powers/ -> ",
        "powers/ -> roots",
        "powers/ -> roots/ -> roots/square/",
        "<<<<<<< ours",
    ],
)
def test_a_malformed_line_is_refused(project: Project, line: str) -> None:
    (error,) = refused(project, f"# A.\nabout/\n{line}\n")
    assert error.startswith("permalinks.txt:3: expected 'chapter/slug/', ")
    assert line.strip() in error


def test_a_comment_among_the_lines_is_refused_for_it_would_be_lost(project: Project) -> None:
    (error,) = refused(project, "about/\n# why\npowers/\n")
    assert error.startswith("permalinks.txt:2: ") and "comments stand at the top" in error


@pytest.mark.parametrize(
    "line",
    ["/about/", "//example.org/", "https://example.org/a/", "../a/", "a/../../b/", "javascript:a/"],
)
@pytest.mark.parametrize("before", ["", "about/ -> "])
def test_an_address_that_leaves_the_site_is_refused(
    project: Project, line: str, before: str
) -> None:
    (error,) = refused(project, f"{before}{line}\n")
    assert error.startswith(f"permalinks.txt:1: '{line}' leaves the site")


def test_a_line_that_stands_twice_is_refused_with_both_places(project: Project) -> None:
    (error,) = refused(project, "# A.\na/\nb/\na/ -> b/\n")
    assert error == "permalinks.txt:4: 'a/' stands in line 2, too: keep one"


def test_every_mistake_is_told_at_once(project: Project) -> None:
    assert len(refused(project, "a\n/b/\nc/\nc/\n")) == 3


def test_a_missing_registry_is_refused_for_it_cannot_be_made_anew(project: Project) -> None:
    project.remove("permalinks.txt")
    with pytest.raises(SourceError, match=r"^permalinks\.txt:1: is missing: restore it"):
        read_registry()


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("a/", "b/"),
        ("a/#x", "b/#x"),
        ("a/#y", "b/#z"),
        ("c/", "b/#there"),
        ("c/#x", "b/#there"),
        ("d/#x", "d/#y"),
        ("d/", None),
        ("b/#x", None),
    ],
)
def test_a_redirect_takes_the_anchors_of_its_page_along(address: str, target: str | None) -> None:
    known = registry("a/ -> b/", "a/#y -> b/#z", "b/", "c/ -> b/#there", "d/", "d/#x -> d/#y")
    assert known.leads_to(address) == target


def test_the_addresses_of_a_formula_are_its_page_its_sections_and_its_places() -> None:
    assert formula_addresses("powers/square") == [
        "powers/square/",
        "powers/square/#intuition",
        "powers/square/#how-it-affects-the-output",
        "powers/square/#in-pytorch",
        "powers/square/#good-to-know",
        "powers/square/#see-also",
        "powers/square/#sources",
        "powers/#square",
        "cheat_sheet/#powers.square",
    ]


def test_a_chapter_is_a_page_a_notebook_and_headings_on_the_home_page_and_the_cheat_sheet() -> None:
    assert chapter_addresses(
        Chapter("loss_functions", "Loss functions", (), "Building blocks")
    ) == [
        "loss_functions/",
        "notebooks/loss_functions/",
        "./#loss-functions",
        "cheat_sheet/#loss-functions",
        "./#building-blocks",
    ]


def test_a_moved_formula_leaves_redirects_from_its_page_and_its_places() -> None:
    before = registry(*formula_addresses("a/x"))
    page, *sections, place, sheet = formula_addresses("a/x")
    redirects = {f"{page} -> b/y/", f"{place} -> b/#y", f"{sheet} -> cheat_sheet/#b.y"}
    expected = {*redirects, *sections, *formula_addresses("b/y")}
    assert set(lines(moved(before, "a/x", "b/y"))) == expected


def test_a_place_on_the_cheat_sheet_says_of_which_chapter_a_formula_is() -> None:
    after = moved(registry(*formula_addresses("a/x")), "a/x", "b/x")
    assert after.leads_to("cheat_sheet/#a.x") == "cheat_sheet/#b.x"


def test_what_led_to_a_formula_leads_to_its_new_place() -> None:
    before = registry("o/x/ -> a/x/", "o/#x -> a/#x", "o/x/#p -> a/x/#q", "o/ -> a/")
    after = set(lines(moved(before, "a/x", "b/x")))
    assert {"o/x/ -> b/x/", "o/#x -> b/#x", "o/x/#p -> b/x/#q", "o/ -> a/"} <= after


def test_a_formula_that_comes_back_redirects_from_where_it_was() -> None:
    there = moved(registry(*formula_addresses("a/x")), "a/x", "b/x")
    back = moved(there, "b/x", "a/x")
    redirects = {"b/x/ -> a/x/", "b/#x -> a/#x", "cheat_sheet/#b.x -> cheat_sheet/#a.x"}
    assert {str(link) for link in back.redirects} == redirects
    assert set(formula_addresses("a/x")) <= set(lines(back))


def test_the_address_of_a_formula_that_moved_is_not_given_to_another() -> None:
    known = registry("a/x/ -> b/x/", "a/#x -> b/#x")
    with pytest.raises(SourceError, match=r"'a/x/' was the address of 'b/x/'; choose another"):
        require_free(known, "a/x")
    with pytest.raises(SourceError, match=r"'a/x/' was the address of 'b/x/'; choose another"):
        require_free(known, "a/x", moving="b/z")
    require_free(known, "a/x", moving="b/x")


class TestTheRealRegistry:
    def test_is_sorted_as_make_links_writes_it(self) -> None:
        assert (REPOSITORY / "permalinks.txt").read_text() == read_registry().text()

    @pytest.mark.parametrize("commit", ["HEAD", "HEAD^"])  # of a merge: what was published before
    def test_has_lost_no_address_of_a_commit(self, commit: str) -> None:
        before = committed(commit)
        lost = sorted({line.partition(" -> ")[0] for line in before} - set(addresses()))
        assert lost == [], f"restore in permalinks.txt, with '-> …' if it moved: {lost}"


def addresses() -> list[str]:
    return [link.address for link in read_registry().links]


def committed(commit: str) -> list[str]:
    """The lines of permalinks.txt in a commit; none where there is no git or no such commit."""
    if not shutil.which("git") or not Path(".git").exists():
        return []
    command = ["git", "show", f"{commit}:permalinks.txt"]
    text = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [line for line in text.splitlines() if line and not line.startswith("#")]
