"""Links to equations, as a reader follows, finds and copies them."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Locator, Page, expect
import pytest

from scripts.sources.configuration import read_configuration
from tests.site.copying import copied, copy_button, visit
from tests.site.engines import Engine, wait_for

ADAM = "optimization/adam/"
ROWS = ["first-moment", "second-moment", "bias-correction", "v_hat_t", "update"]
HEADER = 48  # pixels
FIND = """
const anchors = [...document.querySelectorAll(".formula > .anchor, .formula mtr[id], mrow.anchor")]
"""
NAMES = f"(() => {{ {FIND} return anchors.map(({{ id }}) => id) }})()"
# The anchors that are not in view below the header, each once its address is opened.
MISSED = f"""(() => {{
  {FIND}
  return anchors.map(({{ id }}) => id).filter(id => {{
    scrollTo(0, 0)
    location.hash = id
    const target = document.querySelector(":target")
    const {{ top, bottom }} = target.getBoundingClientRect()
    return target.id !== id || top < {HEADER} || bottom > innerHeight
  }})
}})()
"""


def published(anchor: str) -> str:
    return f"{read_configuration().site_url}{ADAM}#{anchor}"


@pytest.fixture
def adam(reader: Page, address: str) -> Page:
    visit(reader, address + ADAM)
    return reader


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def sized(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


def row(page: Page, anchor: str) -> Locator:
    return page.locator(f"mtr#{anchor}")


def link(page: Page, anchor: str) -> Locator:
    return page.locator(f'.equation-links > a[href$="#{anchor}"]')


def middle(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["y"] + box["height"] / 2


@pytest.mark.parametrize("formula", [ADAM, "vectors_geometry/euclidean_distance/"])
def test_every_anchor_is_in_view_in_other_browsers(
    engine: Engine, address: str, formula: str
) -> None:
    for width in (1280, 500):
        engine.open(address + formula)
        engine.resize(width, 800)
        wait_for(engine, MISSED, [])
        assert engine.run(f"return {NAMES}")


@pytest.mark.parametrize("anchor", ["bias-correction", "m_hat_t", "epsilon-hat"])
def test_an_address_opens_at_its_equation(sized: Page, address: str, anchor: str) -> None:
    sized.goto(f"{address}{ADAM}#{anchor}")
    target = sized.locator(":target")
    expect(target).to_have_attribute("id", anchor)
    expect(target.locator("xpath=ancestor-or-self::*[not(self::span)][1]")).to_be_in_viewport()
    assert (target.bounding_box() or {"y": 0})["y"] > HEADER


def test_an_address_opens_at_its_equation_by_instant_navigation(adam: Page, address: str) -> None:
    visit(adam, address)
    adam.evaluate("window.stayed = true")
    adam.evaluate(
        "url => { const a = document.querySelector('.md-content a'); a.href = url; a.click() }",
        f"{address}{ADAM}#update",
    )
    expect(adam).to_have_url(f"{address}{ADAM}#update")
    expect(row(adam, "update")).to_be_in_viewport()
    expect(row(adam, "update")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    assert adam.evaluate("window.stayed")
    box = row(adam, "update").bounding_box()
    assert box and box["y"] > HEADER


@pytest.mark.parametrize("anchor", ["update", "theta_t"])
def test_the_row_of_an_address_is_marked_and_no_other(
    adam: Page, address: str, anchor: str
) -> None:
    visit(adam, f"{address}{ADAM}#{anchor}")
    clear = "rgba(0, 0, 0, 0)"
    for name in ROWS:
        told = expect(row(adam, name))
        mark = told.not_to_have_css if name == "update" else told.to_have_css
        mark("background-color", clear)


def test_colors_that_a_reader_forces_mark_a_row_by_an_outline(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}{ADAM}#update")
    expect(row(page, "update")).to_have_css("outline-style", "solid")
    page.goto(f"{address}{ADAM}#epsilon-hat")
    marked = page.locator(".formula:has(> #epsilon-hat)")
    expect(marked).to_have_css("outline-style", "solid")
    context.close()


def test_pointing_at_a_row_shows_its_link_beside_it(adam: Page) -> None:
    expect(link(adam, "v_hat_t")).to_have_css("opacity", "0")
    before = adam.locator("article").bounding_box()
    row(adam, "v_hat_t").hover()
    for name in ROWS:
        expect(link(adam, name)).to_have_css("opacity", "1" if name == "v_hat_t" else "0")
        assert middle(link(adam, name)) == pytest.approx(middle(row(adam, name)), abs=2)
    assert adam.locator("article").bounding_box() == before
    adam.locator("h1").hover()
    expect(link(adam, "v_hat_t")).to_have_css("opacity", "0")


def test_pointing_at_a_formula_of_one_line_shows_its_link(reader: Page, address: str) -> None:
    visit(reader, f"{address}probability_statistics/softmax/")
    expect(link(reader, "definition")).to_have_css("opacity", "0")
    reader.locator(".formula").first.hover()
    expect(link(reader, "definition")).to_have_css("opacity", "1")
    assert middle(link(reader, "definition")) == pytest.approx(
        middle(reader.locator(".formula").first), abs=4
    )


def test_a_click_on_the_link_puts_it_into_the_address_bar(adam: Page, address: str) -> None:
    row(adam, "bias-correction").hover()
    link(adam, "bias-correction").click()
    expect(adam).to_have_url(f"{address}{ADAM}#bias-correction")


def test_the_keyboard_goes_from_a_formula_to_its_links(adam: Page, address: str) -> None:
    adam.locator(".formula").first.focus()
    adam.keyboard.press("Tab")
    first = adam.get_by_role("link", name="Link to this equation: first moment")
    expect(first).to_be_focused()
    expect(first).to_have_css("opacity", "1")
    adam.keyboard.press("Tab")
    adam.keyboard.press("Enter")
    expect(adam).to_have_url(f"{address}{ADAM}#second-moment")


def test_a_link_of_a_formula_is_that_of_its_first_equation(adam: Page) -> None:
    assert copied(adam, "Link") == published("first-moment")
    assert copied(adam, "Link", 1) == published("epsilon-hat")


def test_a_link_is_that_of_the_row_on_which_the_pointer_was(adam: Page) -> None:
    row(adam, "bias-correction").hover()
    assert copied(adam, "Link") == published("bias-correction")


def test_rows_that_the_pointer_passes_on_its_way_to_the_menu_do_not_count(adam: Page) -> None:
    row(adam, "second-moment").hover()
    adam.wait_for_timeout(300)
    box = copy_button(adam).bounding_box()
    assert box
    adam.mouse.move(box["x"] + 8, box["y"] + 8, steps=4)
    assert copied(adam, "Link") == published("second-moment")


def test_a_link_is_that_of_the_row_that_was_pressed(adam: Page) -> None:
    row(adam, "first-moment").hover()
    row(adam, "v_hat_t").click()
    assert copied(adam, "Link") == published("v_hat_t")


def test_a_link_is_that_of_the_row_whose_link_has_the_focus(adam: Page) -> None:
    link(adam, "update").focus()
    assert copied(adam, "Link") == published("update")


def test_a_link_is_that_of_the_row_that_the_address_names(adam: Page, address: str) -> None:
    visit(adam, f"{address}{ADAM}#m_hat_t")
    assert copied(adam, "Link") == published("bias-correction")


def test_a_copied_formula_has_no_anchors(adam: Page) -> None:
    mathml = copied(adam, "MathML")
    assert "id=" not in mathml and "<mrow><msub><mi>m" not in mathml
    assert "label" not in copied(adam, "LaTeX")


@pytest.mark.parametrize("page", ["optimization/", "cheat_sheet/", "notebooks/optimization/"])
def test_anchors_are_on_the_page_of_the_formula_alone(
    reader: Page, address: str, page: str
) -> None:
    reader.goto(address + page)
    assert reader.evaluate(NAMES) == []
    expect(reader.locator(".equation-links")).to_have_count(0)
