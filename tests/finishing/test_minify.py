"""Tests of scripts/finishing/minify.py."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.finishing.minify import minify_assets, minify_figures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in the assets of a site."""
    folder = tmp_path / "copy"
    folder.mkdir()
    return folder


def test_a_script_loses_its_comments_and_keeps_its_texts(folder: Path) -> None:
    script = folder / "own.js"
    script.write_text(
        '/* Why. */\nconst address = "https://a/*b*/"  // where\nconst n = `  ${1}`\n'
    )
    minify_assets(folder.parent)
    text = script.read_text()
    assert "Why" not in text and "where" not in text
    assert '"https://a/*b*/"' in text and "`  ${1}`" in text


def test_long_local_names_become_short_and_exported_ones_stay(folder: Path) -> None:
    script = folder / "module.js"
    script.write_text("export function area(wide, high) {\n  return wide * high\n}\n")
    minify_assets(folder.parent)
    assert "export function area(" in script.read_text()
    assert "wide" not in script.read_text()


def test_a_script_that_cannot_be_read_is_named(folder: Path) -> None:
    script = folder / "own.js"
    script.write_text("const = (\n")
    with pytest.raises(SourceError, match=r"own\.js:1: not valid JavaScript"):
        minify_assets(folder.parent)


def test_a_style_sheet_loses_its_comments_and_keeps_its_rules(folder: Path) -> None:
    sheet = folder / "own.css"
    sheet.write_text('/* Why. */\n.a > b {\n  --c: red;  /* where */\n  content: "/* d */";\n}\n')
    minify_assets(folder.parent)
    assert sheet.read_text() == '.a>b{--c:red;content:"/* d */"}'


@pytest.mark.parametrize("name", ["javascripts/bundle.js", "stylesheets/main.css"])
def test_what_is_the_theme_s_is_left_alone(folder: Path, name: str) -> None:
    theme = folder.parent / name
    theme.parent.mkdir()
    theme.write_text("/* theirs */")
    minify_assets(folder.parent)
    assert theme.read_text() == "/* theirs */"


def test_a_figure_loses_its_white_space_and_keeps_its_shapes(tmp_path: Path) -> None:
    figure = tmp_path / "figures" / "chapter" / "slug.svg"
    figure.parent.mkdir(parents=True)
    figure.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9">\n <!-- axes -->\n'
        ' <g id="axes">\n  <path d="M 0 0 \nL 3.5 4 \n"/>\n </g>\n</svg>\n'
    )
    minify_figures(tmp_path / "figures")
    text = figure.read_text()
    assert "axes -->" not in text and "\n" not in text
    assert 'd="M0 0 3.5 4"' in text or 'd="M0 0l3.5 4"' in text or 'd="M0 0L3.5 4"' in text
