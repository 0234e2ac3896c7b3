"""The build: formula source files in, everything MkDocs needs out."""

import sys
from types import TracebackType

_excepthook = sys.excepthook


def _stopped(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """Who presses Ctrl-C while a command still imports what it needs wants no traceback, either.

    What the command has started for itself says nothing.
    """
    if not issubclass(kind, KeyboardInterrupt):
        _excepthook(kind, error, traceback)
    elif "-m" in sys.orig_argv[:2]:
        print("stopped", file=sys.stderr)


sys.excepthook = _stopped
