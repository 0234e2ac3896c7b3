"""Every construct the checker reads: a formula that holds, and one of its form that fails."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.base.errors import SourceError
from tests.checker.pages import accepts, verdict

FILES = sorted(Path(__file__).with_name("constructs").glob("*.yml"))
CONSTRUCTS = [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]


@pytest.mark.parametrize("case", CONSTRUCTS, ids=[case["holds"] for case in CONSTRUCTS])
def test_a_true_formula_passes_and_a_false_one_is_refused(
    case: dict[str, Any], tmp_path: Path
) -> None:
    accepts(tmp_path, case["holds"], *case["symbols"])
    try:
        assert verdict(tmp_path, case["fails"], *case["symbols"]).status is None
    except SourceError as error:
        assert "no display uses it" in str(error)
