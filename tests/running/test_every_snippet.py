"""Every real snippet: its contract, its facts, and that the facts notice a wrong function."""

from collections.abc import Iterator
import gzip
from io import BytesIO
from pathlib import Path
from types import ModuleType

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
import pytest
import torch

from scripts.base.paths import SNIPPETS, THEMES, figure_files
from scripts.running import figures
from scripts.running.facts import require_alert_facts
from scripts.sources.snippet import MAX_COLUMNS, MAX_LINES, read_snippet
from tests.each import for_each
from tests.representatives import FORMULAS

MAX_GZIPPED = 30_000


@pytest.fixture(autouse=True)
def _undisturbed(preloaded: None) -> Iterator[None]:
    """What the runner does around a snippet: a seed, and no figure left open."""
    figures.seed()
    yield
    plt.close("all")


@pytest.fixture
def path(some_formula: str) -> Path:
    return SNIPPETS / f"{some_formula}.py"


@pytest.fixture
def module(path: Path) -> ModuleType:
    return figures.load_snippet(path)


def drawn(module: ModuleType, parameter: dict[str, float]) -> bytes:
    """The light drawing, as the runner saves it."""
    drawing = BytesIO()
    with plt.style.context([SNIPPETS / "figure.mplstyle", SNIPPETS / "light.mplstyle"]):
        figures.seed()
        module.figure(**parameter).savefig(drawing, format="svg", metadata={"Date": None})
    return drawing.getvalue()


@for_each(FORMULAS)
def test_every_snippet_keeps_its_contract(formula: str) -> None:
    assert read_snippet(SNIPPETS / f"{formula}.py").shown_functions


@for_each(FORMULAS)
def test_what_a_page_shows_fits_its_column(formula: str) -> None:
    lines = read_snippet(SNIPPETS / f"{formula}.py").shown.splitlines()
    assert len([line for line in lines if line]) <= MAX_LINES
    assert max(map(len, lines)) <= MAX_COLUMNS


def test_importing_a_snippet_does_nothing(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before, random = figures._global_state(), torch.get_rng_state()
    figures.load_snippet(path)
    assert figures._global_state() == before
    assert torch.equal(torch.get_rng_state(), random)
    assert capfd.readouterr() == ("", "")


def test_a_snippet_has_facts_to_check(module: ModuleType) -> None:
    assert callable(module.check)


def test_the_facts_hold(module: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    before = figures._global_state()
    module.check()
    assert figures._global_state() == before
    assert capfd.readouterr() == ("", "")


def test_what_a_page_shows_says_its_shapes_runs_alone_and_is_asserted(some_formula: str) -> None:
    require_alert_facts(some_formula)


@pytest.mark.parametrize("theme", THEMES)
def test_figure_returns_a_figure(module: ModuleType, theme: str) -> None:
    with plt.style.context([SNIPPETS / "figure.mplstyle", SNIPPETS / f"{theme}.mplstyle"]):
        assert isinstance(module.figure(), Figure)


def test_moving_the_parameter_to_its_bounds_draws_other_figures(
    path: Path, module: ModuleType
) -> None:
    parameter = read_snippet(path).parameter
    values = (parameter.default, parameter.lowest, parameter.highest)
    drawings = {value: drawn(module, {parameter.name: value}) for value in values}
    assert len(set(drawings.values())) == len(drawings) >= 2
    assert drawings[parameter.default] == drawn(module, {})


@for_each(FORMULAS)
def test_no_figure_is_heavier_than_a_page_can_carry(formula: str) -> None:
    for file in figure_files(formula):
        assert file.exists(), f"{file} is missing; run `make site`"
        assert len(gzip.compress(file.read_bytes(), mtime=0)) <= MAX_GZIPPED, file


@for_each(FORMULAS)
def test_no_figure_holds_a_date(formula: str) -> None:
    for file in figure_files(formula):
        assert b"<dc:date>" not in file.read_bytes(), file
