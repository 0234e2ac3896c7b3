import pytest

from scripts.sources.readout import Readout
from scripts.sources.snippet import read_snippet
from tests.project import Project, assert_told
from tests.running.moving import HEAD, SNIPPET, with_slider


@pytest.fixture
def moving(project: Project) -> Project:
    with_slider(project)
    return project


def readout(project: Project) -> Readout | None:
    return read_snippet(project.root / SNIPPET).readout


def refused(project: Project, line: str, message: str) -> None:
    assert_told(f"{SNIPPET}:{project.line(SNIPPET, line)}", message)


def test_a_snippet_without_it_has_no_slider(project: Project) -> None:
    assert readout(project) is None


def test_its_docstring_is_what_the_parameter_is_called(moving: Project) -> None:
    found = readout(moving)
    assert found and (found.before, found.after) == ("factor a =", "")


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("angle θ = {}°", ("angle θ =", "°")),
        ("{} tokens", ("", " tokens")),
        ("factor a =", ("factor a =", "")),
    ],
)
def test_a_label_may_say_where_the_value_stands(
    moving: Project, label: str, parts: tuple[str, str]
) -> None:
    moving.edit(SNIPPET, '"""factor a"""', f'"""{label}"""')
    found = readout(moving)
    assert found and (found.before, found.after) == parts


def test_without_a_label_it_is_refused(moving: Project) -> None:
    moving.edit(SNIPPET, '    """factor a"""\n', "")
    refused(moving, "def readout", "expected 'def readout(a: float) -> dict[str, float]:")


def test_it_takes_the_parameter_of_the_figure(moving: Project) -> None:
    moving.edit(SNIPPET, "def readout(a: float)", "def readout(b: float)")
    refused(moving, "def readout", "expected 'def readout(a: float) -> dict[str, float]:")


def test_numbers_that_nothing_asserts_are_refused(moving: Project) -> None:
    moving.edit(SNIPPET, '    assert readout(2.0) == {"at 1": 4.0}\n', "")
    refused(moving, "def readout", "assert some of them in check(), against PyTorch")


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ("0.5 to 2 by 0.5", "a slider has 15 to 41 values, '0.5 to 2 by 0.5' are 4"),
        ("0.5 to 2 by 0.01", "'0.5 to 2 by 0.01' are 151"),
        ("0.5 to 2.05 by 0.1", "must meet the default 1.0 and 2.05"),
        ("0.45 to 1.95 by 0.1", "must meet the default 1.0 and 1.95"),
        ("-1 to 1.2 by 0.1", "must lie 3 steps below 1.2, or more"),
    ],
)
def test_values_that_make_no_slider_are_refused(moving: Project, bounds: str, message: str) -> None:
    moving.edit(SNIPPET, HEAD, HEAD.replace("0.5 to 2 by 0.1", bounds))
    refused(moving, "def figure", message)
