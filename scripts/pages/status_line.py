"""The quiet line under a formula: its status, and how it was checked."""

import ast
from functools import cache
import html
from importlib.metadata import version
from pathlib import Path

from scripts.base.paths import CHECKS, DOCS, SNIPPETS
from scripts.base.text import read_text
from scripts.checker.verdicts import Verdict, read_record

EXPLAINED = {
    "checked": (
        "The LaTeX of this formula was parsed and evaluated on {draws} random inputs, drawn from"
        " the symbol list in float64."
    ),
    "checked on an example": (
        "The formula is about unknown functions. It was evaluated for an example with a known"
        " solution, {draws} times with random constants in float64."
    ),
    "sampled": (
        "The LaTeX of this formula was parsed and evaluated on {draws} random inputs, drawn from"
        " the symbol list in float64. No draw refuted it."
    ),
}


def status_line(tex: str) -> str | None:
    """HTML of the status of a display, found by its LaTeX; None where nothing is recorded."""
    verdict = _recorded().get(_key(tex))
    if verdict is None:
        return None
    name, _, reason = str(verdict.status).partition(": ")
    if reason:
        return f'<p class="status">Not machine-checked: {html.escape(reason)}</p>'
    summary = f'<summary data-status="{name.replace(" ", "-")}">{name.capitalize()}</summary>'
    return (
        f'<details class="status">{summary}<p>{_explained(verdict)}</p>{_code(verdict)}</details>'
    )


def _explained(verdict: Verdict) -> str:
    torch = f"PyTorch {version('torch').partition('+')[0]}"
    compared = f"Both sides, computed with {torch}, agreed"
    if verdict.references:
        compared = f"Every result agreed with {torch}, called as below,"
    opening = EXPLAINED[str(verdict.status)].format(draws=verdict.draws)
    tolerance = f"{verdict.tolerance:.0e}".replace("e-0", "e-")
    return f"{opening} {compared} to a relative tolerance of {tolerance}."


def _code(verdict: Verdict) -> str:
    """The source of the references, and of `given`, as the snippet has it."""
    snippet = SNIPPETS / Path(verdict.page).relative_to(DOCS).with_suffix(".py")
    text = read_text(snippet)
    lines = text.splitlines()
    wanted = {*verdict.references, "given"}
    parts = [
        "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name in wanted
    ]
    source = html.escape("\n\n\n".join(parts))
    return f'<pre tabindex="0"><code>{source}</code></pre>' if parts else ""


@cache
def _recorded() -> dict[str, Verdict]:
    pages = sorted(path.relative_to(CHECKS) for path in CHECKS.glob(f"{DOCS}/**/*.json"))
    verdicts = [verdict for page in pages for verdict in read_record(page)]
    return {_key(verdict.tex): verdict for verdict in verdicts if verdict.status}


def _key(tex: str) -> str:
    return " ".join(tex.split())
