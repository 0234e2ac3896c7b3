"""What tests run in processes of their own; apart from the tests, which import pytest."""

import faulthandler
import gc
from multiprocessing.connection import Connection
import os
import signal
import subprocess
import sys
import threading
import time

STARTER = "import subprocess, sys; subprocess.Popen(sys.argv[1:], start_new_session=True)"


def succeed(argument: str) -> None:
    print(f"out of {argument}")
    os.write(2, b"an error stream\n")


def last(argument: str) -> tuple[float, float]:
    """When it started and when it ended, so many seconds later."""
    started = time.monotonic()
    time.sleep(float(argument))
    return started, time.monotonic()


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
    """Start a `sleep`, which would outlive this one: `seconds:how it starts:how this ends`."""
    seconds, how, end = argument.split(":")
    if how == "by another that ends":
        command = [sys.executable, "-c", STARTER, "sleep", seconds]
        subprocess.run(command, start_new_session=True, check=True)
    else:
        subprocess.Popen(["sleep", seconds], start_new_session=bool(how))
    if end == "hang":
        hang("")
    if end == "sleep":
        sleep("60")


def answer_half(argument: str) -> None:
    """Announce a long answer and end in the middle of it."""
    for each in gc.get_objects():
        if isinstance(each, Connection) and each.writable:
            os.write(each.fileno(), (1000).to_bytes(4, "big") + b"x")
    os.kill(os.getpid(), signal.SIGKILL)
