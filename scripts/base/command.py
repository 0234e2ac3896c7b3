"""How a command ends: a mistake is told, not traced, and a stop is one line."""

from collections.abc import Callable
from functools import wraps
import sys
from typing import NoReturn, ParamSpec

from scripts.base.errors import SourceError, SourceErrors, print_errors

P = ParamSpec("P")
FAILED, WRONG_USAGE, STOPPED = 1, 2, 130


def telling(main: Callable[P, int]) -> Callable[P, int]:
    """A command that tells the mistakes in the sources, one a line, and returns 1."""

    @wraps(main)
    def told(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return main(*args, **kwargs)
        except (SourceError, SourceErrors) as error:
            print_errors(error)
            return FAILED

    return told


def usage(line: str) -> int:
    """Say how a command is called; return its exit code."""
    print(f"usage: {line}", file=sys.stderr)
    return WRONG_USAGE


def run(main: Callable[[], int]) -> NoReturn:
    """Leave with the exit code of a command; who stops it with Ctrl-C wants no traceback."""
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(STOPPED)
