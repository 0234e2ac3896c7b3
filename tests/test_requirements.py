"""What is installed: all of it is named with its version and hashes, and is what was asked for."""

from pathlib import Path
import re
import subprocess
import sys

import pytest

ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)
ASKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)", re.MULTILINE)
LOCKS = ("requirements", "requirements-dev")
Versions = dict[str, set[str]]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def versions(file: str) -> Versions:
    found: Versions = {}
    for entry in ASKED.finditer(Path(file).read_text(encoding="utf-8")):
        public, _, _ = entry["version"].partition("+")  # a build of it, as for a CPU, is the same
        found.setdefault(canonical(entry["name"]), set()).add(public)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_installed_is_hashed(lock: str) -> None:
    entries = list(ENTRY.finditer(Path(f"{lock}.txt").read_text(encoding="utf-8")))
    assert len(entries) > 20
    assert [entry["name"] for entry in entries if "--hash=sha256:" not in entry["rest"]] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_installed_in_that_version(lock: str) -> None:
    asked, locked = versions(f"{lock}.in"), versions(f"{lock}.txt")
    wrong = {
        name: locked.get(name) for name, version in asked.items() if locked.get(name) != version
    }
    assert wrong == {}, "run `make lock`"


def test_the_tests_change_nothing_that_the_build_installs() -> None:
    build, tests = versions("requirements.txt"), versions("requirements-dev.txt")
    differing = {name for name in build.keys() & tests.keys() if not build[name] >= tests[name]}
    assert differing == set()


def test_nothing_that_is_installed_lacks_a_requirement() -> None:
    """Requirements are not looked up at installation: one that is not locked would be missing."""
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0 or sys.platform == "darwin", checked.stdout
