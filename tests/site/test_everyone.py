"""What opens or answers on a page, for everyone: each state is looked at once, in every way."""

from collections.abc import Callable, Iterator, Mapping

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.site.checking import open_check, paste
from tests.site.copying import copy_button
from tests.site.searching import settle
from tests.site.test_check_page import DIFFERENT, LINES, MISPRINT, RENAMED, SOFTMAX
from tests.site.visiting import LOOK, ZOOMED, moving, unseen, violations, violations_when_narrow

PATIENCE = 60_000  # ms; all pages are kept
SLIDER = "probability_statistics/softmax/"
PHONE = 390
WALKED = ["", SLIDER, "optimization/", "check/", "cheat_sheet/", "notation/", "corrections/"]
WALKED += ["404.html", "notebooks/calculus/", "about/", "indexes/names/"]


def checked(formula: str) -> Callable[[Page, str], None]:
    """The page that compares, with its verdict on a formula."""

    def state(page: Page, address: str) -> None:
        open_check(page, address)
        paste(page, formula)

    return state


def searched(query: str) -> Callable[[Page, str], None]:
    """The open search, with what it answers."""

    def state(page: Page, address: str) -> None:
        opened("calculus/gradient/")(page, address)
        page.keyboard.press("Control+k")
        page.keyboard.insert_text(query)
        if query:
            answer = page.locator("[data-search-result], dialog [role=status]:not(:empty)")
            expect(answer.first).to_be_visible(timeout=PATIENCE)
            page.keyboard.press("ArrowDown")

    return state


def opened(path: str) -> Callable[[Page, str], None]:
    """A page, settled."""

    def state(page: Page, address: str) -> None:
        page.goto(address + path)
        settle(page)

    return state


def copying(page: Page, address: str) -> None:
    opened(SLIDER)(page, address)
    copy_button(page).click()
    expect(page.get_by_role("menu")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("ArrowDown")


def copying_by_hand(page: Page, address: str) -> None:
    """The clipboard refuses: the text is offered."""
    opened(SLIDER)(page, address)
    page.evaluate("void (navigator.clipboard.write = () => Promise.reject())")
    copy_button(page).click()
    page.get_by_role("menuitem", name="LaTeX", exact=True).click()
    expect(page.locator(".copy-panel textarea")).to_be_visible()


def moved(page: Page, address: str) -> None:
    opened(SLIDER)(page, address)
    page.locator(".slider input").first.press("ArrowRight")
    expect(page.locator(".figure > svg")).to_be_visible(timeout=PATIENCE)


def unfolded(path: str) -> Callable[[Page, str], None]:
    """A page with all that is folded open."""

    def state(page: Page, address: str) -> None:
        opened(path)(page, address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")

    return state


def explained(page: Page, address: str) -> None:
    opened(SLIDER)(page, address)
    page.locator(".formula").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".symbol-tip")).to_be_visible()


def kept(page: Page, address: str) -> None:
    """Of all that is kept, the end alone takes its time."""
    opened("about/")(page, address)
    expect(page.locator(".offline-keep")).to_be_visible(timeout=PATIENCE)
    page.locator(".offline-keep").click()
    expect(page.locator(".offline [role=status]")).to_contain_text("%", timeout=PATIENCE)


def narrow(path: str) -> Callable[[Page, str], None]:
    """A phone with its navigation open."""

    def state(page: Page, address: str) -> None:
        page.set_viewport_size({"width": PHONE, "height": 844})
        opened(path)(page, address)
        page.locator("label[for=__drawer]:visible").first.click()
        page.wait_for_timeout(500)  # it slides in

    return state


STATES: Mapping[str, Callable[[Page, str], None]] = {
    "a formula that is the same": checked(SOFTMAX),
    "a formula in other letters": checked(RENAMED),
    "a misprint": checked(MISPRINT),
    "a formula that differs": checked(DIFFERENT),
    "a formula of several lines": checked(LINES),
    "a formula that is not here": checked("E = m c^2"),
    "a formula that cannot be read": checked(r"\frac{1}{2"),
    "the search before a query": searched(""),
    "results of the search": searched("softmax"),
    "what is not here in the search": searched("RWKV"),
    "the menu of forms": copying,
    "a form to copy by hand": copying_by_hand,
    "a figure that has moved": moved,
    "all that is folded on a formula's page": unfolded("optimization/adam/"),
    "all that is folded in a notebook": unfolded("notebooks/calculus/"),
    "what a symbol means": explained,
    "pages that are being kept": kept,
    "the navigation of a phone": narrow("optimization/adam/"),
}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(path=LOOK)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_a_page_is_for_everyone(page: Page, address: str, state: str) -> None:
    STATES[state](page, address)
    found: dict[str, list[str]] = {}
    size = page.viewport_size
    if size and size["width"] > PHONE:
        for width in ZOOMED:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("look.sideways()")
            found[f"wider than {width} pixels"] = [f"by {wide}"] if wide > 0 else []
        found["narrow"] = violations_when_narrow(page)
        page.set_viewport_size(size)
    found |= violations(page)
    found["forced colors hide"] = unseen(page)
    found["moves"] = moving(page)
    assert {what: wrong for what, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", WALKED)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    page: Page, address: str, path: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(path)(page, address)
    reachable, lost, names = page.evaluate("look.reachable()"), [], []
    for _ in range(reachable + 10):
        page.keyboard.press("Tab")
        if (at := page.evaluate("look.focused()")) is None:
            break
        names.append(at["name"])
        if not (at["marked"] and at["seen"]):
            lost.append(at)
    assert lost[:5] == []
    assert len(names) >= reachable - 1
