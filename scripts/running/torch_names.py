"""The PyTorch names of a page, looked up in the PyTorch that the build uses.

Meant for a process that has imported torch anyway: importing it takes seconds.
"""

from collections.abc import Iterable, Iterator
import difflib
from pathlib import Path
import pkgutil

from scripts.base.errors import SourceError

PLACES = (
    "torch",
    "torch.nn.functional",
    "torch.nn",
    "torch.special",
    "torch.linalg",
    "torch.optim",
)


def unknown_names(page: Path, named: Iterable[tuple[int, str]]) -> Iterator[SourceError]:
    """The names that do not exist, each at its line of the page with the closest that does."""
    for line, name in named:
        if _found(name) is None:
            close = _closest(name)
            hint = f"; did you mean {close}?" if close else ""
            yield SourceError(page, line, f"there is no {name} in this version of PyTorch{hint}")


def _found(name: str) -> object | None:
    try:
        found: object = pkgutil.resolve_name(name)
    except (ImportError, AttributeError, ValueError):
        return None
    return found


def _closest(name: str) -> str | None:
    """The same name elsewhere, or another spelling of it in the same place."""
    place, _, last = name.rpartition(".")
    elsewhere = [f"{other}.{last}" for other in PLACES if _found(f"{other}.{last}") is not None]
    there = difflib.get_close_matches(last, dir(_found(place)) if place else [], n=1)
    return next(iter([*elsewhere, *(f"{place}.{spelled}" for spelled in there)]), None)
