"""What is made of what, for every kind of output, compared with what its maker really uses."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
import json
import os
from pathlib import Path
import pickle
import subprocess
import sys

import pytest

from scripts.base import closure
from scripts.base.steps import Step
from scripts.pictures.steps import card_steps, font_step, image_steps
from scripts.running.steps import check_steps, figure_steps, notebook_steps
from scripts.sources.collection import read_sources
from tests.project import REPOSITORY

MATH_FONT = "scripts/mathematics/fonts/NewCMMath-Book.otf"
INTER = {f"snippets/fonts/Inter-{weight}.otf" for weight in ("Regular", "SemiBold")}
LOOK = {f"snippets/{sheet}.mplstyle" for sheet in ("figure", "light", "dark")}
# All files that a maker may read: each is part of its step's values.
READS = {
    "figure": {"snippets/powers/square.py", *LOOK, *INTER},
    "check": {"docs/powers/square.md", "snippets/powers/square.py"},
    "image": {MATH_FONT},
    "card": {MATH_FONT, *INTER, "docs/assets/favicon.svg"},
    "font": {MATH_FONT},
    "notebook": {"build/notebooks/powers.ipynb"},
}
MODULES = sorted((REPOSITORY / "scripts").rglob("*.py"))
# Run in a process that has imported nothing: what is used to make an output?
SPY = """
import json, pickle, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
pickle.load(sys.stdin.buffer)()
modules = [m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "scripts"]
json.dump([modules, opened], sys.__stdout__)
"""

Used = dict[str, tuple[set[Path], set[str]]]
StaleAfter = Callable[[Path], set[str]]


def steps() -> dict[str, Step]:
    """A step of each kind."""
    sources = read_sources()
    formulas = list(sources.formulas.values())
    found = [
        *figure_steps(formulas[:1]),
        *check_steps(formulas[:1]),
        *image_steps(formulas[:1]),
        card_steps(sources, formulas[:1])[0],
        font_step("xy", ""),
        *notebook_steps(["powers"]),
    ]
    return {step.kind: step for step in found}


@pytest.fixture(scope="module")
def here(built_once: Path) -> Iterator[None]:
    """The tiny repository, built and only read, is the working directory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built_once)
        patch.delenv("SITE_URL", raising=False)
        yield


@pytest.fixture(scope="module")
def stale_after(here: None) -> Iterator[StaleAfter]:
    """The kinds of which a change of a module would make everything stale."""
    made, read = steps(), closure._read
    before = {kind: step.inputs for kind, step in made.items()}
    found = cache(closure._file)  # no file comes or goes here

    @cache
    def stale(module: Path) -> set[str]:
        edited = module.resolve()

        def anew(file: Path) -> bytes:
            return read(file) + b"\n" if file == edited else read(file)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(closure, "_read", anew)
            patch.setattr(closure, "_file", found)
            _forget()
            return {kind for kind in made if replace(made[kind]).inputs != before[kind]}

    yield stale
    _forget()


def _forget() -> None:
    closure.code_key.cache_clear()
    closure._parts.cache_clear()


@pytest.fixture(scope="module")
def used(here: None) -> Used:
    """The modules and the files of the repository that making each kind really uses."""
    return {kind: _spied(step) for kind, step in steps().items()}


def _spied(step: Step) -> tuple[set[Path], set[str]]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", SPY]
    made = pickle.dumps(step.make)
    ended = subprocess.run(command, input=made, env=environment, stdout=-1, check=True)
    modules, opened = json.loads(ended.stdout)
    roots = (Path.cwd(), REPOSITORY)
    files = {Path(file).absolute() for file in opened if not file.isdecimal()}  # a pipe
    relative = {f.relative_to(root) for f in files for root in roots if root in f.parents}
    ours = {f for f in relative if f.parts[0] not in (".venv", "scripts") or f.suffix == ".otf"}
    return {Path(module) for module in modules}, {file.as_posix() for file in ours}


@pytest.mark.parametrize("kind", READS)
def test_every_module_that_is_used_makes_stale(
    kind: str, used: Used, stale_after: StaleAfter
) -> None:
    modules, _ = used[kind]
    assert modules
    assert [module for module in modules if kind not in stale_after(module)] == []


@pytest.mark.parametrize("kind", READS)
def test_nothing_is_read_that_does_not_count(kind: str, used: Used) -> None:
    assert used[kind][1] == READS[kind]


def test_a_module_makes_stale_what_may_import_it_and_nothing_else(stale_after: StaleAfter) -> None:
    makers = {kind: step.make.func.__module__ for kind, step in steps().items()}
    files = {kind: set(closure.closure([m]).files.values()) for kind, m in makers.items()}
    for module in MODULES:
        assert stale_after(module) == {kind for kind in files if module in files[kind]}, module


@pytest.mark.parametrize(
    ("module", "stale"),
    [
        ("finish.py", set()),
        ("serve.py", set()),
        ("pages/cheat_sheet.py", set()),
        ("pages/notebooks.py", set()),  # what it writes counts, not how
        ("finishing/catalog.py", set()),
        ("addresses/links.py", set()),
        ("running/processes.py", set()),
        ("base/steps.py", set()),
        ("checker/evaluating/algebra.py", {"check"}),
        ("checker/reading/lexer.py", {"check"}),
        ("sources/markdown_math.py", {"check", "image", "card"}),
        ("mathematics/plain_mathml.py", {"image", "card"}),
        ("mathematics/font.py", {"image", "card", "font", "check"}),
        ("running/figures.py", {"figure"}),
        ("running/notebooks.py", {"notebook"}),
    ],
)
def test_a_change_makes_stale_what_it_must(
    stale_after: StaleAfter, module: str, stale: set[str]
) -> None:
    assert stale_after(REPOSITORY / "scripts" / module) == stale
