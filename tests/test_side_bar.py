"""Tests of overrides/partials/nav-item.html: what of many formulas stands in the side bar."""

import gzip
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from mkdocs.commands.build import build
from mkdocs.config import load_config
import pytest

SHORT, LONG, OTHERS = 3, 60, 60  # formulas of two chapters; further chapters
CHAPTERS = ["short", "long", *(f"other{n}" for n in range(OTHERS))]
FEATURES = ["navigation.indexes", "navigation.prune", "navigation.sections"]
MARK = '<nav class="md-nav md-nav--primary"'


def name(number: int) -> str:
    return f"formula{number:03}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of 62 chapters and 3,063 formulas; of most chapters only the page is there."""
    root = tmp_path_factory.mktemp("side_bar")
    chapters = {
        "short": [f"short/{name(n)}.md" for n in range(SHORT)],
        "long": [f"long/{name(n)}.md" for n in range(LONG)],
    }
    pages = [
        "index.md",
        *(f"{c}/index.md" for c in CHAPTERS),
        *chapters["short"],
        *chapters["long"],
    ]
    for page in pages:
        (root / "docs" / page).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / page).write_text(f"# {Path(page).stem.capitalize()}\n\n## Section\n")
    elsewhere = [f"https://example.org/{n}" for n in range(50)]
    listed = [
        {chapter.capitalize(): [f"{chapter}/index.md", *chapters.get(chapter, elsewhere)]}
        for chapter in CHAPTERS
    ]
    (root / "mkdocs.yml").write_text("")
    with (root / "mkdocs.yml").open("rb") as file:
        config = load_config(
            file,
            site_name="Many",
            site_url="https://example.org/",
            docs_dir=str(root / "docs"),
            site_dir=str(root / "site"),
            theme={
                "name": "material",
                "font": False,
                "custom_dir": str(Path("overrides").resolve()),
                "features": FEATURES,
            },
            extra={"repository": "https://example.org/code", "generator": False},
            plugins=[],
            nav=[{"Home": "index.md"}, {"First part": listed[:2]}, {"Second part": listed[2:]}],
        )
    build(config)
    return root / "site"


def side_bar(site: Path, page: str) -> Tag:
    soup = BeautifulSoup((site / page / "index.html").read_text(encoding="utf-8"), "html.parser")
    found = soup.select_one("nav.md-nav--primary")
    assert found
    return found


def links(bar: Tag) -> list[str]:
    """The addresses in it, without those on the page itself."""
    return [str(a["href"]) for a in bar.select("li a") if not str(a["href"]).startswith("#")]


def test_the_formulas_of_the_open_chapter_are_there_in_order_and_of_no_other(site: Path) -> None:
    found = links(side_bar(site, "short/formula001"))
    assert [each for each in found if "formula" in each or each == "./"] == [
        "../formula000/",
        "./",
        "../formula002/",
    ]
    assert len(found) == 1 + len(CHAPTERS) + 3


def test_every_other_chapter_is_one_link_to_its_page(site: Path) -> None:
    found = links(side_bar(site, "short/formula001"))
    others = [f"../../{chapter}/" for chapter in CHAPTERS if chapter != "short"]
    assert [each for each in found if each in others] == others


def test_the_parts_are_open(site: Path) -> None:
    labels = side_bar(site, "short/formula001").select("li.md-nav__item--section > label")
    assert [label.get_text(strip=True) for label in labels] == ["First part", "Second part"]


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [(0, 0, 39), (10, 0, 39), (30, 10, 49), (55, 20, 59), (59, 20, 59)],
)
def test_of_a_long_chapter_the_formulas_around_the_open_one_are_there(
    site: Path, page: int, first: int, last: int
) -> None:
    bar = side_bar(site, f"long/{name(page)}")
    found = [each for each in links(bar) if each.startswith("../formula") or each == "./"]
    expected = [f"../{name(n)}/" if n != page else "./" for n in range(first, last + 1)]
    assert found == expected
    every = bar.find("a", string="All 60 formulas")
    assert isinstance(every, Tag) and every["href"] == "../"


def test_the_page_of_a_long_chapter_shows_its_first_formulas_and_says_how_many(site: Path) -> None:
    bar = side_bar(site, "long")
    assert len([each for each in links(bar) if each.startswith("formula")]) == 40
    assert bar.find("a", string="All 60 formulas")


def test_the_open_page_is_marked_with_its_sections_below(site: Path) -> None:
    marked = side_bar(site, "short/formula001").select("a.md-nav__link--active")
    assert [a.get_text(strip=True) for a in marked] == ["Formula001"]
    assert side_bar(site, "short/formula001").select_one('a[href="#section"]')


def test_three_thousand_formulas_add_no_more_than_2_kb_to_a_page(site: Path) -> None:
    text = (site / "short/formula001/index.html").read_text(encoding="utf-8")
    bar = text[text.index(MARK) : text.index('data-md-type="toc"')]
    assert len(gzip.compress(bar.encode(), 9)) <= 2000
    assert " \n \n" not in bar and "\n\n\n\n" not in bar
