"""Figures that move: slider, keyboard, touch, paper, dark, no script."""

from collections.abc import Iterator
import gzip
from io import BytesIO
import json
from pathlib import Path
import re
import statistics
import xml.etree.ElementTree as etree

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, Route, expect
import pytest

from scripts.base.paths import SITE, figure_files
from scripts.running.parts import SVG, UNCOUNTED
from tests.each import for_each
from tests.site.searching import settle
from tests.site.sliding import ID, MOVING, PAGE, outputs

POLICY = "default-src 'none'; " + "; ".join(
    f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect", "font")
)
KB = 1000
MARKERS = "probability_statistics/covariance"  # a cloud of points that moves


@pytest.fixture
def page(reader: Page, address: str) -> Page:
    reader.goto(address + PAGE)
    settle(reader)
    return reader


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_at_least_30_figures_move() -> None:
    assert len(MOVING) >= 30


def test_frames_weigh_4_kb_at_the_median_and_12_kb_at_most(site: Path) -> None:
    sizes = [gzipped(site / f"figures/{identifier}.json") for identifier in MOVING]
    assert statistics.median(sizes) <= 4 * KB
    assert max(sizes) <= 12 * KB


def test_the_scripts_of_sliders_weigh_at_most_2_kb(site: Path) -> None:
    assert sum(map(gzipped, site.glob("assets/sliders/*.js"))) <= 2 * 1024


def test_a_first_visit_weighs_at_most_1_kb_more(site: Path) -> None:
    html = (site / PAGE / "index.html").read_text(encoding="utf-8")
    without = re.sub(r'<span class="?slider.*?</small></span>', "", html, flags=re.DOTALL)
    assert without != html
    more = len(gzip.compress(html.encode(), 9)) - len(gzip.compress(without.encode(), 9))
    first = ("slider.js", "slider.css")
    assert more + sum(gzipped(site / "assets/sliders" / name) for name in first) <= 1024


@for_each(MOVING)
def test_what_moves_has_the_same_number_in_every_published_drawing(identifier: str) -> None:
    """Shortened, light and dark: frames name elements by their numbers."""
    tags = [_tags(SITE / file.relative_to("docs")) for file in figure_files(identifier)]
    assert tags[0] == tags[1] == _tags(figure_files(identifier)[0])
    frames = json.loads((SITE / f"figures/{identifier}.json").read_text(encoding="utf-8"))
    for number, name, _ in frames["changes"]:
        assert tags[0][number] in (
            {"d": {"path"}, "text": {"g"}}.get(name) or {"g", "path", "use", "image"}
        )


def _tags(drawing: Path) -> list[str]:
    root = etree.fromstring(drawing.read_bytes())
    inside = {e for found in root.iter() if found.tag in UNCOUNTED for e in found.iter()}
    return [e.tag.removeprefix(SVG) for e in root.iter() if e not in inside]


def test_the_script_is_loaded_only_where_there_is_a_slider(reader: Page, address: str) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(address + "nonlinear_functions/relu/", wait_until="networkidle")
    assert not [url for url in asked if "slider" in url or url.endswith(".json")]


def test_frames_are_loaded_at_the_first_touch(reader: Page, address: str) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(address + PAGE, wait_until="networkidle")
    assert not [url for url in asked if url.endswith(("frames.js", f"{ID}.json"))]
    with reader.expect_request(f"**/{ID}.json"):
        reader.locator(".slider input").focus()


def test_the_keyboard_moves_the_figure_and_its_numbers(page: Page) -> None:
    field = page.locator(".slider input")
    field.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slider b")).to_have_text("1.1")
    assert outputs(page) == ["0.608", "1.02"]
    expect(page.locator(".figure > svg")).to_be_visible()
    expect(page.locator(".figure > img:visible")).to_have_count(0)


def test_the_picture_is_drawn_in_the_frame_in_which_the_thumb_moves(page: Page) -> None:
    page.locator(".slider input").press("ArrowRight")
    expect(page.locator(".slider b")).to_have_text("1.1")
    told = page.evaluate(
        """async () => {
          const input = document.querySelector(".slider input")
          input.value = 2
          input.dispatchEvent(new Event("input", { bubbles: true }))
          for (let turn = 0; turn < 20; turn++) await null  // all before the next task
          return document.querySelector(".slider b").textContent
        }"""
    )
    assert told == "2"


@pytest.mark.parametrize("identifier", [ID, "calculus/chain_rule"])
def test_a_frame_adds_and_removes_no_node(reader: Page, address: str, identifier: str) -> None:
    """Which would match every `:has()` of the style sheets anew."""
    reader.goto(f"{address}{identifier}/")
    reader.locator(".slider input").press("ArrowRight")
    expect(reader.locator(".figure > svg")).to_be_visible()
    nodes = reader.evaluate(
        """async () => {
          const input = document.querySelector(".slider input"), seen = []
          const watching = new MutationObserver(found => seen.push(...found))
          watching.observe(input.closest(".figure"),
            { subtree: true, childList: true, characterData: true })
          for (const value of [input.min, input.max, input.defaultValue]) {
            input.value = value
            input.dispatchEvent(new Event("input", { bubbles: true }))
            await new Promise(requestAnimationFrame)
          }
          return seen.map(change => change.type)
        }"""
    )
    assert {*nodes} == {"characterData"}


