"""Where sources and outputs live: the one place that knows.

Every command runs at the root of the repository, so all paths are relative to it and read
the same in messages, in stamps and on every machine. What ships with the code, such as a
font, lies beside the module that uses it.
"""

from pathlib import Path

DOCS = Path("docs")
SNIPPETS = Path("snippets")
OVERRIDES = Path("overrides")
CONFIG = Path("mkdocs.yml")
PERMALINKS = Path("permalinks.txt")
CITATION_FILE = Path("CITATION.cff")
BIBLIOGRAPHY = DOCS / "references.bib"
HOME = DOCS / "index.md"
NOTATION = DOCS / "notation.md"
CORRECTIONS = DOCS / "corrections.yml"

# What people judge: the words that find a formula, the displays that are less than checked.
QUERIES = Path("tests") / "search" / "queries.json"
EXCEPTIONS = Path("tests") / "checker" / "exceptions.txt"
CLAIMS = Path("tests") / "claims.txt"  # what is said of all pages, and the test that sees it

BUILD = Path("build")
SITE = Path("site")
LOCK = BUILD / ".lock"
RENDERED = BUILD / "site"  # what MkDocs writes
FINISHED = BUILD / "finished-site"
STAMPS = BUILD / "stamps"
REMEMBERED = BUILD / "remembered"
CHECKS = BUILD / "checks"
COMPARED = BUILD / "compare"
CITATIONS = BUILD / "citations"
STATUSES = BUILD / "statuses"
IMAGES = BUILD / "images"
CARDS = BUILD / "cards"
UNEXECUTED = BUILD / "notebooks"
EXECUTED = BUILD / "executed"
EXAMINED = BUILD / "examined"

# Pieces of Markdown that hand-written pages include.
HOME_CARDS = BUILD / "home" / "cards.md"
HOME_CHAPTERS = BUILD / "home" / "chapters.md"
HOME_CORRECTIONS = BUILD / "home" / "corrections.md"
CHECK_SUMMARY = BUILD / "checking.md"
CHEAT_SHEET = BUILD / "cheat_sheet.md"
CORRECTION_LIST = BUILD / "corrections.md"
INDEXES = BUILD / "indexes"

# Lists that get a page for each of their pieces once they are long, in a folder beside their own.
SHEET_PAGE = DOCS / "cheat_sheet.md"
NAMES_PAGE, PYTORCH_PAGE, SYMBOLS_PAGE = (
    DOCS / "indexes" / f"{name}.md" for name in ("names", "pytorch", "symbols")
)
PIECES = tuple(
    page.with_suffix("") for page in (SHEET_PAGE, NAMES_PAGE, PYTORCH_PAGE, SYMBOLS_PAGE)
)

TEMPLATES = Path(__file__).parents[1] / "templates"  # what `make new` starts from

# MkDocs must find these under docs/; a person would choose their addresses.
FIGURES = DOCS / "figures"
NOTEBOOKS = DOCS / "notebooks"
FONT = DOCS / "assets" / "fonts" / "math.woff2"
MORE_FONT = FONT.with_name("math-more.woff2")  # what no formula page shows
FONT_FACES = FONT.with_name("math-font.css")

# All folders that a build writes to, the site aside.
MADE = (BUILD, FIGURES, NOTEBOOKS, FONT.parent, *PIECES)

THEMES = ("light", "dark")


def page_file(identifier: str) -> Path:
    """The page of a formula, `chapter/slug`."""
    return DOCS / f"{identifier}.md"


def snippet_file(identifier: str) -> Path:
    """The snippet of a formula."""
    return SNIPPETS / f"{identifier}.py"


def figure_files(identifier: str) -> tuple[Path, Path]:
    """The light and the dark drawing of a formula."""
    light = FIGURES / f"{identifier}.svg"
    return light, light.with_name(dark_twin(light.name))


def frames_file(identifier: str) -> Path:
    """What moves in the figure of a formula whose page has a slider, beside its drawings."""
    return FIGURES / f"{identifier}.json"


def dark_twin(name: str) -> str:
    """`softmax.svg` → `softmax.dark.svg`."""
    return f"{name.removesuffix('.svg')}.dark.svg"


def image_files(identifier: str, displays: int) -> list[Path]:
    """The image of every display: `<chapter>/<slug>/<n>.svg`, n counted from 1."""
    return [IMAGES / identifier / f"{n}.svg" for n in range(1, displays + 1)]


def card_file(name: str) -> Path:
    """The preview card of a formula (`chapter/slug`), a chapter or the home page (`index`)."""
    return CARDS / f"{name}.png"


def notebook_file(chapter: str) -> Path:
    """The executed notebook of a chapter."""
    return NOTEBOOKS / f"{chapter}.ipynb"


def executed_file(chapter: str) -> Path:
    """What came out of the code cells of a chapter's notebook."""
    return EXECUTED / f"{chapter}.json"


def chapter_list_file(chapter: str) -> Path:
    """The formulas of a chapter, as its page includes them."""
    return BUILD / "chapters" / f"{chapter}.md"


def source_list_file(identifier: str) -> Path:
    """The sources of a formula, as its page includes them."""
    return BUILD / "sources" / f"{identifier}.md"


def statuses_file(identifier: str) -> Path:
    """The lines that stand under the displays of a formula."""
    return STATUSES / f"{identifier}.json"


def compare_file(identifier: str) -> Path:
    """What is exported of a formula, so that others can be compared with it."""
    return COMPARED / f"{identifier}.json"


def record_file(page: Path) -> Path:
    """Where the verdicts of a page are kept: in build/, wherever the page lies."""
    inside = (part for part in page.parts if part not in (page.anchor, ".."))
    return CHECKS.joinpath(*inside).with_suffix(".json")
