"""Tests of scripts/finishing/catalog.py, on the real pages."""

import json
from pathlib import Path

import jsonschema
import pytest

from scripts.finishing.catalog import write_catalog
from scripts.sources.collection import read_sources

SCHEMA = json.loads(Path("docs/formulas.schema.json").read_text(encoding="utf-8"))
IDS = [formula for chapter in read_sources().chapters for formula in chapter.formulas]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/base/")
        write_catalog(folder, read_sources())
    return folder


@pytest.fixture(scope="module")
def catalog(folder: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / "formulas.json").read_text(encoding="utf-8"))
    return content


def entry(catalog: dict[str, object], identifier: str) -> dict[str, object]:
    formulas = catalog["formulas"]
    assert isinstance(formulas, list)
    return next(formula for formula in formulas if formula["id"] == identifier)


def test_the_catalog_follows_its_schema(catalog: dict[str, object]) -> None:
    jsonschema.validate(catalog, SCHEMA)


def test_every_formula_is_in_it_in_the_order_of_the_site(catalog: dict[str, object]) -> None:
    formulas = catalog["formulas"]
    assert isinstance(formulas, list)
    assert [formula["id"] for formula in formulas] == IDS


def test_what_is_said_about_a_formula_stands_alone_beside_its_page(
    folder: Path, catalog: dict[str, object]
) -> None:
    for identifier in IDS:
        alone = json.loads((folder / f"{identifier}.json").read_text(encoding="utf-8"))
        assert alone == entry(catalog, identifier)


def test_addresses_are_those_of_the_site(catalog: dict[str, object]) -> None:
    softmax = entry(catalog, "probability_statistics/softmax")
    assert softmax["url"] == "https://example.org/base/probability_statistics/softmax/"
    figure = "https://example.org/base/figures/probability_statistics/softmax.svg"
    assert softmax["figure"] == figure


def test_a_line_that_declares_two_symbols_gives_two_entries(catalog: dict[str, object]) -> None:
    symbols = entry(catalog, "vectors_geometry/dot_product")["symbols"]
    assert isinstance(symbols, list)
    assert [s["name"] for s in symbols] == ["a", "b", "θ"]
    assert symbols[0]["tex"] == r"\mathbf{a}"
    assert symbols[0]["domain"] == r"\mathbb{R}^{n}"


def test_every_display_has_its_own_status(catalog: dict[str, object]) -> None:
    displays = entry(catalog, "probability_statistics/softmax")["displays"]
    assert isinstance(displays, list)
    assert [display["status"] for display in displays] == ["checked", "checked"]


def test_the_call_the_code_and_their_shapes_are_those_of_the_page(
    catalog: dict[str, object],
) -> None:
    softmax = entry(catalog, "probability_statistics/softmax")
    assert softmax["call"] == "torch.softmax(x, dim=-1)"
    assert "return e / e.sum(dim=-1, keepdim=True)" in str(softmax["code"])
    shown = "The formula, safe from overflow, (..., K) -> (..., K)."
    assert softmax["shapes"] == ["x (..., K) -> (..., K)", shown]


def test_a_value_in_between_has_its_shape_behind_those_of_the_call(
    catalog: dict[str, object],
) -> None:
    shapes = entry(catalog, "attention_mechanisms/scaled_dot_product_attention")["shapes"]
    assert isinstance(shapes, list)
    assert shapes[1] == "attention_weights(q, k) -> (..., n, m)"


def test_a_docstring_of_two_lines_is_one_line(catalog: dict[str, object]) -> None:
    attention = entry(catalog, "attention_mechanisms/scaled_dot_product_attention")
    shapes = attention["shapes"]
    assert isinstance(shapes, list)
    shown = "q (..., n, d_k), k (..., m, d_k), v (..., m, d_v) -> (..., n, d_v)."
    assert shapes[-1] == f"The formula: {shown}"
