"""The built site and the browsers that read it, once for all tests."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
import pytest

from scripts.base.paths import SITE
from tests import browsers
from tests.site import copying
from tests.site.engines import Engine, Firefox, WebKit, start_firefox, start_webkit
from tests.site.searching import settle
from tests.site.served import serve
from tests.site.visiting import Visits, visiting

HERE = Path(__file__).parent
CHROMIUM_FLAGS = ["--disable-gpu", "--disable-quic", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may be late once; what is wrong fails twice."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def site() -> Path:
    if not (SITE / "index.html").exists():
        pytest.fail("no site/ to test: run `make site` first")
    return SITE


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with serve(site) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.find("chromium"), chromium_sandbox=False, args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visits(chromium: Browser, address: str, pytestconfig: pytest.Config) -> Visits:
    """What is seen on a page, by its path; each is visited once."""
    from tests.representatives import kinds  # here, as in the tests' conftest.py

    every = bool(pytestconfig.getoption("all_pages"))
    return visiting(chromium, address, in_the_dark=kinds(every=every))


@pytest.fixture(scope="session")
def firefox() -> Iterator[Firefox]:
    with start_firefox() as browser:
        yield browser


@pytest.fixture(scope="session")
def webkit() -> Iterator[WebKit]:
    if browsers.find("webkit") is None:
        pytest.skip("needs WebKitGTK's driver and Xvfb (Debian: webkit2gtk-driver, xvfb)")
    with start_webkit() as browser:
        yield browser


@pytest.fixture(params=["firefox", "webkit"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the two browsers that are not Chromium."""
    browser: Engine = request.getfixturevalue(request.param)
    return browser


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A page of a reader who lets it use the clipboard."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    copying.publish_images(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def handset(chromium: Browser) -> Iterator[Page]:
    """A page on the phone of such a reader."""
    size = {"width": 390, "height": 844}
    context = chromium.new_context(viewport=size, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(reader: Page, address: str) -> Page:
    """A page that is ready to be read and searched; a module that reads another has its own."""
    reader.goto(address + "calculus/gradient/")
    settle(reader)
    return reader
