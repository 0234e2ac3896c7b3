"""The site without a connection: what was visited, all pages once they are kept, a new version."""

from collections.abc import Callable, Iterator
import json
import os
from pathlib import Path
import shutil
import time

from playwright.sync_api import Browser, BrowserContext, Page, expect
import pytest

from scripts.base.text import read_text, write_atomically
from scripts.finishing.offline import LIST, WORKER, hash_of
from tests.site.served import serve

PATIENCE = 120_000  # ms; some six hundred files are kept
SOFTMAX, ADAM = "probability_statistics/softmax/", "optimization/adam/"
IS_THERE = "async path => !!(await caches.match(new URL(path, document.baseURI)))"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """The site, to be changed."""
    return Path(shutil.copytree(site, tmp_path / "site", copy_function=os.link))


def visit(page: Page, url: str) -> None:
    """Open a page and wait until it is kept."""
    page.goto(url)
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    wait_until_kept(page, url)


def wait_until_kept(page: Page, url: str) -> None:
    wait_for(lambda: page.evaluate(IS_THERE, url), f"{url} is not kept")


def wait_for(happens: Callable[[], bool], problem: str) -> None:
    """Ask until it happens: what a promise says, the browser's own waiting does not wait for."""
    end = time.monotonic() + PATIENCE / 1000
    while not happens():
        assert time.monotonic() < end, problem
        time.sleep(0.2)


def keep_all(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.locator(".offline-keep").click()
    status = page.locator(".offline [role=status]")
    expect(status).to_contain_text("All pages are on this device", timeout=PATIENCE)


def change(site: Path, path: str, old: str, new: str) -> None:
    """Publish another version, in which a page says something else."""
    changed = site / path / "index.html"
    text = read_text(changed)
    assert old in text
    changed.unlink()  # the site that is tested has the same file
    changed.write_text(text.replace(old, new), encoding="utf-8")
    listed = json.loads(read_text(site / LIST))
    listed["files"][path] = hash_of(changed)
    worker = read_text(site / WORKER)
    assert listed["version"] in worker
    for name, content in (
        (WORKER, worker.replace(listed["version"], "changed")),
        (LIST, json.dumps({**listed, "version": "changed"})),
    ):
        (site / name).unlink()
        write_atomically(site / name, content)


def wait_for_version(page: Page) -> None:
    def replaced() -> bool:
        names = page.evaluate("caches.keys()")
        return [name.partition("#")[2] for name in names if "#" in name] == ["changed"]

    wait_for(replaced, "the new version did not come")


def test_a_visited_page_opens_without_a_connection(
    page: Page, context: BrowserContext, address: str
) -> None:
    visit(page, address + SOFTMAX)
    wait_until_kept(page, f"{address}assets/styles/site.css")
    context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_contain_text("Softmax")
    assert page.evaluate("getComputedStyle(document.querySelector('.formula')).position")
    page.goto(address + SOFTMAX + "?tau=2#sources")
    expect(page.locator("h1")).to_contain_text("Softmax")


def test_a_page_that_is_not_there_says_so(
    page: Page, context: BrowserContext, address: str
) -> None:
    visit(page, address)
    context.set_offline(True)
    page.goto(address + ADAM)
    expect(page.locator("h1")).to_have_text("No connection")
    page.get_by_role("link", name="the first page").click()
    expect(page).to_have_url(address)
    expect(page.locator("h1")).to_contain_text("Mathematical Quick Reference")


def test_what_is_kept_opens_without_a_connection(
    page: Page, context: BrowserContext, address: str, site: Path
) -> None:
    keep_all(page, address)
    context.set_offline(True)
    for path in ("", ADAM, "notebooks/calculus/", "cheat_sheet/", "check/"):
        page.goto(address + path)
        assert page.locator("h1").count() == 1
        assert page.locator("h1").inner_text() != "No connection"
    page.goto(address + SOFTMAX)
    drawn = "image => image.decode().then(() => image.naturalWidth > 0)"
    assert page.locator(".figure img").first.evaluate(drawn)
    page.locator(".slider input").first.press("ArrowRight")
    expect(page.locator(".figure > svg")).to_be_visible(timeout=PATIENCE)
    paths = json.loads(read_text(site / LIST))["files"]
    there = page.evaluate(
        f"paths => Promise.all(paths.map({IS_THERE}))", [address + path for path in paths]
    )
    assert all(there)


def test_the_search_finds_without_a_connection_where_all_is_kept(
    page: Page, context: BrowserContext, address: str
) -> None:
    keep_all(page, address)
    context.set_offline(True)
    page.goto(address + "?q=softargmax")
    expect(page.locator("[data-search-result]").first).to_contain_text("Softmax", timeout=PATIENCE)
    expect(page.locator(".search-formula math").first).to_be_visible()


def test_a_search_that_cannot_be_loaded_says_so(
    page: Page, context: BrowserContext, address: str
) -> None:
    visit(page, address)
    context.set_offline(True)
    page.goto(address + "?q=softmax")
    status = page.locator("dialog [role=status]")
    expect(status).to_contain_text("Is there a connection?", timeout=PATIENCE)
    expect(page.locator("dialog")).not_to_contain_text("No close formula")


def test_what_is_kept_can_be_removed(page: Page, address: str) -> None:
    keep_all(page, address)
    page.locator(".offline-drop").click()
    expect(page.locator(".offline [role=status]")).to_contain_text("removed")
    assert not page.evaluate(IS_THERE, address + ADAM)
    expect(page.locator(".offline-keep")).to_be_visible()


def test_a_new_version_replaces_what_was_visited(
    page: Page, context: BrowserContext, copy: Path
) -> None:
    with serve(copy) as address:
        visit(page, address + SOFTMAX)
        visit(page, address + ADAM)
        change(copy, SOFTMAX, "</h1>", " renewed</h1>")
        page.goto(address + SOFTMAX)
        wait_for_version(page)
        wait_until_kept(page, address + SOFTMAX)
        context.set_offline(True)
        page.goto(address + SOFTMAX)
        expect(page.locator("h1")).to_contain_text("renewed")
        page.goto(address + ADAM)  # it did not change
        expect(page.locator("h1")).to_contain_text("Adam")


def test_a_new_version_replaces_what_is_kept(
    page: Page, context: BrowserContext, copy: Path
) -> None:
    with serve(copy) as address:
        keep_all(page, address)
        change(copy, ADAM, "</h1>", " renewed</h1>")
        page.goto(address + SOFTMAX)
        wait_for_version(page)
        context.set_offline(True)
        page.goto(address + ADAM)
        expect(page.locator("h1")).to_contain_text("renewed")
        page.goto(address + "notation/")
        expect(page.locator("h1")).to_contain_text("Notation")


def test_what_is_of_another_version_is_not_kept(
    page: Page, context: BrowserContext, copy: Path
) -> None:
    with serve(copy) as address:
        visit(page, address + SOFTMAX)
        page.goto(address + SOFTMAX)  # the list of its files comes
        wait_until_kept(page, address + LIST)
        adam = copy / ADAM / "index.html"
        text = read_text(adam)
        adam.unlink()
        adam.write_text(text.replace("</h1>", " of a later version</h1>"), encoding="utf-8")
        page.goto(address + ADAM)
        expect(page.locator("h1")).to_contain_text("later")
        page.goto(address + "notation/")
        wait_until_kept(page, f"{address}notation/")
        assert not page.evaluate(IS_THERE, address + ADAM)
