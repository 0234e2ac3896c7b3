"""The search dialog of the built site in Chromium: opened, typed into, closed."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.site.searching import best, dialog, field, heading, results, search, settle

SOFTMAX = r"\frac{e^{a_k}}{\sum_m e^{a_m}}"
FAR = r"\aleph_0 \cup"  # no formula has a set


@pytest.mark.parametrize("key", ["/", "s", "Control+k", "Meta+k"])
def test_a_key_opens_the_search(page: Page, key: str) -> None:
    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")


@pytest.mark.parametrize("path", ["", "calculus/gradient/", "about/", "notebooks/calculus/"])
def test_a_page_has_one_field_for_queries(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    expect(field(page)).to_have_count(1)
    expect(dialog(page)).not_to_be_visible()


def test_the_button_in_the_header_opens_the_search(page: Page) -> None:
    page.get_by_role("button", name="Search", exact=True).click()
    expect(field(page)).to_be_focused()


def test_the_keyboard_reaches_the_box_of_the_home_page(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".home-search").focus()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()


def test_without_javascript_no_box_is_shown(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-search-open]:visible")).to_have_count(0)
    expect(page.locator("input:visible")).to_have_count(0)
    context.close()


def test_keys_that_are_typed_elsewhere_do_not_open_the_search(page: Page) -> None:
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<textarea>')")
    page.locator("textarea").focus()
    page.keyboard.type("s/")
    expect(page.locator("textarea")).to_have_value("s/")
    expect(dialog(page)).not_to_be_visible()


def test_keys_of_the_page_are_letters_in_the_search(page: Page) -> None:
    before = page.url
    page.keyboard.press("/")
    page.keyboard.type("n/ps")
    expect(field(page)).to_have_value("n/ps")
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("n")
    assert page.url == before


def test_ctrl_k_selects_what_was_typed_before(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("softmax")
    page.keyboard.press("Control+k")
    page.keyboard.type("adam")
    expect(field(page)).to_have_value("adam")


def test_a_result_shows_title_formula_chapter_and_one_line(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    first = results(page).first
    expect(first.locator(".search-title")).to_have_text("Softmax")
    expect(first.locator(".search-within")).to_have_text("Probability and statistics")
    expect(first.locator(".search-line")).to_contain_text("Turns a vector of scores")
    formula = first.locator("math").bounding_box()
    fraction = first.locator("math mfrac").bounding_box()
    assert formula and fraction
    assert 20 < formula["height"] < 120 and fraction["height"] > 20  # set as a formula, not a line


def test_who_types_a_name_gets_formulas_alone(page: Page) -> None:
    search(page, "softmax")
    expect(best(page)).to_have_text("Softmax")
    expect(results(page).filter(has_text="About")).to_have_count(0)


def test_enter_opens_the_best_result(page: Page, address: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(SOFTMAX)
    expect(best(page)).to_have_text("Softmax")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Softmax")
    assert page.url.startswith(address + "probability_statistics/softmax/")


def by_key(page: Page) -> None:
    page.keyboard.press("/")


def by_mouse(page: Page) -> None:
    page.locator(".header-search").click()


@pytest.mark.parametrize("open_search", [by_key, by_mouse])
def test_the_search_can_be_used_again_after_enter_opened_a_result(
    page: Page, open_search: Callable[[Page], None]
) -> None:
    for query, title in [("softmax", "Softmax"), ("adam", "Adam"), ("variance", "Variance")]:
        open_search(page)
        expect(field(page)).to_be_focused()
        page.keyboard.type(query)  # what was typed before is selected
        expect(best(page)).to_have_text(title)
        page.keyboard.press("Enter")
        expect(heading(page)).to_contain_text(title)
        expect(field(page)).not_to_be_focused()  # the keys are the page's again
        settle(page)
    expect(dialog(page)).to_have_count(1)


def test_a_result_on_the_page_itself_closes_the_dialog(page: Page, address: str) -> None:
    search(page, "gradient")
    expect(best(page)).to_have_text("Gradient")
    page.keyboard.press("Enter")
    expect(dialog(page)).not_to_be_visible()
    page.wait_for_timeout(300)
    expect(dialog(page)).not_to_be_visible()
    assert page.url.startswith(address + "calculus/gradient/")


def test_escape_closes_the_search(page: Page) -> None:
    search(page, "softmax")
    page.keyboard.press("Escape")
    expect(field(page)).not_to_be_focused()
    expect(results(page).first).not_to_be_visible()


def test_a_click_beside_the_dialog_closes_it(page: Page) -> None:
    search(page, "softmax")
    page.mouse.click(20, 600)
    expect(dialog(page)).not_to_be_visible()


def test_text_that_comes_without_keys_is_searched(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("adam")
    expect(best(page)).to_have_text("Adam")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(SOFTMAX)  # as a paste with the mouse: an input event alone
    expect(best(page)).to_have_text("Softmax")


def test_the_clear_button_takes_the_results_away(page: Page) -> None:
    search(page, "softmax")
    clear = page.get_by_role("button", name="Clear")
    clear.evaluate("button => button.click()")  # as quick as a tap on a screen
    expect(field(page)).to_have_value("")
    expect(results(page)).to_have_count(0)
    expect(field(page)).to_be_focused()


def test_the_search_works_on_a_page_that_instant_navigation_brought(page: Page) -> None:
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Next:").click()
    expect(heading(page)).not_to_contain_text("Gradient")
    settle(page)
    search(page, "softmax")
    expect(best(page)).to_have_text("Softmax")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Softmax")
    assert page.evaluate("window.stayed") is True


@pytest.mark.parametrize("query", ["softmax", "jacobian", "layer normalization", FAR])
def test_on_a_phone_the_results_fit(page: Page, query: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".header-search").click()
    expect(field(page)).to_be_focused()
    page.keyboard.insert_text(query)
    expect(results(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("listbox").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    edges = results(page).evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(edges) <= 390


def test_the_search_needs_nothing_of_the_theme(page: Page, address: str) -> None:
    page.context.route("**/javascripts/bundle.*.js", lambda route: route.abort())
    page.goto(address + "calculus/gradient/")
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    expect(best(page)).to_have_text("Softmax")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Softmax")
    page.go_back()
    expect(best(page)).to_have_text("Softmax")
