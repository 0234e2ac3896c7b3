from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
import jsonschema
import pytest

from scripts.base.paths import SITE
from scripts.finishing.structured_data import markup, write_structured_data
from scripts.sources.collection import read_sources
from scripts.sources.history import Change
from tests.project import Project

SCHEMA = json.loads((Path(__file__).parent / "schema_org.json").read_text(encoding="utf-8"))
ADDRESS = "https://example.org/tiny/"
PAGE = "<html><head><title>T</title></head><body><p>B</p></body></html>"
TIME = int(datetime(2026, 3, 4, tzinfo=UTC).timestamp())
CHANGES = {
    Path(path): Change(TIME, "abc1234")
    for path in ("docs/powers/square.md", "snippets/powers/square.py")
}
Things = dict[str, dict[str, Any]]


def things(project: Project, page: str, changes: dict[Path, Change] = CHANGES) -> Things:
    """What a page says after it was finished, by type."""
    project.write(f"site/{page}", PAGE)
    write_structured_data(SITE, read_sources(), changes)
    soup = BeautifulSoup(project.read(f"site/{page}"), "html.parser")
    (script,) = soup.select('head > script[type="application/ld+json"]')
    content = json.loads(script.get_text())
    jsonschema.validate(content, SCHEMA)
    return {thing["@type"]: thing for thing in content["@graph"]}


def article(project: Project, changes: dict[Path, Change] = CHANGES) -> dict[str, Any]:
    return things(project, "powers/square/index.html", changes)["TechArticle"]


def test_a_formula_says_what_it_is_and_where(project: Project) -> None:
    said = article(project)
    assert said["headline"] == "Square" and said["alternateName"] == ["second power"]
    assert said["description"] == "Multiplies a number by itself."
    assert said["url"] == f"{ADDRESS}powers/square/"
    assert said["isPartOf"]["url"] == ADDRESS
    assert said["encoding"]["contentUrl"] == f"{ADDRESS}powers/square.md"


def test_a_formula_is_dated_by_its_last_change(project: Project) -> None:
    assert article(project)["dateModified"] == "2026-03-04"


def test_without_a_history_a_formula_has_no_date(project: Project) -> None:
    assert "dateModified" not in article(project, {})


def test_the_sources_of_a_formula_are_its_citations(project: Project) -> None:
    (work,) = article(project)["citation"]
    assert (work["name"], work["url"]) == ("Elements", "https://example.org/elements")


def test_a_work_without_an_address_is_cited_without_one(project: Project) -> None:
    project.edit("docs/references.bib", "  url       = {https://example.org/elements},\n", "")
    (work,) = article(project)["citation"]
    assert work == {"@type": "CreativeWork", "name": "Elements"}


def test_the_trail_leads_from_home_over_the_chapter(project: Project) -> None:
    items = things(project, "powers/square/index.html")["BreadcrumbList"]["itemListElement"]
    assert [(item["position"], item["name"], item["item"]) for item in items] == [
        (1, "Home", ADDRESS),
        (2, "Powers", f"{ADDRESS}powers/"),
        (3, "Square", f"{ADDRESS}powers/square/"),
    ]


def test_home_says_how_the_site_is_searched(project: Project) -> None:
    action = things(project, "index.html")["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{ADDRESS}?q={{search_term_string}}"


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!-- <script>", '"\\'])
def test_no_text_ends_the_element(project: Project, text: str) -> None:
    element = markup([{"@type": "WebSite", "name": text}])
    assert element.count("<") == 2
    (script,) = BeautifulSoup(f"<head>{element}</head>", "html.parser").select("script")
    assert json.loads(script.get_text())["@graph"][0]["name"] == text


def test_the_rest_of_a_page_stays(project: Project) -> None:
    things(project, "powers/square/index.html")
    before, _, after = project.read("site/powers/square/index.html").partition("<script")
    assert before + after.partition("</script>")[2] == PAGE


def test_a_page_without_a_head_is_left_alone(project: Project) -> None:
    project.write("site/index.html", "no page")
    write_structured_data(SITE, read_sources(), {})
    assert project.read("site/index.html") == "no page"
