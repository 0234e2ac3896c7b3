"""What is exported of a formula, so that others can be compared with it: build/compare/<id>.json.

    {"id", "title", "url",
     "symbols": {key: {"tex", "kind", "shape", "role", "meaning", "start"?, "parameters"?}},
     "displays": [one for each claim, in order:
       {"anchor", "tex", "display", "relation", "defines", "function", "over", "proof", "calls"?,
        "convention"?, "draws": [{"inputs": {key: value}, "value"}], "without"?,
        "refused": [{"tex", "printed", "right", "what", "source", "url"?}]}]}

Keys are those of the checker: `m_{t-1}`, `\\hat{m}_{t}`. `display` numbers the display that a claim
stands in; `defines` is the name that its left side defines, `function` whether it has arguments;
`over` are its free indices, an axis of the value for each. `value` is what PyTorch gives, or what
the sides agree on; an inequality has the values of all `sides`. `without` says why there are no
draws. A refused `tex` is the whole claim, `printed` in it what should be `right`.

A value is a number, rows of numbers, "Infinity" or "-Infinity" among them, {"re", "im"} of complex
ones, {"set": […]}, or {"smooth": …}, a function: see ShortFunction.told.
"""

from collections.abc import Iterator, Sequence
import json
from typing import Any

from scripts.base.paths import page_file
from scripts.checker.errors import CheckError
from scripts.checker.judging.judge import PageCheck
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import Page, read_page
from scripts.checker.tree import Statement
from scripts.comparing.choice import Draw
from scripts.comparing.draws import ClaimDraws, draws_of
from scripts.comparing.refused import Refused, refused_of
from scripts.comparing.sentences import sentences_above
from scripts.comparing.symbols import printed_span, symbols_of
from scripts.comparing.values import told_value
from scripts.pages.anchors import equations_of
from scripts.sources.formula import Formula, read_formula
from scripts.sources.labels import rows_of, without_alignment


def exported(identifier: str) -> list[str]:
    """The text of the export of one formula, in a list as a Step wants it.

    Meant for a process of its own: it runs the page's code.
    """
    import torch

    torch.set_num_threads(1)
    formula = read_formula(identifier)
    page = read_page(page_file(identifier))
    with torch.random.fork_rng(devices=[]):
        content = _content(formula, page)
    return [json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"]


def _content(formula: Formula, page: Page) -> dict[str, Any]:
    checks = PageCheck(page, Oracle(page.code, page.declarations))
    displays: list[dict[str, Any]] = []
    for number, refused in enumerate(refused_of(formula)):
        displays += _claims(formula, checks, number, refused)
    outputs = {entry["defines"]: len(entry["over"]) for entry in displays if _is_a_value(entry)}
    return {
        "id": formula.id,
        "title": formula.title,
        "url": f"{formula.id}/",
        "symbols": dict(symbols_of(formula, page, outputs)),
        "displays": displays,
    }


def _is_a_value(entry: dict[str, Any]) -> bool:
    """Whether a claim gives a value to a name, not to a function of others."""
    return bool(entry.get("defines")) and not entry["function"]


# -- displays ----------------------------------------------------------------------------------


def _claims(
    formula: Formula, checks: PageCheck, number: int, refused: Sequence[Refused]
) -> Iterator[dict[str, Any]]:
    """The claims of a display; one that is not checked has its rows, without draws."""
    display = checks.page.displays[number]
    statements = checks.page.statements[number]
    if display.reason is not None or isinstance(statements, CheckError):
        for (_, row), equation in zip(
            rows_of(display.tex), equations_of(formula)[number], strict=True
        ):
            tex = without_alignment(row).strip()
            yield {
                "anchor": equation.anchor,
                "tex": tex,
                "display": number,
                "proof": "none",
                "draws": [],
                "without": display.reason or "not machine-checked",
                "refused": [],
            }
        return
    anchors = list(_anchors(formula, number, display.tex))
    told = sentences_above(formula)[number]
    for found in draws_of(checks, number):
        statement = found.claim.statement
        tex = printed(display.tex, statement)
        entry: dict[str, Any] = {
            "anchor": next(name for end, name in anchors if statement.span.start < end),
            "tex": tex,
            "display": number,
            "relation": statement.relations[0],
            "defines": found.claim.definition.key if found.claim.definition else None,
            "function": bool(found.claim.definition and found.claim.definition.parameters),
            "over": list(found.indices),
            "proof": _proof(found),
        }
        if found.calls:
            entry["calls"] = list(found.calls)
        if told:
            entry["convention"] = told
        entry["draws"] = [_draw(draw, found) for draw in found.draws]
        if found.reason:
            entry["without"] = found.reason
        entry["refused"] = [each.told(tex) for each in refused if each.right in tex]
        refused = [each for each in refused if each.right not in tex]
        yield entry


def printed(tex: str, statement: Statement) -> str:
    """The LaTeX of one statement of a display, in one row."""
    return " ".join(without_alignment(printed_span(tex, statement.span)).split())


def _anchors(formula: Formula, number: int, tex: str) -> Iterator[tuple[int, str]]:
    """Where each equation of a display ends, and its anchor."""
    equations = equations_of(formula)[number]
    for (start, row), equation in zip(rows_of(tex), equations, strict=True):
        yield start + len(row), equation.anchor


def _proof(found: ClaimDraws) -> str:
    if found.reference:
        return "pytorch" if found.calls else "independent"
    if found.draws and len(found.draws[0].sides) > 1:
        return "identity"
    return "definition" if found.claim.definition else "none"


def _draw(draw: Draw, found: ClaimDraws) -> dict[str, Any]:
    told: dict[str, Any] = {
        "inputs": {key: told_value(value) for key, value in draw.inputs.items()},
        "value": told_value(draw.sides[0]),
    }
    if found.claim.statement.is_inequality:
        told["sides"] = [told_value(side) for side in draw.sides]
    return told
