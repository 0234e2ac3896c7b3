from dataclasses import replace
import os
from pathlib import Path
import sys

import pytest

from scripts.base.paths import FONT, FONT_FACES, MORE_FONT
from scripts.mathematics import font
from scripts.pictures import cards, images
from scripts.pictures.steps import (
    card_steps,
    font_step,
    image_steps,
    published_files,
    remove_orphans,
)
from scripts.running.update import update
from scripts.sources.collection import read_sources
from scripts.sources.markdown_math import MathSpan
from tests.project import Project

SQUARE, CUBE = "build/cards/powers/square.png", "build/cards/powers/cube.png"
PAGE = "docs/powers/square.md"


def write(*ids: str) -> dict[str, str]:
    """Bring the pictures of these formulas, or of all, up to date; return the errors."""
    sources = read_sources()
    wanted = [formula for formula in sources.formulas.values() if not ids or formula.id in ids]
    failed = update("image", image_steps(wanted), jobs=1)
    sound = [formula for formula in wanted if formula.id not in failed]
    return failed | update("card", card_steps(sources, sound), jobs=1)


def write_font(characters: str) -> dict[str, str]:
    return update("font", [font_step(characters, "")], jobs=1)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn: the first line of a card, or the page of an image."""
    names: list[str] = []
    render, image = cards.render, images.image

    def note_card(svg: str) -> bytes:
        names.append(next(line for line in svg.splitlines() if "<text" in line))
        return render(svg)

    def note_image(page: Path, display: MathSpan) -> str:
        names.append(page.as_posix())
        return image(page, display)

    monkeypatch.setattr(cards, "render", note_card)
    monkeypatch.setattr(images, "image", note_image)
    return names


def test_a_build_makes_a_card_and_images_of_everything(built: Project) -> None:
    assert {path for path in built.outputs() if path.startswith(("build/cards", "build/images"))} \
        == {SQUARE, CUBE, "build/cards/powers.png", "build/cards/index.png",
            "build/images/powers/square/1.svg", "build/images/powers/cube/1.svg"}  # fmt: skip


def test_without_a_change_nothing_is_drawn(built: Project, drawn: list[str]) -> None:
    assert write() == {}
    assert drawn == []


def test_without_a_change_no_drawing_library_is_loaded(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("scripts.mathematics.outlines", "ziamath", "resvg_py"):
        monkeypatch.setitem(sys.modules, name, None)
    assert write() == {}


def test_edited_prose_draws_nothing(built: Project, drawn: list[str]) -> None:
    built.edit(PAGE, "Nothing overflows", "No number overflows")
    write()
    assert drawn == []


def test_an_edited_formula_draws_its_own_pictures_alone(built: Project, drawn: list[str]) -> None:
    built.edit(PAGE, "x^{2}", "x x")
    write()
    assert drawn[0] == PAGE
    assert len(drawn) == 2 and "Powers" in drawn[1]


def test_an_edited_title_draws_the_card_and_that_of_the_chapter(
    built: Project, drawn: list[str]
) -> None:
    built.edit(PAGE, "# Square", "# The square")
    before = {path: built.outputs()[path] for path in (CUBE, "build/images/powers/square/1.svg")}
    write()
    assert len(drawn) == 2
    assert {path: built.outputs()[path] for path in before} == before


def test_another_status_draws_the_card_alone(built: Project, drawn: list[str]) -> None:
    built.edit("build/checks/docs/powers/square.json", '"checked"', '"sampled"')
    before = built.outputs()
    write()
    assert len(drawn) == 1
    assert {p for p, data in built.outputs().items() if before[p] != data} == {SQUARE}


@pytest.mark.parametrize("path", [SQUARE, "build/images/powers/square/1.svg"])
def test_a_damaged_file_is_made_again(built: Project, path: str) -> None:
    before = built.outputs()
    os.truncate(built.root / path, 10)
    write()
    assert built.outputs() == before


def test_a_failure_is_reported_once_and_keeps_the_last_good_files(built: Project) -> None:
    before = built.outputs()
    built.edit(PAGE, "f(x) = x^{2}", r"f(x) = \text{字}")
    line = built.line(PAGE, "字")
    (error,) = write().values()
    assert error.startswith(f"{PAGE}:{line}: this formula cannot be drawn as an image: '字'")
    assert built.outputs() == before


def test_a_formula_too_large_for_its_card_fails_the_build(built: Project) -> None:
    before = built.outputs()
    terms = r" \\ ".join([r"f(x) &= x^{2} + x - x + x - x"] + [r"&\quad + x - x + x - x"] * 15)
    built.edit(PAGE, "f(x) = x^{2}", rf"\begin{{aligned}} {terms} \end{{aligned}}")
    result = built.build()
    assert [error.partition(": its letters")[0] for error in result.errors] == [
        f"{PAGE}:{built.line(PAGE, 'f(x) &=')}: the formula is too large for its preview card"
    ]
    assert result.code == 1
    assert built.outputs()[SQUARE] == before[SQUARE]


def test_a_formula_that_was_never_checked_gets_no_card(built: Project) -> None:
    built.remove("build/checks/docs/powers/cube.json")
    (error,) = write().values()
    assert error == f"docs/powers/cube.md:{built.line('docs/powers/cube.md', 'f(x)')}: " \
        "has not been checked; run `make site`"  # fmt: skip


def test_ids_draw_these_and_the_chapters(built: Project, drawn: list[str]) -> None:
    built.remove(SQUARE)
    built.remove(CUBE)
    write("powers/cube")
    assert built.exists(CUBE) and not built.exists(SQUARE)


def test_pictures_of_pages_and_displays_that_are_gone_are_removed(built: Project) -> None:
    sources = read_sources()
    sources = replace(sources, formulas={"powers/square": sources.formula("powers/square")})
    built.write("build/images/powers/square/2.svg", "<svg/>")
    built.write("build/cards/roots.png", "old")
    remove_orphans(sources)
    assert set(published_files(sources)) == {
        path for folder in ("cards", "images") for path in Path("build", folder).rglob("*.*g")
    }


def test_the_order_of_characters_does_not_matter(project: Project) -> None:
    write_font("xy")
    before = FONT.stat().st_mtime_ns
    write_font("yxx")
    assert FONT.stat().st_mtime_ns == before


def test_a_new_character_makes_a_new_font(project: Project) -> None:
    write_font("x")
    before = FONT.read_bytes()
    write_font("xy")
    assert FONT.read_bytes() != before


def test_a_font_that_cannot_be_made_leaves_the_last_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_font("x")
    before = FONT.read_bytes()

    def broken(characters: str) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr(font, "subset", broken)
    with pytest.raises(OSError, match="no font"):
        write_font("xy")
    assert FONT.read_bytes() == before


def test_the_style_sheet_says_for_which_characters_the_second_font_is_loaded(
    project: Project,
) -> None:
    update("font", [font_step("xy", "∀Γ")], jobs=1)
    first, second = FONT_FACES.read_text(encoding="utf-8").split("\n\n")
    assert "math.woff2" in first and "unicode-range" not in first
    assert "math-more.woff2" in second and "unicode-range: U+393, U+2200;" in second
    assert MORE_FONT.exists()
