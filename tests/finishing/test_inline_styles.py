"""Style attributes become rules of the style sheet."""

import json
from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.finishing.inline_styles import move_styles, renamed

CELL = '<mtd style="text-align: right;padding-right: 0;">'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for folder in ("assets/styles", "search/mathml", "assets/check/formulas/a"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "assets/styles/site.css").write_text("h1{color:red}")
    (tmp_path / "index.html").write_text(f"<math>{CELL}x</mtd></math>")
    return tmp_path


def test_a_rule_says_what_the_attribute_said(site: Path) -> None:
    move_styles(site)
    sheet = (site / "assets/styles/site.css").read_text()
    selector = '[data-style="text-align: right;padding-right: 0;"]'
    assert sheet == f"h1{{color:red}}{selector}{{text-align: right;padding-right: 0}}"
    assert (
        site / "index.html"
    ).read_text() == f"<math>{CELL.replace(' st', ' data-st')}x</mtd></math>"


def test_pieces_that_scripts_put_into_pages_have_no_style_either(site: Path) -> None:
    for piece in ("search/mathml/0.json", "assets/check/formulas/a/b.json"):
        (site / piece).write_text(json.dumps({"mathml": [CELL], "tex": "style=1"}))
        move_styles(site)
        content = json.loads((site / piece).read_text())
        assert content == {"mathml": [CELL.replace(" st", " data-st")], "tex": "style=1"}


def test_words_of_a_text_are_no_attributes() -> None:
    text = '<p title="a style=&quot;b&quot;">Write style="color: red", or <b>style="x"</b>.</p>'
    assert renamed(text, {}) == text


def test_a_style_that_no_sheet_can_hold_is_refused(site: Path) -> None:
    (site / "index.html").write_text('<p style="} body { display: none">x</p>')
    with pytest.raises(SourceError, match=r"site\.css:1: expected declarations"):
        move_styles(site)
