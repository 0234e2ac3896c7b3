"""The workflows of the hosting service, linted."""

import json
from pathlib import Path
import re
import subprocess
import sys

import pytest
import yaml

from scripts.base.errors import SourceError, print_errors

WORKFLOWS = sorted(Path(".github/workflows").glob("*.yml"))
BIN = Path(sys.executable).parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_follows_its_schema(workflow: Path) -> None:
    builtin = "--builtin-schema=vendor.github-workflows"
    result = run("check-jsonschema", builtin, str(workflow))
    assert result.returncode == 0, result.stdout


def test_the_updates_follow_their_schema() -> None:
    builtin = "--builtin-schema=vendor.dependabot"
    result = run("check-jsonschema", builtin, ".github/dependabot.yml")
    assert result.returncode == 0, result.stdout


def test_no_workflow_has_a_known_weakness() -> None:
    result = run("zizmor", "--offline", "--no-progress", ".github")
    assert result.returncode == 0, result.stdout


def test_the_site_is_built_with_the_whole_history() -> None:
    """Each page says when it was last changed, which a shallow clone does not know."""
    workflow = yaml.safe_load(Path(".github/workflows/site.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["test"]["steps"]
    (checkout,) = (step for step in steps if step.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"]["fetch-depth"] == 0


def test_an_error_of_the_build_is_shown_at_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    matcher = json.loads(Path(".github/errors.json").read_text(encoding="utf-8"))
    (pattern,) = matcher["problemMatcher"][0]["pattern"]
    print_errors(SourceError(Path("docs/powers/square.md"), 7, "expected: a sign"))
    found = re.fullmatch(pattern["regexp"], capsys.readouterr().err.strip())
    assert found
    assert found[pattern["file"]] == "docs/powers/square.md" and found[pattern["line"]] == "7"
    assert found[pattern["severity"]] == "error" and found[pattern["message"]] == "expected: a sign"