def test_a_listener_hears_the_value_and_the_numbers(page: Page) -> None:
    page.locator(".slider input").press("ArrowLeft")
    expect(page.locator(".slider input")).to_have_attribute(
        "aria-valuetext", "0.9, largest weight 0.673, entropy in nats 0.894"
    )
    expect(page.locator(".figure > svg")).to_have_attribute("role", "img")


def test_a_finger_finds_the_slider_and_moves_it(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(address + PAGE)
    field = page.locator(".slider input")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box and box["height"] >= 44
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    expect(field).not_to_have_value("1")
    expect(page.locator(".figure > svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_without_a_script_there_is_the_figure_alone(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{PAGE}?tau=0.5")
    expect(page.locator(".figure > img").first).to_be_visible()
    expect(page.locator(".slider")).to_be_hidden()
    context.close()


def test_paper_shows_the_published_figure(page: Page) -> None:
    page.locator(".slider input").press("ArrowRight")
    expect(page.locator(".figure > svg")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".figure > img.figure-light")).to_be_visible()
    expect(page.locator(".figure > svg")).to_be_hidden()
    expect(page.locator(".slider")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "color"), [("light", "#2f5fd0"), ("dark", "#7ea6ff")])
def test_frames_have_the_colors_of_the_page(
    reader: Page, address: str, scheme: str, color: str
) -> None:
    reader.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    reader.goto(f"{address}{PAGE}?tau=0.5")
    expect(reader.locator(f'.figure > svg [fill="{color}"]').first).to_be_attached()


def test_the_colors_follow_the_reader(page: Page) -> None:
    page.locator(".slider input").press("ArrowRight")
    expect(page.locator('.figure > svg [fill="#2f5fd0"]').first).to_be_attached()
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    expect(page.locator('.figure > svg [fill="#7ea6ff"]').first).to_be_attached()
    expect(page.locator(".figure > svg")).to_have_count(1)


@pytest.mark.parametrize("identifier", [ID, MARKERS])
def test_the_frame_of_the_default_looks_like_the_figure(
    reader: Page, address: str, identifier: str
) -> None:
    reader.goto(f"{address}{identifier}/")
    settle(reader)
    figure = reader.locator(".figure:has(.slider) > img:visible")
    figure.scroll_into_view_if_needed()
    still = figure.screenshot()
    value = reader.locator(".slider b").text_content()
    reader.locator(".slider input").press("ArrowRight")
    expect(reader.locator(".slider b")).not_to_have_text(value or "")
    reader.locator(".slider input").press("ArrowLeft")
    expect(reader.locator(".slider b")).to_have_text(value or "")
    moved = reader.locator(".figure > svg")
    moved.scroll_into_view_if_needed()
    assert _differing(reader, still, moved.screenshot()) < 0.01


def _differing(page: Page, one: bytes, other: bytes) -> float:
    """The share of pixels that clearly differ."""
    pictures = [Image.open(BytesIO(png)).convert("L") for png in (one, other)]
    assert pictures[0].size == pictures[1].size
    differences = ImageChops.difference(*pictures).histogram()
    return sum(differences[64:]) / sum(differences)


def test_a_strict_policy_forbids_nothing_of_it(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text))

    def answer(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": POLICY}
        route.fulfill(response=response, headers=headers)

    page.route(f"**/{PAGE}*", answer)
    page.goto(address + PAGE)
    before = len(violations)
    page.evaluate("document.querySelector('.slider').hidden = false")
    page.evaluate(
        """async () => {
          const { place } = await import(new URL('../../assets/sliders/frames.js', location))
          await place(document.querySelector('.slider'))
        }"""
    )
    expect(page.locator(".figure > svg")).to_be_visible()
    assert violations[before:] == []
    assert page.locator(".figure > svg [style]").count() == 0
    context.close()


@pytest.fixture
def moved(reader: Page, address: str) -> Iterator[list[str]]:
    """What goes wrong on pages that are opened at the ends of their sliders."""
    problems: list[str] = []
    reader.on("pageerror", lambda error: problems.append(str(error)))
    yield problems


def test_every_slider_moves_its_figure_at_both_ends(
    reader: Page, address: str, moved: list[str], request: pytest.FixtureRequest
) -> None:
    ids = [*MOVING] if request.config.getoption("--all-pages") else [*MOVING][::7]
    for identifier in ids:
        it = MOVING[identifier]
        for value in (it.lowest, it.highest):
            reader.goto(f"{address}{identifier}/?{it.name}={value:g}#in-pytorch")
            expect(reader.locator(".slider input")).to_have_value(f"{value:g}")
            expect(reader.locator(".figure > svg")).to_have_count(int(value != it.default))
    assert moved == []
