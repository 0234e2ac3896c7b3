"""A page on paper, in Chromium: printed once for each paper and scheme, and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument, PdfPage

from tests.site.visiting import PAPER

PAPERS = {"A4": (595, 842), "Letter": (612, 792)}  # points


@dataclass(frozen=True)
class Sheet:
    """One side of paper: its size in points, its text, and its look in pixels."""

    size: tuple[float, float]
    text: str
    drawing: np.ndarray


@dataclass(frozen=True)
class Printed:
    """A page as print lays it out: what it shows, and the sheets by paper."""

    shown: str
    unbreakable: set[str]  # values of break-inside of formulas
    figures: list[str]  # classes
    font_stays: bool  # the math font is loaded, and not loaded again
    sheets: dict[str, list[Sheet]]


# What is still loading is not printed.
SETTLED = """Promise.all([...document.images].map(image => {
  image.loading = "eager"
  return image.decode().catch(() => {})
})).then(() => document.fonts.ready).then(() => true)"""
Prints = Callable[[str, str], Printed]


def printing(chromium: Browser, address: str) -> Prints:
    """Print a page, by its path and the color scheme, at the first call, and remember it."""
    return cache(lambda path, scheme: _print(chromium, address + path, scheme))


def _print(chromium: Browser, url: str, scheme: str) -> Printed:
    context = chromium.new_context(
        viewport={"width": PAPER, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(url)
    page.evaluate("document.fonts.ready")
    page.evaluate("window.font = [...document.fonts][0]")
    page.emulate_media(media="print")
    page.evaluate(SETTLED)
    blocks = page.locator(".formula, .sheet-entry")
    breaks = "all => all.map(block => getComputedStyle(block).breakInside)"
    figures = page.locator(".figure img").locator("visible=true")
    printed = Printed(
        shown=page.inner_text("body"),
        unbreakable={*blocks.evaluate_all(breaks)},
        figures=[figure.get_attribute("class") or "" for figure in figures.all()],
        font_stays=page.evaluate(
            "!!document.body.offsetHeight && [...document.fonts][0] === font"
            " && (!font || font.status === 'loaded' || !document.querySelector('math'))"
        ),
        sheets={
            paper: _sheets(page, paper) for paper in PAPERS if scheme == "light" or paper == "A4"
        },
    )
    context.close()
    return printed


def _sheets(page: Page, paper: str) -> list[Sheet]:
    document = PdfDocument(page.pdf(format=paper, prefer_css_page_size=False))
    sheets = [_sheet(sheet) for sheet in document]
    document.close()
    return sheets


def _sheet(sheet: PdfPage) -> Sheet:
    text = str(sheet.get_textpage().get_text_bounded())
    return Sheet(sheet.get_size(), text, sheet.render(scale=0.5).to_numpy())
