"""Measure figures that move: `python -m bench.sliders [ID …]`, on a built site. A table.

What frames weigh, and how long a reader's touch takes to become a picture on a slow phone.
"""

from collections.abc import Iterator
import gzip
import math
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from scripts.base.paths import SITE
from scripts.sources.collection import read_sources
from tests import browsers
from tests.site.served import serve

THROTTLING = 4  # times slower than this machine
WEIGHED = "frames of all, median and largest"
TIMED = "from input to picture, a figure's slowest"
# Of all values in their order, in milliseconds, all that keeps the page busy from the input on:
# script, style, layout, paint and commit. A message that is sent in a frame comes after it. Each is
# the quickest of several passes: what else runs on this machine only makes it slower.
MOVE = """async () => {
  const slider = document.querySelector(".slider"), input = slider.querySelector("input")
  slider.scrollIntoView({ block: "center" })
  const move = () => input.dispatchEvent(new Event("input", { bubbles: true }))
  const { port1, port2 } = new MessageChannel()
  const after = () => new Promise(done => { port1.onmessage = done; port2.postMessage(0) })
  move()
  while (!slider.parentElement.querySelector("svg")) await new Promise(requestAnimationFrame)
  const times = []
  for (let pass = 0; pass < 3; pass++) {
    for (let frame = 0; frame <= Math.round((input.max - input.min) / input.step); frame++) {
      await new Promise(requestAnimationFrame)
      const started = performance.now()
      input.value = +input.min + frame * input.step
      move()
      await after()
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
    measured = dict(times(sys.argv[1:] or moving))
    slowest = {identifier: max(frames) for identifier, frames in measured.items()}
    worst = max(slowest, key=slowest.__getitem__)
    usual = statistics.median(map(statistics.median, measured.values()))
    ninth = sorted(slowest.values())[math.ceil(0.9 * len(slowest)) - 1]
    for identifier in sorted(slowest, key=slowest.__getitem__):
        frames = measured[identifier]
        print(f"  {identifier:55} {statistics.median(frames):.1f}, {max(frames):.1f} ms")
    print(f"{'from input to picture, median':45} {usual:.1f} ms  ≤ 16 ms")
    print(f"{TIMED + ', median':45} {statistics.median(slowest.values()):.1f} ms")
    print(f"{TIMED + ', 90 %':45} {ninth:.1f} ms")
    print(f"{TIMED + ', worst':45} {slowest[worst]:.1f} ms, {worst}")
    return 0


def times(moving: list[str]) -> Iterator[tuple[str, list[float]]]:
    """What each frame of each figure takes, after the first."""
    with serve(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.find("chromium"), chromium_sandbox=False
        )
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.context.new_cdp_session(page).send(
            "Emulation.setCPUThrottlingRate", {"rate": THROTTLING}
        )
        for identifier in moving:
            yield identifier, _moved(page, address, identifier)
        browser.close()


def _moved(page: Page, address: str, identifier: str) -> list[float]:
    page.goto(f"{address}{identifier}/")
    found: list[float] = page.evaluate(MOVE)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
