"""The engines of the browser under Node, given what nobody would type; Playwright brings a Node."""

from collections.abc import Sequence
import json
from pathlib import Path
import subprocess
from typing import Any

from playwright._impl._driver import compute_driver_executable

from scripts.base.paths import DOCS
from scripts.sources.collection import Sources

QUERIES = Path("tests/search/queries.json")
PASTES = Path("tests/comparing/pastes.json")
FUZZED = Path(__file__).with_name("fuzzed.mjs")
FOLDERS = {  # of the engines; each is given the texts
    "search": "search",
    "reading": "check",
    "comparing": "check",
}
AT_ONCE = 2000  # texts
PATIENCE = 1000  # seconds for them


def real_texts(sources: Sources) -> list[str]:
    """What people search for and paste, and every display of the pages."""
    typed = [each["query"] for each in json.loads(QUERIES.read_text(encoding="utf-8"))]
    pasted = [each["paste"] for each in json.loads(PASTES.read_text(encoding="utf-8"))]
    shown = [d.tex for formula in sources.formulas.values() for d in formula.displays]
    return [*typed, *pasted, *shown]


def problems(kind: str, site: Path, texts: Sequence[str]) -> list[dict[str, Any]]:
    """What throws, takes longer than a second or answers what it must not, each with its text."""
    return [
        problem
        for start in range(0, len(texts), AT_ONCE)
        for problem in _problems(kind, site, texts[start : start + AT_ONCE])
    ]


def _problems(kind: str, site: Path, texts: Sequence[str]) -> list[dict[str, Any]]:
    node, _ = compute_driver_executable()
    folder = DOCS / "assets" / FOLDERS[kind]
    asked = {"kind": kind, "folder": str(folder.resolve()), "site": str(site.resolve())}
    told = subprocess.run(
        [node, "--no-warnings", str(FUZZED)],
        input=json.dumps(asked | {"texts": list(texts)}),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert told.returncode == 0, told.stderr[:2000]
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found
