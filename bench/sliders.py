"""Measure figures that move: `python -m bench.sliders [ID …]`, on a built site. A table.

What frames weigh, and how long a reader's touch takes to become a picture on a slow phone.
"""

from collections.abc import Iterator
import gzip
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from scripts.base.paths import SITE
from scripts.sources.collection import read_sources
from tests import browsers
from tests.site.served import serve

THROTTLING = 4  # times slower than this machine
WEIGHED, TIMED = "frames of all, median and largest", "from input to picture, the slowest frame"
# Of all values in their order: script, style and layout, in milliseconds. Each is the quickest of
# several passes: what else runs on this machine only makes it slower.
MOVE = """async folder => {
  const { place } = await import(`${folder}frames.js`)
  const slider = document.querySelector(".slider"), input = slider.querySelector("input")
  await place(slider)
  const times = []
  for (let pass = 0; pass < 3; pass++) {
    for (let frame = 0; frame <= Math.round((input.max - input.min) / input.step); frame++) {
      input.value = +input.min + frame * input.step
      await new Promise(requestAnimationFrame)
      const started = performance.now()
      await place(slider)
      slider.parentElement.querySelector("svg").getBoundingClientRect()
      times[frame] = Math.min(times[frame] ?? Infinity, performance.now() - started)
    }
  }
  return times
}"""


def main() -> int:
    """Print the table; return the exit code."""
    moving = [f.id for f in read_sources().formulas.values() if f.snippet.readout]
    sizes = [len(gzip.compress((SITE / f"figures/{i}.json").read_bytes(), 9)) for i in moving]
    print(f"{WEIGHED:45} {statistics.median(sizes):.0f} B, {max(sizes)} B  ≤ 4 kB, ≤ 12 kB")
    slowest = dict(times(sys.argv[1:] or moving))
    worst = max(slowest, key=slowest.__getitem__)
    print(f"{TIMED:45} {slowest[worst]:.1f} ms, {worst}  ≤ 16 ms")
    print(f"{'the same, median of all figures':45} {statistics.median(slowest.values()):.1f} ms")
    return 0


def times(moving: list[str]) -> Iterator[tuple[str, float]]:
    """The slowest frame of each figure, after the first."""
    with serve(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.find("chromium"), chromium_sandbox=False
        )
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.context.new_cdp_session(page).send(
            "Emulation.setCPUThrottlingRate", {"rate": THROTTLING}
        )
        for identifier in moving:
            yield identifier, max(_moved(page, address, identifier))
        browser.close()


def _moved(page: Page, address: str, identifier: str) -> list[float]:
    page.goto(f"{address}{identifier}/")
    found: list[float] = page.evaluate(MOVE, f"{address}assets/sliders/")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
