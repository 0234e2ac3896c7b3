"""One visit a page: open it once, look at it in every way that a reader may, keep what is seen."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
import gzip
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from scripts.base.paths import SITE

LOOK = Path(__file__).with_name("look.js")
WIDTHS = (1440, 1280, 1000, 768, 390, 360)
ZOOMED = (640, 320)  # a laptop's at 200 and 400 %
SIZES = {1280: 800, 390: 844}  # of a laptop and a phone; the others are as high as the first
# Millimeters of text on the narrower sheet, A4, as CSS pixels.
PAPER = round((210 - 2 * 15) / 25.4 * 96)
FIRST_SCREEN = ("h1", ".description", ".formula", ".copy-latex", ".call code", ".shapes")
SAID = ("h1 + .description", ".call pre code", ".call .shapes")
NOT_PRINTED = (
    ".md-header, .md-sidebar, .md-footer, .headerlink, .cite, .page-links > a, .md-code__nav"
    ", .folded, .in-notebook, .notebook-links"
)
# Colors are there at once. A sheet that a script makes is one that the site's policy allows.
SCHEMES = ("light", "dark")
COLORS = "color-contrast"  # as axe names it
STILL = """
const sheet = new CSSStyleSheet()
sheet.replaceSync("* { transition: none !important }")
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
"""
MOVING = "document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)"
TEXTS = ["Link", "LaTeX", "LaTeX equation", "Markdown ($$)", "Markdown (GitHub)", "Code comment"]
TEXTS += ["MathML"]  # the forms that are text on every page


@dataclass
class Seen:
    """What one visit found on a page; lists name what is wrong, and are empty where nothing is."""

    path: str
    problems: list[str] = field(default_factory=list)  # errors, lost requests, other sites
    asked: list[str] = field(default_factory=list)  # addresses, in order
    weight: int = 0  # bytes of a first visit, compressed
    ids: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    copies: list[Mapping[str, str]] = field(default_factory=list)  # by display and form
    sideways: dict[int, int] = field(default_factory=dict)  # pixels, by the width of the window
    cut: dict[int, list[str]] = field(default_factory=dict)
    missed: dict[int, list[str]] = field(default_factory=dict)
    first_screen: dict[int, list[float]] = field(default_factory=dict)
    bad_controls: list[str] = field(default_factory=list)
    cut_calls: list[str] = field(default_factory=list)
    chapter: list[str] = field(default_factory=list)  # text and address, where a phone shows it
    wide_chapter: list[str] = field(default_factory=list)  # the same on a laptop
    said: Mapping[str, list[str]] = field(default_factory=dict)  # texts, by selector
    too_wide_for_paper: list[str] = field(default_factory=list)
    sideways_on_paper: int = 0
    printed: list[str] = field(default_factory=list)  # classes of what should not be
    violations: dict[str, list[str]] = field(default_factory=dict)  # by color scheme
    unseen: list[str] = field(default_factory=list)  # icons, in forced colors
    moving: list[str] = field(default_factory=list)  # with reduced motion


def visit(chromium: Browser, address: str, path: str, *, schemes: Sequence[str]) -> Seen:
    """Open a page of the site in a browser that has seen nothing of it, and look at it."""
    seen = Seen(path)
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(path=LOOK)
    page = context.new_page()
    _listen(page, address, seen)
    page.goto(address + path, wait_until="networkidle")
    settle(page)
    seen.weight = sum(map(_weight, set(seen.asked)))
    seen.said = page.evaluate("selectors => look.said(selectors)", SAID)
    seen.ids = page.evaluate("look.ids()")
    seen.anchors = page.evaluate("look.anchors()")
    seen.violations = violations(page, schemes=schemes)
    seen.unseen, seen.moving = unseen(page), moving(page)
    for width in ZOOMED:
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        seen.sideways[width] = page.evaluate("look.sideways()")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": SIZES.get(width, 800)})
        settle(page)
        _at(page, width, seen)
    _paper(page, seen)
    seen.copies = page.evaluate("forms => look.copies(forms)", TEXTS)
    context.close()
    return seen


def settle(page: Page) -> None:
    """Wait until fonts are there and nothing moves any more."""
    page.evaluate("look.settled()")


def _listen(page: Page, address: str, seen: Seen) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.problems.append(f"console: {message.text}")

    def request(url: str) -> None:
        if url.startswith(address):
            seen.asked.append(url.removeprefix(address))
        elif not url.startswith(("data:", "blob:")):
            seen.problems.append(f"asked another site: {url}")

    page.on("pageerror", lambda error: seen.problems.append(str(error)))
    page.on("requestfailed", lambda lost: seen.problems.append(f"not loaded: {lost.url}"))
    page.on("console", console)
    page.on("request", lambda asked: request(asked.url))


def _weight(asked: str) -> int:
    """What an address of the site weighs on its way to the reader."""
    file = SITE / unquote(urlsplit(asked).path)
    return _compressed(file / "index.html" if file.is_dir() else file)


@cache
def _compressed(file: Path) -> int:
    content = file.read_bytes()
    return len(content) if file.suffix == ".woff2" else len(gzip.compress(content, 9))


def _at(page: Page, width: int, seen: Seen) -> None:
    """What depends on the width of the window."""
    seen.sideways[width] = page.evaluate("look.sideways()")
    seen.cut[width] = page.evaluate("look.cut()")
    if width in SIZES and page.locator(".call").count():
        seen.first_screen[width] = page.evaluate("parts => look.lowest(parts)", FIRST_SCREEN)
    if width == 390:
        seen.bad_controls = page.evaluate("look.badControls()")
        seen.chapter = page.evaluate("look.chapter()")
    if width == 1280:
        seen.wide_chapter = page.evaluate("look.chapter()")
    if width == 360:
        seen.cut_calls = page.evaluate("look.cutCalls()")
    if width in SIZES:
        seen.missed[width] = page.evaluate("look.missed()")


def _paper(page: Page, seen: Seen) -> None:
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    seen.too_wide_for_paper = page.evaluate("look.wide('.formula > math, pre > code')")
    seen.sideways_on_paper = page.evaluate("document.documentElement.scrollWidth") - PAPER
    seen.printed = page.evaluate("selector => look.visible(selector)", NOT_PRINTED)
    page.emulate_media(media="screen")


def violations(page: Page, *, schemes: Sequence[str] = SCHEMES) -> dict[str, list[str]]:
    """What axe finds; in the dark, colors alone are other than in the light."""
    found: dict[str, list[str]] = {}
    page.evaluate(STILL)
    for scheme in schemes:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        settle(page)
        found[scheme] = _axe(page, **({"runOnly": [COLORS]} if scheme == "dark" else {}))
    page.emulate_media(color_scheme="light")
    page.evaluate(MOVING)
    return found


def violations_when_narrow(page: Page) -> list[str]:
    """What axe finds beside colors, which are the same in every width."""
    settle(page)
    return _axe(page, rules={COLORS: {"enabled": False}})


def _axe(page: Page, **options: Any) -> list[str]:
    told = Axe().run(page, options={"resultTypes": ["violations"], **options})
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in told.response["violations"]]


def unseen(page: Page) -> list[str]:
    """Icons that forced colors hide."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate("look.unseen()")
    page.emulate_media(forced_colors="none")
    return found


def moving(page: Page) -> list[str]:
    """What moves although the reader asked for no motion."""
    page.emulate_media(reduced_motion="reduce")
    found: list[str] = page.evaluate("look.moving()")
    page.emulate_media(reduced_motion="no-preference")
    return found


Visits = Callable[[str], Seen]


def visiting(chromium: Browser, address: str, *, in_the_dark: Collection[str]) -> Visits:
    """Look at a page at the first call, and remember what was seen."""

    def look(path: str) -> Seen:
        schemes = SCHEMES if path in in_the_dark else SCHEMES[:1]
        return visit(chromium, address, path, schemes=schemes)

    return cache(look)
