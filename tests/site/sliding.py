"""The figures that move, and the page on which most is tried."""

from playwright.sync_api import Page

from scripts.sources.collection import read_sources

ID = "advanced_concepts/temperature_scaling"
PAGE = f"{ID}/"
MOVING = {f.id: f.snippet.parameter for f in read_sources().formulas.values() if f.snippet.readout}


def outputs(page: Page) -> list[str]:
    """The numbers below the figure."""
    return page.locator(".slider output").all_text_contents()
