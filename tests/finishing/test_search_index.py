from dataclasses import replace
import json
from pathlib import Path
import re
from typing import Any

import pytest

from scripts.finishing import search_index
from scripts.finishing.search_index import PARTS, write_search_index
from scripts.sources.collection import read_sources
from scripts.sources.navigation import Chapter
from tests.project import Project

CHAPTERS = [Chapter("powers", "Powers and roots", ("powers/square",))]
SQUARE: dict[str, Any] = {
    "id": "powers/square",
    "title": "Square",
    "chapter": "powers",
    "description": "Multiplies a number by itself.",
    "tex": r"f(x) = x^{2}",
    "displays": [
        {"tex": r"\mathbf{f}\left(x\right) = {x}^{2}", "equations": [{"anchors": ["power", "f"]}]}
    ],
    "inline": ["x", r"x \in \mathbb{R}", "x = 0.5", "f'(x) = 2x"],
    "symbols": [{"tex": r"\mathbf{x}", "name": "x", "domain": "", "meaning": "the base"}],
    "aliases": ["second power"],
    "pytorch": ["torch.square"],
    "questions": ["How do I multiply a number by itself, not by two?"],
    "call": "torch.square(x)",
    "code": "def square(x: Tensor) -> Tensor:\n    y = x**2\n    return y + 0\n",
    "shapes": ["y (n,) -> (n,)", "norm(x) -> (n,)", "The square, x: (n,) -> (n,)."],
}


@pytest.fixture
def site(project: Project) -> Path:
    site = project.root / "site"
    (site / "search").mkdir(parents=True)
    publish(site, [SQUARE])
    return site


def publish(site: Path, formulas: list[dict[str, Any]]) -> None:
    (site / "formulas.json").write_text(json.dumps({"formulas": formulas}), encoding="utf-8")


def index(site: Path, pages: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What is written for a site with these sections of other pages, to be loaded at once."""
    catalog = json.loads((site / "formulas.json").read_text(encoding="utf-8"))["formulas"]
    write_search_index(site, catalog, replace(read_sources(), chapters=CHAPTERS), pages or [])
    content: dict[str, Any] = part(site, "index")
    return content


def part(site: Path, name: str) -> Any:
    """A file that was written."""
    return json.loads((site / f"search/{name}.json").read_text(encoding="utf-8"))


def column(site: Path, name: str) -> Any:
    [value] = index(site)["formulas"][name]
    return value


def changed(site: Path, **fields: Any) -> Path:
    publish(site, [SQUARE | fields])
    return site


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("location", "powers/square/"),
        ("title", "Square"),
        ("chapter", "Powers and roots"),
        ("description", "Multiplies a number by itself."),
        ("aliases", ["second power"]),
        ("pytorch", ["square"]),
        ("symbols", ["x"]),
        ("anchors", ["power"]),
        ("shapes", ["x: (n,) -> (n,)"]),
    ],
)
def test_a_formula_has_the_fields_that_are_searched_and_shown(
    site: Path, name: str, value: object
) -> None:
    assert column(site, name) == value


def test_formulas_are_written_by_column_in_the_order_of_the_catalog(site: Path) -> None:
    publish(site, [SQUARE, SQUARE | {"id": "powers/cube", "title": "Cube"}])
    columns = index(site)["formulas"]
    assert columns["title"] == ["Square", "Cube"]
    assert {len(values) for values in columns.values()} == {2}


def test_stop_words_are_left_out_of_questions(site: Path) -> None:
    assert column(site, "questions") == ["multiply number itself not two?"]


def test_stop_words_stay_in_what_is_shown(site: Path) -> None:
    assert column(changed(site, aliases=["the power of two"]), "aliases") == ["the power of two"]
    assert column(site, "description") == SQUARE["description"]


@pytest.mark.parametrize(
    ("tex", "stripped"),
    [
        (r"\mathbf{f}\left(x\right)", "f(x)"),
        (r"\mathbf{A}\,\boldsymbol{\theta}", r"A \theta"),
        (r"\hat{x}_{A}", r"\hat{x}_{A}"),
        (r"\frac{a}{b}", r"\frac{a}{b}"),
        (r"\mathbb{E}[X]", r"\mathbb{E}[X]"),
        (r"\leftarrow", r"\leftarrow"),
        ("a\n  + b", "a+b"),
        (r"x^{T}", r"x^{T}"),
    ],
)
def test_styling_is_left_out_of_latex(site: Path, tex: str, stripped: str) -> None:
    with_display = changed(site, displays=[{"tex": tex, "equations": []}])
    assert column(with_display, "displays") == [stripped]


def test_only_mathematics_that_claims_something_is_taken_from_the_text(site: Path) -> None:
    assert column(site, "inline") == ["f'(x)=2x"]


def test_code_is_what_is_typed_and_what_is_assigned_and_returned(site: Path) -> None:
    assert column(site, "code") == ["torch.square(x)", "y=x**2", "y+0"]


def test_what_is_typed_and_returned_is_kept_once(site: Path) -> None:
    code = "def f(x: Tensor) -> Tensor:\n    return torch.square(x)\n"
    assert column(changed(site, code=code), "code") == ["torch.square(x)"]


def test_the_same_shapes_under_other_names_are_kept_once(site: Path) -> None:
    told = ["x (n,) -> (n,)", "y (n,) -> (n,)", "y (n,) -> ()"]
    assert column(changed(site, shapes=told), "shapes") == ["y (n,) -> (n,)", "y (n,) -> ()"]


def test_a_name_alone_that_is_returned_says_nothing(site: Path) -> None:
    code = "def f(x: Tensor) -> Tensor:\n    y: Tensor = 2 * x\n    return y\n"
    assert column(changed(site, code=code), "code") == ["torch.square(x)", "y=2*x"]


def test_the_formula_is_shown_as_mathml_without_its_source(site: Path) -> None:
    assert "mathml" not in index(site)["formulas"]
    [mathml] = part(site, "mathml/0")
    assert mathml.startswith("<math") and "<msup>" in mathml
    assert "annotation" not in mathml and "semantics" not in mathml


def test_the_mathml_of_a_formula_is_found_by_its_place(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "EACH", 2)
    publish(site, [SQUARE | {"tex": tex} for tex in "abc"])
    assert index(site)["each"] == 2
    letters = [re.findall("<mi>(.)</mi>", "".join(part(site, f"mathml/{n}"))) for n in (0, 1)]
    assert letters == [["a", "b"], ["c"]]


def test_of_the_sections_of_other_pages_the_names_come_first_and_what_they_say_later(
    site: Path,
) -> None:
    sections: list[dict[str, Any]] = [
        {"location": "about/", "title": "About", "text": "A site.", "aliases": ["imprint"]},
        {"location": "about/#licence", "title": "License", "text": "Words."},
    ]
    assert index(site, sections)["pages"] == {
        "location": ["about/", "about/#licence"],
        "title": ["About", "License"],
        "aliases": [["imprint"], []],
    }
    assert part(site, "texts") == ["A site.", "Words."]


def test_works_and_sentences_that_mention_other_names_come_later(site: Path) -> None:
    assert index(site).keys().isdisjoint(PARTS)
    assert part(site, "works")["label"] == ["Euclid, 1482"]
    assert part(site, "mentions") == []


def test_a_site_without_formulas_has_an_index(site: Path) -> None:
    publish(site, [])
    assert index(site)["formulas"] == {}


def test_a_site_without_a_folder_for_it_has_an_index(site: Path) -> None:
    (site / "search").rmdir()
    assert index(site)["formulas"]["title"] == ["Square"]
