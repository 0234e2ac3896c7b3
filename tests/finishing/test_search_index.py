import json
from pathlib import Path
from typing import Any

import pytest

from scripts.finishing.search_index import NOTEBOOK_TEXT, write_search_index
from scripts.sources.navigation import Chapter

CHAPTERS = [Chapter("powers", "Powers and roots", ("powers/square",))]
SQUARE: dict[str, Any] = {
    "id": "powers/square",
    "title": "Square",
    "chapter": "powers",
    "description": "Multiplies a number by itself.",
    "tex": r"f(x) = x^{2}",
    "displays": [{"tex": r"\mathbf{f}\left(x\right) = {x}^{2}", "status": "matched"}],
    "inline": ["x", r"x \in \mathbb{R}", "x = 0.5", "f'(x) = 2x"],
    "symbols": [{"tex": r"\mathbf{x}", "name": "x", "domain": "", "meaning": "the base"}],
    "aliases": ["second power"],
    "pytorch": ["torch.square"],
    "questions": ["How do I multiply a number by itself, not by two?"],
    "code": "def square(x: Tensor) -> Tensor:\n    y = x**2\n    return y + 0\n",
    "shapes": ["The square, x: (n,) -> (n,)."],
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "search").mkdir()
    publish(tmp_path, [SQUARE])
    return tmp_path


def publish(site: Path, formulas: list[dict[str, Any]]) -> None:
    (site / "formulas.json").write_text(json.dumps({"formulas": formulas}), encoding="utf-8")


def index(site: Path, pages: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """What is written for a site for which MkDocs has indexed these pages."""
    theirs = {"config": {"lang": ["en"]}, "docs": pages or []}
    (site / "search/search_index.json").write_text(json.dumps(theirs), encoding="utf-8")
    return written(site)


def written(site: Path) -> dict[str, Any]:
    catalog = json.loads((site / "formulas.json").read_text(encoding="utf-8"))["formulas"]
    write_search_index(site, catalog, CHAPTERS)
    content: dict[str, Any] = json.loads((site / "search/index.json").read_text(encoding="utf-8"))
    return content


def column(site: Path, name: str) -> Any:
    [value] = index(site)["formulas"][name]
    return value


def changed(site: Path, **fields: Any) -> Path:
    publish(site, [SQUARE | fields])
    return site


def page(location: str, text: str = "Words.", title: str = "A title") -> dict[str, str]:
    return {"location": location, "title": title, "text": text}


def locations(site: Path, *pages: str) -> list[str]:
    return [entry["location"] for entry in index(site, [page(each) for each in pages])["pages"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("location", "powers/square/"),
        ("title", "Square"),
        ("chapter", "Powers and roots"),
        ("description", "Multiplies a number by itself."),
        ("aliases", ["second power"]),
        ("pytorch", ["torch.square"]),
        ("symbols", ["x"]),
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
    assert column(site, "questions") == ["multiply number itself, not two?"]


def test_stop_words_stay_in_what_is_shown(site: Path) -> None:
    assert column(changed(site, aliases=["the power of two"]), "aliases") == ["the power of two"]
    assert column(site, "description") == SQUARE["description"]


@pytest.mark.parametrize(
    ("tex", "stripped"),
    [
        (r"\mathbf{f}\left(x\right)", "f (x )"),
        (r"\mathbf{A}\,\boldsymbol{\theta}", r"A \theta"),
        (r"\hat{x}_{A}", r"\hat{x}_{A}"),
        (r"\frac{a}{b}", r"\frac{a}{b}"),
        (r"\mathbb{E}[X]", r"\mathbb{E}[X]"),
        (r"\leftarrow", r"\leftarrow"),
        ("a\n  + b", "a + b"),
        (r"x^{T}", r"x^{T}"),
    ],
)
def test_styling_is_left_out_of_latex(site: Path, tex: str, stripped: str) -> None:
    with_display = changed(site, displays=[{"tex": tex, "status": "matched"}])
    assert column(with_display, "displays") == [stripped]


def test_only_mathematics_that_claims_something_is_taken_from_the_text(site: Path) -> None:
    assert column(site, "inline") == ["f'(x) = 2x"]


def test_code_is_what_is_assigned_and_returned(site: Path) -> None:
    assert column(site, "code") == ["y = x ** 2", "y + 0"]


def test_a_name_alone_that_is_returned_says_nothing(site: Path) -> None:
    code = "def f(x: Tensor) -> Tensor:\n    y: Tensor = 2 * x\n    return y\n"
    assert column(changed(site, code=code), "code") == ["y = 2 * x"]


def test_the_formula_is_shown_as_mathml_without_its_source(site: Path) -> None:
    mathml = column(site, "mathml")
    assert mathml.startswith("<math") and "<msup>" in mathml
    assert "annotation" not in mathml and "semantics" not in mathml


@pytest.mark.parametrize(
    "location", ["about/", "about/#licence", "powers/", "notebooks/powers/", "notation/#letters"]
)
def test_a_page_that_is_no_formula_s_is_kept(site: Path, location: str) -> None:
    assert locations(site, location) == [location]


@pytest.mark.parametrize(
    "location",
    [
        "powers/square/",
        "powers/square/#intuition",
        "powers/#square",
        "notebooks/powers/#square",
        "indexes/symbols/",
        "indexes/symbols/#s",
    ],
)
def test_a_page_that_repeats_the_formulas_is_left_out(site: Path, location: str) -> None:
    assert locations(site, location) == []


def test_a_page_s_text_is_plain(site: Path) -> None:
    text = "<p>Less &lt; <b>more</b></p>\n<math><mi>x</mi><annotation>x</annotation></math>"
    [found] = index(site, [page("about/", text)])["pages"]
    assert found["text"] == "Less < more x"


def test_a_notebook_is_named_and_shortened(site: Path) -> None:
    [found] = index(site, [page("notebooks/powers/", "word " * 500, "Powers")])["pages"]
    assert found["title"] == "Powers: notebook"
    assert len(found["text"]) == NOTEBOOK_TEXT


def test_the_index_of_mkdocs_that_every_page_loads_is_emptied(site: Path) -> None:
    index(site, [page("about/")])
    theirs = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert theirs == {"config": {"lang": ["en"]}, "docs": []}


def test_a_site_without_formulas_has_an_index(site: Path) -> None:
    publish(site, [])
    found = index(site, [page("about/")])
    assert found["formulas"] == {}
    assert [entry["location"] for entry in found["pages"]] == ["about/"]


def test_a_site_without_the_search_of_mkdocs_has_an_index_of_formulas(site: Path) -> None:
    (site / "search").rmdir()
    found = written(site)
    assert found["pages"] == [] and found["formulas"]["title"] == ["Square"]
    assert not (site / "search/search_index.json").exists()
