import gzip
from pathlib import Path

from bench.weighing import first_visit, sent

TEXT = b"words " * 1000


def test_text_is_weighed_as_it_is_sent_and_a_font_as_it_is(tmp_path: Path) -> None:
    text, font = tmp_path / "page.html", tmp_path / "math.woff2"
    for file in (text, font):
        file.write_bytes(TEXT)
    assert sent([text]) == len(gzip.compress(TEXT, 9)) < 100
    assert sent([font]) == len(TEXT)


def test_a_first_visit_is_a_page_with_what_it_names(tmp_path: Path) -> None:
    page = tmp_path / "page" / "index.html"
    page.parent.mkdir()
    page.write_text(
        '<link rel="stylesheet" href="../site.css"><script src="../site.js?1"></script>'
        '<link rel="alternate" href="../page.md"><a href="../other.html">'
    )
    for name in ("site.css", "site.js", "page.md", "other.html"):
        (tmp_path / name).write_bytes(TEXT)
    named = [tmp_path / "site.css", tmp_path / "site.js"]
    assert first_visit(page) == sent([page, *named])
