"""One style sheet out of its parts: they are to be read one by one, and loaded in one request."""

from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.text import read_text, write_atomically

IMPORT = re.compile(r'@import "([\w-]+\.css)";')


def join_styles(sheet: Path) -> None:
    """Put every sheet that a sheet imports in the place of its import; remove the file.

    Nothing happens where there is no sheet. Raises SourceError at an import of another form,
    and at one of a sheet that does not lie beside it.
    """
    if sheet.exists():
        write_atomically(sheet, _joined(sheet))


def _joined(sheet: Path) -> str:
    lines = read_text(sheet).splitlines(keepends=True)
    return "".join(
        _imported(sheet, number, line.strip()) if line.startswith("@import") else line
        for number, line in enumerate(lines, start=1)
    )


def _imported(sheet: Path, number: int, line: str) -> str:
    found = IMPORT.fullmatch(line)
    if not found or not sheet.with_name(found[1]).exists():
        raise SourceError(
            sheet, number, "expected '@import \"part.css\";', a sheet beside this one"
        )
    part = sheet.with_name(found[1])
    text = _joined(part)
    part.unlink()
    return text
