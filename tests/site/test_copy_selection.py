"""What a selected piece of a page puts on the clipboard: LaTeX as text, MathML as HTML."""

from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page
import pytest

from tests.site.copying import clipboard, visit

LATEX = "$$\n\\operatorname{softmax}(\\mathbf{x})_i = \\frac{e^{x_i}}{\\sum_{j=1}^{K} e^{x_j}}\n$$"


@pytest.fixture
def softmax(reader: Page, address: str) -> Page:
    visit(reader, address + "probability_statistics/softmax/")
    return reader


def copy_selection(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText('nothing was copied')")
    page.keyboard.press("Control+c")


def select(page: Page, first: Locator, last: Locator | None = None) -> None:
    """Select from the start of one element to the end of another, and copy."""
    first.evaluate(
        "(first, last) => getSelection().setBaseAndExtent("
        "first, 0, last ?? first, (last ?? first).childNodes.length)",
        last.element_handle() if last else None,
    )
    copy_selection(page)


def pasted(page: Page) -> BeautifulSoup:
    """The HTML on the clipboard."""
    html = page.evaluate(
        "async () => { const [item] = await navigator.clipboard.read();"
        " return await (await item.getType('text/html')).text() }"
    )
    return BeautifulSoup(html, "html.parser")


def test_a_line_of_text_is_copied_with_its_latex(softmax: Page) -> None:
    select(softmax, softmax.locator("#how-it-affects-the-output + ul > li").first)
    assert clipboard(softmax) == (
        "Only differences count: $p_i / p_j = e^{x_i - x_j}$. A lead of 1 is a factor of"
        " $e \\approx 2.7$, a lead of 5 a factor of 148, and scores that are nearly equal give"
        " nearly uniform weights."
    )


def test_rich_editors_get_mathml_without_our_attributes(softmax: Page) -> None:
    select(softmax, softmax.locator(".symbols"))
    soup = pasted(softmax)
    assert len(soup.select("li math annotation")) == 2
    attributes = {name for tag in soup.select("body *, math, li") for name in tag.attrs}
    assert not {name for name in attributes if name == "class" or name.startswith("data-")}


def test_a_part_of_a_formula_copies_all_of_it(softmax: Page) -> None:
    softmax.locator(".formula").first.evaluate(
        "f => getSelection().setBaseAndExtent(f.querySelector('mfrac mi'), 0,"
        " f.querySelector('munderover'), 1)"
    )
    copy_selection(softmax)
    assert clipboard(softmax) == LATEX
    assert len(pasted(softmax).select("math[display=block]")) == 1


def test_a_selection_that_begins_in_a_formula_has_all_of_it(softmax: Page) -> None:
    select(softmax, softmax.locator(".formula mfrac mi").first, softmax.locator("#intuition + p"))
    assert clipboard(softmax).startswith(LATEX)
    symbols = softmax.locator(".formula").first.locator("> math mi").count()
    assert len(pasted(softmax).select("math[display=block] mi")) == symbols


def test_a_whole_page_keeps_its_blocks_apart_and_leaves_the_controls_out(softmax: Page) -> None:
    select(softmax, softmax.locator("h1"), softmax.locator("#intuition + p"))
    text = clipboard(softmax)
    said = "Turns a vector of scores into positive weights that sum to one."
    assert text.startswith(f"Softmax\n\n{said}\n\nAlso called")
    assert f"\n\n{LATEX}\n\n" in text
    assert (
        "$\\mathbf{x} \\in \\mathbb{R}^{K}$: scores, also called logits;"
        " $K$ is the number of classes" in text.splitlines()
    )
    assert "Intuition" in text.splitlines()
    assert "Checked" not in text
    assert not pasted(softmax).select("button")


def test_a_table_stays_a_table_and_a_link_stays_a_link(softmax: Page) -> None:
    first = softmax.locator("#how-it-affects-the-output + ul")
    select(softmax, first, softmax.locator(".md-typeset table").first)
    soup = pasted(softmax)
    assert soup.select("table tr td") and soup.select("ul > li math")
    link = soup.find("a", string="temperature")
    assert link is not None
    assert str(link["href"]).endswith("/advanced_concepts/temperature_scaling/")
    assert str(link["href"]).startswith("http")
    images = soup.select("img")
    assert [str(image["src"]).endswith("softmax.svg") for image in images] == [True]


def test_a_paragraph_selected_up_to_a_formula_leaves_it_out(softmax: Page) -> None:
    softmax.locator("#good-to-know + p").evaluate(
        "p => getSelection().setBaseAndExtent(p, 0, p.nextElementSibling, 0)"
    )
    copy_selection(softmax)
    text = clipboard(softmax)
    assert text.startswith("Typed as printed, the formula overflows: $e^{1000}$ is infinite")
    assert "$$" not in text


def test_plain_text_and_code_are_left_to_the_browser(softmax: Page) -> None:
    for selector in (".highlight code", "#intuition + p"):
        element = softmax.locator(selector).first
        expected = element.evaluate(
            "e => { getSelection().selectAllChildren(e); return getSelection().toString() }"
        )
        copy_selection(softmax)
        assert clipboard(softmax).strip() == expected.strip()
    assert softmax.evaluate(
        "document.querySelector('.highlight code').dispatchEvent("
        "new ClipboardEvent('copy', { bubbles: true, cancelable: true }))"
    )


def test_a_field_is_left_to_the_browser(softmax: Page) -> None:
    softmax.keyboard.press("/")
    softmax.keyboard.type("soft")
    softmax.keyboard.press("Control+a")
    copy_selection(softmax)
    assert clipboard(softmax) == "soft"


def test_nothing_is_left_in_the_page(softmax: Page) -> None:
    before = softmax.evaluate("document.querySelectorAll('*').length")
    select(softmax, softmax.locator("h1"), softmax.locator("#intuition + p"))
    assert softmax.evaluate("document.querySelectorAll('*').length") == before


def test_a_selection_is_copied_after_instant_navigation(reader: Page, address: str) -> None:
    visit(reader, address)
    reader.get_by_role("link", name="Softmax", exact=True).first.click()
    reader.locator(".symbols").wait_for()
    select(reader, reader.locator(".symbols > li").first)
    assert clipboard(reader).startswith("$\\mathbf{x} \\in \\mathbb{R}^{K}$: scores")
