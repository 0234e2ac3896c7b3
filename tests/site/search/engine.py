"""The modules of the search engine, as the built site serves them, run in a browser."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# Every module but the worker, which is a program. Where a name is exported does not matter here.
LOAD = """
async ([address, names]) => {
  const modules = await Promise.all(names.map(name => import(`${address}assets/search/${name}`)))
  const index = await (await fetch(`${address}search/index.json`)).json()
  window.search = Object.assign({}, ...modules)
  search.index = index
  search.engine = new search.SearchEngine(index)
}
"""


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


def load_engine(page: Page, address: str, site: Path) -> Engine:
    """The engine on a page of its own, with the index of the site."""
    page.goto(f"{address}404.html")
    names = [path.name for path in sorted(site.glob("assets/search/*.js"))]
    page.evaluate(LOAD, [address, [name for name in names if name != "worker.js"]])
    return Engine(page)
