"""The site without a connection in Firefox and in Safari's engine: its server is gone."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.site.engines import Engine, wait_for
from tests.site.served import serve

SOFTMAX, ADAM = "probability_statistics/softmax/", "optimization/adam/"
TITLE = "document.querySelector('h1')?.textContent.replace('#', '')"
# Asked again and again: what a promise says, a script that returns at once cannot say.
KEPT = """(window.asking ??= setInterval(async () => {{
  window.kept = !!(await caches.match("{url}"))
}}, 100), window.kept)"""


class Visitor:
    """A browser on a site whose server can be stopped."""

    def __init__(self, engine: Engine, address: str, server: ExitStack) -> None:
        self.engine, self.address, self.server = engine, address, server

    def read(self, path: str) -> None:
        """Open a page and wait until it is kept."""
        self.engine.open(self.address + path)
        wait_for(self.engine, KEPT.format(url=self.address + path), True)

    def lose_connection(self) -> None:
        self.server.close()


@pytest.fixture
def visitor(engine: Engine, site: Path) -> Iterator[Visitor]:
    with ExitStack() as server:
        address = server.enter_context(serve(site))
        engine.open(address)
        if not engine.run("return 'serviceWorker' in navigator && 'caches' in window"):
            pytest.skip(f"{engine.name} has no service workers here")
        yield Visitor(engine, address, server)


def test_a_visited_page_opens_without_a_connection(visitor: Visitor) -> None:
    visitor.read(SOFTMAX)
    visitor.lose_connection()
    visitor.engine.open(f"{visitor.address}{SOFTMAX}?tau=2")
    wait_for(visitor.engine, TITLE, "Softmax")
    assert visitor.engine.run("return !!document.querySelector('.formula math')")
    visitor.engine.open(visitor.address + ADAM)
    wait_for(visitor.engine, TITLE, "No connection")


def test_a_search_that_cannot_be_loaded_says_so(visitor: Visitor) -> None:
    visitor.read(SOFTMAX)
    visitor.lose_connection()
    visitor.engine.open(f"{visitor.address}{SOFTMAX}?q=softmax")
    said = "document.querySelector('dialog [role=status]')?.textContent"
    wait_for(visitor.engine, f"({said} ?? '').includes('Is there a connection?')", True)


def test_a_search_that_was_used_finds_without_a_connection(visitor: Visitor) -> None:
    first = "document.querySelector('[data-search-result] .search-title')?.textContent"
    visitor.read(SOFTMAX)
    visitor.engine.open(f"{visitor.address}{SOFTMAX}?q=softargmax")
    wait_for(visitor.engine, first, "Softmax")
    wait_for(visitor.engine, KEPT.format(url=f"{visitor.address}search/index.json"), True)
    visitor.lose_connection()
    visitor.engine.open(f"{visitor.address}{SOFTMAX}?q=softargmax")
    wait_for(visitor.engine, first, "Softmax")
