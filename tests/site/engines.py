"""Firefox and Safari's engine, each behind the same few calls, as a reader uses a browser."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
import os
import subprocess
import time
from typing import Any, Protocol

from marionette_driver.marionette import Marionette
from selenium.webdriver import WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests import browsers

PATIENCE = 15  # seconds
SCREEN = "3400x8200x24"  # a page of formulas is one picture

# WebKit takes a picture at its next painting: this makes it paint.
FLICKER = """
const flicker = document.body.appendChild(document.createElement("i"))
flicker.style = "position: fixed; inset: 0 auto auto 0; height: 1px; background: white"
setInterval(() => { flicker.style.width = `${1 + (performance.now() % 2)}px` }, 15)
"""
FONTS = "document.fonts.ready.then(() => arguments[0]())"


class Engine(Protocol):
    """What tests ask of a browser. Scripts run in the page and `return` what they find."""

    name: str

    def open(self, url: str) -> None: ...
    def back(self) -> None: ...
    def run(self, script: str) -> Any: ...
    def run_async(self, script: str) -> Any: ...
    def press(self, *keys: str) -> None: ...
    def resize(self, width: int, height: int) -> None: ...
    def picture(self) -> bytes: ...


class Firefox:
    """Firefox, by its own driver."""

    name = "firefox"

    def __init__(self, driver: Marionette) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.navigate(url)

    def back(self) -> None:
        self.driver.go_back()

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script, sandbox=None)

    def run_async(self, script: str) -> Any:
        """The value that the script gives to its callback, `arguments[0]`."""
        return self.driver.execute_async_script(
            script, sandbox=None, script_timeout=PATIENCE * 1000
        )

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        self.driver.get_active_element().send_keys(*keys)

    def resize(self, width: int, height: int) -> None:
        self.driver.set_window_rect(width=width, height=height)

    def picture(self) -> bytes:
        """The whole page, as PNG."""
        self.run_async(FONTS)
        return base64.b64decode(self.driver.screenshot(full=True))


class WebKit:
    """Safari's engine, as Debian's WebKitGTK has it."""

    name = "webkit"

    def __init__(self, driver: WebKitGTK) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.get(url)

    def back(self) -> None:
        self.driver.back()

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def run_async(self, script: str) -> Any:
        """The value that the script gives to its callback, `arguments[0]`."""
        return self.driver.execute_async_script(script)

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def resize(self, width: int, height: int) -> None:
        self.driver.set_window_size(width, height)

    def picture(self) -> bytes:
        """The page, as PNG, in a window that shows all of it."""
        self.run_async(FONTS)
        size = (
            "return [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        self.resize(*self.run(size))
        self.run(FLICKER)
        return self.driver.get_screenshot_as_png()


@contextmanager
def start_firefox() -> Iterator[Firefox]:
    """A Firefox without a window."""
    driver = Marionette(
        bin=browsers.find("firefox"), headless=True, gecko_log="build/firefox.log", port=0
    )
    driver.start_session()
    driver.timeout.page_load = 30
    yield Firefox(driver)
    driver.delete_session()
    driver.cleanup()


@contextmanager
def start_webkit() -> Iterator[WebKit]:
    """A WebKit whose window nobody sees."""
    with _screen() as display:
        environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        service = Service(executable_path=browsers.find("webkit"), env=environment)
        driver = WebKitGTK(options=Options(), service=service)
        driver.set_script_timeout(PATIENCE)
        driver.set_page_load_timeout(30)
        try:
            yield WebKit(driver)
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """A screen in memory; yields its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read, encoding="ascii") as answer:
            number = answer.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


def wait_for(engine: Engine, script: str, wanted: object) -> None:
    """Wait until an expression has the wanted value."""
    end = time.monotonic() + PATIENCE
    while (found := engine.run(f"return {script}")) != wanted:
        assert time.monotonic() < end, f"{script} is {found!r}, not {wanted!r}"
        time.sleep(0.05)
