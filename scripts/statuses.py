"""The quiet line under a formula: its status, and how it was checked."""

import ast
from functools import cache
import html
from importlib.metadata import version
import json
from pathlib import Path
from typing import Any

from scripts.source import CHECKS, DOCS, SNIPPETS, read_text

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

Verdict = dict[str, Any]


def verdicts_of(page: Path) -> list[Verdict]:
    """The recorded verdicts of a page's displays, in order; none where it was never checked."""
    record = CHECKS / page.with_suffix(".json")
    verdicts: list[Verdict] = json.loads(read_text(record)) if record.exists() else []
    return verdicts


def status_line(tex: str) -> str | None:
    """HTML of the status of a display, found by its LaTeX; None where nothing is recorded."""
    verdict = _recorded().get(_key(tex))
    if verdict is None:
        return None
    name, _, reason = verdict["status"].partition(": ")
    if reason:
        return f'<p class="status">Not machine-checked: {html.escape(reason)}</p>'
    summary = f'<summary data-status="{name.replace(" ", "-")}">{name.capitalize()}</summary>'
    return (
        f'<details class="status">{summary}<p>{_explained(verdict)}</p>{_code(verdict)}</details>'
    )


def _explained(verdict: Verdict) -> str:
    source = GIVEN if verdict["given"] else LISTED
    opening = EXPLAINED[verdict["status"]].format(draws=verdict["draws"], source=source)
    return f"{opening} {_compared(verdict)}."


def _compared(verdict: Verdict) -> str:
    torch = f"PyTorch {version('torch').partition('+')[0]}"
    if verdict["remainder"]:
        return f"The remainder, computed with {torch}, shrank with the power in O(…)"
    tolerance = f"{verdict['tolerance']:.0e}".replace("e-0", "e-")
    agreed = f"Both sides, computed with {torch}, agreed"
    if verdict["references"]:
        agreed = f"It agreed with {torch}, called as below,"
    return f"{agreed} to a relative tolerance of {tolerance}"


def _code(verdict: Verdict) -> str:
    """The source of the references, and of `given` where it was used, as the snippet has it."""
    snippet = SNIPPETS / Path(verdict["page"]).relative_to(DOCS).with_suffix(".py")
    text = read_text(snippet)
    lines = text.splitlines()
    wanted = {*verdict["references"], *(["given"] if verdict["given"] else [])}
    parts = [
        "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name in wanted
    ]
    source = html.escape("\n\n\n".join(parts))
    return f'<pre tabindex="0"><code>{source}</code></pre>' if parts else ""


@cache
def _recorded() -> dict[str, Verdict]:
    pages = sorted(CHECKS.glob(f"{DOCS}/**/*.json"))
    verdicts = [verdict for page in pages for verdict in json.loads(read_text(page))]
    return {_key(verdict["tex"]): verdict for verdict in verdicts if verdict["status"]}


def _key(tex: str) -> str:
    return " ".join(tex.split())
