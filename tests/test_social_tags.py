"""Tests of overrides/: titles, descriptions and aliases with characters that HTML reads."""

import json
from pathlib import Path

from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
import pytest

HEADING = """Is "p < q" & 'q > p', typed `&lt;`, worth $5?"""
TITLE = HEADING.replace("`", "")
DESCRIPTION = """Says "a < b" & 'c > d' for $6."""
SITE_NAME, SITE_DESCRIPTION = 'The "best" <site> & more', "A < B & C"
ALIASES = ["<b>ReLU</b>", 'the "best"', "p & q"]
AWKWARD = (
    f"---\ndescription: |-\n  {DESCRIPTION}\naliases: {json.dumps(ALIASES)}\npytorch: []\n---\n"
    f"\n# {HEADING}\n\nText.\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of five pages with this project's overrides."""
    root = tmp_path_factory.mktemp("tags")
    pages = {"index.md": "# Home\n", "plain.md": "# Plain\n", "about.md": "# About\n"}
    pages |= {"powers/index.md": "# Powers\n", "powers/square.md": AWKWARD}
    for name, text in pages.items():
        (root / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / name).write_text(text)
    theme = {"name": "material", "font": False, "custom_dir": str(Path("overrides").resolve())}
    (root / "mkdocs.yml").write_text("")
    with (root / "mkdocs.yml").open("rb") as file:
        config = load_config(
            file,
            site_name=SITE_NAME,
            site_description=SITE_DESCRIPTION,
            site_url="https://example.org/tiny/",
            docs_dir=str(root / "docs"),
            site_dir=str(root / "site"),
            theme=theme,
            extra={"repository": "https://example.org/repository"},
            nav=[
                {"Home": "index.md"},
                "plain.md",
                {"Part": [{"Powers": ["powers/index.md", "powers/square.md"]}, "about.md"]},
            ],
        )
    build(config)
    return root / "site"


def tags(site: Path, page: str) -> dict[str, str]:
    parsed = BeautifulSoup((site / page / "index.html").read_text(), "html.parser")
    found = [tag for tag in parsed.select("meta") if tag.get("property") or tag.get("name")]
    named = [(str(tag.get("property") or tag.get("name")), str(tag["content"])) for tag in found]
    assert len(dict(named)) == len(named), "a tag stands twice"
    title = parsed.title.get_text() if parsed.title else ""
    return dict(named) | {"title": title, "body": parsed.get_text()}


def test_a_title_reads_the_same_in_every_tag(site: Path) -> None:
    found = tags(site, "powers/square")
    assert found["og:title"] == TITLE
    assert found["title"] == f"{TITLE} - {SITE_NAME}"
    assert found["og:image:alt"] == f"{TITLE}: the formula, typeset"


def test_a_description_reads_the_same_in_every_tag(site: Path) -> None:
    found = tags(site, "powers/square")
    assert found["description"] == found["og:description"] == DESCRIPTION


def test_an_alias_reads_as_it_was_written(site: Path) -> None:
    page = BeautifulSoup((site / "powers/square/index.html").read_text(), "html.parser")
    (also,) = page.select(".also")
    assert also.get_text() == f"Also called {', '.join(ALIASES)}"


def test_a_page_without_a_description_has_that_of_the_site(site: Path) -> None:
    found = tags(site, "plain")
    assert found["description"] == found["og:description"] == SITE_DESCRIPTION


def test_the_home_page_is_titled_as_the_site(site: Path) -> None:
    found = tags(site, ".")
    assert found["og:title"] == found["title"] == found["og:site_name"] == SITE_NAME


@pytest.mark.parametrize(
    ("page", "card"),
    [
        (".", "index"),
        ("plain", "index"),
        ("about", "index"),
        ("powers", "powers"),
        ("powers/square", "powers/square"),
    ],
)
def test_a_page_names_its_card(site: Path, page: str, card: str) -> None:
    assert tags(site, page)["og:image"] == f"https://example.org/tiny/cards/{card}.png"
