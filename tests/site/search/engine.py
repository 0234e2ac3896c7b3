"""The modules of the search engine, as they are written, run in a browser with the site's index.

In the built site they are one script, which the tests of the dialog and of the queries run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from scripts.finishing.search_index import PARTS
from tests.site.served import serve

DOCS = Path("docs")
MODULES = DOCS / "assets" / "search"
PROGRAMS = {"box.js", "dialog.js", "worker.js", "engine.js"}
# Where a name is exported does not matter here.
LOAD = """
async ([folder, names, index]) => {
  const modules = await Promise.all(names.map(name => import(folder + name)))
  window.search = Object.assign({}, ...modules)
  search.index = index
  search.engine = new search.SearchEngine(index)
}
"""


def read_index(site: Path) -> dict[str, Any]:
    """The index of a site, with all that may come later."""
    files = {name: site / "search" / f"{name}.json" for name in ("index", *PARTS)}
    read = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in files.items()}
    index: dict[str, Any] = read.pop("index")
    return index | read


class Engine:
    """Calls functions of the engine; `engine("({stem}, word) => stem(word)", "sums")`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __call__(self, function: str, argument: object = None) -> Any:
        return self.page.evaluate(f"argument => ({function})(window.search, argument)", argument)

    def map(self, function: str, arguments: list[Any]) -> list[Any]:
        """The same for each of many arguments, at once."""
        run = f"(search, all) => all.map(argument => ({function})(search, argument))"
        return list(self(run, arguments))


@contextmanager
def engine_on(page: Page, site: Path) -> Iterator[Engine]:
    """The engine on a page of its own, with the index of a site."""
    names = [path.name for path in sorted(MODULES.glob("*.js")) if path.name not in PROGRAMS]
    index = read_index(site)
    with serve(DOCS) as address:
        page.goto(f"{address}formulas.schema.json")
        page.evaluate(LOAD, [f"{address}assets/search/", names, index])
        yield Engine(page)
