from pathlib import Path
from typing import Any

import pytest

from scripts.checker.verdicts import Evidence, Verdict
from scripts.pages.status_line import Statuses, status_line, write_statuses
from scripts.sources.formula import read_formula
from tests.project import Project, write_record

CODE = """

def given():
    return {}


def reference(x: Tensor) -> Tensor:
    return x < x.square()
"""


@pytest.fixture
def recorded(project: Project) -> Project:
    """The tiny repository, in which `reference` of the square holds what HTML must escape."""
    path = "snippets/powers/square.py"
    before, _, after = project.read(path).partition("\n\ndef reference")
    project.write(path, before + CODE + after.partition("return square(x)\n")[2])
    return project


def verdict(status: str | None = "checked", **fields: Any) -> Verdict:
    return Verdict("docs/powers/square.md", 1, "f(x)  =\nx^2", status, **fields)


def line(status: str, **fields: Any) -> str:
    snippet = read_formula("powers/square").snippet
    return status_line(verdict(status, **fields), snippet, "PyTorch 2.13.0")


def recorded_statuses(*verdicts: Verdict) -> Statuses:
    write_record(Path("docs/powers/square.md"), verdicts)
    write_statuses([read_formula("powers/square")])
    return Statuses("powers/square")


def test_a_display_is_found_by_its_latex_however_it_is_spaced(recorded: Project) -> None:
    assert "<summary" in (recorded_statuses(verdict()).take("f(x) = x^2") or "")


def test_an_unknown_display_has_no_line(recorded: Project) -> None:
    assert recorded_statuses(verdict()).take("f(x) = x^3") is None


def test_a_refuted_display_has_no_line(recorded: Project) -> None:
    assert recorded_statuses(verdict(None)).take("f(x) = x^2") is None


def test_a_page_without_a_record_has_no_lines(recorded: Project) -> None:
    assert Statuses("powers/cube").take("f(x) = x^2") is None


@pytest.mark.parametrize(
    ("status", "evidence", "says"),
    [
        (
            "checked",
            Evidence("pytorch", ("torch.square",), 40, 2e-16),
            "against <code>torch.square",
        ),
        ("checked", Evidence("pytorch", ("torch.nn.functional.gelu",), 40), "against <code>F.gelu"),
        (
            "checked",
            Evidence("independent", (), 40, 0.0),
            'by another route<span class="numbers">, 40 draws',
        ),
        (
            "checked",
            Evidence("identity", (), 40, 3e-15),
            'by both sides<span class="numbers">, 40 draws, within 3e-15',
        ),
        ("checked", Evidence("identity", (), 40, 0.0), "to the last digit"),
        ("checked on an example", Evidence("example", (), 40), "40 draws"),
        (
            "sampled",
            Evidence("sample", (), 100),
            'and not refuted<span class="numbers">, 100 draws<',
        ),
        (
            "checked",
            Evidence("identity", (), 40, None, 0.0123, "within 0.05"),
            "≈ within 0.05, at most 0.01",
        ),
    ],
)
def test_the_line_tells_the_kind_of_evidence(
    recorded: Project, status: str, evidence: Evidence, says: str
) -> None:
    assert says in line(status, evidence=evidence).partition("</summary>")[0]


def test_the_line_opens_to_draws_functions_version_and_reference(recorded: Project) -> None:
    evidence = Evidence("pytorch", ("torch.square", "torch.sum"), 40, 2e-16)
    text = line("checked", references=("reference",), evidence=evidence).partition("</summary>")[2]
    assert "40 random inputs" in text and "2e-16 of each entry" in text and "PyTorch 2." in text
    assert "<code>torch.square</code>, <code>torch.sum</code>" in text
    assert "return x &lt; x.square()" in text


def test_an_identity_is_not_said_to_agree_with_a_function_of_pytorch(recorded: Project) -> None:
    text = line("checked", evidence=Evidence("identity", (), 40, 1e-15))
    assert "Both sides" in text and "called as below" not in text


def test_both_sides_of_an_expansion_do_not_agree_its_remainder_shrinks(recorded: Project) -> None:
    text = line("checked", remainder=True, evidence=Evidence("identity", (), 40))
    assert "The remainder" in text and "shrank" in text
    assert "agreed" not in text and "digit" not in text


@pytest.mark.parametrize("status", ["checked", "checked on an example", "sampled"])
def test_the_line_names_what_given_made_and_shows_it(recorded: Project, status: str) -> None:
    text = line(status, given=("\\lambda", "v"), evidence=Evidence("identity", (), 40))
    assert "<code>lambda_</code>, <code>v</code> made by <code>given</code>" in text
    assert "def given():" in text


@pytest.mark.parametrize("status", ["checked", "sampled"])
def test_the_line_does_not_speak_of_what_was_not_used(recorded: Project, status: str) -> None:
    text = line(status, references=("reference",), evidence=Evidence("independent", (), 40))
    assert "drawn from the symbol list" in text
    assert "given" not in text


def test_a_display_that_is_not_checked_says_why(recorded: Project) -> None:
    text = line("not machine-checked: needs a <proof>")
    assert "Not machine-checked: needs a &lt;proof&gt;" in text
