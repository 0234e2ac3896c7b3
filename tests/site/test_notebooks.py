"""Notebook pages as readers use them, and the way to them."""

import json

from playwright.sync_api import Page, expect
import pytest

NOTEBOOK = "notebooks/probability_statistics/"


@pytest.fixture(params=[390, 1280])
def page(reader: Page, address: str, request: pytest.FixtureRequest) -> Page:
    reader.set_viewport_size({"width": request.param, "height": 800})
    reader.goto(address + NOTEBOOK)
    return reader


def test_colab_and_the_file_are_one_click_from_the_title(page: Page) -> None:
    for name in ("Open in Colab", "Download the notebook"):
        box = page.get_by_role("link", name=name).bounding_box()
        assert box and box["y"] < 200
    colab = page.get_by_role("link", name="Open in Colab").get_attribute("href") or ""
    assert colab.startswith("https://colab.research.google.com/github/")
    assert colab.endswith("/blob/notebooks/probability_statistics.ipynb")


def test_the_file_holds_the_outputs(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the notebook").click()
    assert download.value.suggested_filename == "probability_statistics.ipynb"
    cells = json.loads(download.value.path().read_bytes())["cells"]
    assert any("image/png" in json.dumps(cell.get("outputs", [])) for cell in cells)


def test_the_list_of_formulas_leads_to_each(page: Page) -> None:
    page.locator(".contents").get_by_role("link", name="Softmax").click()
    expect(page.get_by_role("heading", name="Softmax")).to_be_in_viewport()


def test_a_reader_sees_the_code_of_the_pages_and_the_number_to_change(page: Page) -> None:
    expect(page.get_by_text("def softmax(")).to_be_visible()
    expect(page.get_by_text("draw_softmax(x_1=x_1)")).to_be_visible()
    expect(page.get_by_text("rcParams").first).to_be_hidden()
    expect(page.get_by_text("def check()").first).to_be_hidden()


def test_the_keyboard_opens_what_is_folded(page: Page) -> None:
    page.locator(".folded > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("rcParams").first).to_be_visible()


@pytest.mark.parametrize(
    "formula", ["probability_statistics/softmax", "linear_algebra/matrix_inverse"]
)
def test_a_formula_leads_to_its_place_in_the_notebook(
    reader: Page, address: str, formula: str
) -> None:
    reader.goto(f"{address}{formula}/")
    title = reader.locator("h1").inner_text().removesuffix("#").strip()
    link = reader.get_by_role("link", name="Change the figure in the notebook")
    link.scroll_into_view_if_needed()
    reader.wait_for_timeout(500)  # the theme notes the section a moment after the last scroll
    link.click()
    expect(reader).to_have_url(f"{address}notebooks/{formula.replace('/', '/#')}")
    expect(reader.get_by_role("heading", name=title)).to_be_in_viewport()
