"""Read what authors write, refusing at once what no file of theirs may hold."""

from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.text import read_text

CONFLICT = re.compile(r"^(?:<{7}(?: .*)?|\|{7}(?: .*)?|={7}|>{7}(?: .*)?)$", re.MULTILINE)

# UTF-8 that was read as Windows-1252 and saved: "é" is then "Ã©", "’" "â€™". The bytes that
# follow a first one look like these characters; without one of them, "Ã" and "ð" are letters.
_BYTES = (bytes([code]) for code in range(0x80, 0xC0))
FOLLOWING = "".join(byte.decode("cp1252", errors="ignore") or chr(byte[0]) for byte in _BYTES)
GARBLED = re.compile(rf"[ÂÃ][{re.escape(FOLLOWING)}]|â€|ðŸ|\N{{REPLACEMENT CHARACTER}}")


def read_source(path: Path) -> str:
    """The text of a hand-written file.

    Raises SourceError where it is missing or not UTF-8, at the first marker that a merge left,
    and at the first garbled character.
    """
    text = read_text(path)
    if found := CONFLICT.search(text):
        message = f"'{found[0][:7]}' is left from a merge: keep one version, delete the markers"
        raise SourceError(path, _line(text, found), message)
    if found := GARBLED.search(text):
        message = f"garbled character {found[0]!r}; retype it in UTF-8"
        raise SourceError(path, _line(text, found), message)
    return text


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
