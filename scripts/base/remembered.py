"""What took long to compute from sources, kept in build/remembered/ until what decides it changes.

A value is kept beside one digest of everything that it was computed from, and one of itself: what
is half-written, or was made of something else, is computed again.
"""

from collections.abc import Callable, Iterable
import pickle
from typing import Any, TypeVar

from scripts.base.freshness import digest
from scripts.base.paths import REMEMBERED
from scripts.base.text import write_atomically

T = TypeVar("T")


def recalled(name: str, inputs: str) -> Any:
    """What was remembered under this name, if it was computed from these inputs; else None."""
    try:
        known, whole, data = (REMEMBERED / name).read_bytes().split(b"\n", 2)
    except (OSError, ValueError):
        return None
    if known != inputs.encode() or whole != digest(data).encode():
        return None
    return pickle.loads(data)


def remember(name: str, inputs: str, value: object) -> None:
    """Keep a value that was computed from these inputs."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    head = f"{inputs}\n{digest(data)}\n".encode()
    write_atomically(REMEMBERED / name, head + data)


def remembered(name: str, inputs: str, compute: Callable[[], T]) -> T:
    """The value that is remembered, or is computed now and will be."""
    value: T | None = recalled(name, inputs)
    if value is None:
        value = compute()
        remember(name, inputs, value)
    return value


def remembered_each(
    name: str, code: str, texts: Iterable[tuple[str, str]], compute: Callable[[str], T]
) -> dict[str, T]:
    """What is computed from each of several texts, by their names; again where a text changed.

    `code` is a digest of what decides besides. All of it is kept in one file: it should be small.
    """
    known: dict[str, tuple[str, T]] = recalled(name, code) or {}
    found: dict[str, tuple[str, T]] = {}
    for key, text in texts:
        inputs = digest(text)
        before = known.get(key)
        found[key] = before if before and before[0] == inputs else (inputs, compute(text))
    if found != known:
        remember(name, code, found)
    return {key: value for key, (_, value) in found.items()}


def forget_others(folder: str, kept: Iterable[str]) -> None:
    """Remove what is remembered in a folder under other names than these."""
    there = {REMEMBERED / folder / name for name in kept}
    for path in (REMEMBERED / folder).rglob("*"):
        if path.is_file() and path not in there:
            path.unlink()
