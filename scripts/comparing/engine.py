"""The engine of the page "Is my formula right?" (docs/assets/check/), run here as it is there.

It reads a formula, finds which of ours it may be, ties its letters to ours and compares numbers.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import re
from typing import Any

from scripts.base.errors import SourceError
from scripts.base.javascript import joined
from scripts.base.paths import DOCS

ENTRY = Path(__file__).parents[2] / DOCS / "assets" / "check" / "engine.js"
SECONDS = 10  # that a formula may take; a browser has two, on a phone
MEMORY = 1_000_000_000  # bytes
MISSING = "needs the package mini-racer: pip install -r requirements.txt, or make site"
GLUE = """
let formulas, index

function load(text) {
  formulas = new Map(Object.entries(JSON.parse(text)))
  const told = ({ anchor, tex }) => [anchor, tex]
  const entry = ({ id, displays }) => ({ id, displays: displays.map(told) })
  index = { formulas: [...formulas.values()].map(entry) }
  return formulas.size
}

function compared(paste) {
  const near = candidates(paste, index)
  const answer = judge(paste, { formulas: near.map(id => formulas.get(id)) })
  return JSON.stringify({ ...answer, nearest: near.slice(0, 3) })
}
"""
EXPORT = re.compile(r"^export (?=const|function)", re.MULTILINE)
Content = dict[str, Any]


@dataclass(frozen=True)
class Engine:
    """The engine with all formulas loaded; `compare` gives its answer about a paste."""

    context: Any

    def compare(self, paste: str) -> Content:
        """What the engine says; an unknown formula where it took too long or failed."""
        from py_mini_racer import JSEvalException

        try:
            text = self.context.call("compared", paste, timeout_sec=SECONDS, max_memory=MEMORY)
        except JSEvalException as error:
            reason = {"what": str(error).splitlines()[0]}
            return {"verdict": "unknown", "formula": None, "reason": reason, "lines": []}
        answer: Content = json.loads(text)
        return answer


@contextmanager
def running_engine(formulas: Mapping[str, Content]) -> Iterator[Engine]:
    """The engine with these exports, by the ids of their formulas.

    It is closed at the end: one that is left over would keep Python from ending.
    Raises SourceError where the package that runs it is not installed.
    """
    try:
        from py_mini_racer import MiniRacer
    except ImportError:
        raise SourceError(Path("scripts/compare.py"), 1, MISSING) from None
    # In a thread of its own: it would take the event loop that runs in this one, and wait for it.
    with ThreadPoolExecutor(1) as thread:
        context = thread.submit(MiniRacer).result()
    with closing(context):
        context.eval(EXPORT.sub("", joined(ENTRY)) + GLUE)
        context.call("load", json.dumps(formulas))
        yield Engine(context)
