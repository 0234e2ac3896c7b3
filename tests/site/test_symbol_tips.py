"""Status lines and the meaning of symbols, in Chromium."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.site.searching import settle


@pytest.fixture
def adam(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(address + "optimization/adam/")
    settle(page)
    yield page
    context.close()


def test_pointing_at_a_symbol_shows_its_meaning_and_lights_its_line(adam: Page) -> None:
    adam.locator('.formula [data-symbol="α"]').hover()
    expect(adam.locator(".symbol-tip")).to_contain_text("learning rate")
    expect(adam.locator(".symbols > .lit")).to_contain_text("learning rate")


def test_leaving_the_symbol_puts_everything_back(adam: Page) -> None:
    adam.locator('.formula [data-symbol="α"]').hover()
    adam.mouse.move(5, 5)
    expect(adam.locator(".symbol-tip")).to_have_count(0)
    expect(adam.locator(".lit")).to_have_count(0)


def test_touching_a_symbol_shows_its_meaning(adam: Page) -> None:
    adam.locator('.formula [data-symbol="ϵ"]').first.tap()
    expect(adam.locator(".symbol-tip")).to_contain_text("denominator")


def test_the_symbols_of_a_formula_are_one_tab_stop_with_arrow_keys_inside(adam: Page) -> None:
    adam.locator(".formula").first.focus()
    adam.keyboard.press("ArrowRight")
    expect(adam.locator(".symbol-tip")).to_contain_text("running average of the gradient")
    adam.keyboard.press("ArrowRight")
    expect(adam.locator(".symbol-tip")).to_contain_text("how slowly the averages forget")
    adam.keyboard.press("ArrowLeft")
    expect(adam.locator(".symbol-tip")).to_contain_text("running average of the gradient")
    adam.keyboard.press("Escape")
    expect(adam.locator(".symbol-tip")).to_have_count(0)
    adam.keyboard.press("Tab")  # to the link of the first line, not to the next symbol
    assert adam.evaluate("document.activeElement.textContent") == "#"


def test_nothing_moves_when_a_meaning_is_shown(adam: Page) -> None:
    before = adam.evaluate("document.documentElement.scrollHeight")
    heading = adam.locator("#intuition").bounding_box()
    adam.locator('.formula [data-symbol="α"]').hover()
    assert adam.evaluate("document.documentElement.scrollHeight") == before
    assert adam.locator("#intuition").bounding_box() == heading


def test_the_status_opens_to_the_reference_code(adam: Page) -> None:
    status = adam.locator(".status").first
    expect(status.locator("summary")).to_contain_text("Checked against torch.optim.Adam")
    expect(status.locator("pre")).to_be_hidden()
    status.locator("summary").click()
    expect(status.locator("pre")).to_contain_text("torch.optim.Adam")


def test_meanings_are_there_after_instant_navigation(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    settle(page)
    page.get_by_role("link", name="Softmax", exact=True).first.click()
    page.locator('.formula [data-symbol="x"]').first.hover()
    expect(page.locator(".symbol-tip")).to_contain_text("logits")
    page.close()
