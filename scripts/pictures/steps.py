"""Images of formulas, preview cards and the math font: what each is made of; their publication.

All of them together take a few seconds in one process: less than it costs to start others.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
import shutil

from scripts.base.errors import SourceError
from scripts.base.freshness import digest_files
from scripts.base.paths import (
    CARDS,
    CONFIG,
    FONT,
    FONT_FACES,
    IMAGES,
    MORE_FONT,
    card_file,
    image_files,
)
from scripts.base.steps import Step
from scripts.checker.verdicts import read_record
from scripts.mathematics import font
from scripts.mathematics.font import MATH_FONT
from scripts.pictures import cards, images
from scripts.pictures.lettering import REGULAR, SEMIBOLD
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula

HOME = "index"


def image_steps(formulas: Iterable[Formula]) -> list[Step]:
    """An image of every display of each formula."""
    letters = digest_files([MATH_FONT])
    return [
        Step(
            kind="image",
            name=formula.id,
            source=formula.path,
            make=partial(images.images, formula),
            outputs=image_files(formula.id, len(formula.displays)),
            values=[letters, *(display.tex for display in formula.displays)],
        )
        for formula in formulas
    ]


def card_steps(sources: Sources, wanted: Iterable[Formula]) -> list[Step]:
    """The cards of the wanted formulas, of the chapters and of the home page."""
    look = digest_files([MATH_FONT, REGULAR.file, SEMIBOLD.file, cards.FAVICON])
    site_name = sources.configuration.setting("site_name")
    by_slug = {chapter.slug: chapter for chapter in sources.chapters}
    steps = []
    for formula in wanted:
        verdicts = read_record(formula.path)
        status = str(verdicts[0].status) if verdicts else ""
        chapter = by_slug[formula.chapter]
        card = partial(cards.formula_card, formula, chapter, status, site_name)
        shown = [formula.displays[0].tex, formula.title, chapter.title, status, site_name]
        steps.append(_card(formula.id, formula.path, card, [look, *shown]))
    for chapter in sources.chapters:
        titles = [formula.title for formula in sources.formulas_of(chapter)]
        card = partial(cards.chapter_card, chapter, titles, site_name)
        shown = [chapter.title, *titles, site_name]
        steps.append(_card(chapter.slug, chapter.path, card, [look, *shown]))
    counts = f"{len(sources.formulas)} formulas in {len(sources.chapters)} chapters"
    home = [site_name, sources.configuration.setting("site_description"), counts]
    steps.append(_card(HOME, CONFIG, partial(cards.home_card, *home), [look, *home]))
    return steps


def font_step(in_formulas: Iterable[str], elsewhere: Iterable[str]) -> Step:
    """The math font with the characters of formula pages, that with what only other pages show,
    and the style sheet that names both.
    """
    wanted = ["".join(sorted(set(characters))) for characters in (in_formulas, elsewhere)]
    return Step(
        kind="font",
        name="math",
        source=MATH_FONT,
        make=partial(font.math_fonts, *wanted),
        outputs=[FONT, MORE_FONT, FONT_FACES],
        values=[*wanted, digest_files([MATH_FONT])],
    )


def published_files(sources: Sources) -> Iterator[Path]:
    """Every image and card of the site, where its step leaves it."""
    yield card_file(HOME)
    for chapter in sources.chapters:
        yield card_file(chapter.slug)
    for formula in sources.formulas.values():
        yield card_file(formula.id)
        yield from image_files(formula.id, len(formula.displays))


def publish_pictures(site: Path, sources: Sources) -> None:
    """Copy the images and the cards into a rendered site."""
    for path in published_files(sources):
        if not path.exists():
            raise SourceError(path, 1, "has not been drawn; run `make site`")
        target = site / path.relative_to(CARDS.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def remove_orphans(sources: Sources) -> None:
    """Remove what was drawn for pages and displays that are gone."""
    kept = set(published_files(sources))
    for path in [*CARDS.rglob("*.png"), *IMAGES.rglob("*.svg")]:
        if path not in kept:
            path.unlink()


def _card(name: str, source: Path, card: "partial[str]", values: Sequence[str]) -> Step:
    return Step(
        kind="card",
        name=name,
        source=source,
        make=partial(cards.rendered, card),
        outputs=[card_file(name)],
        values=values,
    )
