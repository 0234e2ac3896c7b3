"""Find the browsers that the tests use, or install them: `python -m tests.browsers`."""

import os
from pathlib import Path
import shutil
import subprocess
import sys

NAMES = {
    # The first draws no window, and costs a fifth less.
    "chromium": (
        *("chromium-headless-shell", "chromium", "chromium-browser"),
        *("google-chrome", "google-chrome-stable"),
    ),
    "firefox": ("firefox-esr", "firefox"),
    "webkit": ("WebKitWebDriver",),  # its driver knows where the browser is
}
DEBIAN = {
    "chromium": ["chromium-headless-shell"],
    "firefox": ["firefox-esr"],
    "webkit": ["webkit2gtk-driver", "xvfb"],
}
PLAYWRIGHT = {
    "chromium": "chromium-*/*/chrome*",
    "firefox": "firefox-*/firefox/firefox*",
}
OPTIONAL = {"webkit"}  # on Debian and Ubuntu only: elsewhere its tests are skipped


def find(browser: str) -> str | None:
    """The path of an installed browser, or of the one that Playwright downloaded."""
    if browser == "webkit" and not shutil.which("Xvfb"):
        return None
    for name in NAMES[browser]:
        if path := shutil.which(name):
            return path
    if browser not in PLAYWRIGHT:
        return None
    downloaded = sorted(Path.home().glob(f".cache/ms-playwright/{PLAYWRIGHT[browser]}"))
    return next((str(p) for p in downloaded if p.is_file() and os.access(p, os.X_OK)), None)


def install(browser: str) -> None:
    """By apt where we may, else by Playwright's own download, if it has one that we can drive."""
    if shutil.which("apt-get") and (privilege := _privilege()) is not None:
        apt = [*privilege, "apt-get"]
        subprocess.run([*apt, "update", "-q"], check=False)
        subprocess.run([*apt, "install", "-q", "-y", *DEBIAN[browser]], check=False)
    if find(browser) is None and browser in PLAYWRIGHT:
        command = [sys.executable, "-m", "playwright", "install", "--with-deps", browser]
        subprocess.run(command, check=False)


def _privilege() -> list[str] | None:
    """What makes a command root's without asking anybody, or None."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], check=False).returncode == 0:
        return sudo
    return None


def main() -> int:
    """Make sure that the browsers are there; return the exit code."""
    for browser in NAMES:
        if find(browser) is None:
            print(f"installing {browser}", flush=True)
            install(browser)
        print(f"{browser}: {find(browser)}")
    return 0 if all(find(browser) for browser in NAMES if browser not in OPTIONAL) else 1


if __name__ == "__main__":
    sys.exit(main())
