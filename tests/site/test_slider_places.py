"""What stands beside and below a slider while it moves."""

from playwright.sync_api import Page, expect
import pytest

from tests.site.sliding import MOVING

# Where the figure and the parts of a slider are, at each of its values.
PLACES = """async () => {
  const slider = document.querySelector(".slider"), input = slider.querySelector("input")
  const move = () => input.dispatchEvent(new Event("input", { bubbles: true }))
  const parts = [slider.parentElement, ...slider.querySelectorAll("span, input, button, small")]
  const place = ({ x, y, right, bottom }) => [x, y, right, bottom]
  const places = () => parts.map(part => place(part.getBoundingClientRect()))
  move()
  while (!slider.parentElement.querySelector("svg")) await new Promise(requestAnimationFrame)
  const seen = []
  for (let value = +input.min; value <= +input.max; value += +input.step) {
    input.value = value
    move()
    await new Promise(requestAnimationFrame)
    seen.push(JSON.stringify(places()))
  }
  return seen
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_stands_beside_and_below_stays_where_it_is(
    reader: Page, address: str, width: int
) -> None:
    reader.set_viewport_size({"width": width, "height": 844})
    for identifier in [*MOVING][::7]:
        reader.goto(f"{address}{identifier}/")
        reader.locator(".slider input").focus()
        expect(reader.locator(".slider")).to_be_visible()
        assert len(set(reader.evaluate(PLACES))) == 1, identifier
