"""The modules of the search engine, as they are written, run by Node with the site's index.

In the built site they are one script, which the tests of the dialog and of the queries run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import json
from pathlib import Path
import subprocess
from typing import IO, Any

from playwright._impl._driver import compute_driver_executable

from scripts.finishing.search_index import PARTS

MODULES = Path("docs") / "assets" / "search"
PROGRAMS = {"box.js", "dialog.js", "worker.js", "engine.js"}
CALLS = Path(__file__).with_name("calls.mjs")


def read_index(site: Path) -> dict[str, Any]:
    """The index of a site, with all that may come later."""
    files = {name: site / "search" / f"{name}.json" for name in ("index", *PARTS)}
    read = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in files.items()}
    index: dict[str, Any] = read.pop("index")
    return index | read


class Engine:
    """Calls functions of the engine; `engine("({stem}, word) => stem(word)", "sums")`."""

    def __init__(self, asked: IO[str], answers: IO[str]) -> None:
        self._asked, self._answers = asked, answers

    def __call__(self, function: str, argument: object = None) -> Any:
        self._asked.write(json.dumps([function, argument]) + "\n")
        self._asked.flush()
        answer = json.loads(self._answers.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def map(self, function: str, arguments: list[Any]) -> list[Any]:
        """The same for each of many arguments, at once."""
        run = f"(search, all) => all.map(argument => ({function})(search, argument))"
        return list(self(run, arguments))


@contextmanager
def engine_of(site: Path) -> Iterator[Engine]:
    """The engine with the index of a site, in a process of its own: Playwright brings a Node."""
    node, _ = compute_driver_executable()
    command = [node, "--no-warnings", str(CALLS), str(MODULES.resolve())]
    command += [str(site / "search"), *sorted(PROGRAMS)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, encoding="utf-8") as process:
        assert process.stdin and process.stdout
        try:
            yield Engine(process.stdin, process.stdout)
        finally:
            process.stdin.close()
