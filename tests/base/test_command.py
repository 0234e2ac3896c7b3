from pathlib import Path

import pytest

from scripts.base.command import run, telling, usage
from scripts.base.errors import SourceError, SourceErrors


def test_a_mistake_in_the_sources_is_told_and_the_exit_code_is_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @telling
    def main() -> int:
        raise SourceErrors([SourceError(Path("a.md"), 3, "why"), SourceError(Path("b"), 1, "too")])

    assert main() == 1
    assert capsys.readouterr().err == "error: a.md:3: why\nerror: b:1: too\n"


def test_what_goes_well_keeps_its_exit_code() -> None:
    assert telling(lambda code: int(code))(0) == 0


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        telling(lambda: 1 // 0)()


def test_a_command_that_is_stopped_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> int:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as left:
        run(main)
    assert left.value.code == 130
    assert capsys.readouterr().err == "stopped\n"


def test_a_command_leaves_with_its_exit_code() -> None:
    with pytest.raises(SystemExit) as left:
        run(lambda: 1)
    assert left.value.code == 1


def test_wrong_usage_shows_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage("make new ID=…") == 2
    assert capsys.readouterr().err == "usage: make new ID=…\n"
