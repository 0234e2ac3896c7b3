"""Every real snippet: its contract, its facts, and that the facts notice a wrong function."""

from collections.abc import Callable, Iterator
import functools
import gzip
from pathlib import Path
from types import ModuleType
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
import pytest
import torch
from torch import Tensor

from scripts.base.paths import SNIPPETS, THEMES, figure_files
from scripts.running import figures
from scripts.sources.collection import read_sources
from scripts.sources.snippet import MAX_COLUMNS, MAX_LINES, read_snippet

FORMULAS = [formula for chapter in read_sources().chapters for formula in chapter.formulas]
MAX_GZIPPED = 30_000

SHOWN = [
    (formula, name)
    for formula in FORMULAS
    for name in read_snippet(SNIPPETS / f"{formula}.py").shown_functions
]


def scaled(tensor: Tensor) -> Tensor:
    return tensor * 1.01


def shifted(tensor: Tensor) -> Tensor:
    return tensor + 0.01


def perturb(result: Any, change: Callable[[Tensor], Tensor]) -> Any:
    """The result with its first floating-point tensor changed, however deep it lies."""
    changed, found = _perturb(result, change)
    if not found:  # no AssertionError: the test below would take it for a fact that failed
        raise TypeError(f"no floating-point tensor to perturb in {type(result).__name__}")
    return changed


def _perturb(result: Any, change: Callable[[Tensor], Tensor]) -> tuple[Any, bool]:
    if isinstance(result, Tensor):
        floating = result.is_floating_point() or result.is_complex()
        return (change(result), True) if floating else (result, False)
    if isinstance(result, float):
        return change(torch.tensor(result, dtype=torch.float64)).item(), True
    if isinstance(result, dict):
        values, found = _perturb(list(result.values()), change)
        return dict(zip(result, values, strict=True)), found
    if isinstance(result, list | tuple):
        parts = list(result)
        for position, part in enumerate(parts):
            parts[position], found = _perturb(part, change)
            if found:
                return _rebuilt(result, parts), True
    return result, False


def _rebuilt(original: list[Any] | tuple[Any, ...], parts: list[Any]) -> Any:
    if hasattr(original, "_fields"):  # a named tuple
        return type(original)(*parts)
    return type(original)(parts)


@pytest.fixture(autouse=True)
def _undisturbed(preloaded: None) -> Iterator[None]:
    """What the runner does around a snippet: a seed, and no figure left open."""
    figures._seed()
    yield
    plt.close("all")


@pytest.fixture(params=FORMULAS)
def path(request: pytest.FixtureRequest) -> Path:
    return SNIPPETS / f"{request.param}.py"


@pytest.fixture
def module(path: Path) -> ModuleType:
    return figures.load_snippet(path)


def test_every_snippet_keeps_its_contract(path: Path) -> None:
    assert read_snippet(path).shown_functions


def test_what_a_page_shows_fits_its_column(path: Path) -> None:
    lines = read_snippet(path).shown.splitlines()
    assert len([line for line in lines if line]) <= MAX_LINES
    assert max(map(len, lines)) <= MAX_COLUMNS


def test_every_shown_function_says_its_shapes_in_and_out(module: ModuleType, path: Path) -> None:
    for name in read_snippet(path).shown_functions:
        assert ") -> (" in str(getattr(module, name).__doc__), f"{path}: {name}"


def test_what_a_page_shows_runs_alone(path: Path) -> None:
    snippet = read_snippet(path)
    namespace: dict[str, Any] = {}
    exec(compile(snippet.shown, path, "exec"), namespace)
    assert all(callable(namespace[name]) for name in snippet.shown_functions)


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


@pytest.mark.parametrize("change", [scaled, shifted])
@pytest.mark.parametrize(("formula", "name"), SHOWN)
def test_the_facts_notice_a_wrong_function(
    formula: str, name: str, change: Callable[[Tensor], Tensor]
) -> None:
    module = figures.load_snippet(SNIPPETS / f"{formula}.py")
    right = getattr(module, name)

    @functools.wraps(right)
    def wrong(*arguments: Any, **options: Any) -> Any:
        return perturb(right(*arguments, **options), change)

    setattr(module, name, wrong)
    with pytest.raises(AssertionError):
        module.check()


@pytest.mark.parametrize("theme", THEMES)
def test_figure_returns_a_figure(module: ModuleType, theme: str) -> None:
    with plt.style.context([SNIPPETS / "figure.mplstyle", SNIPPETS / f"{theme}.mplstyle"]):
        assert isinstance(module.figure(), Figure)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_figure_is_heavier_than_a_page_can_carry(formula: str) -> None:
    for file in figure_files(formula):
        assert file.exists(), f"{file} is missing; run `make site`"
        assert len(gzip.compress(file.read_bytes(), mtime=0)) <= MAX_GZIPPED, file


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_figure_holds_a_date(formula: str) -> None:
    for file in figure_files(formula):
        assert b"<dc:date>" not in file.read_bytes(), file


@pytest.mark.parametrize(
    "result",
    [
        torch.ones(2),
        (torch.ones(2), torch.ones(2)),
        [torch.ones(2, dtype=torch.int64), torch.ones(2)],
        {"a": torch.ones(2)},
        (([torch.ones(2)],),),
    ],
    ids=["tensor", "tuple", "list after integers", "dict", "nested"],
)
def test_perturbing_changes_exactly_one_tensor(result: Any) -> None:
    different = str(perturb(result, scaled)).count("1.0100, 1.0100")
    assert different == 1


def test_a_result_without_a_floating_point_tensor_is_no_failed_fact() -> None:
    with pytest.raises(TypeError, match="no floating-point tensor"):
        perturb((torch.ones(2, dtype=torch.int64), "text"), scaled)
