"""Which code decides an output: every module of ours that its maker imports, and the packages.

Read from the import statements, those inside functions, too: there is no list to forget
something in. A process is one version of the code: a file counts as it was first read, so what
was made by old code never passes for the work of new code.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
import platform
import re
import sys

from scripts.base.freshness import digest
from scripts.base.packages import versions

MENTIONED = re.compile(
    r"(?:^|[:;])[ \t]*(?:import[ \t]+(?P<modules>[^\n#;(]+)"
    r"|from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n#;(]+))",
    re.MULTILINE,
)
LISTED = re.compile(r"[\w.]+(?:[ \t]+as[ \t]+\w+)?")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Closure:
    """Modules of ours by name, and the top names of all others, Python's own aside."""

    files: dict[str, Path]
    packages: frozenset[str]


@cache
def code_key(*modules: str) -> str:
    """One digest of all code that these modules run: ours, that of packages, and Python."""
    return digest(platform.python_version(), *_parts(frozenset(modules)))


def text_key(*texts: str) -> str:
    """The same for code that is no module of ours, as a snippet or the cells of a notebook."""
    imported = frozenset(name for text in texts for name in mentioned(text))
    return digest(*texts, *_parts(imported))


@cache
def _parts(modules: frozenset[str]) -> tuple[str | bytes, ...]:
    """Names and content of our modules, and the packages: most snippets import the same."""
    found = closure(sorted(modules))
    ours = [(name, _read(file)) for name, file in sorted(found.files.items())]
    return (*(part for module in ours for part in module), *versions(found.packages))


def closure(modules: Sequence[str]) -> Closure:
    """Everything that importing these modules, and calling what they hold, may import."""
    files: dict[str, Path] = {}
    packages: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        top, _, _ = name.partition(".")
        file = _file(name)
        if file and name not in files:
            files[name] = file
            waiting += imports(_read(file))
        elif not file and not _folder(top) and top not in sys.stdlib_module_names:
            packages.add(top)
        if parent := name.rpartition(".")[0]:
            waiting += [parent] if parent not in files else []
    return Closure(files, frozenset(packages))


@cache
def imports(source: bytes | str) -> tuple[str, ...]:
    """The modules that a text imports, and what may be one: `a` and `a.b` of `from a import b`."""
    return tuple(_imported(ast.parse(source).body))


@cache
def mentioned(text: str) -> frozenset[str]:
    """The same, and what a text in quotes says it imports: for code that is too much to parse."""
    found = set[str]()
    for each in MENTIONED.finditer(text.replace("\\\n", " ")):
        names = [name.split()[0] for name in LISTED.findall(each["names"] or each["modules"])]
        found.update(f"{each['module']}.{name}" if each["module"] else name for name in names)
        found.update([each["module"]] if each["module"] else [])
    return frozenset(found)


def _imported(body: Sequence[ast.AST]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module)):
                yield module
                yield from (f"{module}.{alias.name}" for alias in node.names)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue  # types decide nothing
            case _:
                for part in ("body", "orelse", "finalbody", "handlers", "cases"):
                    inside = getattr(node, part, None)
                    yield from _imported(inside if isinstance(inside, list) else [])


@cache
def _read(file: Path) -> bytes:
    return file.read_bytes()


def _file(name: str) -> Path | None:
    """The file of a module of ours, looked for as Python does: here first."""
    return _found(Path.cwd(), name)


@cache
def _found(here: Path, name: str) -> Path | None:
    for root in (here, ROOT):
        path = root.joinpath(*name.split("."))
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
    return None


def _folder(name: str) -> bool:
    return any((root / name).is_dir() for root in (Path.cwd(), ROOT))
