"""Which packages are installed, in which version: theirs and that of all they require."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
import re
import sys

# A requirement of every installation, not only of one with an extra.
REQUIRED = re.compile(r"^Requires-Dist: ([\w.-]+)(?!.*extra\s*==)", re.MULTILINE)


@cache
def versions(imported: frozenset[str]) -> tuple[str, ...]:
    """`name version` of what these names are imported from, and of what that requires, sorted.

    A name that nothing installed provides stands alone: it becomes another line once it is.
    """
    found: dict[str, str] = {}
    waiting = [name for each in imported for name in _providers(each)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _version(name)
            waiting += [required for required in _required(name) if required in _installed()]
    return tuple(sorted(f"{name} {version}".strip() for name, version in found.items()))


@cache
def _installed() -> dict[str, Path]:
    """The folder that describes each package; its name ends with the version."""
    folders = (info for path in reversed(sys.path) for info in Path(path).glob("*.dist-info"))
    return {_normal(info.stem.rpartition("-")[0]): info for info in folders}


def _providers(imported: str) -> list[str]:
    """The packages that a name is imported from; most have the same name."""
    if _normal(imported) in _installed():
        return [_normal(imported)]
    return _provided().get(imported) or [
        _normal(name) for name in _distributions().get(imported, [imported])
    ]


@cache
def _distributions() -> Mapping[str, list[str]]:
    """The same by their files: for names that no package says it provides."""
    return packages_distributions()


@cache
def _provided() -> dict[str, list[str]]:
    """What packages say that they provide: most of them do, and asking all files is slow."""
    provided: dict[str, list[str]] = {}
    for name, info in _installed().items():
        listed = info / "top_level.txt"
        for imported in listed.read_text().split() if listed.exists() else ():
            provided.setdefault(imported, []).append(name)
    return provided


def _version(name: str) -> str:
    info = _installed().get(name)
    return info.stem.rpartition("-")[2] if info else ""


@cache
def _required(name: str) -> list[str]:
    info = _installed().get(name)
    metadata = (info / "METADATA").read_text(encoding="utf-8") if info else ""
    return [_normal(required) for required in REQUIRED.findall(metadata)]


def _normal(name: str) -> str:
    """Names of packages differ in case and in dashes, and mean the same."""
    return re.sub(r"[-_.]+", "-", name).lower()
