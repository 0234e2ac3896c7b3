"""The folder of all pages, unpacked, in a browser without a server."""

from collections.abc import Iterator
from pathlib import Path
import zipfile

from playwright.sync_api import Browser, Page
import pytest

from scripts.finishing.folder import ABSENT, FILE, NAME
from scripts.finishing.policy import CONTENT
from tests.representatives import pages
from tests.site.test_links import Read, is_local


@pytest.fixture(scope="module")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("folder")
    zipfile.ZipFile(site / FILE).extractall(root)
    return root / NAME


@pytest.fixture(scope="module")
def opened(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_the_folder_holds_every_page(site: Path, folder: Path) -> None:
    names = {path.relative_to(site).as_posix(): path for path in site.rglob("*.html")}
    served = {name for name, path in names.items() if CONTENT in path.read_text(encoding="utf-8")}
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    assert held == served - ABSENT


def test_every_local_link_of_the_folder_leads_to_a_file(folder: Path) -> None:
    for page in sorted(folder.rglob("*.html")):
        read = Read(page)
        local = {address.partition("#")[0] for address in read.named if is_local(address)}
        assert [to for to in local if to and not (page.parent / to).is_file()] == [], page


def test_a_page_of_the_folder_is_whole_and_asks_nobody(folder: Path, opened: Page) -> None:
    lost: list[str] = []
    opened.on(
        "requestfailed",
        # What the next page interrupted is not lost: the browser may ask late for the icon.
        lambda asked: None if "ABORTED" in str(asked.failure) else lost.append(asked.url),
    )
    opened.on("console", lambda told: lost.append(told.text) if told.type == "error" else None)
    opened.on("pageerror", lambda error: lost.append(str(error)))
    opened.on(
        "request",
        lambda asked: (
            lost.append(asked.url)
            if "//" in asked.url[:8] and not asked.url.startswith("file:")
            else None
        ),
    )
    for path in [each for each in pages() if each not in ("404.html", "check/")][:12]:
        opened.goto(f"file://{folder}/{path}index.html")
        assert opened.evaluate("document.fonts.load('20px Mathematics').then(all => all.length)")
        assert lost == [], path


def test_a_link_of_the_folder_can_be_followed(folder: Path, opened: Page) -> None:
    opened.goto(f"file://{folder}/index.html")
    opened.locator("article a[href='optimization/index.html']").first.click()
    opened.locator("article a[href$='adam/index.html']").first.click()
    assert opened.locator("h1").inner_text().startswith("Adam")


def test_the_folder_weighs_less_than_a_fifth_of_the_site(site: Path) -> None:
    whole = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    assert (site / FILE).stat().st_size < whole / 5
