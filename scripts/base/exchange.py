"""Two folders change places in one step, where the system can: nobody ever sees neither."""

import ctypes
import os
from pathlib import Path
import sys

# The call, its sign for the working directory and for an exchange; of <fcntl.h> and <stdio.h>.
CALLS = {"linux": ("renameat2", -100, 2), "darwin": ("renameatx_np", -2, 2)}


def exchange(one: Path, other: Path) -> bool:
    """Whether the two have changed places; if not, nothing has changed."""
    name, here, swap = CALLS.get(sys.platform, ("", 0, 0))
    call = getattr(ctypes.CDLL(None), name, None) if name else None
    return bool(call and call(here, os.fsencode(one), here, os.fsencode(other), swap) == 0)
