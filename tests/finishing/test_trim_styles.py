"""Tests of scripts/finishing/trim_styles.py."""

from pathlib import Path

import pytest

from scripts.finishing.trim_styles import trim_styles, trimmed, without_variables


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{x:1}.b{x:2}", ".a{x:1}"),
        (".a,.b>p{x:1}", ".a{x:1}"),
        (".a.b{x:1}p .b{x:2}p{x:3}", "p{x:3}"),
        (".a:not(.b){x:1}.a:is(.b,.c){x:2}", ".a:not(.b){x:1}.a:is(.b,.c){x:2}"),
        ("@media screen{.b{x:1}}@media print{.b{x:1}.a{x:2}}", "@media print{.a{x:2}}"),
        ('@charset "UTF-8";@import url(b.css);.b{x:1}', '@charset "UTF-8";@import url(b.css);'),
        ("@keyframes b{0%{x:1}to{x:2}}.b{x:1}", "@keyframes b{0%{x:1}to{x:2}}"),
        (":root{--i:url('data:image/svg+xml,%3Csvg d=\"M1.5.b\"/%3E')}", None),
    ],
)
def test_a_rule_stays_where_something_can_match_it(css: str, kept: str | None) -> None:
    assert trimmed(css, {"a"}) == (css if kept is None else kept)


def test_a_name_that_a_script_puts_together_is_kept() -> None:
    assert trimmed(".tip--top{x:1}.tap{x:2}", {"tip--"}) == ".tip--top{x:1}"


def test_pages_and_scripts_name_what_stays(tmp_path: Path) -> None:
    sheet, script = tmp_path / "assets/stylesheets/main.css", tmp_path / "assets/own/own.js"
    for path in (sheet, script):
        path.parent.mkdir(parents=True)
    sheet.write_text(".a{x:1}.b{x:2}.c{x:3}")
    script.write_text('element.classList.add("b")')
    (tmp_path / "index.html").write_text('<p class="z a">c</p>')
    trim_styles(tmp_path)
    assert sheet.read_text() == ".a{x:1}.b{x:2}"


def test_a_variable_that_nothing_takes_goes_whatever_its_value_holds() -> None:
    css = ':root{--a:url("data:;{}--b:\'1");--b:1;--c:2}.a--b:hover{x:1}'
    assert without_variables(css, {"--c"}) == ":root{--c:2}.a--b:hover{x:1}"


def test_own_sheets_and_scripts_take_variables_of_the_theme(tmp_path: Path) -> None:
    sheet = tmp_path / "assets/stylesheets/main.css"
    own = {"styles/site.css": "p{x:var(--a)}", "own/own.js": 'get("--b")'}
    for name, text in (own | {"stylesheets/main.css": ":root{--a:1;--b:2;--c:3}"}).items():
        (tmp_path / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "assets" / name).write_text(text)
    trim_styles(tmp_path)
    assert sheet.read_text() == ":root{--a:1;--b:2;}"
