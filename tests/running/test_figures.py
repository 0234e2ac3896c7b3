from collections.abc import Iterator
import os
from pathlib import Path
import re
import subprocess
import sys

from matplotlib import pyplot as plt
import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import dark_twin, figure_files
from scripts.pages.figure_pair import size_of
from scripts.running.figures import load_snippet, run_snippet, style_files
from tests.project import REPOSITORY, Project

ID = "powers/square"
SNIPPET = "snippets/powers/square.py"
LIGHT, DARK = (f"docs/figures/powers/square{theme}.svg" for theme in ("", ".dark"))
pytestmark = pytest.mark.usefixtures("preloaded")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """A snippet that fails leaves its figure open; the runner ends its process."""
    yield
    plt.close("all")


def draw(project: Project) -> tuple[str, str]:
    light, dark = run_snippet(ID)
    return light.decode(), dark.decode()


def test_a_drawing_and_its_dark_twin_lie_side_by_side() -> None:
    assert dark_twin("square.svg") == "square.dark.svg"
    assert [str(file) for file in figure_files(ID)] == [LIGHT, DARK]


def test_a_snippet_gives_a_light_and_a_dark_drawing(project: Project) -> None:
    light, dark = draw(project)
    assert light != dark
    assert "#2f5fd0" in light and "#7ea6ff" in dark


def test_the_same_snippet_gives_the_same_bytes(project: Project) -> None:
    assert draw(project) == draw(project)


@pytest.mark.parametrize(
    ("imported", "drawn"),
    [
        ("", "torch.rand(11)"),
        ("import numpy as np", "np.random.rand(11)"),
        ("import random", "[random.random() for _ in x]"),
    ],
)
def test_random_numbers_are_the_same_in_each_drawing(
    project: Project, imported: str, drawn: str
) -> None:
    project.edit(SNIPPET, "from matplotlib", f"{imported}\nfrom matplotlib")
    project.edit(SNIPPET, "axes.plot(x, square(a * x))", f"axes.plot(x, {drawn})")
    assert draw(project) == draw(project)


def test_the_light_and_the_dark_drawing_show_the_same_random_numbers(project: Project) -> None:
    project.edit(SNIPPET, "axes.plot(x, square(a * x))", "axes.plot(x, torch.rand(11))")
    light, dark = (re.findall(r' d="([^"]+)"', drawing) for drawing in draw(project))
    assert light == dark


def test_nothing_is_written_where_the_snippet_runs(project: Project) -> None:
    draw(project)
    assert not project.exists(LIGHT)


def test_a_figure_that_fails_in_the_dark_gives_no_drawing(project: Project) -> None:
    dark = "plt.rcParams['axes.facecolor'] == '#171a21'"
    project.edit(
        SNIPPET, "    x = torch.linspace(-1", f"    assert not {dark}\n    x = torch.linspace(-2"
    )
    with pytest.raises(AssertionError):
        run_snippet(ID)


def test_a_fact_that_is_false_gives_no_drawing(project: Project) -> None:
    project.edit(SNIPPET, "== 2**2", "== 5")
    with pytest.raises(AssertionError):
        run_snippet(ID)


def test_what_is_no_figure_is_refused_at_the_function(project: Project) -> None:
    project.edit(SNIPPET, "return fig", "return 'a figure'")
    line = project.line(SNIPPET, "def figure")
    with pytest.raises(SourceError, match=rf"^{SNIPPET}:{line}: .* not str$"):
        run_snippet(ID)


def test_global_state_left_behind_is_refused(project: Project) -> None:
    project.edit(SNIPPET, "return fig", "plt.rcParams['lines.linewidth'] = 9\n    return fig")
    with pytest.raises(SourceError, match=r"rcParams\['lines.linewidth'\] is 9.0, was 2.0"):
        run_snippet(ID)


def test_the_same_is_drawn_without_a_server_that_has_prepared_it(project: Project) -> None:
    script = (
        "import sys; from scripts.running.figures import run_snippet; "
        f"sys.stdout.buffer.write(run_snippet({ID!r})[0])"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    alone = subprocess.run([sys.executable, "-c", script], env=environment, stdout=-1, check=True)
    assert alone.stdout.decode() == draw(project)[0]


def test_drawing_leaves_no_figure_open(project: Project) -> None:
    draw(project)
    assert plt.get_fignums() == []


def test_drawing_leaves_the_style_as_it_was(project: Project) -> None:
    before = dict(plt.rcParams)
    draw(project)
    assert dict(plt.rcParams) == before


def test_a_snippet_is_known_by_its_path(project: Project) -> None:
    assert load_snippet(Path(SNIPPET)) is sys.modules["snippets.powers.square"]


def test_loading_a_snippet_leaves_nothing_beside_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    load_snippet(Path(SNIPPET))
    assert sorted(p.name for p in Path("snippets/powers").iterdir()) == ["cube.py", "square.py"]


def test_what_is_no_python_file_is_refused(project: Project) -> None:
    with pytest.raises(SourceError, match=r"^snippets/a\.txt:1: expected a Python file"):
        load_snippet(Path("snippets/a.txt"))


def test_the_look_is_style_sheets_and_fonts(project: Project) -> None:
    assert {file.suffix for file in style_files()} == {".mplstyle", ".otf"}


def test_the_size_is_in_css_pixels(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg viewBox="0 0 72 36.75" width="72pt">')
    assert size_of(tmp_path / "a.svg") == (96, 49)


def test_a_drawing_without_a_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg>")
    with pytest.raises(SourceError, match=r"a\.svg:1: expected an SVG with a viewBox"):
        size_of(tmp_path / "a.svg")
