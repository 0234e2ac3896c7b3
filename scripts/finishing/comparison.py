"""What the page "Is my formula right?" loads: `assets/check/index.json`, in which it looks for a
formula, and `assets/check/formulas/<chapter>/<slug>.json` of each that may be the one.
"""

from collections.abc import Iterable
import json
from pathlib import Path
from typing import Any

from scripts.base.errors import SourceError
from scripts.base.paths import compare_file
from scripts.base.text import read_text, write_atomically
from scripts.checker.verdicts import read_record
from scripts.sources.formula import Formula

FOLDER = Path("assets") / "check"


def write_comparison(site: Path, formulas: Iterable[Formula]) -> None:
    """Write both into a rendered site. SourceError where a formula was not exported."""
    index = []
    for formula in formulas:
        told = _exported(formula)
        _write(site / FOLDER / "formulas" / f"{formula.id}.json", told)
        index.append(entry_of(told, formula))
    _write(site / FOLDER / "index.json", {"formulas": index})


def entry_of(told: dict[str, Any], formula: Formula) -> dict[str, Any]:
    """A formula in the index: its names, its symbols with their kinds, its displays."""
    symbols = told["symbols"].values()
    return {
        "id": told["id"],
        "title": told["title"],
        "aliases": list(formula.aliases),
        "symbols": [[each["tex"], each["kind"], each["role"]] for each in symbols],
        "displays": [[each["anchor"], each["tex"]] for each in told["displays"]],
    }


def _exported(formula: Formula) -> dict[str, Any]:
    file = compare_file(formula.id)
    if not file.exists():
        raise SourceError(formula.path, 1, "its draws were not exported; run `make site`")
    told: dict[str, Any] = json.loads(read_text(file))
    statuses = [verdict.status for verdict in read_record(formula.path)]
    for display in told["displays"]:
        display["status"] = statuses[display["display"]]
    return told


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
