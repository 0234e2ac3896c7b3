"""Images of formulas and preview cards: made where stale, then published with the site.

All of them together take a few seconds in one process: less than it costs to start others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
import shutil

from scripts.base.errors import SourceError
from scripts.base.freshness import digest, digest_files, is_fresh, mark_fresh
from scripts.base.paths import CARDS, IMAGES, card_file, image_files
from scripts.base.text import write_atomically
from scripts.checker.verdicts import read_record
from scripts.mathematics.font import LATIN_MODERN
from scripts.pictures import cards, images
from scripts.pictures.lettering import REGULAR, SEMIBOLD
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter

HERE = Path(__file__).parents[1]
# The modules that decide what a picture looks like.
MAKERS = ("pictures", "mathematics")
VERSIONS = ", ".join(f"{n} {version(n)}" for n in ("math-core", "ziafont", "ziamath", "resvg-py"))
HOME = "index"


@dataclass(frozen=True)
class _Picture:
    """Files that are made together; `inputs` is all that decides what they show."""

    subject: str
    name: str
    inputs: str
    files: Sequence[Path]
    make: Callable[[], None]


def write_pictures(sources: Sources, wanted: Iterable[Formula], *, force: bool) -> dict[str, str]:
    """Draw what is stale: of the wanted formulas, of the chapters, of the home page.

    Returns the first error about each; what it names keeps its last good files.
    """
    made, fresh, failed = 0, 0, {}
    for picture in _pictures(sources, wanted):
        if not force and is_fresh(picture.name, picture.inputs, picture.files):
            fresh += 1
            continue
        if picture.subject in failed:
            continue
        try:
            picture.make()
        except SourceError as error:
            failed[picture.subject] = str(error)
        else:
            mark_fresh(picture.name, picture.inputs, picture.files)
            made += 1
    print(f"images and cards: {fresh} fresh, {made} made")
    return failed


def published_files(sources: Sources) -> Iterator[Path]:
    """Every image and card of the site, where write_pictures leaves it."""
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


def _pictures(sources: Sources, wanted: Iterable[Formula]) -> Iterator[_Picture]:
    setting = sources.configuration.setting
    site_name = setting("site_name")
    fonts = [LATIN_MODERN, REGULAR.file, SEMIBOLD.file]
    makers = [module for room in MAKERS for module in (HERE / room).glob("*.py")]
    look = digest(digest_files([*makers, *fonts, cards.FAVICON]), VERSIONS, site_name)
    by_slug = {chapter.slug: chapter for chapter in sources.chapters}
    for formula in wanted:
        yield _images(formula, look)
        yield _formula_card(formula, by_slug[formula.chapter], site_name, look)
    for chapter in sources.chapters:
        titles = [formula.title for formula in sources.formulas_of(chapter)]
        yield _chapter_card(chapter, titles, site_name, look)
    counts = f"{len(sources.formulas)} formulas in {len(sources.chapters)} chapters"
    yield _home_card(site_name, setting("site_description"), counts, look)


def _images(formula: Formula, look: str) -> _Picture:
    files = image_files(formula.id, len(formula.displays))
    inputs = digest(look, *(display.tex for display in formula.displays))

    def make() -> None:
        images.write_images(formula)

    return _Picture(formula.id, f"{formula.id}-images", inputs, files, make)


def _formula_card(formula: Formula, chapter: Chapter, site_name: str, look: str) -> _Picture:
    verdicts = read_record(formula.path)
    status = str(verdicts[0].status) if verdicts else ""
    inputs = digest(look, formula.displays[0].tex, formula.title, chapter.title, status)

    def compose() -> str:
        if not status:
            line = formula.displays[0].line
            raise SourceError(formula.path, line, "has not been checked; run `make site`")
        return cards.formula_card(formula, chapter, status, site_name)

    return _card(formula.id, inputs, compose)


def _chapter_card(chapter: Chapter, titles: Sequence[str], site_name: str, look: str) -> _Picture:
    def compose() -> str:
        return cards.chapter_card(chapter, titles, site_name)

    return _card(chapter.slug, digest(look, chapter.title, *titles), compose)


def _home_card(site_name: str, description: str, counts: str, look: str) -> _Picture:
    def compose() -> str:
        return cards.home_card(site_name, description, counts)

    return _card(HOME, digest(look, description, counts), compose)


def _card(name: str, inputs: str, compose: Callable[[], str]) -> _Picture:
    file = card_file(name)

    def make() -> None:
        write_atomically(file, cards.render(compose()))

    return _Picture(name, f"{name}-card", inputs, [file], make)
