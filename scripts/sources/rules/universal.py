"""What is said of every page: by the pages about this site, and by the README.

Such a sentence is true until somebody writes the page for which it is not. So each has a test
that fails then: tests/claims.txt says which.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import CLAIMS, DOCS, NOTATION
from scripts.base.text import read_text
from scripts.sources.page import Page, read_page

README = Path("README.md")
ABOUT_THE_SITE = (DOCS / "about.md", DOCS / "checking.md", NOTATION)
UNIVERSAL = re.compile(
    r"\b(?:every|each|all|any)\s+(?:(?:of|the|its|our|displayed|published)\s+)*"
    r"(?:page|formula|display|snippet|heading|address|section|symbol|row|module|figure|notebook)"
    r"(?:s|es)?\b|\balways\b|\bnever\b",
    re.IGNORECASE,
)
CLAIM = re.compile(r"(?P<file>[^:\s]+): (?P<words>.+) -> (?P<test>[\w/]+\.py)::(?P<name>\w+)")
HOW = "'docs/about.md: Each formula has one page -> tests/test_pages.py::test_…'"


@dataclass(frozen=True)
class Claim:
    """Words of a file that a test keeps true."""

    file: Path
    words: str
    line: int


def unchecked_claims(pages: Mapping[Path, Page]) -> Iterator[SourceError]:
    """Words about all pages that no test keeps true, and lines of the list that nobody needs."""
    judged = {path: pages[path] for path in ABOUT_THE_SITE if path in pages}
    if README.exists():
        judged[README] = read_page(README)
    claims: list[Claim] = []
    for number, line in _listed():
        mistake = _mistake(line, judged)
        if mistake:
            yield SourceError(CLAIMS, number, mistake)
        elif found := CLAIM.fullmatch(line):
            claims.append(Claim(Path(found["file"]), found["words"], number))
    for page in judged.values():
        yield from _unlisted(page, [claim.words for claim in claims if claim.file == page.path])


def _listed() -> Iterator[tuple[int, str]]:
    lines = read_text(CLAIMS).splitlines() if CLAIMS.exists() else []
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _mistake(line: str, judged: Mapping[Path, Page]) -> str | None:
    """What is wrong with a line of the list."""
    found = CLAIM.fullmatch(line)
    if not found:
        return f"expected {HOW}"
    page = judged.get(Path(found["file"]))
    if not page or not any(found["words"] in text for _, text in page.prose):
        return f"{found['file']} does not say '{found['words']}': remove the line, or mend it"
    test = Path(found["test"])
    if not test.is_file() or not re.search(rf"def {found['name']}\(", read_text(test)):
        return f"there is no test {found['name']} in {found['test']}"
    return None


def _unlisted(page: Page, claims: list[str]) -> Iterator[SourceError]:
    for number, line in page.prose:
        unclaimed = line
        for words in claims:
            unclaimed = unclaimed.replace(words, " ")
        for found in UNIVERSAL.finditer(unclaimed):
            message = f"'{found[0]}' is said of all: say of which, or list the words in "
            message += f"{CLAIMS.as_posix()} with the test that keeps them true, {HOW}"
            yield SourceError(page.path, number, message)
