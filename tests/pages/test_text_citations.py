from bs4 import BeautifulSoup, Tag
from markdown import Markdown
import pytest

from tests.project import Project

ADDRESS = "  url       = {https://example.org/elements},\n"
ENTRY = "\n\n- Euclid. *Elements*.\n{: #euclid300 }\n"
CHAPTER = """\
About powers [@euclid300].

## [Square](square.md) { #square data-formula=powers/square }

Grows quickly [@euclid300].

## [Cube](cube.md) { #cube data-formula=powers/cube }

- Grows **more [@euclid300]**.
"""


def citations(text: str) -> list[Tag]:
    html = Markdown(extensions=["attr_list", "scripts.pages.extension"]).convert(text)
    return BeautifulSoup(html, "html.parser").select(".citation")


def targets(text: str) -> list[str | None]:
    return [str(c.a["href"]) if c.a else None for c in citations(text)]


def test_a_citation_is_labelled(project: Project) -> None:
    (citation,) = citations("Known [@euclid300].")
    assert citation.get_text() == "(Euclid, 1482)" and citation.attrs == {"class": ["citation"]}


def test_a_citation_leads_to_its_entry_on_the_page(project: Project) -> None:
    assert targets(f"Known [@euclid300].{ENTRY}") == ["#euclid300"]


def test_so_does_one_of_a_work_without_an_address(project: Project) -> None:
    project.edit("docs/references.bib", ADDRESS, "")
    assert targets(f"Known [@euclid300].{ENTRY}") == ["#euclid300"]


def test_in_a_chapter_a_citation_leads_to_the_page_of_its_formula(project: Project) -> None:
    assert targets(CHAPTER)[1:] == ["square.md#euclid300", "cube.md#euclid300"]


def test_where_no_page_has_an_entry_a_citation_leads_to_the_work(project: Project) -> None:
    assert targets(CHAPTER)[0] == "https://example.org/elements"


def test_without_entry_and_address_a_citation_is_no_link(project: Project) -> None:
    project.edit("docs/references.bib", ADDRESS, "")
    assert targets("Known [@euclid300].") == [None]


@pytest.mark.parametrize("text", ["`[@euclid300]`", "    [@euclid300]"])
def test_a_citation_in_code_is_none(project: Project, text: str) -> None:
    assert citations(text) == []


def test_the_page_has_an_anchor_for_each_source(built: Project) -> None:
    entry = "Euclid\\. *Elements*\\. Ratdolt, 1482\\."
    sources = built.read("build/sources/powers/square.md")
    assert f"- {entry}" in sources and "\n{: #euclid300 }\n" in sources
