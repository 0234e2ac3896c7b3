"""The sizes of downloads on a page."""

from pathlib import Path

from scripts.finishing.sizes import write_sizes


def test_a_size_is_written_where_the_page_names_it(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<span data-megabytes="all">some</span> MB')
    write_sizes(page, {"all": "4.2"})
    assert page.read_text() == '<span data-megabytes="all">4.2</span> MB'
