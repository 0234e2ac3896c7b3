"""Measure builds and pages: `python -m bench.site`. A table, with the figure to reach.

Builds run in a copy of the repository, so that the working tree keeps its caches.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import gzip
import os
from pathlib import Path
import shutil
import subprocess
import sys
import tempfile
import time

from bench.copying import copy_repository
from bench.watching import watched
from bench.weighing import sent

EXAMPLE = "probability_statistics/softmax"
PAGES = ("probability_statistics/softmax/", "optimization/adam/", "calculus/hessian/")

Row = tuple[str, str, str]


def main() -> int:
    """Print the table; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "repository")
        copy_repository(copy)
        rows = [*build_rows(copy), *weight_rows(copy / "site"), *visit_rows(copy)]
    width = max(len(name) for name, _, _ in rows)
    for name, measured, wanted in rows:
        print(f"{name:{width}}  {measured:>12}  {wanted}")
    return 0


def build_rows(copy: Path) -> Iterator[Row]:
    """Cold, unchanged and edited builds."""
    with watched() as cost:
        yield "cold build, notebooks included", seconds(copy), "≤ 150 s"
    yield "memory of that build, all processes", f"{cost.memory / 1e9:.2f} GB", "≤ 2 GB"
    yield "build with nothing changed", seconds(copy), "≤ 6 s"
    page = copy / "docs" / f"{EXAMPLE}.md"
    page.write_text(page.read_text().replace("## Good to know\n", "## Good to know\n\nMore.\n"))
    yield "one page edited", seconds(copy), "≤ 8 s"
    for folder in ("cards", "images"):
        shutil.rmtree(copy / "build" / folder)
    yield "all images and cards drawn", picture_seconds(copy), "≤ 6 s"
    yield "  of them, nothing stale", picture_seconds(copy), "≤ 0.5 s"
    snippet = copy / "snippets" / f"{EXAMPLE}.py"
    snippet.write_text(snippet.read_text().replace("padding=2", "padding=3"))
    yield "one snippet edited, with its notebook", seconds(copy), "≤ 20 s"


def seconds(copy: Path) -> str:
    """How long `make site` takes there, the environment aside."""
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "scripts.site"], cwd=copy, check=True, stdout=subprocess.DEVNULL
    )
    return f"{time.monotonic() - started:.1f} s"


def picture_seconds(copy: Path) -> str:
    """How long the images and the cards of a built copy take, imports and all."""
    script = (
        "from scripts.pictures.steps import card_steps, image_steps;"
        "from scripts.running.update import update;"
        "from scripts.sources.collection import read_sources;"
        "sources = read_sources(); all = list(sources.formulas.values());"
        "import time; started = time.monotonic();"
        "update('image', image_steps(all), jobs=1);"
        "update('card', card_steps(sources, all), jobs=1);"
        "print(f'{time.monotonic() - started:.1f} s')"
    )
    run = [sys.executable, "-c", script]
    ended = subprocess.run(run, cwd=copy, check=True, capture_output=True, text=True)
    return ended.stdout.splitlines()[-1]


def weight_rows(site: Path) -> Iterator[Row]:
    """The heaviest figure and the heaviest notebook page, gzipped."""
    yield "heaviest figure", heaviest(site, "figures/**/*.svg"), "≤ 30 kB"
    yield "heaviest notebook page", heaviest(site, "notebooks/*/index.html"), "≤ 80 kB"
    yield "math font", f"{(site / 'assets/fonts/math.woff2').stat().st_size / 1e3:.0f} kB", ""


def heaviest(site: Path, pattern: str) -> str:
    """The largest file of a kind, gzipped."""
    return f"{max(sent([path]) for path in site.glob(pattern)) / 1e3:.1f} kB"


def gzipped(data: bytes) -> int:
    """Size as a server would send it."""
    return len(gzip.compress(data, 9))


def visit_rows(copy: Path) -> Iterator[Row]:
    """A first visit in Chromium: what is transferred, what moves, what is there when."""
    from playwright.sync_api import Response, sync_playwright

    from tests import browsers
    from tests.site.served import serve

    shift = "new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries()"
    shift += ".forEach(e => sum += e.value)).observe({type: 'layout-shift', buffered: true});"
    shift += " setTimeout(() => done(sum), 500) })"
    with in_folder(copy), serve(Path("site")) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browsers.find("chromium"), chromium_sandbox=False
        )
        for path in PAGES:
            page = chromium.new_context(viewport={"width": 390, "height": 800}).new_page()
            sizes: list[int] = []

            def count(response: Response, sizes: list[int] = sizes) -> None:
                body = response.body()
                sizes.append(len(body) if "woff2" in response.url else gzipped(body))

            page.on("response", count)
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            moved = page.evaluate(shift)
            yield f"first visit of {path}", f"{sum(sizes) / 1e3:.0f} kB", "≤ 150 kB"
            yield "  requests", str(len(sizes)), ""
            yield "  layout shift", f"{moved:.4f}", "≤ 0.01"
        chromium.close()


@contextmanager
def in_folder(folder: Path) -> Iterator[None]:
    """Paths are relative to the root of the repository."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


if __name__ == "__main__":
    sys.exit(main())
