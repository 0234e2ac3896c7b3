"""Browsers put the parts of a formula where TeX does (bench/tex_positions.py measures TeX)."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
import pytest

from tests.site.engines import Engine, Firefox, WebKit
from tests.site.inking import Ink, ink

FORMULAS: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("tex_positions.json").read_text(encoding="utf-8")
)
NEAR = 0.03  # em
DIGITS = 0.006  # em: what a screen of whole pixels adds

Positions = dict[str, dict[str, Ink]]

BRACKETS = "MathML fits brackets to all that is in them, TeX leaves them a little shorter"
ROWS = "the rows of a table stand as far apart as the style sheet says"
SIGNS = "TeX centers the tallest root signs, browsers hang them from the bar"
LOW_ROOT = (
    "Chromium draws bars of roots lower, and lowers a denominator with the strut that it needs"
)
FIREFOX_ROOT = "Firefox draws the bar of a root above a capital letter, also above a small one"
APART = {
    "chromium": {
        "display_fraction_root": LOW_ROOT,
        "display_root_fraction": SIGNS,
        "display_brackets": BRACKETS,
        "display_brackets_power": BRACKETS,
        "matrix": ROWS,
        "cases": ROWS,
    },
    "firefox": {
        "root": FIREFOX_ROOT,
        "root_descender": FIREFOX_ROOT,
        "root_sub": FIREFOX_ROOT,
        "root_tall": FIREFOX_ROOT,
        "root_cube": FIREFOX_ROOT,
        "display_root": FIREFOX_ROOT,
        "display_root_hat": FIREFOX_ROOT,
        "display_fraction_root": FIREFOX_ROOT,
        "display_root_fraction": SIGNS,
        "display_brackets_sum": BRACKETS,
        "display_brackets_power": BRACKETS,
        "matrix": ROWS,
        "cases": ROWS,
    },
    "webkit": {
        "root_cube": "WebKit raises the degree of a root a little higher",
        "display_root": "WebKit does not lower the scripts under a root",
        "display_root_fraction": SIGNS,
        "display_brackets": BRACKETS,
        "display_brackets_power": BRACKETS,
        "matrix": ROWS,
        "cases": ROWS,
    },
}


@pytest.fixture(scope="module")
def in_chromium(chromium: Browser) -> Positions:
    page = chromium.new_page()

    def show(html: str) -> bytes:
        page.set_content(html)
        page.evaluate("document.fonts.ready")
        return page.screenshot(full_page=True)

    try:
        return ink(FORMULAS, show)
    finally:
        page.close()


def inked(engine: Engine, folder: Path) -> Positions:
    path = folder / "formulas.html"

    def show(html: str) -> bytes:
        path.write_text(html, encoding="utf-8")
        engine.open(path.as_uri())
        return engine.picture()

    return ink(FORMULAS, show)


@pytest.fixture(scope="module")
def in_firefox(firefox: Firefox, tmp_path_factory: pytest.TempPathFactory) -> Positions:
    return inked(firefox, tmp_path_factory.mktemp("firefox"))


@pytest.fixture(scope="module")
def in_webkit(webkit: WebKit, tmp_path_factory: pytest.TempPathFactory) -> Positions:
    return inked(webkit, tmp_path_factory.mktemp("webkit"))


def placed_alike(browser: str) -> list[str]:
    return [name for name in FORMULAS if name not in APART[browser]]


@pytest.mark.parametrize("name", placed_alike("chromium"))
def test_chromium_puts_all_ink_where_tex_does(in_chromium: Positions, name: str) -> None:
    assert_alike(in_chromium[name], FORMULAS[name]["ink"])


@pytest.mark.parametrize("name", placed_alike("firefox"))
def test_firefox_puts_all_ink_where_tex_does(in_firefox: Positions, name: str) -> None:
    assert_alike(in_firefox[name], FORMULAS[name]["ink"])


@pytest.mark.parametrize("name", placed_alike("webkit"))
def test_webkit_puts_all_ink_where_tex_does(in_webkit: Positions, name: str) -> None:
    assert_alike(in_webkit[name], FORMULAS[name]["ink"])


def assert_alike(drawn: dict[str, Ink], by_tex: dict[str, Ink]) -> None:
    assert drawn.keys() == by_tex.keys()
    for key, (low, high) in by_tex.items():
        assert drawn[key] == pytest.approx((low, high), abs=NEAR + DIGITS), key
