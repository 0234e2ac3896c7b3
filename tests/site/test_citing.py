"""From a citation in the text to its entry under Sources, and on to the work."""

from pathlib import Path

from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect
import pytest

from scripts.sources.collection import read_sources
from tests.site.copying import visit

CHAPTERS = read_sources().chapters
FORMULAS = [formula for chapter in CHAPTERS for formula in chapter.formulas]
ADAM = "optimization/adam/"


@pytest.mark.parametrize("path", [*FORMULAS, *(chapter.slug for chapter in CHAPTERS)])
def test_every_citation_leads_to_an_entry(site: Path, path: str) -> None:
    page = site / path / "index.html"
    for citation in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(
        ".citation"
    ):
        assert citation.a, f"no link: {citation.get_text()}"
        target, _, anchor = str(citation.a["href"]).partition("#")
        file = page.parent / target / "index.html"
        assert f'<li id="{anchor}">' in file.read_text(encoding="utf-8")


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
