"""The page on which figures that move are tried."""

from playwright.sync_api import Page

ID = "advanced_concepts/temperature_scaling"
PAGE = f"{ID}/"


def outputs(page: Page) -> list[str]:
    """The numbers below the figure."""
    return page.locator(".slider output").all_text_contents()
