"""What has no one value is refused, and the message says why."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checker.pages import X, refuses

REFUSALS = yaml.safe_load(Path(__file__).with_name("refusals.yml").read_text("utf-8"))
SYMBOLS = {
    "y": r"$y \in \mathbb{R}$: another number",
    "v": r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector",
    "w": r"$\mathbf{w} \in \mathbb{R}^{n}$: another vector",
    "u": r"$\mathbf{u} \in \mathbb{R}^{m}$: a vector of another size",
    "A": r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: a matrix",
    "f": r"$f(x) \in \mathbb{R}$: a function",
    "g": r"$g(x, x) \in \mathbb{R}$: a function of two numbers",
    "h": r"$h(y) \in \mathbb{R}$: a function of another number",
    "k": r"$k(\mathbf{v}) \in \mathbb{R}^{n}$: a field",
    "X": r"$X \sim \mathcal{N}(0, 1)$: a normal variable",
    "S": r"$S \subset \{1, \ldots, n\}$: some indices",
    "support": r"$\mathcal{X} \subset \mathbb{R}$: its values",
}


@pytest.mark.parametrize("case", REFUSALS, ids=[case["display"] for case in REFUSALS])
def test_what_has_no_one_value_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    symbols = [SYMBOLS[name] for name in case.get("symbols", [])]
    refuses(tmp_path, case["says"], case["display"], X, *symbols)
