"""One script out of JavaScript modules that import each other.

The engine of the search and its dialog are small modules, to be read and tested one by one. A
browser would fetch them one behind the other; joined they are one request and compress better.
Each module becomes a function that returns what it exports, in the order of their needs.
Only the plain forms of import and export are known, one name or one list of names.
"""

from collections.abc import Iterator
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.text import read_text, write_atomically

IMPORT = re.compile(r'^import (?:(\w+)|\{([^{}]*)\}) from "\./(\w+)\.js"$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const) (\w+))", re.MULTILINE)
EXPORT_FROM = re.compile(r'^export \{([^{}]*)\} from "\./(\w+)\.js"$', re.MULTILINE)
EXPORT_DEFAULT = re.compile(r"\bexport ?\{(\w+) as default\};?\s*\Z")
LICENSE = "/*!"  # how a module of somebody else begins, which came minified
OWN = "/* our own */"
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def join_modules(entry: Path) -> None:
    """Put everything that an entry module imports into it, if there is one; remove the rest.

    Raises SourceError at an import or export that has another form, and where two modules
    import each other.
    """
    if not entry.exists():
        return
    *modules, _ = _in_order(entry, [])
    foreign = [module for module in modules if read_text(module).startswith(LICENSE)]
    own = [module for module in modules if module not in foreign]
    text = EXPORT_FROM.sub(
        lambda m: f"export const {{ {m[1].strip()} }} = ${m[2]}",
        IMPORT.sub(_constant, read_text(entry)),
    )
    parts = [*map(_as_function, foreign), OWN, *map(_as_function, own), text]
    write_atomically(entry, "\n".join(parts))
    for module in modules:
        module.unlink()


def _in_order(module: Path, path: list[Path]) -> Iterator[Path]:
    """A module behind those that it imports, each once."""
    if module in path:
        raise SourceError(module, 1, f"imports itself, through {path[-1].name}")
    text = read_text(module)
    seen: set[Path] = set()
    for name in [m[3] for m in IMPORT.finditer(text)] + [m[2] for m in EXPORT_FROM.finditer(text)]:
        for needed in _in_order(module.with_name(f"{name}.js"), [*path, module]):
            if needed not in seen:
                seen.add(needed)
                yield needed
    yield module


def _as_function(module: Path) -> str:
    text = read_text(module)
    exports = [found[1] for found in EXPORT.finditer(text)]
    if default := EXPORT_DEFAULT.search(text):
        exports.append(f"default: {default[1]}")
    body = EXPORT_DEFAULT.sub("", EXPORT.sub("", IMPORT.sub(_constant, text)))
    if left := LEFT_OVER.search(body):
        line = text[: text.index(left[0])].count("\n") + 1
        raise SourceError(
            module, line, "write 'import { a, b } from \"./file.js\"' in one statement"
        )
    license_ = text.split("\n", 1)[0] + "\n" if text.startswith(LICENSE) else ""
    function = f"(() => {{\n{body.removeprefix(license_)}\nreturn {{ {', '.join(exports)} }}\n}})()"
    return f"{license_}const ${module.stem} = {function}\n"


def _constant(found: re.Match[str]) -> str:
    names = f"default: {found[1]}" if found[1] else found[2].strip().replace(" as ", ": ")
    return f"const {{ {names} }} = ${found[3]}"
