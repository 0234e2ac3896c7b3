"""The home page of the built site, and what its ways in lead to."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, expect
import pytest

from scripts.sources.collection import read_sources
from tests.site.searching import best, dialog, field, heading, results, settle

SOURCES = read_sources()
# What each example on the page is meant to find.
EXAMPLES = {
    "which variance does layer norm use": "Layer normalization",
    r"\frac{1}{1+e^{-x}}": "Sigmoid",
    "F.cross_entropy": "Cross-entropy loss",
    "(m, n) @ (n, p)": "Matrix multiplication",
    "β₂": "Adam",
}
WAYS = ["A to Z", "PyTorch names", "Symbols", "Notation", "Cheat sheet", "Notebooks"]
WAYS += ["Check a formula"]


@pytest.fixture
def home(reader: Page, address: str) -> Page:
    reader.goto(address)
    settle(reader)
    return reader


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    size = {"width": 390, "height": 844}
    context = chromium.new_context(viewport=size, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def examples(page: Page) -> list[str]:
    return page.locator(".home-examples a").all_inner_texts()


def test_every_example_has_the_page_it_is_meant_to_find(home: Page) -> None:
    assert examples(home) == [*EXAMPLES]


@pytest.mark.parametrize("query", EXAMPLES)
def test_a_click_on_an_example_shows_its_results_at_once(home: Page, query: str) -> None:
    home.evaluate("window.stayed = true")
    home.locator(".home-examples a").nth([*EXAMPLES].index(query)).click()
    expect(field(home)).to_have_value(query)
    expect(best(home)).to_have_text(EXAMPLES[query])
    assert home.evaluate("window.stayed")
    home.keyboard.press("Escape")
    expect(dialog(home)).not_to_be_visible()


@pytest.mark.parametrize("query", EXAMPLES)
def test_an_example_is_a_link_that_finds_the_same(home: Page, query: str) -> None:
    link = home.locator(".home-examples a").nth([*EXAMPLES].index(query))
    home.goto(str(link.evaluate("a => a.href")))
    expect(field(home)).to_have_value(query)
    expect(best(home)).to_have_text(EXAMPLES[query])


def test_an_example_opens_in_a_tab_of_its_own_where_that_is_asked_for(home: Page) -> None:
    with home.context.expect_page() as opened:
        home.locator(".home-examples a").first.click(modifiers=["Control"])
    expect(field(opened.value)).to_have_value(next(iter(EXAMPLES)))
    expect(dialog(home)).not_to_be_visible()


def test_on_a_phone_back_closes_the_results_of_an_example(phone: Page, address: str) -> None:
    phone.goto(f"{address}calculus/")
    phone.goto(address)
    settle(phone)
    phone.locator(".home-examples a").last.tap()
    expect(results(phone).first).to_be_visible()
    phone.wait_for_timeout(100)  # a browser skips entries of the history that come too fast
    phone.go_back()
    expect(dialog(phone)).not_to_be_visible()
    expect(phone).to_have_url(address)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_search_examples_and_ways_in_stand_above_the_fold(
    home: Page, width: int, height: int
) -> None:
    home.set_viewport_size({"width": width, "height": height})
    expect(home.locator(".home-search")).to_be_in_viewport(ratio=1)
    expect(home.locator(".home-examples")).to_be_in_viewport(ratio=1)
    expect(home.locator(".home-ways")).to_be_in_viewport(ratio=1)
    assert home.locator(".home-ways a").all_inner_texts() == WAYS


def test_a_card_is_a_link_wherever_it_is_clicked(home: Page) -> None:
    card = home.locator(".cards > .entry").first
    box = card.bounding_box()
    assert box
    home.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 5)
    expect(heading(home)).to_contain_text(SOURCES.looked_up[0].title)


def test_the_copy_button_of_a_card_copies_and_stays(home: Page) -> None:
    card = home.locator(".cards > .entry").first
    card.locator(".copy").click()
    home.get_by_role("menuitem", name="LaTeX", exact=True).click()
    expect(card.locator(".copy-said")).to_have_text("LaTeX copied")
    expected = SOURCES.looked_up[0].displays[0].tex
    assert home.evaluate("navigator.clipboard.readText()") == expected


def test_every_chapter_has_a_tile_with_its_size(home: Page) -> None:
    tiles = home.locator(".tile")
    assert tiles.locator("h3 > a:first-child").all_inner_texts() == [
        chapter.title for chapter in SOURCES.chapters
    ]
    sizes = [int(text.split()[0]) for text in tiles.locator(".count").all_inner_texts()]
    assert sizes == [len(chapter.formulas) for chapter in SOURCES.chapters]


def test_an_anchor_of_a_chapter_marks_its_row(home: Page, address: str) -> None:
    home.goto(f"{address}calculus/#gradient")
    row = home.locator(".rows > .entry", has=home.locator("#gradient"))
    expect(row).to_be_in_viewport(ratio=1)
    assert row.evaluate("e => getComputedStyle(e).boxShadow") != "none"


def test_no_key_is_shown_on_a_screen_that_is_touched(phone: Page, home: Page, address: str) -> None:
    expect(home.locator(".search-open kbd:visible")).to_have_count(2)
    phone.goto(address)
    phone.set_viewport_size({"width": 1024, "height": 800})
    expect(phone.locator(".home-search")).to_be_visible()
    expect(phone.locator(".search-open kbd:visible")).to_have_count(0)


def test_a_key_has_an_edge_on_every_side(home: Page, address: str) -> None:
    home.goto(f"{address}about/")
    widths = (
        "e => ['Top', 'Right', 'Bottom', 'Left'].map(s => getComputedStyle(e)[`border${s}Width`])"
    )
    for key in home.locator("kbd:visible").all():
        assert set(key.evaluate(widths)) == {"1px"}


def test_without_javascript_there_are_ways_in_and_no_examples(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".home-ways a")).to_have_count(len(WAYS))
    expect(page.locator(".home-examples")).not_to_be_visible()
    expect(page.locator(".cards .formula math:visible").first).to_be_visible()
    context.close()


def test_the_letters_of_an_index_lead_to_their_rows(home: Page, address: str) -> None:
    for path, letter, anchor in [("names", "S", "s"), ("symbols", "Z", "z")]:
        home.goto(f"{address}indexes/{path}/")
        home.locator(".jumps").get_by_role("link", name=letter, exact=True).click()
        expect(home.locator(f"#{anchor}")).to_be_in_viewport()


def test_the_names_stand_in_columns(home: Page, address: str) -> None:
    home.goto(f"{address}indexes/names/")
    names = home.locator("#s + ul > li")
    boxes = [box for name in names.all() if (box := name.bounding_box())]
    assert len({round(box["x"]) for box in boxes}) == 3
