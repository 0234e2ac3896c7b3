"""The comparison as the browser runs it, asked by Node about pastes."""

from collections.abc import Sequence
import json
from pathlib import Path
import shutil
import subprocess
import tempfile
from typing import Any

from scripts.base.paths import DOCS

ENGINE = DOCS / "assets" / "check"
SEARCH = DOCS / "assets" / "search"  # of which it reads MathML
ASK = Path(__file__).with_name("compared.mjs")
RIGHT = {"same", "renamed", "equivalent"}
Content = dict[str, Any]


def has_node() -> bool:
    """Whether JavaScript can run here."""
    return shutil.which("node") is not None


def answers(pastes: Sequence[str], formulas: Sequence[Content]) -> list[Content]:
    """What is said about each paste, where these formulas are loaded."""
    with tempfile.TemporaryDirectory() as folder:
        for source in (ENGINE, SEARCH):
            shutil.copytree(source, Path(folder) / source.name)
        (Path(folder) / "package.json").write_text('{ "type": "module" }\n', encoding="utf-8")
        engine = (Path(folder) / ENGINE.name / "engine.js").as_uri()
        asked = {"engine": engine, "formulas": list(formulas), "pastes": list(pastes)}
        told = subprocess.run(
            ["node", str(ASK)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
            timeout=500,
        )
    assert told.returncode == 0, told.stderr[:2000]
    found: list[Content] = json.loads(told.stdout)
    return found
