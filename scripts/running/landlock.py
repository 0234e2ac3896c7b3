"""Landlock of Linux: a process gives up rights for ever, for itself and for all that it starts.

It asks no privileges. The numbers, of <linux/landlock.h>, are the same on every machine.
"""

import ctypes
from functools import cache
import os
from pathlib import Path
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION, PATH_BENEATH = 1, 1
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
IN_FOLDERS = sum(1 << bit for bit in range(4, 14))  # to remove, make, link and rename
BIND_AND_CONNECT, SOCKETS_AND_SIGNALS = 0b11, 0b11
KNOWS_TRUNCATE, KNOWS_TCP, KNOWS_SIGNALS = 3, 4, 6  # since which version
SCRATCH = ("/dev/null", "/dev/zero")  # what is written there is nowhere
NO_NEW_PRIVILEGES = 38  # of <linux/prctl.h>


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def is_there() -> bool:
    """Whether this system keeps a process from writing."""
    return _version() >= KNOWS_TRUNCATE


def restrict(folder: Path) -> None:
    """From now on this thread writes into `folder` alone, without TCP and signals to others.

    Raises OSError where that fails, so that nothing runs unrestricted.
    """
    ruleset = _Ruleset(
        files=WRITE_FILE | TRUNCATE | IN_FOLDERS,
        tcp=BIND_AND_CONNECT if _version() >= KNOWS_TCP else 0,
        scope=SOCKETS_AND_SIGNALS if _version() >= KNOWS_SIGNALS else 0,
    )
    size = ctypes.c_size_t(ctypes.sizeof(ruleset))
    rules = _called(CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    _allow(rules, str(folder), ruleset.files)
    for file in SCRATCH:
        _allow(rules, file, WRITE_FILE | TRUNCATE)
    libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _called(RESTRICT_SELF, rules, 0)
    os.close(rules)


def _allow(rules: int, path: str, access: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    _called(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(_Beneath(access, handle)), 0)
    os.close(handle)


@cache
def _version() -> int:
    """The version of Landlock; where there is none, 0 or -1."""
    if sys.platform != "linux":
        return 0
    return int(libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION))


def _called(*arguments: object) -> int:
    answer = int(libc().syscall(*arguments))
    if answer < 0:
        raise OSError(ctypes.get_errno(), "Landlock keeps no process from writing here")
    return answer


@cache
def libc() -> ctypes.CDLL:
    """The C library."""
    return ctypes.CDLL(None, use_errno=True)
