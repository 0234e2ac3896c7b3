"""What authors' code must not be able to do; run in processes of their own."""

import gc
from multiprocessing.connection import Connection
import os
from pathlib import Path
import shutil
import socket
import subprocess
import tempfile
import time
from typing import Any

from scripts.running import box

MANY = "61.5"  # seconds that each of many processes sleeps


def write(theirs: Path) -> None:
    theirs.write_text("mine")


def append(theirs: Path) -> None:
    with theirs.open("a") as file:
        file.write("mine")


def truncate(theirs: Path) -> None:
    os.truncate(theirs, 0)


def remove(theirs: Path) -> None:
    theirs.unlink()


def remove_folder(theirs: Path) -> None:
    shutil.rmtree(theirs.parent)


def rename(theirs: Path) -> None:
    theirs.rename(theirs.with_name("mine"))


def make_folder(theirs: Path) -> None:
    theirs.with_name("mine").mkdir()


def make_link(theirs: Path) -> None:
    theirs.with_name("mine").symlink_to(theirs)


def write_through_a_link(theirs: Path) -> None:
    link = Path(tempfile.mkdtemp(), "link")
    link.symlink_to(theirs)
    link.write_text("mine")


def move_in(theirs: Path) -> None:
    theirs.rename(Path(tempfile.mkdtemp(), "mine"))


def by_a_program(theirs: Path) -> None:
    command = ["sh", "-c", f"echo mine > '{theirs}'"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise PermissionError(13, "refused")


CHANGES = [write, append, truncate, remove, remove_folder, rename, make_folder, make_link]
CHANGES += [write_through_a_link, move_in]


def write_own() -> str:
    folder = tempfile.mkdtemp()
    for name in ("a", "b"):
        Path(folder, name).write_text("mine")
    Path(folder, "a").rename(Path(folder, "c"))
    Path(folder, "b").unlink()
    subprocess.run(["true"], stdout=subprocess.DEVNULL, check=True)
    return folder


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port))


def send_a_datagram(port: int) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port))


def leave_network() -> bool:
    return box.leave_network()


def kill(pid: int) -> None:
    os.kill(pid, 9)


def grow() -> None:
    bytearray(3 * 10**9)


def grow_with_torch() -> None:
    import torch

    torch.ones(10**9)


def print_much() -> None:
    for _ in range(300):
        print("x" * 10**6)


def write_much() -> None:
    with tempfile.TemporaryFile() as file:
        for _ in range(300):
            file.write(b"x" * 10**6)


def make_many_files() -> None:
    folder = tempfile.mkdtemp()
    for number in range(30_000):
        Path(folder, str(number)).touch()
    time.sleep(60)


def fill_the_disk() -> None:
    """With files none of which is too large."""
    folder = tempfile.mkdtemp()
    for number in range(10):
        Path(folder, str(number)).write_bytes(b"x" * 50_000_000)
    time.sleep(60)


def start_many_processes() -> None:
    for _ in range(100):
        subprocess.Popen(["sleep", MANY], start_new_session=True)
    time.sleep(60)


def multiply() -> None:
    """Each process starts others, for half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        os.fork()
        time.sleep(0.05)


class Maker:
    """Makes a file where it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = str(file)

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self.file,)


def answer_with(data: bytes) -> None:
    """Send these bytes in the place of an answer."""
    for each in gc.get_objects():
        if isinstance(each, Connection) and each.writable:
            each.send_bytes(data)
