"""The built site in Firefox."""

from marionette_driver.marionette import Marionette
import pytest

from scripts.sources.collection import read_sources
from tests.site.copying import FORMS

FORMULAS = [f"{formula}/" for chapter in read_sources().chapters for formula in chapter.formulas]
PAGES = [*FORMULAS, "", "calculus/", "notebooks/calculus/", "indexes/symbols/", "notation/"]


def fits(firefox: Marionette, width: int) -> bool:
    """Whether the page is as wide as the window, once it has settled after the resizing."""
    firefox.set_window_rect(width=width, height=800)
    script = (
        "const done = arguments[0]; let tries = 40; const look = () =>"
        " document.documentElement.scrollWidth <= innerWidth ? done(true)"
        " : tries-- ? setTimeout(look, 50) : done(false); look()"
    )
    return bool(firefox.execute_async_script(script))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_never_scrolls_sideways(firefox: Marionette, address: str, path: str) -> None:
    firefox.navigate(address + path)
    assert [width for width in (500, 1280, 1440) if not fits(firefox, width)] == []


def test_the_mathematics_is_typeset_in_the_math_font(firefox: Marionette, address: str) -> None:
    firefox.navigate(address + "optimization/adam/")
    firefox.execute_async_script("document.fonts.ready.then(() => arguments[0](true))")
    loaded = "return [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    families = [family.lower() for family in firefox.execute_script(loaded)]
    assert any("mathematics" in family for family in families)
    height = "return document.querySelector('.formula math').getBoundingClientRect().height"
    assert firefox.execute_script(height) > 150


@pytest.mark.parametrize(("preference", "shown"), [(1, "light"), (0, "dark")])
def test_the_figure_follows_the_color_scheme(
    firefox: Marionette, address: str, preference: int, shown: str
) -> None:
    setting = "layout.css.prefers-color-scheme.content-override"
    firefox.set_pref(setting, preference)
    firefox.navigate(address + "probability_statistics/softmax/")
    visible = (
        "return [...document.querySelectorAll('.figure img')]"
        ".filter(i => i.offsetParent).map(i => i.className)"
    )
    assert firefox.execute_script(visible) == [f"figure-{shown}"]
    firefox.clear_pref(setting)


def test_instant_navigation_keeps_the_document(firefox: Marionette, address: str) -> None:
    firefox.navigate(address)
    firefox.execute_script("window.stayed = true", sandbox=None)
    click = "document.querySelector('.home-chapters a[href*=\"softmax\"]').click()"
    firefox.execute_script(click, sandbox=None)
    arrived = (
        "const done = arguments[0]; const look = () =>"
        " document.querySelector('h1')?.textContent.startsWith('Softmax')"
        " ? done(window.stayed === true && !!document.querySelector('.formula math'))"
        " : setTimeout(look, 50); look()"
    )
    assert firefox.execute_async_script(arrived, sandbox=None, script_timeout=10000) is True


def test_a_formula_offers_its_forms(firefox: Marionette, address: str) -> None:
    firefox.navigate(address + "probability_statistics/softmax/")
    offered = (
        "const done = arguments[0]; document.querySelector('.copy').click();"
        " const look = () => { const items = document.querySelectorAll('[role=menuitem]');"
        " items.length ? done([...items].map(i => i.textContent)) : setTimeout(look, 50) }; look()"
    )
    forms = firefox.execute_async_script(offered, sandbox=None, script_timeout=10000)
    assert forms == FORMS
