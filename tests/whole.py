"""The tiny repository with all that makes a site: configuration, templates, scripts, styles."""

from collections.abc import Mapping
import os
from pathlib import Path
import re
import shutil
from types import MappingProxyType

from tests.project import REPOSITORY, write_sources
from tests.tiny import CONFIG

OURS = re.compile(r"^(?:nav|not_in_nav|extra|site_\w+):.*\n(?:[ ].*\n|\n)*", re.MULTILINE)
EXTRA = """
extra:
  repository: https://example.org/repository
  generator: false
"""
COMMIT = "1700000000"  # seconds: when the last commit was made, if there were one


def write_whole(root: Path, configuration: str = CONFIG + EXTRA) -> None:
    """Write it; what a site of its own configures is `configuration`."""
    write_sources(root)
    for folder in ("docs/assets", "overrides"):
        shutil.copytree(
            REPOSITORY / folder,
            root / folder,
            ignore=shutil.ignore_patterns("fonts"),
            dirs_exist_ok=True,
        )
    shared = OURS.sub("", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    (root / "mkdocs.yml").write_text(f"{configuration}\n{shared}", encoding="utf-8")


def surroundings(changes: Mapping[str, str | None] = MappingProxyType({})) -> dict[str, str]:
    """The environment of a build there; where `changes` has no value, a name is not set."""
    given = {**os.environ, "PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": COMMIT, **changes}
    return {name: value for name, value in given.items() if value is not None}
