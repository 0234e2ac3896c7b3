import os

import pytest

from scripts import site
from tests.project import Project, held_elsewhere


@pytest.fixture
def fails() -> set[str]:
    """The modules that fail when they are run."""
    return set()


@pytest.fixture
def ran(project: Project, monkeypatch: pytest.MonkeyPatch, fails: set[str]) -> list[str]:
    """The modules that were run; none is."""
    commands: list[str] = []

    def run(*command: str, lock: int) -> int:
        os.fstat(lock)
        commands.append(" ".join(command))
        return int(command[0] in fails)

    monkeypatch.setattr(site, "run_module", run)
    for name in ("NO_MKDOCS_2_WARNING", "SOURCE_DATE_EPOCH"):
        monkeypatch.setenv(name, "1")
    return commands


def test_a_site_is_prepared_rendered_and_finished(ran: list[str]) -> None:
    assert site.main([]) == 0
    assert ran == ["scripts.build", "scripts.render", "scripts.finish"]


def test_the_environment_says_who_renders(ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENDERER", "zensical")
    assert site.main([]) == 0
    assert ran == ["scripts.build", "scripts.rendering.zensical", "scripts.finish"]


def test_who_renders_must_be_known(
    ran: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RENDERER", "hugo")
    assert (site.main([]), ran) == (2, [])
    assert "RENDERER=mkdocs|zensical" in capsys.readouterr().err


def test_a_draft_is_rendered_less_strictly(ran: list[str]) -> None:
    assert site.main(["--draft"]) == 0
    assert ran == ["scripts.build", "scripts.render --draft", "scripts.finish --draft"]


@pytest.mark.parametrize(("step", "steps"), [("scripts.build", 1), ("scripts.render", 2)])
def test_what_fails_is_the_last_step(
    ran: list[str], fails: set[str], step: str, steps: int
) -> None:
    fails.add(step)
    assert site.main([]) == 1
    assert len(ran) == steps


def test_nothing_is_done_while_another_build_runs(
    ran: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with held_elsewhere():
        assert site.main([]) == 1
    assert ran == []
    assert capsys.readouterr().err.startswith("error: build/.lock:1: another build runs here")


def test_an_option_that_there_is_not_is_refused(ran: list[str]) -> None:
    assert site.main(["--drft"]) == 2
    assert ran == []


def test_the_date_of_a_build_can_be_given(ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    site.main([])
    assert os.environ["SOURCE_DATE_EPOCH"] == "86400"
