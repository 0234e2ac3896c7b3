"""What tests run in processes of their own; apart from the tests, which import pytest."""

import faulthandler
import os
from pathlib import Path


def succeed(argument: str) -> None:
    print(f"out of {argument}")
    os.write(2, b"an error stream\n")


def record(argument: str) -> None:
    """Append when it starts and ends to a file: `file:name`."""
    file, _, name = argument.partition(":")
    for event in ("starts", "ends"):
        with Path(file).open("a") as log:
            log.write(f"{name} {event}\n")


def meet(argument: str) -> None:
    """Come to a folder and stay until two are there."""
    folder, _, name = argument.partition(":")
    Path(folder, name).touch()
    while len(list(Path(folder).iterdir())) < 2:
        pass


def fail(argument: str) -> None:
    raise ValueError(argument)


def leave(argument: str) -> None:
    raise SystemExit(argument)


def abort(argument: str) -> None:
    os.abort()


def hang(argument: str) -> None:
    while True:
        pass


def hang_without_a_watchdog(argument: str) -> None:
    faulthandler.cancel_dump_traceback_later()
    hang(argument)
