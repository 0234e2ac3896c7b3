from collections.abc import Iterator
from io import BytesIO
import json
import math
from pathlib import Path
import re
from typing import Any

from matplotlib import pyplot as plt
from PIL import Image, ImageChops
import pytest
from resvg_py import svg_to_bytes

from scripts.base.errors import SourceError
from scripts.base.paths import THEMES, figure_files, frames_file, snippet_file
from scripts.running.figures import drawn, load_snippet
from scripts.running.frames import all_told, frames_of, run_frames, told, valued
from scripts.running.steps import frame_steps
from scripts.sources.collection import read_sources
from scripts.sources.snippet import read_snippet
from tests.project import Project
from tests.running.moving import ID, SNIPPET, unpacked, with_slider

JSON = frames_file(ID).as_posix()
# With bars and texts, a fraction, images, colors, an area; seen in light, 0, or in the dark.
VARIED = {
    "advanced_concepts/temperature_scaling": 1,
    "calculus/chain_rule": 0,
    "convolutional_networks/convolution_2d": 1,
    "sampling_decoding/nucleus_sampling": 1,
    "probability_statistics/expectation": 0,
    "probability_statistics/covariance": 1,
}
TOLERANCE = 0.4  # levels of 255, in the mean: a tenth of a point at the edges of lines
SIZE = re.compile(rb' (?:width|height)="[\d.]+pt"')
pytestmark = pytest.mark.usefixtures("preloaded")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """A snippet that fails leaves its figure open; the runner ends its process."""
    yield
    plt.close("all")


@pytest.fixture
def moving(project: Project) -> Project:
    with_slider(project)
    return project


def frames() -> dict[str, Any]:
    (text,) = run_frames(ID)
    found: dict[str, Any] = json.loads(text)
    return found


def built(identifier: str) -> dict[str, Any]:
    """What the build made of a real snippet."""
    file = frames_file(identifier)
    assert file.exists(), f"{file} is missing; run `make site`"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def refused(line: str, project: Project) -> str:
    """What is told, at the first line that holds this text."""
    with pytest.raises(SourceError) as error:
        run_frames(ID)
    assert (error.value.path, error.value.line) == (Path(SNIPPET), project.line(SNIPPET, line))
    return error.value.message


def seen(drawing: bytes) -> Image.Image:
    """What a reader sees of it, on white."""
    sizeless = SIZE.sub(b"", drawing).decode()  # it knows no points
    picture = Image.open(BytesIO(svg_to_bytes(svg_string=sizeless, background="white")))
    return picture.convert("RGB")


def deviation(one: bytes, other: bytes) -> float:
    """The mean difference of two drawings, in levels of 255."""
    pixels = ImageChops.difference(seen(one), seen(other)).convert("L")
    return sum(level * count for level, count in enumerate(pixels.histogram())) / math.prod(
        pixels.size
    )


def test_numbers_that_are_drawn_are_the_same_at_each_value_and_in_each_build(
    moving: Project,
) -> None:
    text = moving.read(SNIPPET)
    moving.write(SNIPPET, text.replace("square(torch.tensor(a))", "torch.rand(1)", 1))
    numbers = {number for _ in range(2) for number in frames()["quantities"]["at 1"]}
    assert len(numbers) == 1


def test_what_a_slider_needs_is_told_with_the_frames(moving: Project) -> None:
    found = frames()
    assert found["name"] == "a" and found["label"] == ["factor a =", ""]
    assert found["bounds"] == [0.5, 2.0, 0.1, 1.0]
    assert found["values"][:2] == ["0.5", "0.6"] and len(found["values"]) == 16
    assert found["lesson"] == "The larger a, the steeper the curve."
    assert found["quantities"]["at 1"][:6] == ["0.25", "0.36", "0.49", "0.64", "0.81", "1"]
    assert len(found["rows"]) == 16


def test_only_the_curve_changes(moving: Project) -> None:
    ((_, name, form),) = frames()["changes"]
    assert name == "d" and form.startswith("M # # L # #")


def test_the_same_snippet_gives_the_same_frames(moving: Project) -> None:
    assert run_frames(ID) == run_frames(ID)


@pytest.mark.parametrize(("identifier", "theme"), VARIED.items())
def test_frames_look_like_figures_drawn_directly(identifier: str, theme: int) -> None:
    packed = built(identifier)
    path = snippet_file(identifier)
    it, module = read_snippet(path).parameter, load_snippet(path)
    published = drawn(path, module, THEMES[theme])
    for value in (it.lowest, it.default, it.highest):
        like = published.figure if value != it.default else None
        directly = drawn(path, module, THEMES[theme], {it.name: value}, like).svg
        frame = unpacked(packed, published.svg, it.values.index(value), theme)
        assert deviation(frame, directly) < TOLERANCE, value
        assert value == it.default or deviation(published.svg, directly) > TOLERANCE, value


@pytest.mark.parametrize("identifier", VARIED)
def test_the_frame_at_the_default_looks_like_the_published_figure(identifier: str) -> None:
    it, (published, _) = read_snippet(snippet_file(identifier)).parameter, figure_files(identifier)
    frame = unpacked(built(identifier), published.read_bytes(), it.values.index(it.default))
    assert deviation(frame, published.read_bytes()) < TOLERANCE


