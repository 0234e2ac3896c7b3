"""One script out of JavaScript modules that import each other.

The engine of the search and its dialog are small modules, to be read and tested one by one. A
browser would fetch them one behind the other; joined they are one request and compress better.
Each module becomes a function that returns what it exports, in the order of their needs.
Only the plain forms of import and export are known: one list of names, from a module beside this
one, or in a folder beside its own.
"""

from collections.abc import Iterator
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.text import read_text

FILE = r'"(?P<file>\./\w+|\.\./\w+/\w+)\.js"$'
IMPORT = re.compile(rf"^import \{{(?P<names>[^{{}}]*)\}} from {FILE}", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function\*?|const) (\w+))", re.MULTILINE)
EXPORT_LIST = re.compile(r"^export \{(\s*\w+(?:\s*,\s*\w+)*\s*,?\s*)\}$", re.MULTILINE)
EXPORT_FROM = re.compile(rf"^export \{{(?P<names>[^{{}}]*)\}} from {FILE}", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def modules_of(entry: Path) -> list[Path]:
    """The modules that an entry needs, each behind those that it imports; the entry is the last.

    Raises SourceError where two modules import each other.
    """
    return list(_in_order(entry, []))


def joined(entry: Path) -> str:
    """An entry module that imports nothing: what it needs stands above it.

    Raises SourceError at an import or export that has another form, and what modules_of raises.
    """
    *modules, _ = modules_of(entry)
    text = _bound(entry, entry.parent)
    return "\n".join([*(_as_function(module, entry.parent) for module in modules), text])


def _in_order(module: Path, path: list[Path]) -> Iterator[Path]:
    """A module behind those that it imports, each once."""
    if module in path:
        raise SourceError(module, 1, f"imports itself, through {path[-1].name}")
    text = read_text(module)
    seen: set[Path] = set()
    for found in (*IMPORT.finditer(text), *EXPORT_FROM.finditer(text)):
        for needed in _in_order(_file(module, found["file"]), [*path, module]):
            if needed not in seen:
                seen.add(needed)
                yield needed
    yield module


def _as_function(module: Path, beside: Path) -> str:
    text, bound = read_text(module), _bound(module, beside)
    exports = [found[1] for found in EXPORT.finditer(text)]
    for listed in EXPORT_LIST.finditer(text):
        exports += [name.strip() for name in listed[1].split(",") if name.strip()]
    body = EXPORT_LIST.sub("", EXPORT.sub("", bound))
    if left := LEFT_OVER.search(body):
        line = text[: text.index(left[0])].count("\n") + 1
        raise SourceError(
            module, line, "write 'import { a, b } from \"./file.js\"' in one statement"
        )
    returned = f"return {{ {', '.join(exports)} }}"
    return f"const {_name(module, beside)} = (() => {{\n{body}\n{returned}\n}})()\n"


def _bound(module: Path, beside: Path) -> str:
    """The text of a module that takes what it needs from the functions of others."""

    def constant(found: re.Match[str], what: str) -> str:
        name = _name(_file(module, found["file"]), beside)
        return f"{what} {{ {found['names'].strip().replace(' as ', ': ')} }} = {name}"

    text = IMPORT.sub(lambda found: constant(found, "const"), read_text(module))
    return EXPORT_FROM.sub(lambda found: constant(found, "export const"), text)


def _file(module: Path, told: str) -> Path:
    """The file of `./name` or `../folder/name`, as a module imports it."""
    folder = module.parent if told.startswith("./") else module.parents[1] / told.split("/")[1]
    return folder / f"{told.rpartition('/')[2]}.js"


def _name(module: Path, beside: Path) -> str:
    """What a module is called in the script: `$name`, or `$folder_name` of another folder."""
    return f"${module.stem}" if module.parent == beside else f"${module.parent.name}_{module.stem}"
