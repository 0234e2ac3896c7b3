"""An approximation says how close it is, and is."""

from pathlib import Path

import pytest

from scripts.checker.judging.judge import check_page
from scripts.checker.verdicts import Verdict
from tests.checker.pages import raises, refuses, write_page

SMALL = r"$x \in (-0.1, 0.1)$: a small number"


def page(folder: Path, comment: str, display: str = r"\sin(x) \approx x", code: str = "") -> Path:
    path = write_page(folder, display, SMALL, code=code)
    path.write_text(path.read_text("utf-8").replace("$$\n", f"{comment}\n$$\n", 1), "utf-8")
    return path


def only(path: Path) -> Verdict:
    [verdict] = check_page(path)
    return verdict


def test_an_approximation_without_a_bound_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "how close?", r"\sin(x) \approx x", SMALL)


@pytest.mark.parametrize("bound", ["within 0.001", "within 1 %", "within 2e-4"])
def test_an_approximation_within_its_bound_is_checked_and_tells_how_close(
    bound: str, tmp_path: Path
) -> None:
    found = only(page(tmp_path, f"<!-- ≈ {bound} -->"))
    assert found.status == "checked", found.message
    assert found.evidence.within and 1e-6 < (found.evidence.approximation or 0) < 0.01


@pytest.mark.parametrize("bound", ["within 1e-6", "within 0.01 %"])
def test_an_approximation_beyond_its_bound_is_refused(bound: str, tmp_path: Path) -> None:
    found = only(page(tmp_path, f"<!-- ≈ {bound} -->"))
    assert found.status is None and "apart, not within" in found.message


def test_a_reference_of_an_approximation_is_met_within_the_bound(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(x):\n    return torch.sin(x)"
    path = page(tmp_path, "<!-- ≈ within 0.001 -->", r"f(x) \approx x", code)
    assert only(path).status == "checked"
    path = page(tmp_path, "<!-- ≈ within 1e-6 -->", r"f(x) \approx x", code)
    assert only(path).status is None


def test_a_bound_that_is_not_understood_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(page(tmp_path, "<!-- ≈ roughly -->"), 3, "expected <!-- ≈ within 0.01 -->")
