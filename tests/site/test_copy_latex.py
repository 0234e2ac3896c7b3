"""LaTeX in one click: the button beside a status, with mouse, finger and keyboard."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
import pytest

from scripts.sources.formula import read_formula
from tests.site.copying import clipboard, copy_button, latex_button, visit
from tests.site.engines import Engine, wait_for

ADAM = "optimization/adam"
DISPLAYS = [display.tex for display in read_formula(ADAM).displays]
REFUSED = {
    "denied": "navigator.clipboard.writeText = () => Promise.reject(new Error('denied'))",
    "absent": "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
}


@pytest.fixture
def adam(reader: Page, address: str) -> Page:
    visit(reader, f"{address}{ADAM}/")
    return reader


@pytest.fixture
def phone(handset: Page, address: str) -> Page:
    visit(handset, f"{address}{ADAM}/")
    return handset


@pytest.mark.parametrize("display", range(len(DISPLAYS)))
def test_one_click_copies_the_display_and_says_so(adam: Page, display: int) -> None:
    latex_button(adam, display).click()
    said = adam.get_by_role("status").filter(has_text="LaTeX copied")
    expect(said).to_be_visible()
    assert clipboard(adam) == DISPLAYS[display]
    expect(latex_button(adam, display).locator("xpath=..").locator(".copy-said")).to_have_count(1)


def test_the_keyboard_copies(adam: Page) -> None:
    latex_button(adam).focus()
    adam.keyboard.press("Enter")
    expect(adam.locator(".copy-said")).to_have_text("LaTeX copied")
    expect(latex_button(adam)).to_be_focused()
    assert clipboard(adam) == DISPLAYS[0]


def test_a_finger_has_44_pixels_that_belong_to_no_other_control(phone: Page) -> None:
    reach = (
        "button => { const box = button.getBoundingClientRect();"
        " const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];"
        " const hit = (dx, dy) => document.elementFromPoint(x + dx, y + dy) === button;"
        " return [hit(-21, 0), hit(21, 0), hit(0, -21), hit(0, 21)] }"
    )
    for button in (latex_button(phone), copy_button(phone)):
        button.scroll_into_view_if_needed()
        assert button.evaluate(reach).count(True) >= 3, button
    latex_button(phone).tap()
    expect(phone.locator(".copy-said")).to_have_text("LaTeX copied")
    assert clipboard(phone) == DISPLAYS[0]


def test_it_closes_an_open_menu(adam: Page) -> None:
    copy_button(adam).click()
    expect(adam.get_by_role("menu")).to_be_visible()
    latex_button(adam).click()
    expect(adam.get_by_role("menu")).to_have_count(0)
    expect(copy_button(adam)).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("refusal", REFUSED.values(), ids=REFUSED)
def test_without_the_clipboard_the_text_is_shown_selected(
    chromium: Browser, address: str, refusal: str
) -> None:
    page = chromium.new_page()
    page.add_init_script(refusal)
    visit(page, f"{address}{ADAM}/")
    latex_button(page).click()
    field = page.get_by_role("textbox", name="Press Ctrl+C to copy")
    expect(field).to_be_focused()
    assert field.input_value() == DISPLAYS[0]
    page.keyboard.press("Escape")
    expect(latex_button(page)).to_be_focused()
    page.close()


def test_forced_colors_show_where_it_can_be_pressed(chromium: Browser, address: str) -> None:
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    visit(page, f"{address}{ADAM}/")
    style = "button => { const s = getComputedStyle(button); return [s.borderTopColor, s.color] }"
    border, color = latex_button(page).evaluate(style)
    assert latex_button(page).evaluate("button => getComputedStyle(button).borderTopWidth") == "1px"
    assert border != "rgba(0, 0, 0, 0)" and border == color
    context.close()


def test_it_is_not_printed_and_axe_finds_nothing(adam: Page) -> None:
    violations = Axe().run(adam, context=".md-content").response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
    adam.emulate_media(media="print")
    expect(latex_button(adam)).to_be_hidden()


def test_other_browsers_copy_or_offer_it(engine: Engine, address: str) -> None:
    engine.open(f"{address}{ADAM}/")
    wait_for(engine, "document.querySelectorAll('.copy-latex').length", len(DISPLAYS))
    engine.run("document.querySelector('.copy-latex').click()")
    wait_for(
        engine,
        "document.querySelector('.copy-said')?.textContent === 'LaTeX copied'"
        " || !!document.querySelector('.copy-panel textarea')",
        True,
    )
