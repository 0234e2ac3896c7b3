"""Verdicts on disk: a check runs in a process of its own and leaves a JSON file behind."""

from collections.abc import Sequence
from dataclasses import asdict
import json
from pathlib import Path
from typing import Any

from scripts.checker.check import check_page
from scripts.checker.verdict import Verdict
from scripts.source import CHECKS, write_atomically


def record_path(page: Path) -> Path:
    """Where the verdicts of a page are kept."""
    return CHECKS / page.with_suffix(".json")


def record(page: str) -> None:
    """Check a page and write its verdicts, the refused ones too. Raises what check_page raises.

    Meant for a process of its own (scripts.processes.Task): it runs the page's code.
    """
    import torch

    torch.set_num_threads(1)  # tensors of a few numbers
    write_record(Path(page), check_page(Path(page)))


def write_record(page: Path, verdicts: Sequence[Verdict]) -> None:
    """Write the verdicts of a page."""
    content = [asdict(verdict) for verdict in verdicts]
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    write_atomically(record_path(page), text + "\n")


def read_record(page: Path) -> list[Verdict]:
    """The verdicts that `record` wrote."""
    content = json.loads(record_path(page).read_text(encoding="utf-8"))
    return [_verdict(entry) for entry in content]


def _verdict(entry: dict[str, Any]) -> Verdict:
    """A verdict from its JSON, which knows lists only."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Verdict(**fields)
