"""What a page tells machines about itself: address, description, preview card."""

from functools import cache
import json
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
import jsonschema
from PIL import Image
import pytest

from scripts.base.paths import SITE
from scripts.pictures.steps import published_files
from scripts.sources.configuration import read_configuration
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter
from tests.each import for_each
from tests.representatives import SOURCES

SCHEMA = json.loads(Path("tests/finishing/schema_org.json").read_text(encoding="utf-8"))
PAGES = sorted(page for page in SITE.rglob("index.html"))
CHAPTERS = SOURCES.chapters
FORMULAS = SOURCES.formulas.values()
every_page = for_each(PAGES, name=lambda page: page.parent.relative_to(SITE).as_posix())
every_formula = for_each(FORMULAS, name=lambda formula: formula.id)


@cache
def head(page: Path) -> BeautifulSoup:
    text = page.read_text(encoding="utf-8")
    return BeautifulSoup(text[: text.index("</head>")], "html.parser")


def values(page: Path, selector: str, attribute: str = "content") -> list[str]:
    return [str(tag[attribute]) for tag in head(page).select(selector)]


def value(page: Path, name: str) -> str:
    """The content of the one tag of this name."""
    found = values(page, f'meta[property="{name}"], meta[name="{name}"]')
    assert len(found) == 1, (name, found)
    return found[0]


def card(page: Path) -> str:
    return (
        value(page, "og:image")
        .removeprefix(f"{read_configuration().site_url}cards/")
        .removesuffix(".png")
    )


def page_of(identifier: str) -> Path:
    return SITE / identifier / "index.html"


@every_page
def test_a_page_has_one_canonical_address_its_own(page: Path) -> None:
    place = page.parent.relative_to(SITE).as_posix()
    address = read_configuration().site_url + (f"{place}/" if place != "." else "")
    assert values(page, 'link[rel="canonical"]', "href") == [address]
    assert value(page, "og:url") == address


@every_page
def test_a_page_has_one_description_the_same_everywhere(page: Path) -> None:
    assert value(page, "description") == value(page, "og:description") != ""


@every_page
def test_a_page_has_a_title_of_its_own_and_the_name_of_the_site(page: Path) -> None:
    site_name = read_configuration().setting("site_name")
    titles = [title.get_text() for title in head(page).select("title")]
    title = value(page, "og:title")
    assert titles == [f"{title} - {site_name}" if title != site_name else site_name]
    assert value(page, "og:site_name") == site_name


@every_page
def test_a_page_has_a_card_that_exists_in_the_size_it_says(page: Path) -> None:
    image = value(page, "og:image")
    assert image.startswith(f"{read_configuration().site_url}cards/")
    size = tuple(int(value(page, f"og:image:{side}")) for side in ("width", "height"))
    assert (
        Image.open(SITE / image.removeprefix(read_configuration().site_url)).size
        == size
        == (1200, 630)
    )
    assert value(page, "og:image:alt") and value(page, "twitter:card") == "summary_large_image"


@every_formula
def test_a_formula_has_its_own_card_title_and_description(formula: Formula) -> None:
    page = page_of(formula.id)
    assert card(page) == formula.id
    assert value(page, "og:title") == formula.title
    assert value(page, "description") == formula.description
    assert value(page, "og:type") == "article"


@for_each(CHAPTERS, name=lambda chapter: chapter.slug)
def test_a_chapter_has_its_own_card(chapter: Chapter) -> None:
    assert card(page_of(chapter.slug)) == chapter.slug


@pytest.mark.parametrize("page", [".", "about", "indexes/names", "notebooks/calculus"])
def test_the_other_pages_have_the_card_of_the_site(page: str) -> None:
    assert card(page_of(page)) == "index"
    assert value(page_of(page), "og:type") == "website"


def described(page: Path) -> dict[str, dict[str, Any]]:
    """What a page says in the terms of schema.org, by type."""
    (script,) = head(page).select('script[type="application/ld+json"]')
    content = json.loads(script.get_text())
    jsonschema.validate(content, SCHEMA)
    return {thing["@type"]: thing for thing in content["@graph"]}


def is_published(address: str) -> bool:
    place = SITE / address.removeprefix(read_configuration().site_url)
    return place.is_file() or (place / "index.html").is_file()


@every_formula
def test_a_formula_is_described_by_addresses_that_are_there(formula: Formula) -> None:
    page = page_of(formula.id)
    said = described(page)
    article, trail = said["TechArticle"], said["BreadcrumbList"]["itemListElement"]
    assert (article["headline"], article["url"]) == (formula.title, value(page, "og:url"))
    assert article["image"] == value(page, "og:image")
    assert len(article["citation"]) == len(formula.sources)
    addresses = [article["url"], article["encoding"]["contentUrl"], *(s["item"] for s in trail)]
    assert [address for address in addresses if not is_published(address)] == []


def test_the_home_page_says_how_to_search_the_site() -> None:
    action = described(page_of("."))["WebSite"]["potentialAction"]
    template = f"{read_configuration().site_url}?q={{search_term_string}}"
    assert action["target"]["urlTemplate"] == template


def test_exactly_the_pictures_of_the_pages_are_published(site: Path) -> None:
    expected = {site / path.relative_to("build") for path in published_files(SOURCES)}
    assert {p for folder in ("cards", "images") for p in (site / folder).rglob("*.*")} == expected


@every_formula
def test_every_display_of_a_formula_has_its_image(formula: Formula, site: Path) -> None:
    images = sorted((site / "images" / formula.id).iterdir())
    assert [image.name for image in images] == [
        f"{number}.svg" for number in range(1, len(formula.displays) + 1)
    ]


def test_the_page_for_a_wrong_address_claims_no_address(site: Path) -> None:
    assert values(site / "404.html", 'link[rel="canonical"], meta[property]', "rel") == []
