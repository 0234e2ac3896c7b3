from pathlib import Path

import pytest

from scripts.addresses.permalinks import read_registry
from scripts.addresses.served import broken_permalinks, served_addresses, unregistered
from scripts.base.paths import PERMALINKS
from tests.project import Project

SERVED = {"./", "a/", "a/#x", "b/", "b/#x", "b/#y"}
PAGE = '<nav id="nav"><h2 id="outside">A</h2></nav><article class="md-content__inner">{}</article>'


def broken(project: Project, *lines: str) -> list[str]:
    """What is wrong with these lines of permalinks.txt for a site that serves a/ and b/."""
    project.write(PERMALINKS.as_posix(), "\n".join(lines))
    return [str(error) for error in broken_permalinks(read_registry(), SERVED)]


def served(project: Project, page: str, path: str = "a/b/index.html") -> set[str]:
    project.write(f"site/{path}", page)
    return served_addresses(Path("site"))


@pytest.mark.parametrize(
    "element",
    [
        '<h2 id="x">A</h2>',
        "<h3\n id='x' class=\"y\">A</h3>",
        '<dl><dt id="x">A</dt></dl>',
        '<table><tr><td id="x">A</td></tr></table>',
    ],
)
def test_headings_defined_terms_and_rows_can_be_linked(project: Project, element: str) -> None:
    assert served(project, PAGE.format(element)) == {"a/b/", "a/b/#x"}


@pytest.mark.parametrize(
    "element",
    [
        '<h1 id="x">The title</h1>',
        "<h2>A</h2>",
        '<a id="__codelineno-0-1"></a>',
        '<li id="fn:1">A</li>',
        '<sup id="fnref:1">1</sup>',
        '<p class="moved" id="x">A</p>',
        '<pre><h2 id="x"></h2></pre>',
        '<!-- <h2 id="x"></h2> -->',
        '<div title="<h2 id=x>">A</div>',
    ],
)
def test_noise_and_the_title_are_no_anchors(project: Project, element: str) -> None:
    assert served(project, PAGE.format(element)) == {"a/b/"}


def test_a_page_that_leads_on_to_its_pieces_answers_for_what_they_have(project: Project) -> None:
    project.write("site/a/b/index.html", PAGE.format('<h3 id="c.d">D</h3>'))
    project.write("site/e/index.html", PAGE.format('<h2 id="f">F</h2>'))
    pieces = PAGE.format('<script class="divided"></script>')
    assert served(project, pieces, "a/index.html") == {
        "a/", "a/#c.d", "a/b/", "a/b/#c.d", "e/", "e/#f",
    }  # fmt: skip


def test_of_a_notebook_the_page_alone_counts(project: Project) -> None:
    page = PAGE.format('<h2 id="x">A</h2>')
    assert served(project, page, "notebooks/a/index.html") == {"notebooks/a/"}


def test_the_home_page_is_a_dot_and_the_404_page_is_none(project: Project) -> None:
    served(project, PAGE.format(""), "404.html")
    assert served(project, PAGE.format('<h2 id="x">A</h2>'), "index.html") == {"./", "./#x"}


def test_what_is_served_and_not_registered_is_found(project: Project) -> None:
    project.write(PERMALINKS.as_posix(), "./\na/\na/#x\nb/\nb/#x\nold/ -> b/\n")
    assert unregistered(read_registry(), SERVED | {"c/"}) == ["b/#y", "c/"]


@pytest.mark.parametrize(
    "lines",
    [
        ["./", "a/", "a/#x", "b/", "b/#x"],
        ["old/ -> b/", "old/#x"],  # went with its page
        ["old/ -> b/#x", "old/#z"],
        ["old/ -> b/", "old/#z -> b/#y"],
        ["a/#old -> a/#x"],
        ["a/#old -> b/#x"],
        ["a/#old -> a/"],
        ["old/ -> a/", "old/#old", "a/#old -> a/#x"],  # two renamings, one of them of a place
        ["old/ -> ./"],
    ],
)
def test_a_line_that_leads_somewhere_is_not_reported(project: Project, lines: list[str]) -> None:
    assert broken(project, *lines) == []


@pytest.mark.parametrize(
    ("lines", "errors"),
    [
        (
            ["a/", "gone/"],
            ["2: was published and is not served; write 'gone/ -> …' with where it is now"],
        ),
        (["a/#gone"], ["1: was published and is not served; write 'a/#gone -> …'"]),
        (["gone/", "gone/#x", "gone/#y"], ["1: was published and is not served"]),
        (["gone/#x"], ["1: was published and is not served"]),
        (
            ["old/ -> b/", "old/#z"],
            ["2: went with its page to 'b/#z', which is not served; write 'old/#z -> …'"],
        ),
        (["old/ -> c/"], ["1: leads to 'c/', which is not served"]),
        (["a/#old -> a/#z"], ["1: leads to 'a/#z', which is not served"]),
        (
            ["old/ -> older/", "older/ -> b/"],
            ["1: leads on from 'older/'; write 'old/ -> b/'"],
        ),
        (
            ["old/#x -> older/#x", "old/ -> b/", "older/ -> b/"],
            ["1: leads on from 'older/#x'; write 'old/#x -> b/#x'"],
        ),
        (["old/ -> old/"], ["1: leads around in a circle: old/ -> old/; lead it to a page"]),
        (
            ["old/ -> older/", "older/ -> old/", "old/#x"],
            [
                "1: leads around in a circle: old/ -> older/ -> old/",
                "2: leads around in a circle: older/ -> old/ -> older/",
            ],
        ),
        (["a/ -> b/"], ["1: is still served; write 'a/', without '-> b/'"]),
        (["a/#x -> b/#x"], ["1: is still served; write 'a/#x', without '-> b/#x'"]),
        (
            ["old/#x -> b/#x"],
            ["1: cannot be redirected without its page; add the line 'old/ -> …'"],
        ),
    ],
)
def test_a_line_that_does_not_is_reported_with_what_to_do(
    project: Project, lines: list[str], errors: list[str]
) -> None:
    found = broken(project, *lines)
    assert len(found) == len(errors), found
    for message, expected in zip(found, errors, strict=True):
        assert message.startswith(f"permalinks.txt:{expected}")


def test_of_a_page_that_is_gone_the_command_that_moves_formulas_is_named(project: Project) -> None:
    (error,) = broken(project, "gone/")
    assert error.endswith("(`make move` moves a formula with its links)")


def test_a_letter_of_an_index_needs_no_line_of_its_own(project: Project) -> None:
    project.write(PERMALINKS.as_posix(), "indexes/names/\n")
    served = {"indexes/names/", "indexes/names/#a", "indexes/symbols/", "powers/#cube"}
    assert unregistered(read_registry(), served) == ["indexes/symbols/", "powers/#cube"]


def test_a_heading_of_a_piece_of_a_long_list_needs_none_but_its_page_does(project: Project) -> None:
    project.write(PERMALINKS.as_posix(), "cheat_sheet/\n")
    served = {"cheat_sheet/", "cheat_sheet/a/", "cheat_sheet/a/#b.c", "cheat_sheet/#b.c"}
    assert unregistered(read_registry(), served) == ["cheat_sheet/#b.c", "cheat_sheet/a/"]
