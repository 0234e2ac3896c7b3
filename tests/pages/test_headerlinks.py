from bs4 import BeautifulSoup, Tag
from markdown import Markdown
import pytest


def header_link(text: str) -> Tag:
    """The one header link of a rendered text."""
    options = {"toc": {"permalink": "#"}}
    extensions = ["toc", "attr_list", "scripts.pages.extension"]
    html = Markdown(extensions=extensions, extension_configs=options).convert(text)
    (link,) = BeautifulSoup(html, "html.parser").select("a.headerlink")
    return link


def test_the_link_after_the_title_is_the_address_of_the_page() -> None:
    assert header_link("# Softmax")["href"] == "./"


def test_the_link_after_a_section_is_its_anchor() -> None:
    assert header_link("## Good to know")["href"] == "#good-to-know"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# Softmax", "Link to this page"),
        ("## Good to know", "Link to this section: Good to know"),
        ("## [Softmax](softmax.md) { #softmax }", "Link to this section: Softmax"),
        ("### `torch` & *friends*", "Link to this section: torch & friends"),
    ],
)
def test_a_screen_reader_names_what_a_link_leads_to(text: str, name: str) -> None:
    assert header_link(text)["aria-label"] == name
    assert header_link(text)["title"] == name


def test_a_heading_without_a_link_stays() -> None:
    assert Markdown(extensions=["scripts.pages.extension"]).convert("# A") == "<h1>A</h1>"


ROW = "| Written | Name |\n| --- | --- |\n| x {} | italic letter |"


def test_a_row_with_an_anchor_gets_a_link_with_its_name() -> None:
    html = Markdown(extensions=["tables", "attr_list", "scripts.pages.extension"]).convert(
        ROW.format("{#italic-letter}")
    )
    (link,) = BeautifulSoup(html, "html.parser").select("td#italic-letter > a.headerlink")
    assert link["href"] == "#italic-letter"
    assert link["title"] == link["aria-label"] == "Link to this row: italic letter"


def test_a_row_without_an_anchor_stays() -> None:
    html = Markdown(extensions=["tables", "attr_list", "scripts.pages.extension"]).convert(
        ROW.format("")
    )
    assert "headerlink" not in html
