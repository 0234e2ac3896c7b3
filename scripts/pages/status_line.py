"""The quiet line under a formula: its status, and how it was checked.

The build writes the lines of each formula to build/statuses/; while a page is rendered,
a display is looked up among those of its own formula.
"""

from collections import defaultdict
from collections.abc import Iterable
import html
from importlib.metadata import version
import json

from scripts.base.paths import statuses_file
from scripts.base.text import read_text, write_if_changed
from scripts.checker.verdicts import Verdict, read_record
from scripts.sources.formula import Formula
from scripts.sources.snippet import Snippet

EXPLAINED = {
    "checked": (
        "The LaTeX of this formula was parsed and evaluated on {draws} random inputs in float64,"
        " {source}."
    ),
    "checked on an example": (
        "The formula is about unknown functions or distributions. It was evaluated for the example"
        " that <code>given</code> makes below, {draws} times with random numbers in float64."
    ),
    "sampled": (
        "The LaTeX of this formula was parsed and evaluated on {draws} random inputs in float64,"
        " {source}. No draw refuted it."
    ),
}
LISTED = "drawn from the symbol list"
GIVEN = "drawn from the symbol list or made by <code>given</code> below"


def write_statuses(formulas: Iterable[Formula]) -> None:
    """Write the lines of every formula, beside the LaTeX of their displays, in order."""
    torch = f"PyTorch {version('torch').partition('+')[0]}"
    for formula in formulas:
        lines = [
            [_key(verdict.tex), status_line(verdict, formula.snippet, torch)]
            for verdict in read_record(formula.path)
            if verdict.status
        ]
        text = json.dumps(lines, ensure_ascii=False, indent=1)
        write_if_changed(statuses_file(formula.id), text + "\n")


class Statuses:
    """The lines of one formula, taken one after the other as its displays are rendered."""

    def __init__(self, identifier: str) -> None:
        self._lines: dict[str, list[str]] = defaultdict(list)
        file = statuses_file(identifier)
        for tex, line in json.loads(read_text(file)) if file.exists() else []:
            self._lines[tex].append(line)

    def take(self, tex: str) -> str | None:
        """The line of the next display with this LaTeX; None where nothing is recorded."""
        lines = self._lines.get(_key(tex))
        return lines.pop(0) if lines else None


def status_line(verdict: Verdict, snippet: Snippet, torch: str) -> str:
    """HTML of the status of a display that was not refused."""
    name, _, reason = str(verdict.status).partition(": ")
    if reason:
        return f'<p class="status">Not machine-checked: {html.escape(reason)}</p>'
    summary = f'<summary data-status="{name.replace(" ", "-")}">{name.capitalize()}</summary>'
    explained = f"<p>{_explained(verdict, torch)}</p>"
    return f'<details class="status">{summary}{explained}{_code(verdict, snippet)}</details>'


def _explained(verdict: Verdict, torch: str) -> str:
    source = GIVEN if verdict.given else LISTED
    opening = EXPLAINED[str(verdict.status)].format(draws=verdict.draws, source=source)
    return f"{opening} {_compared(verdict, torch)}."


def _compared(verdict: Verdict, torch: str) -> str:
    if verdict.remainder:
        return f"The remainder, computed with {torch}, shrank with the power in O(…)"
    tolerance = f"{verdict.tolerance:.0e}".replace("e-0", "e-")
    agreed = f"Both sides, computed with {torch}, agreed"
    if verdict.references:
        agreed = f"It agreed with {torch}, called as below,"
    return f"{agreed} to a relative tolerance of {tolerance}"


def _code(verdict: Verdict, snippet: Snippet) -> str:
    """The source of the references, and of `given` where it was used, as the snippet has it."""
    wanted = {*verdict.references, *(["given"] if verdict.given else [])}
    parts = [source for name, source in snippet.functions.items() if name in wanted]
    source = html.escape("\n\n\n".join(parts))
    return f'<pre tabindex="0"><code>{source}</code></pre>' if parts else ""


def _key(tex: str) -> str:
    return " ".join(tex.split())
