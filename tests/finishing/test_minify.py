"""Tests of scripts/finishing/minify.py."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.finishing.join_modules import OWN
from scripts.finishing.minify import minify_scripts


def test_a_script_loses_its_comments_and_keeps_its_texts(tmp_path: Path) -> None:
    script = tmp_path / "own.js"
    script.write_text(
        '/* Why. */\nconst address = "https://a/*b*/"  // where\nconst n = `  ${1}`\n'
    )
    minify_scripts(tmp_path)
    text = script.read_text()
    assert "Why" not in text and "where" not in text
    assert '"https://a/*b*/"' in text and "`  ${1}`" in text


def test_long_local_names_become_short_and_exported_ones_stay(tmp_path: Path) -> None:
    script = tmp_path / "search/module.js"
    script.parent.mkdir()
    script.write_text("export function area(wide, high) {\n  return wide * high\n}\n")
    minify_scripts(tmp_path)
    assert "export function area(" in script.read_text()
    assert "wide" not in script.read_text()


def test_what_stands_above_our_own_part_of_a_joined_script_stays_as_it_is(tmp_path: Path) -> None:
    script = tmp_path / "joined.js"
    foreign = "/*! Foreign 1.0 | MIT */\nconst one = ( 1 )\n"
    script.write_text(f"{foreign}{OWN}\nconst  two =  2\n")
    minify_scripts(tmp_path)
    assert script.read_text() == f"{foreign}const two=2"


def test_a_script_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    script = tmp_path / "own.js"
    script.write_text("const = (\n")
    with pytest.raises(SourceError, match=r"own\.js:1: not valid JavaScript"):
        minify_scripts(tmp_path)


def test_the_scripts_of_the_theme_are_left_alone(tmp_path: Path) -> None:
    theme = tmp_path / "javascripts/bundle.js"
    theme.parent.mkdir()
    theme.write_text("/* theirs */")
    minify_scripts(tmp_path)
    assert theme.read_text() == "/* theirs */"
