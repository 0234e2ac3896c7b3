"""One script out of JavaScript modules that import each other.

The engine of the search and its dialog are small modules, to be read and tested one by one. A
browser would fetch them one behind the other; joined they are one request and compress better.
Each module becomes a function that returns what it exports, in the order of their needs.
Only the plain forms of import and export are known: one list of names.
"""

from collections.abc import Iterator
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.text import read_text

IMPORT = re.compile(r'^import \{([^{}]*)\} from "\./(\w+)\.js"$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const) (\w+))", re.MULTILINE)
EXPORT_FROM = re.compile(r'^export \{([^{}]*)\} from "\./(\w+)\.js"$', re.MULTILINE)
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
    text = EXPORT_FROM.sub(
        lambda m: f"export const {{ {m[1].strip()} }} = ${m[2]}",
        IMPORT.sub(_constant, read_text(entry)),
    )
    return "\n".join([*map(_as_function, modules), text])


def _in_order(module: Path, path: list[Path]) -> Iterator[Path]:
    """A module behind those that it imports, each once."""
    if module in path:
        raise SourceError(module, 1, f"imports itself, through {path[-1].name}")
    text = read_text(module)
    seen: set[Path] = set()
    for name in [m[2] for m in IMPORT.finditer(text)] + [m[2] for m in EXPORT_FROM.finditer(text)]:
        for needed in _in_order(module.with_name(f"{name}.js"), [*path, module]):
            if needed not in seen:
                seen.add(needed)
                yield needed
    yield module


def _as_function(module: Path) -> str:
    text = read_text(module)
    exports = [found[1] for found in EXPORT.finditer(text)]
    body = EXPORT.sub("", IMPORT.sub(_constant, text))
    if left := LEFT_OVER.search(body):
        line = text[: text.index(left[0])].count("\n") + 1
        raise SourceError(
            module, line, "write 'import { a, b } from \"./file.js\"' in one statement"
        )
    return f"const ${module.stem} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }}\n}})()\n"


def _constant(found: re.Match[str]) -> str:
    return f"const {{ {found[1].strip().replace(' as ', ': ')} }} = ${found[2]}"
