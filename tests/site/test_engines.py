"""The built site in Firefox and in Safari's engine."""

import pytest

from tests.site.copying import FORMS
from tests.site.engines import Engine, Firefox, wait_for

OTHERS = ["", "cheat_sheet/", "notebooks/calculus/", "indexes/symbols/", "notation/"]
WIDTHS = (500, 1280, 1440)


def fits(engine: Engine, width: int) -> bool:
    """Whether the page is as wide as the window, once it has settled after the resizing."""
    engine.resize(width, 800)
    return bool(
        engine.run_async(
            "const done = arguments[0]; let tries = 40; const look = () =>"
            " document.documentElement.scrollWidth <= innerWidth ? done(true)"
            " : tries-- ? setTimeout(look, 50) : done(false); look()"
        )
    )


def test_a_page_with_formulas_never_scrolls_sideways(
    engine: Engine, address: str, some_listed: str
) -> None:
    engine.open(address + some_listed)
    assert [width for width in WIDTHS if not fits(engine, width)] == []


@pytest.mark.parametrize("path", OTHERS)
def test_another_page_never_scrolls_sideways(engine: Engine, address: str, path: str) -> None:
    engine.open(address + path)
    assert [width for width in WIDTHS if not fits(engine, width)] == []


def test_the_mathematics_is_typeset_in_the_math_font(engine: Engine, address: str) -> None:
    engine.open(address + "optimization/adam/")
    engine.run_async("document.fonts.ready.then(() => arguments[0](true))")
    families = engine.run(
        "return [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert any("mathematics" in family.lower() for family in families)
    height = "return document.querySelector('.formula math').getBoundingClientRect().height"
    assert engine.run(height) > 150


def test_no_piece_of_a_formula_of_the_cheat_sheet_is_printed_over_another(
    engine: Engine, address: str
) -> None:
    engine.open(address + "cheat_sheet/")
    engine.resize(1280, 800)
    engine.run_async("document.fonts.ready.then(() => arguments[0](true))")
    overprinted = (
        "const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1"
        " && a.top < b.bottom - 1 && b.top < a.bottom - 1;"
        " return [...document.querySelectorAll('.sheet-formula')].filter(formula => {"
        " const boxes = [...formula.querySelectorAll('math')].map(m => m.getBoundingClientRect());"
        " return boxes.some((a, i) => boxes.slice(i + 1).some(b => over(a, b)))"
        " }).map(formula => formula.textContent)"
    )
    assert engine.run(overprinted) == []


@pytest.mark.parametrize(("preference", "shown"), [(1, "light"), (0, "dark")])
def test_the_figure_follows_the_color_scheme(
    firefox: Firefox, address: str, preference: int, shown: str
) -> None:
    setting = "layout.css.prefers-color-scheme.content-override"
    firefox.driver.set_pref(setting, preference)
    firefox.open(address + "probability_statistics/softmax/")
    visible = (
        "return [...document.querySelectorAll('.figure img')]"
        ".filter(i => i.offsetParent).map(i => i.className)"
    )
    assert firefox.run(visible) == [f"figure-{shown}"]
    firefox.driver.clear_pref(setting)


def test_instant_navigation_keeps_the_document(engine: Engine, address: str) -> None:
    engine.open(address)
    engine.run("window.stayed = true")
    engine.run("document.querySelector('.md-content a[href*=\"softmax\"]').click()")
    wait_for(engine, "document.querySelector('h1')?.textContent.startsWith('Softmax')", True)
    wait_for(engine, "window.stayed === true && !!document.querySelector('.formula math')", True)


def test_a_formula_offers_its_forms(engine: Engine, address: str) -> None:
    engine.open(address + "probability_statistics/softmax/")
    wait_for(engine, "!!document.querySelector('.copy')", True)
    engine.run("document.querySelector('.copy').click()")
    offered = "[...document.querySelectorAll('[role=menuitem]')].map(i => i.textContent)"
    wait_for(engine, offered, FORMS)


@pytest.mark.parametrize("section", ["in-pytorch", "see-also", "sources"])
def test_a_link_to_a_section_stays_at_its_heading(
    engine: Engine, address: str, section: str
) -> None:
    """Also where what lies above it is only laid out when it is seen."""
    engine.resize(500, 800)
    engine.open("about:blank")
    engine.open(f"{address}optimization/adam/#{section}")
    top = f"Math.round(document.getElementById('{section}').getBoundingClientRect().top)"
    wait_for(engine, f"{top} > 50 && {top} < 90", True)
    engine.run_async("setTimeout(arguments[0], 500)")
    assert 50 < engine.run(f"return {top}") < 90


def test_a_slider_moves_the_markers_of_its_figure(engine: Engine, address: str) -> None:
    engine.open(address + "probability_statistics/covariance/?covariance=-0.5")
    shapes = (
        "[...document.querySelectorAll('.figure > svg path[transform]:not([transform*=scale])')]"
    )
    wait_for(engine, f"{shapes}.length > 50", True)
    places = f"{shapes}.map(s => s.getBoundingClientRect()).map(r => [r.x, r.y, r.width])"
    before = engine.run(f"return {places}")
    engine.run(
        "const input = document.querySelector('.slider input'); input.value = 0.9;"
        " input.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    wait_for(engine, "document.querySelector('.slider b').textContent", "0.9")
    after = engine.run(f"return {places}")
    assert all(width > 1 for *_, width in after)
    assert sum(a[1] != b[1] for a, b in zip(before, after, strict=True)) > 50
