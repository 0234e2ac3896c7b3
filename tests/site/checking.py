"""The page "Is my formula right?", opened and read."""

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

VERDICTS = ("same", "renamed", "equivalent", "misprint", "different", "unknown")
COLD = 20_000  # milliseconds, on a busy machine


def open_check(page: Page, address: str, formula: str | None = None, like: str = "") -> None:
    """Open the page, with a formula in its address or without one."""
    query = f"?formula={quote(formula, safe='')}" if formula is not None else ""
    page.goto(f"{address}check/{query or (f'?like={like}' if like else '')}")


def box(page: Page) -> Locator:
    return page.get_by_label("Paste a formula")


def verdict(page: Page) -> Any:
    """The first verdict of the document, once it is there."""
    page.wait_for_selector("[data-verdict]", timeout=COLD)
    return page.evaluate("({ ...document.querySelector('[data-verdict]').dataset })")


def paste(page: Page, formula: str) -> Any:
    """The verdict of a formula that is pasted into the box."""
    box(page).fill(formula)
    expect(page.locator(".check-headline")).not_to_have_text("Comparing …", timeout=COLD)
    return verdict(page)


def lines(page: Page) -> list[str]:
    script = "[...document.querySelectorAll('[data-line-verdict]')].map(e => e.dataset.lineVerdict)"
    found: list[str] = page.evaluate(script)
    return found


def answer(page: Page) -> Locator:
    return page.locator(".check-answer")
