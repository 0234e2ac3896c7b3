"""Tests of scripts/minify.py."""

from pathlib import Path

from scripts.minify import minify_scripts


def test_a_script_loses_its_comments_and_keeps_its_texts(tmp_path: Path) -> None:
    script = tmp_path / "own.js"
    script.write_text(
        '/* Why. */\nconst address = "https://a/*b*/"  // where\nconst n = `  ${1}`\n'
    )
    minify_scripts(tmp_path)
    text = script.read_text()
    assert "Why" not in text and "where" not in text
    assert '"https://a/*b*/"' in text and "`  ${1}`" in text


def test_the_scripts_of_the_theme_are_left_alone(tmp_path: Path) -> None:
    theme = tmp_path / "javascripts/bundle.js"
    theme.parent.mkdir()
    theme.write_text("/* theirs */")
    minify_scripts(tmp_path)
    assert theme.read_text() == "/* theirs */"
