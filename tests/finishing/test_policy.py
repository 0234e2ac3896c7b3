"""The policy of a page."""

from pathlib import Path

from scripts.finishing.policy import policy, scripts_of, with_policy, write_policies

HASH = "'sha256-AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ='"  # of run()
CONTENT = '<div data-md-component="container">'


def page(body: str = "", head: str = "") -> str:
    return f"<!doctype html>\n<html><head>{head}</head><body>{body}</body></html>"


def test_a_policy_is_the_first_thing_in_the_head() -> None:
    written = with_policy(page(head='<meta charset="utf-8">'))
    assert '<head><meta http-equiv="Content-Security-Policy" content="default-src' in written
    assert written.endswith('"><meta charset="utf-8"></head><body></body></html>')


def test_a_script_of_the_page_may_run_by_its_hash() -> None:
    assert f"script-src 'self' {HASH};" in policy(page("<script>run()</script>"))


def test_data_and_scripts_in_files_need_no_hash() -> None:
    data = '<script type="application/ld+json">{}</script><script id="c" type="application/json">{}'
    assert scripts_of(page(f'{data}</script><script src="a.js" type="module"></script>')) == []


def test_an_inline_style_sheet_is_allowed_by_its_hash_and_no_other_style() -> None:
    assert "style-src 'self';" in policy(page())
    assert "style-src 'self' 'sha256-" in policy(page(head="<style>h1 { color: red }</style>"))


def test_a_page_may_run_what_the_content_of_others_holds(tmp_path: Path) -> None:
    """Instant navigation brings that content into it."""
    (tmp_path / "other").mkdir()
    (tmp_path / "index.html").write_text(page(CONTENT))
    (tmp_path / "other/index.html").write_text(page(f"{CONTENT}<script>run()</script>"))
    (tmp_path / "moved.html").write_text(page("<script>leave()</script>"))
    write_policies(tmp_path)
    assert HASH in (tmp_path / "index.html").read_text()
    assert HASH not in (tmp_path / "moved.html").read_text()


def test_a_piece_of_a_page_is_left_as_it_is() -> None:
    assert with_policy("<p>A piece</p>") == "<p>A piece</p>"
