"""The page "Is my formula right?": its verdicts, its links, and what it never does."""

from collections.abc import Iterator
import re
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.site import checking
from tests.site.checking import answer, box, lines, open_check, paste, verdict
from tests.site.searching import heading, settle

SOFTMAX = r"\operatorname{softmax}(\mathbf{x})_i = \frac{e^{x_i}}{\sum_{j=1}^{K} e^{x_j}}"
RENAMED = r"p_i = \frac{\exp(z_i)}{\sum_k \exp(z_k)}"
MISPRINT = r"\hat{v}_t = \frac{v_t}{1 - \beta_1^t}"
DIFFERENT = r"\sigma(x) = \frac{1}{1 + e^{x}}"
LINES = r"""\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t \\
v_t &= \beta_2 v_{t-1} + (1 - \beta_2) g_t
\end{aligned}"""
NASTY = {
    "an image": "<img src=x onerror=window.hacked=1> = 1",
    "a script": "x = <script>window.hacked=1</script>",
    "MathML with an image": "<math><mtext><img src=x onerror=window.hacked=1></mtext></math>",
    "unclosed braces": "\\frac{" * 2000,
    "an unknown macro": r"\foo{x} = \bar",
    "100 kB": f"{RENAMED} " * 2500,
    "a paper": "\\section{A} text $x$ " * 2000,
    "a null": "\x00 = 1",
    "nothing but signs": "= = =",
}


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    open_check(page, address)
    yield page
    context.close()


# Verdicts


def test_a_formula_of_ours_is_recognized_with_its_page(page: Page) -> None:
    told = paste(page, SOFTMAX)
    assert told == {"verdict": "same", "formula": "probability_statistics/softmax"}
    expect(page.locator(".check-headline")).to_have_text("This is Softmax.")
    link = answer(page).get_by_role("link", name="Softmax in this reference")
    expect(link).to_have_attribute(
        "href", re.compile("/probability_statistics/softmax/#definition$")
    )
    expect(answer(page).locator("math").first).to_be_visible()


def test_other_letters_are_told_in_a_table(page: Page) -> None:
    assert paste(page, RENAMED)["verdict"] in ("renamed", "equivalent")
    expect(answer(page).locator(".check-letters")).to_contain_text("z")
    expect(answer(page).locator(".check-letters")).to_contain_text("x")


def test_a_misprint_is_told_with_its_source_and_the_right_form(page: Page) -> None:
    told = paste(page, MISPRINT)
    assert told == {"verdict": "misprint", "formula": "optimization/adam"}
    expect(answer(page)).to_contain_text("ML Glossary")
    expect(answer(page).locator(".check-misprint math")).not_to_have_count(0)


def test_a_difference_is_told_with_inputs_and_both_values(page: Page) -> None:
    assert paste(page, DIFFERENT) == {
        "verdict": "different",
        "formula": "nonlinear_functions/sigmoid",
    }
    expect(answer(page).locator(".check-example")).to_contain_text("Yours gives")
    expect(answer(page).locator(".check-example")).to_contain_text("PyTorch gives")
    expect(answer(page).locator("mark").first).to_have_text("x")


def test_what_is_not_here_can_be_requested(page: Page) -> None:
    assert paste(page, r"E = m c^2") == {"verdict": "unknown"}
    expect(answer(page).get_by_role("link", name="Request it")).to_be_visible()


def test_what_cannot_be_read_is_marked(page: Page) -> None:
    assert paste(page, r"\frac{1}{2")["verdict"] == "unknown"
    expect(page.locator(".check-headline")).to_have_text("This cannot be read.")
    expect(answer(page).locator("mark")).to_have_count(1)


def test_each_line_of_several_has_its_verdict(page: Page) -> None:
    assert paste(page, LINES)["verdict"] == "different"
    expect(answer(page).locator("[data-line-verdict]")).to_have_count(2)
    assert lines(page) == ["same", "different"]


def test_no_verdict_stands_there_while_another_is_worked_out(page: Page) -> None:
    paste(page, SOFTMAX)
    script = "t => { const b = document.querySelector('.check textarea'); b.value = t;"
    script += " b.dispatchEvent(new InputEvent('input', { bubbles: true }));"
    script += " return document.querySelector('[data-verdict]') === null }"
    assert page.evaluate(script, RENAMED)
    assert verdict(page)["formula"] == "probability_statistics/softmax"


def test_an_empty_box_says_nothing(page: Page) -> None:
    paste(page, SOFTMAX)
    page.get_by_role("button", name="Clear").click()
    expect(answer(page)).to_be_hidden()
    assert box(page).input_value() == ""


# Ways in


