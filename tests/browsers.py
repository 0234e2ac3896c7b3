"""Find Chromium and Firefox, or install them: `python -m tests.browsers`."""

import os
from pathlib import Path
import shutil
import subprocess
import sys

NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "firefox": ("firefox-esr", "firefox"),
}
DEBIAN = {"chromium": "chromium", "firefox": "firefox-esr"}


def find(browser: str) -> str | None:
    """The path of an installed browser, or of the one that Playwright downloaded."""
    for name in NAMES[browser]:
        if path := shutil.which(name):
            return path
    pattern = {"chromium": "chromium-*/*/chrome*", "firefox": "firefox-*/firefox/firefox*"}[browser]
    downloaded = sorted(Path.home().glob(f".cache/ms-playwright/{pattern}"))
    return next((str(p) for p in downloaded if p.is_file() and os.access(p, os.X_OK)), None)


def install(browser: str) -> None:
    """By apt where we may, else by Playwright's own download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], check=False)
        command = ["apt-get", "install", "-q", "-y", DEBIAN[browser]]
    else:
        command = [sys.executable, "-m", "playwright", "install", "--with-deps", browser]
    subprocess.run(command, check=True)


def main() -> int:
    """Make sure that both browsers are there; return the exit code."""
    for browser in NAMES:
        if find(browser) is None:
            print(f"installing {browser}", flush=True)
            install(browser)
        print(f"{browser}: {find(browser)}")
    return 0 if all(find(browser) for browser in NAMES) else 1


if __name__ == "__main__":
    sys.exit(main())