def test_an_axis_that_rescales_is_refused(moving: Project) -> None:
    moving.edit(SNIPPET, "axes.set_ylim(0, 4)", "axes.set_ylim(0, 2 * a)")
    message = refused("def figure", moving)
    assert message.startswith("at a = 0.5, the y axis of axes 1 runs from 0 to 1, at the default")
    assert "fix it with set_ylim()" in message


def test_further_axes_are_refused(moving: Project) -> None:
    moving.edit(
        SNIPPET, "    return fig", "    if a > 1: fig.add_axes((0, 0, 1, 1))\n    return fig"
    )
    assert "has 2 axes, at the default 1" in refused("def figure", moving)


def test_a_part_that_is_missing_at_a_value_is_refused(moving: Project) -> None:
    moving.edit(SNIPPET, "    return fig", "    if a < 0.6: axes.plot(x, x)\n    return fig")
    message = refused("def figure", moving)
    assert message.startswith("at a = 0.5 the drawing has line2d_")
    assert "alpha=0" in message


def test_a_label_that_gets_longer_moves_no_axes(moving: Project) -> None:
    moving.edit(SNIPPET, "    return fig", "    axes.set_ylabel('x' * int(a * 9))\n    return fig")
    path = snippet_file(ID)
    drawings = frames_of(read_snippet(path), load_snippet(path), "light")
    assert len({str(d.figure.axes[0].get_position()) for d in drawings}) == 1


def test_frames_that_weigh_too_much_are_refused(moving: Project) -> None:
    moving.edit(SNIPPET, "torch.linspace(-1, 1, 11)", "torch.linspace(-1, 1, 900)")
    moving.edit(SNIPPET, "axes.plot(x, square(a * x))", "axes.plot(x, a * torch.rand(900))")
    assert "a reader loads at most 12 kB" in refused("def figure", moving)


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ("{}", "one or two numbers by name"),
        ("{'one': 1.0, 'two': 2.0, 'three': 3.0}", "one or two numbers by name"),
        ("[1.0]", "one or two numbers by name"),
        ("{'at 1': 1 / (a - 1) if a != 1 else float('inf')}", "'at 1' is inf in readout(1)"),
        ("{f'at {a > 1}': a}", "readout() tells at True at a = 1.1, and at False before"),
    ],
)
def test_numbers_that_cannot_be_shown_are_refused(
    moving: Project, returned: str, told: str
) -> None:
    moving.edit(SNIPPET, '{"at 1": float(square(torch.tensor(a)))}', returned)
    assert told in refused("def readout", moving)


def test_a_frame_that_fails_fails_the_build_at_its_line(moving: Project) -> None:
    moving.edit(SNIPPET, "    return fig", "    assert a < 1.5, 'too steep'\n    return fig")
    result = moving.build(ID)
    (error,) = result.errors
    line = moving.line(SNIPPET, "too steep")
    assert error.startswith(f"{SNIPPET}:{line}: AssertionError: too steep")
    assert result.code == 1 and not moving.exists(JSON)


def test_a_build_makes_frames_once_and_again_where_the_snippet_changes(moving: Project) -> None:
    (step,) = frame_steps(read_sources().formulas.values())
    assert not step.is_fresh
    step.write(run_frames(ID))
    assert step.is_fresh and moving.exists(JSON)
    moving.edit(SNIPPET, "torch.linspace(-1, 1, 11)", "torch.linspace(-1, 1, 21)")
    (step,) = frame_steps(read_sources().formulas.values())
    assert not step.is_fresh


def test_a_page_without_a_readout_has_no_frames(project: Project) -> None:
    assert frame_steps(read_sources().formulas.values()) == []


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.6381, "0.638"),
        (12, "12"),
        (65_536, "65,536"),
        (1234.5, "1,234"),
        (0.0, "0"),
        (-2.5, "−2.5"),
        (0.00021, "2.1 × 10⁻⁴"),
    ],
)
def test_a_number_is_told_with_three_digits(number: float, text: str) -> None:
    assert told(number) == text


def test_values_are_without_the_errors_of_adding(moving: Project) -> None:
    values = read_snippet(Path(SNIPPET)).parameter.values
    assert [str(value) for value in values[:4]] == ["0.5", "0.6", "0.7", "0.8"]
    assert values[-1] == 2


def test_what_rounding_leaves_of_0_is_0_and_what_is_tiny_is_not() -> None:
    assert all_told([0.35, -8.7e-8, -0.35]) == ["0.35", "0", "−0.35"]
    assert all_told([-0.0, 1e-7]) == ["0", "1.0 × 10⁻⁷"]
    assert all_told([5e-6, 4e-7, 3e-8]) == ["5.0 × 10⁻⁶", "4.0 × 10⁻⁷", "3.0 × 10⁻⁸"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (0.30000000004, "0.3"), (-2, "−2"), (32_768, "32,768"), (1000.5, "1,000.5")],
)
def test_a_value_is_told_as_it_is(value: float, text: str) -> None:
    assert valued(value) == text
