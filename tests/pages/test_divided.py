import json
from pathlib import Path
import re
import zlib

from markdown import Markdown
import pytest

from scripts.addresses.served import DIVIDED
from scripts.base.paths import CHEAT_SHEET, INDEXES, NAMES_PAGE, SHEET_PAGE, chapter_list_file
from scripts.pages import divided
from scripts.pages.cheat_sheet import write_cheat_sheet
from scripts.pages.listings import write_listings
from scripts.sources.collection import read_sources
from scripts.sources.page import page_paths
from tests.project import Project
from tests.test_same_slug import add_shapes

MATTER = "---\ndescription: {title} of all.\nhide: [toc]\n---\n\n"
ROOM = divided.ROOM
LINK = re.compile(r"\]\(([^)#]+)")


def write_page(project: Project, page: Path, title: str) -> None:
    text = MATTER.format(title=title) + f"# {title}\n"
    project.write(page.as_posix(), text)
    project.edit("mkdocs.yml", "  - notation.md", f"  - {page.as_posix()[5:]}\n  - notation.md")


@pytest.fixture
def site(project: Project) -> Project:
    """A site with two lists that may be divided."""
    add_shapes(project)
    write_page(project, NAMES_PAGE, "A to Z")
    write_page(project, SHEET_PAGE, "Cheat sheet")
    return project


def write_all(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    monkeypatch.setattr(divided, "ROOM", room)
    write_listings(read_sources())
    write_cheat_sheet(read_sources())


def pieces(page: Path) -> list[str]:
    return sorted(path.name for path in page.with_suffix("").glob("*"))


def test_a_short_list_is_one_page(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(monkeypatch, ROOM)
    assert (pieces(NAMES_PAGE), pieces(SHEET_PAGE)) == ([], [])
    assert "## S\n" in site.read("build/indexes/names.md")


def test_a_long_list_has_a_page_for_each_letter_or_chapter(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(monkeypatch, 10)
    assert pieces(NAMES_PAGE) == ["c.md", "r.md", "s.md", "t.md"]
    assert pieces(SHEET_PAGE) == ["powers.md", "shapes.md"]
    assert "[Cube](../../powers/cube.md)" in site.read("docs/indexes/names/c.md")
    assert "### [Cube](../powers/cube.md) { #powers.cube }" in site.read(
        "docs/cheat_sheet/powers.md"
    )


def test_parts_are_the_pieces_of_a_sheet_as_long_as_none_is_long_itself(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.edit("mkdocs.yml", "  - Powers:\n", "  - One:\n    - Powers:\n")
    text = site.read("mkdocs.yml").replace("      - powers/", "        - powers/")
    site.write(
        "mkdocs.yml",
        text.replace(
            "  - Shapes:\n      - shapes/index.md\n      - shapes/",
            "  - Two:\n    - Shapes:\n        - shapes/index.md\n        - shapes/",
        ),
    )
    write_cheat_sheet(read_sources())
    size = len(zlib.compress(CHEAT_SHEET.read_bytes()))
    write_all(monkeypatch, size - 1)
    assert pieces(SHEET_PAGE) == ["one.md", "two.md"]
    write_all(monkeypatch, size // 3)
    assert pieces(SHEET_PAGE) == ["powers.md", "shapes.md"]


def test_every_link_of_a_piece_and_of_its_list_leads_somewhere(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(monkeypatch, 10)
    lists = {NAMES_PAGE: INDEXES / "names.md", SHEET_PAGE: CHEAT_SHEET}
    for page, included in lists.items():
        targets = [page.parent / t for t in LINK.findall(included.read_text())]
        assert {t for t in targets if t.suffix == ".md"} >= set(page.with_suffix("").glob("*"))
        for piece in page.with_suffix("").glob("*"):
            targets += [piece.parent / t for t in LINK.findall(piece.read_text())]
        assert [t for t in targets if t.suffix == ".md" and not t.exists()] == []


def test_a_piece_leads_to_all_others_and_is_called_after_its_list(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(monkeypatch, 10)
    text = site.read("docs/indexes/names/c.md")
    assert "# A to Z: C\n\n[All](../names.md) **C** [R](r.md) [S](s.md) [T](t.md)\n" in text
    assert text.startswith(
        '---\ndescription: "C. A to Z of all."\nhide: ["toc"]\ngenerated: true\n'
    )


def test_an_address_of_a_place_on_the_list_goes_on_to_its_piece(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(monkeypatch, 10)
    for path, expected in (
        ("build/indexes/names.md", {"c": "c", "r": "r", "s": "s", "t": "t"}),
        ("build/cheat_sheet.md", {"powers": "powers", "shapes": "shapes"}),
    ):
        text = site.read(path)
        assert DIVIDED in text
        found = re.search(r"const piece = (\{.*\})\[", text)
        assert found and json.loads(found[1]) == expected


def test_what_was_a_piece_goes_but_nothing_that_somebody_wrote(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(monkeypatch, 10)
    site.write("docs/cheat_sheet/mine.md", "# Mine\n")
    write_all(monkeypatch, ROOM)
    assert (pieces(NAMES_PAGE), pieces(SHEET_PAGE)) == ([], ["mine.md"])


def test_pieces_are_no_sources(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = page_paths()
    write_all(monkeypatch, 10)
    assert page_paths() == before


def test_an_unchanged_piece_keeps_its_time(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(monkeypatch, 10)
    piece = NAMES_PAGE.with_suffix("") / "c.md"
    before = piece.stat().st_mtime_ns
    write_all(monkeypatch, 10)
    assert piece.stat().st_mtime_ns == before


def test_a_long_chapter_lists_its_formulas_without_what_they_state(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(monkeypatch, ROOM)
    assert "<math" in chapter_list_file("powers").read_text()
    write_all(monkeypatch, 10)
    listed = chapter_list_file("powers").read_text()
    assert "<math" not in listed and "## [Cube](cube.md) { #cube }" in listed


def test_the_script_is_as_it_is_written_when_the_page_is_rendered(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(monkeypatch, 10)
    included = f'<div class="cheat-sheet" markdown>\n\n{CHEAT_SHEET.read_text()}\n\n</div>\n'
    rendered = Markdown(extensions=["attr_list", "md_in_html"]).convert(included)
    assert DIVIDED in rendered
    assert "if (piece) location.replace(`${piece}/${location.hash}`)" in rendered
    assert '<strong><a href="cheat_sheet/powers.md" id="powers">Powers</a></strong>' in rendered
