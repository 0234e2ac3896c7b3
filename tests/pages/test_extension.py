from bs4 import BeautifulSoup, Tag
from markdown import Markdown
import pytest

from scripts.base.paths import figure_files
from tests.project import Project

SVG = '<svg viewBox="0 0 360 180"></svg>'


def rendered(text: str) -> BeautifulSoup:
    extensions = ["pymdownx.arithmatex", "pymdownx.superfences", "scripts.pages.extension"]
    options = {"pymdownx.arithmatex": {"generic": True}}
    html = Markdown(extensions=extensions, extension_configs=options).convert(text)
    return BeautifulSoup(html, "html.parser")


def only(soup: BeautifulSoup, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


@pytest.fixture
def drawn(project: Project) -> Project:
    """A repository with the drawings of one formula."""
    for file in figure_files("powers/square"):
        project.write(file.as_posix(), SVG)
    return project


def test_inline_mathematics_becomes_mathml_in_its_line() -> None:
    math = only(rendered("A $x$ here."), "p > span.math > math")
    assert math.get("display") is None


def test_a_display_becomes_a_block_of_mathml() -> None:
    assert only(rendered("$$\nx^2\n$$"), "div.formula > math")["display"] == "block"


def test_no_latex_is_left_for_a_script_to_typeset() -> None:
    soup = rendered("$x_1$\n\n$$\n\\frac{a}{b}\n$$")
    for annotation in soup.select("annotation"):
        annotation.decompose()
    assert "\\" not in soup.get_text() and not soup.select(".arithmatex")


def test_the_keyboard_reaches_a_formula_that_scrolls() -> None:
    box = only(rendered("$$\nx\n$$"), "div.formula")
    assert (box["tabindex"], box["role"]) == ("0", "group")
    assert box["aria-label"]


def test_signs_of_html_in_latex_are_kept() -> None:
    assert "a < b > c & d" in (
        only(rendered(r"$a < b > c \& d$"), "annotation").string or ""
    ).replace(r"\&", "&")


def test_dollars_in_code_stay() -> None:
    soup = rendered("`$x$`\n\n```sh\necho $x$ $y$\n```\n")
    assert "$x$ $y$" in soup.get_text() and not soup.select("math")


def test_a_figure_becomes_its_light_and_its_dark_drawing(drawn: Project) -> None:
    soup = rendered("![A curve.](../figures/powers/square.svg)")
    assert [image["src"] for image in soup.select(".figure img")] == [
        "../figures/powers/square.svg",
        "../figures/powers/square.dark.svg",
    ]


def test_both_drawings_have_the_alt_text_and_the_size(drawn: Project) -> None:
    for image in rendered("![A curve.](../figures/powers/square.svg)").select("img"):
        assert (image["alt"], image["width"], image["height"]) == ("A curve.", "480", "240")


def test_each_drawing_is_marked_for_its_theme(drawn: Project) -> None:
    soup = rendered("![A curve.](../figures/powers/square.svg)")
    assert [image["class"] for image in soup.select("img")] == [["figure-light"], ["figure-dark"]]


def test_text_around_a_figure_stays(drawn: Project) -> None:
    text = rendered("Before ![A curve.](../figures/powers/square.svg) after").get_text()
    assert text.split() == ["Before", "after"]


def test_another_image_is_left_alone() -> None:
    assert only(rendered("![A photo.](photo.png)"), "p > img")["src"] == "photo.png"
