"""What stands beside the pages of the built site for programs, and the citation on a page."""

from pathlib import Path
import re
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect
from pybtex.database import parse_file

from scripts.sources.configuration import read_configuration
from tests.each import for_each
from tests.finishing.test_inventory import read_inventory
from tests.representatives import FORMULAS
from tests.site.searching import wait_until

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@for_each(FORMULAS)
def test_a_page_has_its_own_bibtex(formula: str, site: Path) -> None:
    (entry,) = parse_file(str(site / f"{formula}.bib"), "bibtex").entries.values()
    assert entry.fields["url"] == f"{read_configuration().site_url}{formula}/"


@for_each(FORMULAS)
def test_a_page_has_its_markdown_with_nothing_left_to_look_up(formula: str, site: Path) -> None:
    text = (site / f"{formula}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {FORMULAS[formula].title}\n")
    assert f"<{read_configuration().site_url}{formula}/>" in text
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    assert "--8<--" not in text and "[@" not in prose
    targets = re.findall(r"(?<=\]\()[^)]+", prose)
    assert [target for target in targets if not target.startswith("https://")] == []


def test_a_page_names_its_markdown_in_its_head(site: Path) -> None:
    page = (site / "calculus/gradient/index.html").read_text(encoding="utf-8")
    link = BeautifulSoup(page, "html.parser").find("link", type="text/markdown")
    assert link and link["href"] == "../gradient.md" and link["rel"] == ["alternate"]


def test_only_formula_pages_name_a_markdown_version(site: Path) -> None:
    named = [
        page.parent.relative_to(site).as_posix()
        for page in site.rglob("*.html")
        if 'type="text/markdown"' in page.read_text(encoding="utf-8")
    ]
    assert sorted(named) == sorted(FORMULAS)


def test_every_page_and_its_markdown_point_to_llms_txt(site: Path) -> None:
    for page in site.rglob("index.html"):
        head = page.read_text(encoding="utf-8").partition("</head>")[0]
        soup = BeautifulSoup(head, "html.parser")
        links = [page.parent / str(link["href"]) for link in soup.select("link[rel=describedby]")]
        redirect = soup.select("meta[http-equiv=refresh]")
        assert redirect or [link.resolve() for link in links] == [(site / "llms.txt").resolve()]
    for formula in FORMULAS:
        copy = (site / f"{formula}.md").read_text(encoding="utf-8")
        assert f"<{read_configuration().site_url}llms.txt>" in copy


def test_llms_txt_names_every_formula_once_and_nothing_that_is_not_there(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    paths = re.findall(rf"\({re.escape(read_configuration().site_url)}([^)]*)\)", text)
    assert [path for path in paths if path.endswith(".md")] == [f"{f}.md" for f in FORMULAS]
    assert all((site / path).exists() for path in paths)


def test_every_label_of_the_inventory_leads_to_its_place(site: Path) -> None:
    _, labels = read_inventory(site / "objects.inv")
    assert set(FORMULAS) <= labels.keys()
    pages: dict[str, str] = {}
    for address, text in labels.values():
        page, _, anchor = address.partition("#")
        if page not in pages:
            pages[page] = (site / page / "index.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in pages[page], address
        assert text.strip() and "#" not in text, text


def test_the_sitemap_lists_every_page_once_with_its_address(site: Path) -> None:
    entries = ElementTree.parse(site / "sitemap.xml").getroot()
    listed = [entry.findtext(f"{SITEMAP}loc", "") for entry in entries]
    pages = [page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")]
    addresses = [
        read_configuration().site_url + (f"{page}/" if page != "." else "") for page in pages
    ]
    assert sorted(listed) == sorted(addresses)
    days = [entry.findtext(f"{SITEMAP}lastmod", "") for entry in entries]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)


def test_the_citation_is_closed_and_opens_without_javascript(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "probability_statistics/softmax/")
    entry = page.locator(".cite code", has_text="@misc{mqr_probability_statistics_softmax")
    expect(entry).to_be_hidden()
    page.get_by_text("Cite this page").click()
    expect(entry).to_be_visible()
    expect(page.locator(".cite code", has_text="@incollection{bridle1990")).to_be_visible()
    context.close()


def test_each_text_of_the_citation_can_be_copied(chromium: Browser, address: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "probability_statistics/softmax/")
    page.get_by_text("Cite this page").click()
    buttons = page.locator(".cite .md-code__button[data-md-type=copy]")
    expect(buttons).to_have_count(3)
    buttons.nth(1).click()
    wait_until(page, "navigator.clipboard.readText().then(text => text.includes('@misc'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{mqr_") and copied.rstrip().endswith("}")
    context.close()


def test_the_search_does_not_find_citations(site: Path) -> None:
    for file in (site / "search").rglob("*.json"):
        assert "mqr_probability" not in file.read_text(encoding="utf-8")
