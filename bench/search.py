"""Measure the search of the built site: `python -m bench.search`.

Chromium slows a page down, but none of its workers: the engine is measured on the page itself.
"""

from collections.abc import Iterator, Sequence
import gzip
import json
from pathlib import Path
import random
import re
from statistics import median
import sys
from typing import TYPE_CHECKING, Any

from scripts.base.paths import SITE
from scripts.base.text import read_text
from scripts.finishing.search_index import EACH, PARTS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

SLOWER = 4  # times: a cheap phone
QUERIES = 50
MANY = 3000  # formulas
SYLLABLES = "ba ce di fe gu ka le mi no pu ra se ti vo zu lar men dis tor qua"

LOAD = """
async ([folder, names]) => {
  window.search = Object.assign({}, ...await Promise.all(names.map(name => import(folder + name))))
}
"""
# The time in ms that a call takes on the page; the first few warm the engine up.
BUILD = """
index => {
  const started = performance.now()
  window.measured = new search.SearchEngine(index)
  return performance.now() - started
}
"""
SEARCH = """
queries => {
  const timed = query => {
    const started = performance.now()
    search.resultItems(window.measured.search(query), query)
    return performance.now() - started
  }
  queries.slice(0, 5).forEach(timed)
  return queries.map(timed)
}
"""
# From the key that opens the search until its first result is in the page.
COLD = """
(() => {
  let opened
  addEventListener("keydown", () => opened ??= performance.now(), true)
  new MutationObserver(() => {
    if (document.querySelector("[data-search-result]")) window.coldIn ??= performance.now() - opened
  }).observe(document.body, { childList: true, subtree: true })
})()
"""
ANSWER = """
async queries => {
  const times = []
  for (const query of queries) {
    await ask(query)
    times.push(window.answeredIn)
  }
  return times
}
"""

Row = tuple[str, str, str]


def main() -> int:
    """Print the table; return the exit code."""
    if not (SITE / "search" / "index.json").exists():
        print("error: no search index to measure: run `make site` first", file=sys.stderr)
        return 1
    for name, measured, wanted in [*weight_rows(SITE), *time_rows(SITE)]:
        print(f"{name:48}  {measured:>22}  {wanted}")
    return 0


def weight_rows(site: Path) -> Iterator[Row]:
    """What the first query downloads, gzipped."""
    others = {"box.js", "dialog.js", "mathml.js"}  # the dialog, and what few queries need
    scripts = [path for path in site.glob("assets/search/*.js") if path.name not in others]
    loaded = sum(gzipped(path.read_bytes()) for path in scripts)
    index = json.loads(read_text(site / "search" / "index.json"))
    count = len(index["formulas"]["title"])
    yield "search, scripts of the engine", f"{loaded / 1e3:.1f} kB", "≤ 24.6 kB (24 KiB)"
    yield "search index, which every query needs", f"{gzipped(packed(index)) / 1e3:.1f} kB", ""
    weight = gzipped(packed(index["formulas"])) / count / 1e3
    yield "  of it, a formula", f"{weight:.2f} kB", "≤ 0.45 kB"
    for part in PARTS:
        weight = gzipped((site / "search" / f"{part}.json").read_bytes()) / 1e3
        yield f"  {part}, for some queries", f"{weight:.1f} kB", ""
    drawn = max(gzipped(path.read_bytes()) for path in (site / "search").glob("mathml/*.json"))
    yield f"  formulas of results, by {EACH}", f"{drawn / 1e3:.1f} kB", "≤ 2 kB"


def time_rows(site: Path) -> Iterator[Row]:
    """The engine with few and with many formulas, and the box, in a slow Chromium."""
    from playwright.sync_api import sync_playwright

    from tests import browsers
    from tests.site.search.engine import MODULES, PROGRAMS, read_index
    from tests.site.searching import open_box
    from tests.site.served import serve

    index = read_index(site)
    few = len(index["formulas"]["title"])
    queries = some_queries()
    with serve(site) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browsers.find("chromium"), chromium_sandbox=False
        )
        context = chromium.new_context()
        page = context.new_page()
        with serve(MODULES) as modules:
            page.goto(f"{modules}stop_words.js")
            page.evaluate(
                LOAD,
                [modules, [m.name for m in sorted(MODULES.glob("*.js")) if m.name not in PROGRAMS]],
            )
            slow_down(context, page)
            for count, all_, wanted in ((few, index, 50), (MANY, multiplied(index, MANY), 100)):
                built = page.evaluate(BUILD, all_)
                yield f"index of {count} formulas built, {SLOWER}x slower", f"{built:.0f} ms", ""
                times = page.evaluate(SEARCH, queries)
                name = f"query among {count} formulas, {SLOWER}x slower"
                yield name, spread(times), f"≤ {wanted} ms"
        box = open_box(context, address)
        slow_down(context, box.page)
        box.ask("warm")
        times = box.page.evaluate(ANSWER, queries)
        yield f"from typed to shown in the box, page {SLOWER}x slower", spread(times), ""
        times = [opened_cold(chromium.new_context(), address) for _ in range(3)]
        yield "from the opening key to the first result, nothing cached", spread(times), "≤ 1 s"
        chromium.close()


def opened_cold(context: "BrowserContext", address: str) -> float:
    """The time in ms from the key that opens the search to its first result, nothing cached."""
    from tests.site.searching import settle, wait_until

    page = context.new_page()
    page.goto(address)
    settle(page)
    page.evaluate(COLD)
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    wait_until(page, "window.coldIn !== undefined")
    milliseconds = float(page.evaluate("window.coldIn"))
    context.close()
    return milliseconds


def slow_down(context: "BrowserContext", page: "Page") -> None:
    """Make the page, though none of its workers, slower."""
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def some_queries() -> list[str]:
    """Queries of all kinds."""
    queries = json.loads(read_text(Path("tests/search/queries.json")))
    return [query["query"] for query in random.Random(0).sample(queries, QUERIES)]


def multiplied(index: dict[str, Any], count: int) -> dict[str, Any]:
    """An index of many formulas: the known ones with other variables, words and parts."""
    from tests.site.search.renaming import renamed

    chance = random.Random(0)
    known = index["formulas"]
    size = len(known["title"])
    words = [
        "".join(chance.choices(SYLLABLES.split(), k=chance.randint(2, 4))) for _ in range(count)
    ]  # a vocabulary grows with what it speaks about

    def vary(field: str, value: Any, by: int) -> Any:
        if isinstance(value, list):
            return [vary(field, each, by) for each in value]
        if field in ("displays", "inline", "symbols"):
            return renamed(value, by)
        if field in ("title", "aliases", "pytorch", "questions", "description"):
            return re.sub(
                r"[A-Za-z]{4,}",
                lambda found: chance.choice(words) if chance.random() < 0.5 else found[0],
                value,
            )
        return value

    rows = []
    for number in range(count):
        row = {
            field: vary(field, all_[number % size], number // size) for field, all_ in known.items()
        }
        other = chance.randrange(size)  # half of the mathematics of another formula
        row["displays"] = row["displays"] + vary("displays", known["displays"][other], number)[:1]
        rows.append(row | {"location": f"chapter/formula{number}/"})
    return {"formulas": {field: [row[field] for row in rows] for field in known}, "pages": []}


def spread(times: Sequence[float]) -> str:
    """The middle and the worst."""
    return f"{median(times):.0f} ms, worst {max(times):.0f} ms"


def packed(content: object) -> bytes:
    """As the site writes it."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def gzipped(data: bytes) -> int:
    """Size as a server would send it."""
    return len(gzip.compress(data, 9))


if __name__ == "__main__":
    sys.exit(main())
