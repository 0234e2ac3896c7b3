"""The quiet line under a formula: its status, and how it was checked.

The build writes the lines of each formula to build/statuses/; while a page is rendered,
a display is looked up among those of its own formula.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
import html
from importlib.metadata import version
import json

from scripts.base.paths import statuses_file
from scripts.base.text import read_text, write_if_changed
from scripts.checker.reading.names import python_name
from scripts.checker.verdicts import Evidence, Verdict, read_record
from scripts.sources.formula import Formula
from scripts.sources.snippet import Snippet

DRAWN = (
    "The LaTeX of this formula was parsed and evaluated on {draws} random inputs in float64, drawn"
    " from the symbol list{given}."
)
EXAMPLE = (
    "The LaTeX of this formula was parsed and evaluated for the example that <code>given</code>"
    " makes below{given}, {draws} times in float64."
)
ABBREVIATIONS = {"torch.nn.functional.": "F."}


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
    summary = (
        f'<summary data-status="{name.replace(" ", "-")}">'
        f"{name.capitalize()} {_met(verdict)}"
        f'<span class="numbers">{_numbers(verdict.evidence)}</span></summary>'
    )
    explained = f"<p>{_explained(verdict, torch)}</p>"
    return f'<details class="status">{summary}{explained}{_code(verdict, snippet)}</details>'


def _numbers(evidence: Evidence) -> str:
    """How often it was drawn, and how well it agreed."""
    words = f", {evidence.draws} draws"
    if evidence.within:
        return f"{words}, ≈ {evidence.within}, at most {_number(evidence.approximation)}"
    if evidence.kind == "sample" or evidence.deviation is None:
        return words
    return f"{words}, {_agreement(evidence.deviation)}"


def _met(verdict: Verdict) -> str:
    """What the formula met."""
    match verdict.evidence.kind:
        case "pytorch":
            return f"against <code>{_short_name(verdict.evidence.calls)}</code>"
        case "independent":
            return "by another route"
        case "identity":
            return "by its remainder" if verdict.remainder else "by both sides"
        case "sample":
            return "and not refuted"
    return ""


def _agreement(deviation: float) -> str:
    return f"within {_number(deviation)}" if deviation else "to the last digit"


def _explained(verdict: Verdict, torch: str) -> str:
    evidence = verdict.evidence
    opening = EXAMPLE if evidence.kind == "example" else DRAWN
    given = f", with {_names(verdict.given)} made by <code>given</code>" if verdict.given else ""
    opening = opening.format(draws=evidence.draws, given=given)
    return f"{opening} {_compared(verdict, torch)}."


def _compared(verdict: Verdict, torch: str) -> str:
    evidence = verdict.evidence
    if verdict.remainder:
        return f"The remainder, computed with {torch}, shrank with the power in O(…)"
    if evidence.within:
        gap = _number(evidence.approximation)
        return f"The sides of ≈ may differ {evidence.within}; the largest difference was {gap}"
    if evidence.kind == "sample":
        return "No draw refuted it"
    agreed = f"Both sides, computed with {torch}, agreed"
    if evidence.calls:
        called = ", ".join(f"<code>{html.escape(name)}</code>" for name in evidence.calls)
        agreed = f"It agreed with {called} of {torch}, called as below,"
    elif verdict.references:
        agreed = f"It agreed with another route to its value, computed with {torch} as below,"
    if not evidence.deviation:
        return f"{agreed} to the last digit"
    size = _number(evidence.deviation)
    return f"{agreed} to {size} of each entry, or of what cancels in it"


def _short_name(calls: Sequence[str]) -> str:
    """The first function, as code calls it: `F.softmax`."""
    name = calls[0]
    for long, short in ABBREVIATIONS.items():
        name = name.replace(long, short)
    return html.escape(name)


def _names(keys: Sequence[str]) -> str:
    """Symbols as the code of the snippet calls them."""
    return ", ".join(f"<code>{html.escape(python_name(key))}</code>" for key in keys)


def _number(value: float | None) -> str:
    """With one digit: 5e-16, 0.003."""
    return f"{value or 0.0:.1g}".replace("e-0", "e-")


def _code(verdict: Verdict, snippet: Snippet) -> str:
    """The source of the references, and of `given` where it was used, as the snippet has it."""
    wanted = {*verdict.references, *(["given"] if verdict.given else [])}
    parts = [source for name, source in snippet.functions.items() if name in wanted]
    source = html.escape("\n\n\n".join(parts))
    return f'<pre tabindex="0"><code>{source}</code></pre>' if parts else ""


def _key(tex: str) -> str:
    return " ".join(tex.split())
