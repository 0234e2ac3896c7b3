"""The results of the search: a combobox's list, which keys walk and a screen reader reads."""

from urllib.parse import parse_qs

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
import pytest

from tests.site.searching import dialog, field, heading, results, search, status, titles

FAR = r"\aleph_0 \cup"  # no formula has a set


def selected(page: Page) -> str | None:
    """The title of what a screen reader is told to read."""
    name = field(page).get_attribute("aria-activedescendant")
    if name is None:
        return None
    option = page.locator(f"[id='{name}']")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    return option.locator(".search-title").text_content()


def test_arrows_walk_through_the_results_and_back_into_the_box(page: Page) -> None:
    search(page, "gradient")
    found = titles(page)
    walked = []
    for key in ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"]:
        page.keyboard.press(key)
        walked.append(selected(page))
    assert walked == [found[0], found[1], found[0], None, found[-1], None]
    expect(field(page)).to_be_focused()


def test_the_field_and_its_results_are_a_combobox(page: Page) -> None:
    box = page.get_by_role("combobox", name="Search")
    page.keyboard.press("/")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("softmax")
    expect(box).to_have_attribute("aria-expanded", "true")
    listed = page.locator(f"[id='{box.get_attribute('aria-controls')}']")
    expect(listed).to_have_role("listbox")
    assert listed.get_by_role("option").count() == results(page).count()


def test_the_selected_result_is_in_sight(page: Page) -> None:
    search(page, "gradient")
    page.keyboard.press("ArrowUp")
    expect(results(page).last).to_be_in_viewport(ratio=0.99)


def test_enter_on_a_result_opens_that_result(page: Page) -> None:
    search(page, "descent")
    wanted = titles(page)[1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text(wanted)


@pytest.mark.parametrize("way", ["Control", "middle", "Control+Enter"])
def test_a_result_that_is_opened_in_a_tab_leaves_the_dialog_open(page: Page, way: str) -> None:
    search(page, "softmax")
    with page.context.expect_page() as opened:
        if way == "middle":
            results(page).first.click(button="middle")
        elif way == "Control+Enter":
            page.keyboard.press(way)
        else:
            results(page).first.click(modifiers=["Control"])
    expect(heading(opened.value)).to_contain_text("Softmax")
    expect(dialog(page)).to_be_visible()
    expect(field(page)).to_be_focused()
    assert titles(page)[0] == "Softmax"


def test_a_click_with_the_command_key_leaves_the_dialog_open(page: Page) -> None:
    search(page, "softmax")
    # Chromium opens a tab by it on a Mac alone, and the page here.
    page.evaluate("addEventListener('click', event => event.preventDefault())")
    results(page).first.dispatch_event("click", {"metaKey": True})
    expect(dialog(page)).to_be_visible()


def test_what_is_found_is_announced(page: Page) -> None:
    search(page, "softmax")
    expect(status(page)).to_contain_text("Best: Softmax")
    expect(status(page)).to_contain_text(f"{results(page).count()} results")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(status(page)).not_to_contain_text("result")


def test_nonsense_is_answered_with_no_close_formula(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("zzyzx qwrtk")
    expect(status(page)).to_contain_text("No close formula")
    expect(results(page)).to_have_count(0)


def test_where_no_formula_is_close_the_nearest_are_named_as_such(page: Page) -> None:
    search(page, FAR)
    expect(results(page)).to_have_count(3)
    expect(status(page)).to_contain_text("No close formula. The nearest: ")
    expect(status(page)).to_be_visible()


def test_a_query_of_spaces_finds_nothing(page: Page) -> None:
    search(page, "softmax")
    page.keyboard.press("Control+a")
    page.keyboard.type("   ")
    expect(results(page)).to_have_count(0)


def test_with_forced_colors_what_is_selected_has_an_edge(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    search(page, "softmax")
    page.keyboard.press("ArrowDown")
    style = "e => getComputedStyle(e).outlineStyle"
    assert results(page).nth(0).evaluate(style) == "solid"
    assert results(page).nth(1).evaluate(style) == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["softmax", "notation", FAR])
def test_axe_finds_no_serious_violation_while_results_are_shown(
    page: Page, scheme: str, query: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    search(page, query)
    page.keyboard.press("ArrowDown")
    violations = [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert violations == []


def test_what_is_not_here_is_said_so_and_can_be_requested(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("RWKV")
    expect(status(page)).to_contain_text("RWKV is not in this reference")
    request = status(page).get_by_role("link", name="Request it")
    link = request.get_attribute("href") or ""
    address, query = link.split("?")
    assert address.startswith("https://") and address.endswith("/issues/new")
    fields = parse_qs(query, strict_parsing=True)
    assert fields["title"] == ["Formula: RWKV"]
    assert "RWKV" in fields["body"][0]


def test_a_long_formula_that_is_not_here_is_told_in_short_and_requested_in_full(page: Page) -> None:
    formula = r"\operatorname{𝔉}(x) = " + " + ".join(
        rf"\operatorname{{erf}}(x^{n})" for n in range(3, 20)
    )
    page.keyboard.press("/")
    page.keyboard.insert_text(formula)
    expect(status(page)).to_contain_text("… is not in this reference")
    told = status(page).text_content() or ""
    assert len(told.split(" is not ")[0]) < 70
    link = status(page).get_by_role("link", name="Request it").get_attribute("href") or ""
    assert formula in parse_qs(link.split("?")[1])["body"][0]


def test_what_mentions_it_is_shown_once(page: Page) -> None:
    search(page, "K-FAC")
    expect(status(page)).to_contain_text("is mentioned on the first page below")
    assert len(titles(page)) == len(set(titles(page)))
