"""Measure projects of many formulas: `python -m bench.scale [N …]`, by default 30, 300 and 3000.

A row each for what is built and what is loaded, a column for each size. Where the last column is
more than its number of times the first one, something grows faster than the formulas.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
import sys
import tempfile

from bench.many import write_project
from bench.watching import Cost, cost_of
from bench.weighing import weights
from scripts.base.command import run, usage

SIZES = (30, 300, 3000)
EXAMPLE = "linear_algebra/matrix_multiplication"  # the first: in every project
SITE = ("-m", "scripts.site")
# What the goals are, in seconds on two idle cores, by size.
WANTED = {
    "nothing changed": (5, 12, 90),
    "one page edited": (6, 15, 120),
    "one page edited, draft": (3, 4, 15),
    "cold": (70, 420, 4200),
}

CHECK = "def check() -> None:\n"

Row = tuple[str, str]


def main(arguments: Sequence[str]) -> int:
    """Print the table; return the exit code."""
    if not all(argument.isdecimal() for argument in arguments):
        return usage("python -m bench.scale [N …]")
    sizes = [int(argument) for argument in arguments] or SIZES
    columns = [dict(_measured(size)) for size in sizes]
    print(f"{'formulas':32}" + "".join(f"{size:>26}" for size in sizes))
    for name in columns[0]:
        print(f"{name:32}" + "".join(f"{column.get(name, ''):>26}" for column in columns))
    return 0


def _measured(size: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        write_project(size, project)
        yield from _built(project, size)
        for name, weight in weights(project / "site", EXAMPLE):
            yield name, f"{weight / 1e3:.1f} kB"


def _built(project: Path, size: int) -> Iterator[Row]:
    """Each kind of build, one after the other; the memory is that of the cold one."""
    page, snippet = project / f"docs/{EXAMPLE}.md", project / f"snippets/{EXAMPLE}.py"
    cold = _build(project)
    yield _row("cold", cold, size)
    yield "memory, all processes", f"{cold.memory / 1e9:.2f} GB"
    yield _row("nothing changed", _build(project), size)
    _edit(page, "## Good to know\n", "## Good to know\n\nMore.\n")
    yield _row("one page edited", _build(project), size)
    _edit(page, "\n\nMore.\n", "\n\nStill more.\n")
    yield _row("one page edited, draft", _build(project, "--draft"), size)
    _edit(snippet, CHECK, f"{CHECK}    assert 1 + 1 == 2\n")
    yield _row("one snippet edited", _build(project), size)


def _build(project: Path, *options: str) -> Cost:
    return cost_of([sys.executable, *SITE, *options], project)


def _row(name: str, cost: Cost, size: int) -> Row:
    """Its time, the CPU seconds, and what is wanted of the time, where that is said."""
    goal = WANTED[name][SIZES.index(size)] if name in WANTED and size in SIZES else ""
    return name, f"{cost.seconds:.1f} s, cpu {cost.cpu:.1f}" + (f" (≤ {goal})" if goal else "")


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{old!r} is not in {path}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
