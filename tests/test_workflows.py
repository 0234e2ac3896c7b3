"""The workflows of the hosting service, linted."""

from pathlib import Path
import subprocess
import sys

import pytest
import yaml

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
