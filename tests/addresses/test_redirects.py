import json
from pathlib import Path
import re

from bs4 import BeautifulSoup
import pytest

from scripts.addresses.redirects import keep_permalinks
from scripts.base.errors import SourceErrors
from tests.project import Project

SITE, URL = Path("site"), "https://example.org/tiny/"
PAGE = '<article class="md-content__inner"><h1 id="t">T</h1>{}</article>'
SECTION = '<h2 class="c" id="new">New</h2>'


@pytest.fixture
def site(project: Project) -> Project:
    """A rendered site with a home page and the pages a/b/ and c/d/."""
    project.write("site/index.html", PAGE.format(""))
    for page in ("a/b", "c/d"):
        project.write(f"site/{page}/index.html", PAGE.format(SECTION))
    return project


def kept(project: Project, *lines: str) -> list[str]:
    project.write("permalinks.txt", "\n".join(lines))
    return keep_permalinks(SITE, URL)


def page(address: str) -> BeautifulSoup:
    return BeautifulSoup((SITE / address / "index.html").read_text(), "html.parser")


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in SITE.rglob("*") if path.is_file()}


def test_a_page_that_moved_sends_readers_on_without_scripts(site: Project) -> None:
    kept(site, "old/x/ -> a/b/")
    (refresh,) = page("old/x").select("noscript meta[http-equiv=refresh]")
    assert refresh["content"] == "0; url=../../a/b/"
    (link,) = page("old/x").select("body a")
    assert (link["href"], link.get_text()) == ("../../a/b/", f"{URL}a/b/")


def test_a_page_that_moved_names_the_new_one_to_search_engines(site: Project) -> None:
    kept(site, "old/ -> ./", "older/ -> a/b/")
    assert page("old").select(f'link[rel=canonical][href="{URL}"]')
    assert page("older").select(f'link[rel=canonical][href="{URL}a/b/"]')
    assert page("old").select('meta[name=robots][content="noindex"]')


def test_a_page_that_moved_knows_where_single_anchors_went(site: Project) -> None:
    kept(site, "old/ -> a/b/", "old/#x -> c/d/#new", "old/#new")
    (script,) = page("old").select("script")
    pairs = re.search(r"new Map\((.*)\)", script.get_text())
    assert pairs and json.loads(pairs[1]) == [["x", "../c/d/#new"]]


def test_a_renamed_anchor_stays_as_an_empty_element_in_the_new_heading(site: Project) -> None:
    kept(site, "a/b/#old -> a/b/#new")
    (heading,) = page("a/b").select("h2#new.c")
    assert heading.decode_contents() == '<span id="old"></span>New'


@pytest.mark.parametrize("target", ["new", "second"])
def test_a_renamed_equation_answers_to_its_old_name(site: Project, target: str) -> None:
    names = '<span class="anchor" id="new"></span><span class="anchor" id="second"></span>'
    formula = f'<div class="formula">{names}</div>'
    site.write("site/a/b/index.html", PAGE.format(formula))
    kept(site, f"a/b/#old -> a/b/#{target}")
    assert page("a/b").select(f"#{target} span#old:empty")


@pytest.mark.parametrize("target", ["new", "second"])
def test_a_renamed_row_answers_to_its_old_name_without_an_empty_element(
    site: Project, target: str
) -> None:
    cell = '<mtd><mrow class="anchor" id="second"><mi>x</mi></mrow></mtd><mtd><mi>y</mi></mtd>'
    site.write("site/a/b/index.html", PAGE.format(f'<math><mtr id="new">{cell}</mtr></math>'))
    kept(site, f"a/b/#old -> a/b/#{target}", f"a/b/#older -> a/b/#{target}")
    for name in ("old", "older"):
        (renamed,) = page("a/b").select(f"mtr#new > mtd:first-child mrow#{name}")
        assert renamed.get_text() == "x"


def test_an_anchor_that_left_for_another_page_leaves_a_note_under_the_title(site: Project) -> None:
    kept(site, "a/b/#old -> c/d/#new")
    (note,) = page("a/b").select("h1 + p.moved#old")
    assert note.get_text() == "This section has moved to c/d/#new."
    assert note.select('a[href="../../c/d/#new"]')


def test_an_anchor_whose_section_is_gone_needs_nothing_for_its_page_opens(site: Project) -> None:
    before = files()
    kept(site, "a/b/#old -> a/b/")
    assert files() == before


def test_several_old_anchors_keep_to_one_page(site: Project) -> None:
    kept(site, "a/b/#o -> a/b/#new", "a/b/#p -> a/b/#new", "a/b/#q -> c/d/")
    assert {tag["id"] for tag in page("a/b").select("#o, #p, #q")} == {"o", "p", "q"}


def test_without_redirects_the_site_stays_as_it_is(site: Project) -> None:
    before = files()
    kept(site, "./", "a/b/", "a/b/#new")
    assert files() == before


def test_what_is_not_registered_is_told(site: Project) -> None:
    assert kept(site, "./", "a/b/", "old/ -> a/b/") == ["a/b/#new", "c/d/", "c/d/#new"]


def test_a_lost_address_is_refused_before_anything_is_written(site: Project) -> None:
    before = files()
    with pytest.raises(SourceErrors, match=r"^permalinks\.txt:2: was published and is not served"):
        kept(site, "old/ -> a/b/", "z/")
    assert files() == before
