"""From a citation in the text to its entry under Sources, and on to the work."""

from pathlib import Path
import re

from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from scripts.base.text import read_text
from tests.each import for_each
from tests.representatives import CHAPTERS, FORMULAS
from tests.site.copying import visit

ADAM = "optimization/adam/"
CITATION = re.compile(r"<span class=\"citation\">.*?</span>", re.DOTALL)


@for_each([*FORMULAS, *CHAPTERS])
def test_every_citation_leads_to_an_entry(path: str, site: Path) -> None:
    page = site / path / "index.html"
    for citation in CITATION.findall(read_text(page)):
        link = BeautifulSoup(citation, "html.parser").a
        assert link, f"no link: {citation}"
        target, _, anchor = str(link["href"]).partition("#")
        assert f'<li id="{anchor}">' in read_text(page.parent / target / "index.html")


def test_a_citation_shows_its_entry_which_leads_on(reader: Page, address: str) -> None:
    reader.set_viewport_size({"width": 390, "height": 600})
    visit(reader, address + ADAM)
    reader.locator(".citation a", has_text="Kingma and Ba, 2015").first.click()
    entry = reader.locator("li#kingma2015")
    expect(entry).to_be_in_viewport(ratio=1)
    header = reader.locator(".md-header").bounding_box()
    box = entry.bounding_box()
    assert header and box and box["y"] >= header["y"] + header["height"]
    assert entry.evaluate("entry => getComputedStyle(entry).boxShadow") != "none"
    expect(entry.get_by_role("link")).to_have_attribute("href", "https://arxiv.org/abs/1412.6980")


def test_a_link_into_the_page_needs_no_network(reader: Page, address: str) -> None:
    """Nor does it stay where it is on a page that has just been scrolled, as the theme does."""
    visit(reader, address + ADAM)
    requested: list[str] = []
    reader.on("request", lambda request: requested.append(request.url))
    for _ in range(3):
        reader.evaluate(
            "scrollBy(0, 300), setTimeout(() => document.querySelector('.citation a').click(), 20)"
        )
        expect(reader.locator("li:target")).to_be_in_viewport()
        reader.wait_for_timeout(300)
        expect(reader.locator("li:target")).to_be_in_viewport()
        reader.go_back()
        expect(reader.locator("li:target")).to_have_count(0)
    assert address + ADAM not in requested