@pytest.mark.parametrize("formula", [SOFTMAX, "a+b = c", r"\frac{1}{1+e^{-x}}"])
def test_a_link_with_a_formula_opens_with_its_verdict(
    reader: Page, address: str, formula: str
) -> None:
    open_check(reader, address, formula)
    assert verdict(reader)["verdict"] in checking.VERDICTS
    assert box(reader).input_value() == formula


def test_a_plus_in_a_link_is_a_plus_by_hand_and_a_space_in_a_form(
    reader: Page, address: str
) -> None:
    reader.goto(rf"{address}check/?formula=\frac{{1}}{{1+x}}")
    expect(box(reader)).to_have_value(r"\frac{1}{1+x}")
    reader.goto(f"{address}check/?formula=y+%3D+1%2Bx")
    expect(box(reader)).to_have_value("y = 1+x")


def test_the_link_that_is_copied_opens_the_same(page: Page) -> None:
    paste(page, RENAMED)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".check-said")).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(
        "?formula=p_i%20%3D%20%5Cfrac%7B%5Cexp(z_i)%7D%7B%5Csum_k%20%5Cexp(z_k)%7D"
    )


def test_an_example_is_one_click_away(page: Page) -> None:
    page.locator("[data-check-example]").first.click()
    assert verdict(page)["formula"] == "probability_statistics/softmax"


def test_a_formulas_page_leads_to_its_comparison(reader: Page, address: str) -> None:
    reader.goto(f"{address}optimization/adam/")
    settle(reader)
    reader.get_by_role("link", name="Compare yours").click()
    expect(heading(reader)).to_contain_text("Is my formula right?")
    expect(reader.locator(".check-like")).to_contain_text("Adam")
    reader.get_by_role("button", name="start from ours").click()
    assert verdict(reader) == {"verdict": "same", "formula": "optimization/adam"}


def test_a_whole_formula_in_the_search_box_can_be_checked(reader: Page, address: str) -> None:
    reader.goto(address)
    settle(reader)
    reader.keyboard.press("/")
    reader.keyboard.insert_text(DIFFERENT)
    reader.get_by_role("link", name="Check this formula").click()
    assert verdict(reader)["verdict"] == "different"
    assert box(reader).input_value() == DIFFERENT


@pytest.mark.parametrize("query", ["softmax", r"\frac{1", "F.softmax(x, dim=-1)", "x ** 2"])
def test_what_is_no_whole_formula_is_only_searched(reader: Page, address: str, query: str) -> None:
    reader.goto(f"{address}?q={quote(query)}")
    expect(reader.locator("[data-search-result]").first).to_be_visible(timeout=checking.COLD)
    expect(reader.get_by_role("link", name="Check this formula")).to_have_count(0)


# What it never does


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nothing_pasted_becomes_markup_or_breaks_the_page(page: Page, text: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    assert paste(page, text)["verdict"] == "unknown" or text == NASTY["100 kB"]
    assert page.evaluate("window.hacked") is None
    assert answer(page).locator("img, script").count() == 0
    assert paste(page, SOFTMAX)["verdict"] == "same"
    assert problems == []


def test_nothing_is_asked_of_another_site_and_nothing_tells_the_paste(
    reader: Page, address: str
) -> None:
    open_check(reader, address)
    settle(reader)
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    paste(reader, DIFFERENT)
    reader.wait_for_load_state("networkidle")
    assert all(url.startswith(f"{address}assets/check/") for url in asked)
    assert not any("sigma" in url or "frac" in url for url in asked)


@pytest.mark.parametrize("path", ["", "optimization/adam/", "about/", "calculus/"])
def test_no_other_page_loads_anything_of_it(reader: Page, address: str, path: str) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(address + path)
    settle(reader)
    reader.wait_for_load_state("networkidle")
    assert not any("/assets/check/" in url for url in asked)


def test_it_works_again_after_leaving_and_coming_back(reader: Page, address: str) -> None:
    open_check(reader, address)
    settle(reader)
    paste(reader, SOFTMAX)
    reader.locator(".md-logo").first.click()
    expect(heading(reader)).to_contain_text("Mathematical Quick Reference")
    reader.get_by_role("link", name="Check a formula").click()
    expect(heading(reader)).to_contain_text("Is my formula right?")
    assert paste(reader, DIFFERENT)["verdict"] == "different"


def test_a_phone_shows_it_without_scrolling_sideways(handset: Page, address: str) -> None:
    open_check(handset, address, DIFFERENT)
    verdict(handset)
    expect(answer(handset).locator("math").first).to_be_visible()
    assert handset.evaluate("document.documentElement.scrollWidth") <= 390
