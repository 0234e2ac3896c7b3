from pathlib import Path

import pytest

from scripts.running.drawings import MAX_BYTES, problem_of_figure
from tests.project import REPOSITORY, Project, assert_refused

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
FIGURE = "docs/figures/powers/square.svg"
SNIPPET = "snippets/powers/square.py"


def problem(inside: str) -> str:
    return problem_of_figure(SVG.format(inside).encode()) or ""


def test_what_is_drawn_is_published() -> None:
    drawn = sorted((REPOSITORY / "docs" / "figures").glob("*/*.svg"))[:20]
    assert [path.name for path in drawn if problem_of_figure(path.read_bytes())] == []


@pytest.mark.parametrize(
    "inside",
    [
        '<g style="fill: url(#a)"><use xlink:href="#b"/></g>',
        '<image xlink:href="data:image/png;base64,AAAA"/>',
        "<style>*{stroke-linejoin: round}</style>",
        "<text>onload</text>",
    ],
)
def test_shapes_letters_and_pixels_are_published(inside: str) -> None:
    assert problem(inside) == ""


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "the element <script>"),
        ("<g><foreignObject/></g>", "the element <foreignObject>"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "the element <p>"),
        ('<p xmlns=""/>', "the element <p>"),
        ('<a xlink:href="https://example.org"/>', "the element <a>"),
        ('<animate attributeName="href"/>', "the element <animate>"),
        ('<g onclick="alert(1)"/>', "the attribute onclick"),
        ('<g ONLOAD="alert(1)"/>', "the attribute onload"),
        ('<use xlink:href="https://example.org/a.svg#b"/>', "a reference to 'https://example"),
        ('<use href="javascript:alert(1)"/>', "a reference to 'javascript"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "a reference to 'data:image/svg"),
        ('<g style="fill: url(https://example.org)"/>', "style 'fill: url(https"),
        ('<g clip-path="URL( //example.org)"/>', "clip-path 'URL("),
        ('<style>@import "https://example.org";</style>', "a style that loads something"),
        (r"<style>g{fill: u\72l(//example.org)}</style>", "a style that loads something"),
        ("<g>", "that is no SVG: mismatched tag"),
    ],
)
def test_what_runs_or_loads_is_refused(inside: str, what: str) -> None:
    assert what in problem(inside)


def test_an_entity_is_refused() -> None:
    svg = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("&a;").encode()
    assert "an entity" in (problem_of_figure(svg) or "")


def test_a_style_sheet_is_refused() -> None:
    svg = b'<?xml-stylesheet href="https://example.org"?>' + SVG.format("").encode()
    assert "a style sheet" in (problem_of_figure(svg) or "")


def test_a_large_drawing_is_refused() -> None:
    assert "kB; a page carries 300 kB" in problem("<g/>" * (MAX_BYTES // 4))


def test_a_link_in_a_figure_is_refused_where_it_is_drawn(built: Project) -> None:
    built.edit(
        SNIPPET, "return fig", "axes.set_title('a', url='https://example.org')\n    return fig"
    )
    line = built.line(SNIPPET, "def figure")
    assert_refused(built, f"{SNIPPET}:{line}", "a figure with the element <a>")


@pytest.mark.parametrize(
    ("forged", "what"),
    [
        ("b'<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>'", "the element <script>"),
        ("'abc'", "that is no SVG"),
        ("2", "answered in the place of the build"),
    ],
)
def test_what_a_snippet_returns_in_the_place_of_a_drawing_is_refused(
    built: Project, forged: str, what: str
) -> None:
    """The code of the build is looked at outside of the box, where no snippet changes it."""
    before = Path(FIGURE).read_bytes()
    built.edit(
        SNIPPET, "    assert square", f"    answer_in_our_place({forged})\n    assert square"
    )
    built.edit(SNIPPET, "def check()", f"{FORGE}def check()")
    (error,) = built.build().errors
    assert error.startswith(f"{SNIPPET}:1: ") and what in error
    assert Path(FIGURE).read_bytes() == before


FORGE = """def answer_in_our_place(drawing: object) -> None:
    import gc
    import time
    from multiprocessing.connection import Connection

    for each in gc.get_objects():
        if isinstance(each, Connection) and each.writable:
            each.send((None, [drawing, drawing]))
    time.sleep(60)


"""
