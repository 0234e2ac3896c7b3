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


def is_fresh(name: str, inputs: str, outputs: Iterable[Path], root: Path = Path()) -> bool:
    """Whether `outputs` are what was last made from `inputs` under this name, here or elsewhere."""
    try:
        stamp = json.loads((root / stamp_file(name)).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(stamp == _content(inputs, outputs, root))


def mark_fresh(name: str, inputs: str, outputs: Iterable[Path]) -> None:
    """Remember that `outputs` were made from `inputs`."""
    write_atomically(
        stamp_file(name), json.dumps(_content(inputs, outputs, Path()), indent=1, sort_keys=True)
    )


def stamp_file(name: str) -> Path:
    """Where it is remembered what the outputs of this name were made from."""
    return STAMPS / f"{name}.json"


def _content(inputs: str, outputs: Iterable[Path], root: Path) -> dict[str, object]:
    there = {path.as_posix(): root / path for path in outputs}
    written = {
        name: digest(file.read_bytes()) if file.exists() else None for name, file in there.items()
    }
    return {"inputs": inputs, "outputs": written}
