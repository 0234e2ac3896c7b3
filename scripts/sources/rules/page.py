"""What every page keeps to, formula or not, beyond the format of a formula page."""

from collections.abc import Iterator
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS
from scripts.sources.front_matter import description_of
from scripts.sources.misprints import rows_of_misprints
from scripts.sources.page import IMAGE, Page

MAX_BYTES = 100_000
MIN_ALT_WORDS = 3
HYPE = re.compile(r"\b(ensures|prevents|solves|essential|crucial|powerful)\b", re.IGNORECASE)
GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
FRACTION = re.compile(rf"\\frac\s*{GROUP}\s*{GROUP}")


def broken(page: Page) -> Iterator[SourceError]:
    """Every rule that a page breaks."""
    for rule in RULES:
        yield from rule(page)


def one_title(page: Page) -> Iterator[SourceError]:
    """One heading of the first level."""
    titles = [n for n, line in _headings(page) if line.startswith("# ")]
    if len(titles) != 1:
        line = titles[1] if titles else 1
        yield SourceError(page.path, line, "expected one heading '# Title' on a page")


def described_chapters(page: Page) -> Iterator[SourceError]:
    """A chapter says what it is about to search engines, to previews, and of its notebook."""
    is_chapter = page.path.name == "index.md" and page.path.parent.parent == DOCS
    if is_chapter and not description_of(page):
        message = (
            "expected front matter with a 'description': what the chapter holds, in a sentence"
        )
        yield SourceError(page.path, 1, message)


def plain_headings(page: Page) -> Iterator[SourceError]:
    """A heading is also a line of the contents and an address: no mathematics in it."""
    for number, line in _headings(page):
        if "$" in line:
            yield SourceError(page.path, number, "mathematics in a heading: say it in words")


def paired_dollars(page: Page) -> Iterator[SourceError]:
    """A dollar without its partner shows the mathematics as text."""
    for number, line in page.words:
        if "$$" not in line and re.search(r"(?<!\\)\$", line):
            message = "a $ without a partner in this line: write the other one, or \\$ for money"
            yield SourceError(page.path, number, message)


def one_list_at_a_place(page: Page) -> Iterator[SourceError]:
    """Two lists with nothing between them are one to Markdown: a symbol list would go on."""
    lines = dict(page.prose)
    for number, line in page.prose:
        behind = lines.get(number - 1) == "" and lines.get(number - 2, "").startswith("- ")
        if line.startswith("- ") and behind:
            message = "this list continues the one above: put words between them, or no empty line"
            yield SourceError(page.path, number, message)


def images_of_ours(page: Page) -> Iterator[SourceError]:
    """A reader's visit is no other site's business, and their image may change or go."""
    for number, line in page.prose:
        for image in IMAGE.finditer(line):
            if re.match(r"(?:[a-z]+:)?//", image["target"]):
                message = f"{image['target']} is an image of another site: draw or copy it"
                yield SourceError(page.path, number, message)


def telling_alt_texts(page: Page) -> Iterator[SourceError]:
    """An alt text stands in for the image. (That it is there at all is seen with the links.)"""
    for number, line in page.prose:
        for image in IMAGE.finditer(line):
            words = re.findall(r"\w+", image["alt"].replace("_", " "))
            named = re.findall(r"\w+", Path(image["target"]).stem.replace("_", " "))
            if words and (len(words) < MIN_ALT_WORDS or words == named):
                message = f"alt text '{image['alt']}' says nothing: say what the image shows"
                yield SourceError(page.path, number, message)


def measured_words(page: Page) -> Iterator[SourceError]:
    """No word claims more than a formula can."""
    for number, line in enumerate(page.lines, start=1):
        for found in HYPE.finditer(line):
            message = f"'{found[0]}' claims too much: say what holds, and when"
            yield SourceError(page.path, number, message)


def small_enough(page: Page) -> Iterator[SourceError]:
    """A page is read, not downloaded."""
    size = len(page.text.encode())
    if size > MAX_BYTES:
        message = f"{size // 1000} kB; a page may have {MAX_BYTES // 1000} kB: split it"
        yield SourceError(page.path, len(page.lines), message)


def ended_lines(page: Page) -> Iterator[SourceError]:
    """The last line ends, too."""
    if not page.text.endswith("\n"):
        yield SourceError(page.path, len(page.lines), "expected a line end after the last line")


def readable_fractions(page: Page) -> Iterator[SourceError]:
    """A fraction in a sentence is set small, and scripts in it too small to read.

    That of a misprint is what was printed, piece by piece as in the display.
    """
    printed = rows_of_misprints(page.text)
    for span in page.mathematics:
        if not span.display and span.line not in printed:
            for found in FRACTION.finditer(span.tex):
                if re.search(r"[_^]", found[0]):
                    message = f"scripts in {found[0]} are too small in a sentence: write a / b"
                    yield SourceError(page.path, span.line, message)


RULES = (
    one_title,
    described_chapters,
    plain_headings,
    paired_dollars,
    one_list_at_a_place,
    images_of_ours,
    telling_alt_texts,
    measured_words,
    small_enough,
    ended_lines,
    readable_fractions,
)


def _headings(page: Page) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(page.lines, start=1):
        if line.startswith("#") and number - 1 not in page.code:
            yield number, line
