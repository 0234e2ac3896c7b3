import os
from pathlib import Path
import shutil
import stat
import subprocess

from tests.project import REPOSITORY

# The sed of macOS and BSD knows no tab: it writes a t.
SED = """#!/bin/sh
for argument; do shift; set -- "$@" "$(printf '%s' "$argument" | tr '\\\\' ' ')"; done
exec {sed} "$@"
"""


def test_make_alone_lists_the_commands_on_every_system(tmp_path: Path) -> None:
    sed = tmp_path / "sed"
    sed.write_text(SED.format(sed=shutil.which("sed")))
    sed.chmod(sed.stat().st_mode | stat.S_IXUSR)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["make", "--no-print-directory"]
    listed = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert "site      Build the website into site/\n" in listed
    assert "test-all  The same on every page" in listed
