"""A copy of the repository: what git would commit, nothing generated."""

from pathlib import Path
import shutil
import subprocess


def copy_repository(target: Path) -> None:
    """The tracked and the new files, without anything generated."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if Path(name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, target / name)
