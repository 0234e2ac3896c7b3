"""The one-place changes that our own code is tested with."""

import ast
from pathlib import Path

import pytest

from bench.mutation import javascript, python
from bench.mutation.rooms import ROOMS, Room, mirror_of

PYTHON = '''\
"""Not <, a text."""


@cache
def least(numbers: list[int] | None = None) -> int:
    if not numbers:
        raise ValueError(f"{1 + 1} numbers")
    return min(numbers) if len(numbers) < 2 else 0
'''
JAVASCRIPT = """\
/* Not a < b. */
const text = "a < b && true", pattern = /x < 1/
export const least = (a, b) => a < b && a !== 0 ? a : Math.min(b, 0.5)  // a > b
"""


def changed(folder: Path, name: str, text: str) -> dict[str, int]:
    """What stands in the changed line of each mutant, and the line of its function."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    read = python.mutants if name.endswith(".py") else javascript.mutants
    return {m.text.splitlines()[m.line - 1].strip(): m.function for m in read(file)}


def test_python_is_changed_where_it_runs_and_nowhere_else(tmp_path: Path) -> None:
    assert changed(tmp_path, "a.py", PYTHON) == dict.fromkeys(
        [
            "if bool(numbers):",
            "pass",
            "return None",
            "return (0 if (len(numbers) < 2) else min(numbers))",
            "return min(numbers) if (len(numbers) <= 2) else 0",
            "return max(numbers) if len(numbers) < 2 else 0",
            "return min(numbers) if len(numbers) < 3 else 0",
            "return min(numbers) if len(numbers) < 2 else 1",
        ],
        5,
    )


def test_javascript_is_changed_outside_texts_and_comments(tmp_path: Path) -> None:
    line = JAVASCRIPT.splitlines()[2]
    assert changed(tmp_path, "a.js", JAVASCRIPT).keys() == {
        line.replace("a < b", "a <= b"),
        line.replace("&&", "||"),
        line.replace("!==", "==="),
        line.replace("!== 0", "!== 1"),
        line.replace("min", "max"),
        line.replace("0.5", "1.0"),
    }


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_has_code_and_tests_and_each_change_can_be_read(room: Room) -> None:
    assert all(Path(test).exists() for test in room.tests)
    mutants = room.mutants()
    assert len(mutants) > 50
    if room.suffix == ".py":
        for mutant in mutants[:100]:
            ast.parse(mutant.text)


def test_a_sample_is_the_same_each_time() -> None:
    first, again = (ROOMS[1].mutants()[:5] for _ in range(2))
    assert first == again


def test_the_mirror_of_a_file_is_its_test() -> None:
    assert mirror_of(Path("scripts/base/text.py")) == Path("tests/base/test_text.py")
    search = Path("docs/assets/search/by_symbol.js")
    assert mirror_of(search) == Path("tests/site/search/test_by_symbol.py")
