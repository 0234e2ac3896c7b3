"""The comparison as the browser runs it, asked by Node about pastes; Playwright brings a Node."""

from collections.abc import Sequence
import json
from pathlib import Path
import subprocess
from typing import Any

from playwright._impl._driver import compute_driver_executable

from scripts.base.paths import DOCS

ENGINE = DOCS / "assets" / "check"
ASK = Path(__file__).with_name("compared.mjs")
Content = dict[str, Any]


def answers(pastes: Sequence[str], formulas: Sequence[Content]) -> list[Content]:
    """What is said about each paste, where these formulas are loaded."""
    node, _ = compute_driver_executable()
    engine = (ENGINE / "engine.js").resolve().as_uri()
    asked = {"engine": engine, "formulas": list(formulas), "pastes": list(pastes)}
    told = subprocess.run(
        [node, "--no-warnings", str(ASK)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert told.returncode == 0, told.stderr[:2000]
    found: list[Content] = json.loads(told.stdout)
    return found
