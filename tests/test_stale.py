"""What is made of what, for every kind of output, compared with what its maker really uses."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
import json
import os
from pathlib import Path
import pickle
import shutil
import subprocess
import sys

import pytest

from scripts.base import closure
from scripts.base.steps import Step
from scripts.comparing.steps import export_steps
from scripts.pictures.steps import card_steps, font_step, image_steps
from scripts.running.steps import check_steps, figure_steps, frame_steps, notebook_steps
from scripts.sources.collection import read_sources
from tests.project import REPOSITORY
from tests.running.moving import SNIPPET, moved

MATH_FONT = "scripts/mathematics/fonts/NewCMMath-Book.otf"
INTER = {f"snippets/fonts/Inter-{weight}.otf" for weight in ("Regular", "SemiBold")}
DARK = "snippets/dark.mplstyle"
LOOK = {f"snippets/{sheet}.mplstyle" for sheet in ("figure", "light", "dark")}
# All files that a maker may read: each is part of its step's values.
READS = {
    "figure": {"snippets/powers/square.py", *LOOK, *INTER},
    # Drawn in the dark, too, where colors change: here they do not.
    "frame": {"snippets/powers/square.py", *LOOK - {DARK}, *INTER},
    "check": {"docs/powers/square.md", "snippets/powers/square.py"},
    "draw": {"docs/powers/square.md", "snippets/powers/square.py"},
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

UsedBy = Callable[[str], tuple[set[Path], set[str]]]
StaleAfter = Callable[[Path], set[str]]


def steps() -> dict[str, Step]:
    """A step of each kind."""
    sources = read_sources()
    formulas = list(sources.formulas.values())
    found = [
        *figure_steps(formulas[:1]),
        *frame_steps(formulas),
        *check_steps(formulas[:1]),
        *image_steps(formulas[:1]),
        card_steps(sources, formulas[:1])[0],
        font_step("xy", ""),
        *notebook_steps(["powers"]),
        *export_steps(formulas[:1]),
    ]
    return {step.kind: step for step in found}


@pytest.fixture(scope="module")
def here(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tiny repository, built, is the working directory; a figure of it moves."""
    root = tmp_path_factory.mktemp("stale") / "project"
    shutil.copytree(built_once, root)
    (root / SNIPPET).write_text(moved((root / SNIPPET).read_text(encoding="utf-8")))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
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
def used(here: None) -> UsedBy:
    """The modules and the files of the repository that making a kind really uses."""
    made = steps()
    return cache(lambda kind: _spied(made[kind]))


def _spied(step: Step) -> tuple[set[Path], set[str]]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", SPY]
    made = pickle.dumps(step.make)
    ended = subprocess.run(command, input=made, env=environment, stdout=-1, check=True)
    modules, opened = json.loads(ended.stdout)
    roots = (Path.cwd(), REPOSITORY)
    files = {Path(file).absolute() for file in opened if Path(file).exists()}  # no pipe
    relative = {f.relative_to(root) for f in files for root in roots if root in f.parents}
    ours = {f for f in relative if f.parts[0] not in (".venv", "scripts") or f.suffix == ".otf"}
    return {Path(module) for module in modules}, {file.as_posix() for file in ours}


@pytest.mark.parametrize("kind", READS)
def test_every_module_that_is_used_makes_stale(
    kind: str, used: UsedBy, stale_after: StaleAfter
) -> None:
    modules, _ = used(kind)
    assert modules
    assert [module for module in modules if kind not in stale_after(module)] == []


@pytest.mark.parametrize("kind", READS)
def test_nothing_is_read_that_does_not_count(kind: str, used: UsedBy) -> None:
    assert used(kind)[1] == READS[kind]


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
        ("base/steps.py", {"draw"}),  # what is exported names its own step
        ("checker/evaluating/algebra.py", {"check", "draw"}),
        ("checker/reading/lexer.py", {"check", "draw"}),
        ("sources/markdown_math.py", {"check", "draw", "image", "card"}),
        ("mathematics/plain_mathml.py", {"image", "card"}),
        ("mathematics/font.py", {"image", "card", "font", "check"}),
        ("running/figures.py", {"figure", "frame"}),
        ("running/packing.py", {"frame"}),
        ("comparing/draws.py", {"draw"}),
        ("running/notebooks.py", {"notebook"}),
    ],
)
def test_a_change_makes_stale_what_it_must(
    stale_after: StaleAfter, module: str, stale: set[str]
) -> None:
    assert stale_after(REPOSITORY / "scripts" / module) == stale


@pytest.mark.parametrize("sheet", sorted(LOOK))
def test_a_style_sheet_makes_drawings_and_frames_stale(here: None, sheet: str) -> None:
    before, text = steps(), Path(sheet).read_bytes()
    Path(sheet).write_bytes(text + b"\n")
    try:
        after = steps()
    finally:
        Path(sheet).write_bytes(text)
    stale = {kind for kind in before if before[kind].inputs != after[kind].inputs}
    assert stale == {"figure", "frame"}


def test_code_of_a_snippet_makes_all_that_runs_it_stale(here: None) -> None:
    before, text = steps(), Path(SNIPPET).read_text(encoding="utf-8")
    Path(SNIPPET).write_text(text.replace("axes.set_ylim(0, 4)", "axes.set_ylim(0, 5)"))
    try:
        after = steps()
    finally:
        Path(SNIPPET).write_text(text)
    stale = {kind for kind in before if before[kind].inputs != after[kind].inputs}
    assert stale == {"figure", "frame", "check", "draw"}
