"""Which files a piece of code opens: there is no list to forget one in."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
import os
from pathlib import Path
import sys

# What decides by other means: code and packages by their closure, the rest is no source.
ELSEWHERE = (".venv", "scripts", "build/remembered", "build/site")

_listeners: list[set[str]] = []


@contextmanager
def opened_files() -> Iterator[set[str]]:
    """The files of this repository that are opened within, relative to its root.

    What is read once and kept in memory must be opened, or count, elsewhere.
    """
    _listen()
    opened, here = set[str](), set[str]()
    _listeners.append(opened)
    try:
        yield here
    finally:
        _listeners.remove(opened)
        root = f"{Path.cwd()}{os.sep}"
        paths = (Path.cwd() / os.path.normpath(name) for name in opened)
        inside = (p.as_posix().removeprefix(root) for p in paths if str(p).startswith(root))
        here.update(
            p for p in inside if not any(p == e or p.startswith(f"{e}/") for e in ELSEWHERE)
        )


@cache
def _listen() -> None:
    """From now on, as long as this process lives."""

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and _listeners and isinstance(arguments[0], str | os.PathLike):
            for opened in _listeners:
                opened.add(os.fspath(arguments[0]))

    sys.addaudithook(heard)
