"""Start a formula: `python -m scripts.new chapter/slug`.

Writes its page and its snippet, adds its line to nav and its addresses to permalinks.txt.
"""

from pathlib import Path
import sys

from scripts.addresses.permalinks import Permalink, formula_addresses, read_registry, require_free
from scripts.base.commands import told
from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.paths import CONFIG, DOCS, PERMALINKS, SNIPPETS
from scripts.base.text import read_text, write_atomically
from scripts.sources.configuration import read_configuration
from scripts.sources.nav_lines import with_line
from scripts.sources.navigation import place_for, read_chapters

TEMPLATES = Path(__file__).with_name("templates")


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        print("usage: make new ID=chapter/slug", file=sys.stderr)
        return 2
    try:
        for path in start_formula(arguments[0]):
            print(f"wrote {path.as_posix()}")
    except (SourceError, SourceErrors) as error:
        print_errors(error)
        return 1
    return 0


def start_formula(identifier: str) -> list[Path]:
    """Write the page and the snippet from their templates; add the page to nav and registry.

    Raises SourceError when the id is malformed or taken, its chapter does not exist, or its
    address belongs to a formula that has moved.
    """
    chapter = place_for(identifier, read_chapters(read_configuration()))
    registry = read_registry()
    require_free(registry, identifier)
    title = identifier.split("/")[1].replace("_", " ").capitalize()
    targets = {DOCS / f"{identifier}.md": "page.md", SNIPPETS / f"{identifier}.py": "snippet.py"}
    texts = {
        path: read_text(TEMPLATES / template)
        .replace("CHAPTER/SLUG", identifier)
        .replace("TITLE", title)
        for path, template in targets.items()
    }
    texts[CONFIG] = with_line(read_text(CONFIG), identifier, chapter)
    addresses = formula_addresses(identifier)
    texts[PERMALINKS] = registry.with_links(map(Permalink, addresses)).text()
    for path, text in texts.items():
        write_atomically(path, text)
    return list(texts)


if __name__ == "__main__":
    sys.exit(told(lambda: main(sys.argv[1:])))
