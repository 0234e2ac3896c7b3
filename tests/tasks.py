"""What tests run in processes of their own; apart from the tests, which import pytest."""

import faulthandler
import gc
from multiprocessing.connection import Connection
import os
from pathlib import Path
import signal
import subprocess
import threading
import time


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


def sleep(argument: str) -> None:
    time.sleep(float(argument))


def repeat(argument: str) -> str:
    return "x" * int(argument)


def leave_a_thread(argument: str) -> None:
    threading.Thread(target=threading.Event().wait).start()


def start_a_process(argument: str) -> None:
    """Start a process that would outlive this one: `file:own session:how this one ends`."""
    file, own_session, end = argument.split(":")
    started = subprocess.Popen(["sleep", "60"], start_new_session=bool(own_session))
    Path(file).write_text(str(started.pid))
    if end == "hang":
        hang("")
    if end == "sleep":
        sleep("60")


def kill_the_server(argument: str) -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(1)


def answer_half(argument: str) -> None:
    """Announce a long answer and end in the middle of it."""
    for each in gc.get_objects():
        if isinstance(each, Connection) and each.writable:
            os.write(each.fileno(), (1000).to_bytes(4, "big") + b"x")
    os.kill(os.getpid(), signal.SIGKILL)
