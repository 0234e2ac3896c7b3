import json
from pathlib import Path
import xml.etree.ElementTree as etree

from bs4 import BeautifulSoup
import pytest

from scripts.base.paths import figure_files, frames_file
from scripts.pages.slider import lettered, slider_of
from tests.pages.test_extension import SVG, rendered
from tests.project import Project

TOLD = {
    "name": "tau",
    "label": ["temperature τ =", " K"],
    "bounds": [0.5, 2.5, 0.5, 1.0],
    "values": ["0.5", "1", "1.5", "2", "2.5"],
    "lesson": "The higher tau, the flatter.",
    "quantities": {"entropy": ["1", "2", "3", "4", "5"]},
}


@pytest.fixture
def slider(tmp_path: Path) -> BeautifulSoup:
    (tmp_path / "a.json").write_text(json.dumps(TOLD), encoding="utf-8")
    html = etree.tostring(slider_of(tmp_path / "a.json"), encoding="unicode", method="html")
    return BeautifulSoup(html, "html.parser")


def test_it_is_hidden_until_a_script_runs(slider: BeautifulSoup) -> None:
    assert slider.select("span.slider[hidden]")


def test_it_is_a_native_range_at_the_default(slider: BeautifulSoup) -> None:
    (field,) = slider.select("label > input[type=range]")
    wanted = {"name": "tau", "min": "0.5", "max": "2.5", "step": "0.5", "value": "1"}
    assert {key: field[key] for key in wanted} == wanted
    assert field["aria-label"] == "temperature τ K"


def test_the_value_has_its_name_and_unit(slider: BeautifulSoup) -> None:
    assert slider.select("label > span")[0].get_text() == "temperature τ = 1 K"


def test_numbers_are_those_at_the_default(slider: BeautifulSoup) -> None:
    assert [output.get_text() for output in slider.select("output")] == ["2"]
    assert "entropy 2" in slider.get_text()


def test_the_sentence_that_it_teaches_stands_below(slider: BeautifulSoup) -> None:
    assert slider.select("small")[0].get_text() == "The higher τ, the flatter."


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("beta_2 is near 1", "β₂ is near 1"),
        ("the score x_1", "the score x₁"),
        ("As A_22 falls to a 0", "As A₂₂ falls to a 0"),
        ("the root of d_k, -1", "the root of dₖ, −1"),
        ("a number of taus", "a number of taus"),
    ],
)
def test_names_of_code_are_shown_as_letters(code: str, shown: str) -> None:
    assert lettered(code) == shown


def test_a_figure_that_moves_has_one_below_its_drawings(project: Project) -> None:
    for file in figure_files("powers/square"):
        project.write(file.as_posix(), SVG)
    assert not rendered("![A curve.](../figures/powers/square.svg)").select(".slider")
    project.write(frames_file("powers/square").as_posix(), json.dumps(TOLD))
    figure = rendered("![A curve.](../figures/powers/square.svg)").select(".figure")[0]
    assert [child.name for child in figure.find_all(recursive=False)] == ["img", "img", "span"]
