"""The folder of all pages, to be read without a server."""

from pathlib import Path
import zipfile

import pytest

from scripts.finishing.folder import FILE, destination, foldered, write_folder

URL = "https://example.org/tiny/"
MEMBERS = {"index.html", "a/index.html", "a/b/index.html", "assets/site.css", "figures/a/b.svg"}


@pytest.mark.parametrize(
    ("to", "leads"),
    [
        ("../c/", f"{URL}a/c/"),
        ("..", "../index.html"),
        ("../", "../index.html"),
        ("../..", "../../index.html"),
        ("./", "./index.html"),
        ("../../a/#x", "../../a/index.html#x"),
        ("#x", "#x"),
        ("../../assets/site.css", "../../assets/site.css"),
        ("../b.md", f"{URL}a/b.md"),
        ("../../?q=x", f"{URL}?q=x"),
        ("../../check/?like=a/b", f"{URL}check/?like=a/b"),
        ("https://elsewhere.org/", "https://elsewhere.org/"),
        ("mailto:somebody@example.org", "mailto:somebody@example.org"),
    ],
)
def test_a_link_leads_to_a_file_or_to_the_published_site(to: str, leads: str) -> None:
    assert destination(to, "a/b/", URL, MEMBERS) == leads


def test_what_a_browser_cannot_do_in_a_folder_is_left_out() -> None:
    page = (
        '<script src="a.js" type="module"></script><link rel="preload" href="font">'
        '<button class="search-open" data-search-open>Search</button>'
        "<noscript><p>needs a script</p></noscript><p>text</p>"
    )
    assert foldered(page, "", URL, MEMBERS) == "<p>needs a script</p><p>text</p>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (*MEMBERS, "404.html", "check/index.html", "assets/fonts/math.woff2", "a/b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"<p>{name}</p>")
    (tmp_path / "assets/fonts/math-font.css").write_text('@font-face{src:url("math.woff2")}')
    (tmp_path / "old").mkdir()
    (tmp_path / "old/index.html").write_text('<meta name="robots" content="noindex">')
    return tmp_path


def test_it_holds_pages_and_what_they_show(site: Path) -> None:
    write_folder(site, URL)
    names = zipfile.ZipFile(site / FILE).namelist()
    assert sorted(names) == sorted(
        f"mathematical-quick-reference/{name}" for name in (*MEMBERS, "assets/fonts/math-font.css")
    )


def test_the_font_stands_in_its_style_sheet(site: Path) -> None:
    write_folder(site, URL)
    sheet = "mathematical-quick-reference/assets/fonts/math-font.css"
    assert b'url("data:font/woff2;base64,PHA+' in zipfile.ZipFile(site / FILE).read(sheet)


def test_the_same_pages_make_the_same_file(site: Path) -> None:
    write_folder(site, URL)
    before = (site / FILE).read_bytes()
    (site / "index.html").touch()
    write_folder(site, URL)
    assert (site / FILE).read_bytes() == before
