"""A browser that does not draw mathematics gets pictures; no other one loads anything for it."""

from collections import Counter
from collections.abc import Iterator

import pytest

from scripts.sources.labels import without_labels
from tests.representatives import FORMULAS
from tests.site.engines import Firefox, wait_for
from tests.site.visiting import Visits

SETTING = "mathml.disabled"
# Of each display its LaTeX and the address of the picture that is seen in its place.
PICTURES = """[...document.querySelectorAll(".formula, .sheet-formula")].map(box => {
  const picture = box.querySelector("img")
  const seen = picture?.checkVisibility() && picture.clientWidth > 10 && picture.clientHeight > 10
  return [picture?.alt, seen ? new URL(picture.src).pathname : null]
})"""
BESIDE = """[...document.querySelectorAll("[class*=formula] > :is(math, div, .statement)")]
  .filter(piece => piece.checkVisibility() && piece.getBoundingClientRect().width > 1).length"""
LETTERS = """[...document.querySelectorAll(".md-typeset math semantics > :first-child")]
  .filter(each => each.checkVisibility()).length"""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth <= 0"


def letters(tex: str) -> Counter[str]:
    """What LaTeX is made of: the cheat sheet has it in pieces."""
    return Counter("".join(tex.split()))


@pytest.fixture
def without(firefox: Firefox) -> Iterator[Firefox]:
    """Firefox with its mathematics switched off."""
    firefox.driver.set_pref(SETTING, value=True)
    yield firefox
    firefox.driver.clear_pref(SETTING)


def open_pictured(without: Firefox, url: str) -> None:
    """Open a page of two displays, and wait until both are pictures."""
    without.open(url)
    wait_for(without, "document.querySelectorAll('.formula.pictured').length", 2)


@pytest.mark.parametrize("width", [500, 1280])
@pytest.mark.parametrize(
    "path", ["", "optimization/", "optimization/adam/", "cheat_sheet/", "notebooks/calculus/"]
)
def test_every_display_is_its_picture(
    without: Firefox, address: str, path: str, width: int
) -> None:
    without.resize(width, 800)
    without.open(address + path)
    waiting = "document.querySelectorAll(':is(.formula, .sheet-formula):not(.pictured)').length"
    wait_for(without, waiting, 0)
    shown = without.run(f"return {PICTURES}")
    assert shown
    for tex, picture in shown:
        chapter, slug, number = picture.removesuffix(".svg").split("/")[-3:]
        display = FORMULAS[f"{chapter}/{slug}"].displays[int(number) - 1].tex
        assert letters(tex) <= letters(without_labels(display))
    assert without.run(f"return {BESIDE}") == 0
    assert without.run(f"return {LETTERS}") == 0
    assert without.run(f"return {SIDEWAYS}")


def test_mathematics_in_a_line_is_a_line_of_text(without: Firefox, address: str) -> None:
    without.open(address + "probability_statistics/softmax/")
    wait_for(without, "document.querySelector('.symbols .math').innerText", "x ∈ ℝᴷ")


def test_a_page_that_instant_navigation_brings_has_its_pictures(
    without: Firefox, address: str
) -> None:
    without.open(address + "about/")
    without.run("window.stayed = true")
    without.run(
        "const link = document.querySelector('article').appendChild(document.createElement('a'));"
        f"link.href = '{address}optimization/adam/'; link.textContent = '-'; link.click()"
    )
    wait_for(without, "document.querySelectorAll('.formula.pictured').length", 2)
    assert without.run("return window.stayed")


def test_a_picture_that_does_not_come_leaves_the_latex(without: Firefox, address: str) -> None:
    open_pictured(without, address + "optimization/adam/")
    without.run(
        "const box = document.querySelector('.formula'); box.classList.remove('pictured');"
        "box.querySelector('img').src = '/nowhere.svg'"
    )
    wait_for(without, "document.querySelectorAll('.formula.as-latex').length", 1)
    assert without.run("return document.querySelector('.formula').innerText").startswith(r"\begin")


def test_a_formula_shown_as_a_picture_is_copied_as_latex(without: Firefox, address: str) -> None:
    open_pictured(without, address + "probability_statistics/softmax/")
    without.run(
        "navigator.clipboard.writeText = async tex => { window.said = tex };"
        "document.querySelector('.copy-latex').click()"
    )
    copied = FORMULAS["probability_statistics/softmax"].displays[0].tex
    wait_for(without, "window.said", copied.replace("\n", " "))


def test_a_browser_that_draws_mathematics_loads_nothing_of_it(visits: Visits) -> None:
    asked = visits("optimization/adam/").asked
    assert any("assets/math/" in each for each in asked)
    assert [each for each in asked if "assets/math/pictures" in each or "images/" in each] == []
