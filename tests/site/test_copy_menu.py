"""The copy button of a formula and its menu: mouse, touch, keyboard, and what they leave alone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
import pytest

from scripts.sources.configuration import read_configuration
from tests.site.copying import FORMS, choose, clipboard, copied, copy_button, visit

SOFTMAX = "probability_statistics/softmax/"
LINK = f"{read_configuration().site_url}{SOFTMAX}#definition"
REFUSED = {
    "denied": "navigator.clipboard.write = () => Promise.reject(new Error('denied'))",
    "absent": "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
    "without images": "delete window.ClipboardItem",
}


@pytest.fixture
def softmax(reader: Page, address: str) -> Page:
    visit(reader, address + SOFTMAX)
    return reader


@pytest.fixture
def phone(handset: Page, address: str) -> Page:
    visit(handset, address + SOFTMAX)
    return handset


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_the_menu_lists_the_forms_in_order(softmax: Page) -> None:
    copy_button(softmax).click()
    expect(softmax.get_by_role("menuitem")).to_have_text(FORMS)
    expect(copy_button(softmax)).to_have_attribute("aria-expanded", "true")
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_have_count(0)
    expect(copy_button(softmax)).to_have_attribute("aria-expanded", "false")


def test_a_mouse_copies(softmax: Page) -> None:
    copy_button(softmax).click()
    softmax.get_by_role("menuitem", name="LaTeX", exact=True).click()
    expect(softmax.get_by_role("status").filter(has_text="LaTeX copied")).to_be_visible()
    assert clipboard(softmax).startswith("\\operatorname{softmax}")
    expect(copy_button(softmax)).to_be_focused()


def test_a_click_elsewhere_closes_the_menu(softmax: Page) -> None:
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_be_visible()
    softmax.locator("#softmax").click()
    expect(softmax.get_by_role("menu")).to_have_count(0)


def test_a_second_formula_takes_the_menu_over(softmax: Page) -> None:
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_be_visible()
    copy_button(softmax, 1).dispatch_event("click")
    expect(softmax.get_by_role("menu")).to_have_count(1)
    expect(copy_button(softmax, 0)).to_have_attribute("aria-expanded", "false")
    expect(copy_button(softmax, 1)).to_have_attribute("aria-expanded", "true")


def test_the_keyboard_alone_copies(softmax: Page) -> None:
    softmax.locator(".formula").first.focus()
    softmax.keyboard.press("Tab")  # the link of the equation
    softmax.keyboard.press("Tab")  # past the comparison
    softmax.keyboard.press("Tab")
    softmax.keyboard.press("Tab")  # past the status
    softmax.keyboard.press("Tab")  # past LaTeX
    expect(copy_button(softmax)).to_be_focused()
    softmax.keyboard.press("Enter")
    expect(softmax.get_by_role("menuitem", name="Link")).to_be_focused()
    softmax.keyboard.press("ArrowDown")
    assert focused(softmax) == "LaTeX"
    softmax.keyboard.press("Enter")
    expect(softmax.locator(".copy-said")).to_have_text("LaTeX copied")
    expect(copy_button(softmax)).to_be_focused()
    assert clipboard(softmax).startswith("\\operatorname{softmax}")


def test_arrow_keys_go_around_and_home_and_end_to_the_ends(softmax: Page) -> None:
    copy_button(softmax).focus()
    softmax.keyboard.press("ArrowUp")
    expect(softmax.get_by_role("menuitem", name=FORMS[-1])).to_be_focused()
    for key, name in [
        ("ArrowDown", FORMS[0]),
        ("ArrowUp", FORMS[-1]),
        ("Home", FORMS[0]),
        ("End", FORMS[-1]),
    ]:
        softmax.keyboard.press(key)
        assert focused(softmax) == name


def test_escape_gives_the_focus_back_and_tab_moves_on(softmax: Page) -> None:
    copy_button(softmax).focus()
    softmax.keyboard.press("ArrowDown")
    expect(softmax.get_by_role("menu")).to_be_visible()
    softmax.keyboard.press("Escape")
    expect(softmax.get_by_role("menu")).to_have_count(0)
    expect(copy_button(softmax)).to_be_focused()
    softmax.keyboard.press("ArrowDown")
    expect(softmax.get_by_role("menu")).to_be_visible()
    softmax.keyboard.press("Tab")
    expect(softmax.get_by_role("menu")).to_have_count(0)
    assert softmax.evaluate(
        "!!(document.querySelector('.copy').compareDocumentPosition(document.activeElement)"
        " & Node.DOCUMENT_POSITION_FOLLOWING)"
    )


def test_the_keys_of_the_theme_do_nothing_in_the_menu(softmax: Page) -> None:
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_be_visible()
    before = softmax.url
    for key in "pns/":  # the previous page, the next one, the search
        softmax.keyboard.press(key)
    expect(softmax.get_by_role("menu")).to_be_visible()
    assert softmax.url == before
    expect(softmax.locator("input[name=query]")).not_to_be_focused()


def test_a_finger_copies_and_the_menu_fits_on_a_phone(phone: Page) -> None:
    copy_button(phone).tap()
    menu = phone.get_by_role("menu")
    expect(menu).to_be_in_viewport(ratio=1)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for item in phone.get_by_role("menuitem").all():
        box = item.bounding_box()
        assert box and box["height"] >= 36
    phone.get_by_role("menuitem", name="Link").tap()
    expect(phone.locator(".copy-said")).to_have_text("Link copied")
    assert clipboard(phone) == LINK


def test_a_menu_at_the_lower_edge_of_the_window_comes_into_view(softmax: Page) -> None:
    softmax.set_viewport_size({"width": 1280, "height": 400})
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("refusal", REFUSED.values(), ids=REFUSED)
def test_without_the_clipboard_the_text_is_shown_selected(
    chromium: Browser, address: str, refusal: str
) -> None:
    page = chromium.new_page()
    page.add_init_script(refusal)
    visit(page, address + SOFTMAX)
    choose(page, "LaTeX")
    field = page.get_by_role("textbox", name="Press Ctrl+C to copy")
    expect(field).to_be_focused()
    text = field.input_value()
    assert text.startswith("\\operatorname{softmax}")
    selected = field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)")
    assert selected == text
    page.keyboard.press("Control+c")
    expect(page.locator(".copy-said")).to_have_text("LaTeX copied")
    expect(copy_button(page)).to_be_focused()
    page.close()


def test_the_field_closes_with_escape(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.add_init_script(REFUSED["denied"])
    visit(page, address + SOFTMAX)
    choose(page, "Link")
    expect(page.get_by_role("textbox", name="Press")).to_have_value(LINK)
    page.keyboard.press("Escape")
    expect(page.locator(".copy-panel")).to_have_count(0)
    expect(copy_button(page)).to_be_focused()
    page.close()


def test_without_the_clipboard_an_image_is_saved(reader: Page, address: str) -> None:
    reader.add_init_script(REFUSED["denied"])
    visit(reader, address + SOFTMAX)
    with reader.expect_download() as download:
        choose(reader, "Image (PNG)")
    assert download.value.suggested_filename == "softmax-1.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_lost_connection_is_told(softmax: Page) -> None:
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_be_visible()
    softmax.context.route("**/images/**", lambda route: route.abort())
    softmax.get_by_role("menuitem", name="Image (PNG)").click()
    expect(softmax.locator(".copy-said")).to_have_text("Image (PNG) could not be loaded")


def test_nothing_moves(softmax: Page) -> None:
    def layout() -> object:
        return softmax.evaluate(
            "[document.documentElement.scrollHeight, ...[...document.querySelectorAll("
            "'article h2, article .formula, .symbols')].map(e => e.getBoundingClientRect().top)]"
        )

    before = layout()
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_be_visible()
    assert layout() == before
    softmax.get_by_role("menuitem", name="Link").click()
    expect(softmax.locator(".copy-said")).to_have_text("Link copied")
    assert layout() == before


def test_the_button_takes_no_room(chromium: Browser, address: str) -> None:
    heights = []
    for script in (
        "",
        "document.querySelectorAll('[class^=copy]').forEach(button => button.remove())",
    ):
        page = chromium.new_page()
        visit(page, address + SOFTMAX)
        page.evaluate(script or "0")
        heights.append(page.evaluate("document.documentElement.scrollHeight"))
        page.close()
    assert heights[0] == heights[1]


def test_the_buttons_come_with_instant_navigation(reader: Page, address: str) -> None:
    visit(reader, address)
    reader.evaluate("window.stayed = true")
    reader.get_by_role("link", name="Softmax", exact=True).first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Softmax")
    assert copied(reader, "Link") == LINK
    reader.get_by_role("link", name="Next: Cross-entropy loss").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Cross-entropy loss")
    expect(copy_button(reader, 1)).to_have_count(1)
    assert (
        copied(reader, "Link")
        == f"{read_configuration().site_url}probability_statistics/cross_entropy/#definition"
    )
    assert "cross_entropy" in copied(reader, "PyTorch code")
    assert reader.evaluate("window.stayed") is True


def test_nothing_is_asked_for_before_the_reader_acts(reader: Page, address: str) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    visit(reader, address + SOFTMAX)
    reader.wait_for_load_state("networkidle")
    assert [url for url in asked if "copy" in url] == [f"{address}assets/copy/copy.js"]
    assert not [url for url in asked if "images/" in url or url.endswith("softmax.json")]


def test_the_controls_are_not_printed(softmax: Page) -> None:
    copy_button(softmax).click()
    softmax.emulate_media(media="print")
    expect(softmax.locator(".copy").first).to_be_hidden()
    expect(softmax.locator(".copy-panel")).to_be_hidden()


def test_axe_finds_nothing_in_the_open_menu(softmax: Page) -> None:
    copy_button(softmax).click()
    expect(softmax.get_by_role("menu")).to_be_visible()
    violations = Axe().run(softmax, context=".md-content").response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
