from pathlib import Path
import re

import pytest

from scripts.finishing.theme_script import mend_theme_script

# As the theme writes all; the names are shortened anew in each of its versions.
BUNDLE = (
    'e.pipe(b(()=>M("link[rel=alternate]")));function Pn(){return x("nav",{class:"md-code__nav"})}'
    "function hi(e,t){if(r.target||e.metaKey||e.ctrlKey)return y;return $(r)}"
    'let s=t.pipe(ne("pathname"),b(a=>xr(a,{progress$:o})))'
)


def mended(folder: Path, bundle: str) -> str:
    path = folder / "javascripts/bundle.abc.min.js"
    path.parent.mkdir()
    path.write_text(bundle, encoding="utf-8")
    mend_theme_script(folder)
    return path.read_text(encoding="utf-8")


def test_only_an_alternate_in_a_language_is_a_translation(tmp_path: Path) -> None:
    assert 'M("link[rel=alternate][hreflang]")' in mended(tmp_path, BUNDLE)


def test_the_buttons_of_a_block_of_code_are_no_landmark(tmp_path: Path) -> None:
    assert 'x("div",{class:"md-code__nav"})' in mended(tmp_path, BUNDLE)


def test_a_link_into_the_page_itself_is_left_to_the_browser(tmp_path: Path) -> None:
    assert "if(r.target||r.hash&&r.pathname===location.pathname||e." in mended(tmp_path, BUNDLE)


def test_the_page_that_was_loaded_is_not_loaded_again(tmp_path: Path) -> None:
    text = mended(tmp_path, BUNDLE)
    assert 'ne("pathname"),b((a,count)=>!count&&a.pathname===new URL(' in text
    assert "?[]:xr(a,{progress$:o})" in text


def test_a_theme_that_has_changed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mended(tmp_path, "other") == "other"
    warnings = capsys.readouterr().err.splitlines()
    assert len(warnings) == 4
    assert all(re.search(r"bundle\.abc\.min\.js:1: expected .* found it 0", w) for w in warnings)
