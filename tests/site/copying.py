"""A reader's hands: open the copy menu of a formula, take an entry, look at the clipboard."""

from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from scripts.base.paths import SITE
from tests.site.searching import settle

FORMS = [
    "Link",
    "LaTeX",
    "LaTeX equation",
    "Markdown ($$)",
    "Markdown (GitHub)",
    "PyTorch code",
    "Code comment",
    "Image (PNG)",
    "Image (SVG)",
    "MathML",
]
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="60" viewBox="0 0 240 60">'
    '<path fill="#fff" d="M0 0h240v60H0z"/><path d="M20 15h200v30H20z"/></svg>'
)


def publish_images(context: BrowserContext) -> None:
    """Answer for the formula images where the site was built without them."""
    if not (SITE / "images").exists():
        context.route("**/images/*/*/*.svg", _draw)


def _draw(route: Route) -> None:
    route.fulfill(body=DRAWING, content_type="image/svg+xml")


def visit(page: Page, url: str) -> None:
    page.goto(url)
    settle(page)


def copy_button(page: Page, display: int = 0) -> Locator:
    """What opens the menu of a display, counted from the top of the page."""
    return page.locator(".formula").nth(display).locator("+ .status-line > .copy")


def latex_button(page: Page, display: int = 0) -> Locator:
    """What copies the LaTeX of a display at once."""
    return page.locator(".formula").nth(display).locator("+ .status-line > .copy-latex")


def choose(page: Page, form: str, display: int = 0) -> None:
    """Take an entry, without the wait of a real pointer: hundreds are taken."""
    copy_button(page, display).dispatch_event("click")
    page.get_by_role("menuitem", name=form, exact=True).dispatch_event("click")


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def copied(page: Page, form: str, display: int = 0) -> str:
    """What an entry of the menu puts on the clipboard."""
    page.evaluate("navigator.clipboard.writeText('nothing was copied')")
    choose(page, form, display)
    expect(page.locator(".copy-said")).to_have_text(f"{form} copied")
    return clipboard(page)
