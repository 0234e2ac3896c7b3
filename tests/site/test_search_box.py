"""The search box of the built site in Chromium: opened, typed into, read."""

from collections.abc import Callable, Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
import pytest

from tests.site.searching import Box, open_box, settle

SOFTMAX = r"\frac{e^{a_k}}{\sum_m e^{a_m}}"
FAR = r"\aleph_0 \cup"  # no formula has a set


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address + "calculus/gradient/")
    settle(page)
    return page


@pytest.fixture
def box(context: BrowserContext, address: str) -> Box:
    return open_box(context, address)


def field(page: Page) -> Locator:
    return page.locator("#search-query")


def results(page: Page) -> Locator:
    return page.locator(".md-search-result__link")


def heading(page: Page) -> Locator:
    return page.locator(".md-content h1").first


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_the_search(page: Page, key: str) -> None:
    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")


def test_ctrl_k_selects_what_was_typed_before(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("softmax")
    page.keyboard.press("Control+k")
    page.keyboard.type("adam")
    expect(field(page)).to_have_value("adam")


def test_nothing_of_the_search_is_loaded_before_the_first_query(
    context: BrowserContext, address: str
) -> None:
    asked: list[str] = []
    context.on(
        "request", lambda request: asked.append(request.url.removeprefix(address).split("?")[0])
    )
    page = context.new_page()
    page.goto(address)
    settle(page)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.wait_for_load_state("networkidle")
    before = {url for url in asked if url.startswith(("assets/search", "search/index"))}
    assert before == {"assets/search/box.js", "assets/search/worker.js"}
    page.keyboard.type("a")
    expect(results(page).first).to_be_visible()
    assert {"assets/search/engine.js", "search/index.json"} <= set(asked)


def test_a_result_shows_title_formula_chapter_and_one_line(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    best = results(page).first
    expect(best.locator("h1")).to_have_text("Softmax")
    expect(best.locator("b")).to_have_text("Probability and statistics")
    expect(best.locator(".search-line")).to_contain_text("Turns a vector of scores")
    formula = best.locator("math").bounding_box()
    fraction = best.locator("math mfrac").bounding_box()
    assert formula and fraction
    assert 20 < formula["height"] < 120 and fraction["height"] > 20  # set as a formula, not a line


def test_enter_opens_the_best_result(page: Page, address: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(SOFTMAX)
    expect(results(page).first.locator("h1")).to_have_text("Softmax")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Softmax")
    assert page.url.startswith(address + "probability_statistics/softmax/")


def test_arrows_walk_through_the_results_and_back_into_the_box(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("gradient")
    expect(page.locator(".search-status")).to_contain_text("Best: Gradient")  # it is all there
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()


def test_enter_on_a_result_opens_that_result(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("descent")
    title = results(page).nth(1).locator(":is(h1, h2)")
    expect(title).to_be_visible()
    wanted = title.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text(wanted)


def by_key(page: Page) -> None:
    page.keyboard.press("/")


def by_mouse(page: Page) -> None:
    page.locator(".md-search__form").click()


@pytest.mark.parametrize("open_search", [by_key, by_mouse])
def test_the_search_can_be_used_again_after_enter_opened_a_result(
    page: Page, open_search: Callable[[Page], None]
) -> None:
    for query, title in [("softmax", "Softmax"), ("adam", "Adam"), ("variance", "Variance")]:
        open_search(page)
        expect(field(page)).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type(query)
        expect(results(page).first.locator("h1")).to_have_text(title)
        page.keyboard.press("Enter")
        expect(heading(page)).to_contain_text(title)
        expect(field(page)).not_to_be_focused()  # the keys are the page's again
        settle(page)


def test_escape_closes_the_search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(field(page)).not_to_be_focused()
    expect(results(page).first).not_to_be_visible()


def test_text_that_comes_without_keys_is_searched(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("adam")
    expect(results(page).first.locator("h1")).to_have_text("Adam")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(SOFTMAX)  # as a paste with the mouse: an input event alone
    expect(results(page).first.locator("h1")).to_have_text("Softmax")


def test_the_clear_button_takes_the_results_away(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    expect(results(page).first).to_be_visible()
    clear = page.get_by_role("button", name="Clear")
    clear.evaluate("button => button.click()")  # as quick as a tap on a screen
    expect(field(page)).to_have_value("")
    expect(results(page)).to_have_count(0)


def test_the_search_works_on_a_page_that_instant_navigation_brought(page: Page) -> None:
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Next:").click()
    expect(heading(page)).not_to_contain_text("Gradient")
    settle(page)
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("softmax")
    expect(results(page).first.locator("h1")).to_have_text("Softmax")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Softmax")
    assert page.evaluate("window.stayed") is True


def test_what_is_found_is_announced(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    status = page.locator(".md-search [role=status]")
    expect(status).to_contain_text("found. Best: Softmax")
    expect(status).to_contain_text(f"{results(page).count()} found")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(status).to_have_text("")


def test_nonsense_is_answered_with_no_close_formula(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("zzyzx qwrtk")
    expect(page.locator(".md-search [role=status]")).to_have_text("No close formula")
    expect(results(page)).to_have_count(0)


def test_where_no_formula_is_close_the_nearest_are_named_as_such(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.insert_text(FAR)
    expect(results(page)).to_have_count(3)
    status = page.locator(".md-search [role=status]")
    expect(status).to_contain_text("No close formula. The nearest: ")
    expect(status).to_be_visible()


def test_a_query_of_spaces_finds_nothing(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("   ")
    expect(results(page)).to_have_count(0)


def test_a_search_whose_index_does_not_come_tries_again_with_the_next_query(page: Page) -> None:
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.context.route("**/search/index.json", fail)
    page.keyboard.press("/")
    page.keyboard.type("s")
    expect(page.locator(".md-search-result__meta")).to_have_text("No close formula")
    assert asked
    page.context.unroute("**/search/index.json")
    page.keyboard.type("oftmax")
    expect(results(page).first.locator("h1")).to_have_text("Softmax")


@pytest.mark.parametrize("query", ["softmax", "jacobian", "layer normalization", FAR])
def test_on_a_phone_the_results_fit(page: Page, query: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("label[for=__search]:visible").first.click()
    expect(field(page)).to_be_focused()
    page.keyboard.insert_text(query)
    expect(results(page).first).to_be_visible()
    # The circle that grows out of the magnifying glass is wider than the page.
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    scrolled = page.locator(".md-search__scrollwrap")
    assert scrolled.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    edges = results(page).evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(edges) <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["softmax", FAR])
def test_axe_finds_no_serious_violation_while_results_are_shown(
    page: Page, scheme: str, query: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.keyboard.press("/")
    page.keyboard.insert_text(query)
    expect(results(page).first).to_be_visible()
    violations = [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert violations == []
