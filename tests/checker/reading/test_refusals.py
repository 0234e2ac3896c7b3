"""What has two readings, or none, is refused with a message that says what to write."""

from pathlib import Path

import pytest
import yaml

from tests.checker.pages import refuses

REFUSALS = yaml.safe_load(Path(__file__).with_name("refusals.yml").read_text("utf-8"))
SYMBOLS = [
    r"$x \in \mathbb{R}$: a number",
    r"$\mathbf{v}, \mathbf{w} \in \mathbb{R}^{n}$: vectors",
    r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: a matrix",
    r"$f(x) \in \mathbb{R}$: a function",
    r"$X \sim \mathcal{N}(0, 1)$: a normal variable",
]


@pytest.mark.parametrize("case", REFUSALS, ids=[case["display"] for case in REFUSALS])
def test_a_display_that_cannot_be_read_is_refused(case: dict[str, str], tmp_path: Path) -> None:
    refuses(tmp_path, case["says"], case["display"], *SYMBOLS)
