"""Is an output up to date? By content, never by time.

A stamp holds the hash of everything an output was made from and the hash of every
file that was written. An output is fresh when both still agree: an edited, deleted
or half-copied output is stale, a touched source is not.
"""

from collections.abc import Iterable
from hashlib import sha256
import json
from pathlib import Path

from scripts.base.paths import STAMPS
from scripts.base.text import write_atomically


def digest(*parts: str | bytes) -> str:
    """One hash of several texts, in order."""
    total = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def digest_files(paths: Iterable[Path]) -> str:
    """One hash of the names and contents of files."""
    return digest(*(part for path in sorted(paths) for part in (path.name, path.read_bytes())))


def is_fresh(name: str, inputs: str, outputs: Iterable[Path]) -> bool:
    """Whether `outputs` are what was last made from `inputs` under this name."""
    try:
        stamp = json.loads(_stamp(name).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(stamp == _content(inputs, outputs))


def mark_fresh(name: str, inputs: str, outputs: Iterable[Path]) -> None:
    """Remember that `outputs` were made from `inputs`."""
    write_atomically(_stamp(name), json.dumps(_content(inputs, outputs), indent=1, sort_keys=True))


def _stamp(name: str) -> Path:
    return STAMPS / f"{name}.json"


def _content(inputs: str, outputs: Iterable[Path]) -> dict[str, object]:
    written = {
        path.as_posix(): digest(path.read_bytes()) if path.exists() else None for path in outputs
    }
    return {"inputs": inputs, "outputs": written}
