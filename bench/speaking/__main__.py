"""How every display is spoken: `python -m bench.speaking [--write]`.

Needs Node, and `npm ci --prefix bench/speaking`. The table `spoken.txt` is read by a person when
it changes; without --write, a display that is spoken otherwise ends in an error.
"""

import argparse
from collections.abc import Iterator
from difflib import unified_diff
import json
from pathlib import Path
import subprocess
import sys

from scripts.base.text import read_text, write_atomically
from scripts.mathematics.knowing import known_of
from scripts.mathematics.mathml import to_mathml, without_latex
from scripts.sources.collection import read_sources
from scripts.sources.labels import without_labels

HERE = Path(__file__).parent
TABLE = HERE / "spoken.txt"


def main() -> int:
    """Compare the table with what is spoken, or write it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.speaking", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table anew")
    options = parser.parse_args()
    displays = dict(typeset())
    now = table(dict(zip(displays, speak(list(displays.values())), strict=True)))
    if options.write:
        write_atomically(TABLE, now)
        return 0
    before, after = read_text(TABLE).splitlines(), now.splitlines()
    differing = list(unified_diff(before, after, "spoken before", "spoken now", n=0, lineterm=""))
    print("\n".join(differing) or f"{len(displays)} displays are spoken as before")
    return int(bool(differing))


def typeset() -> Iterator[tuple[str, str]]:
    """The MathML of each display, by its formula and its number there."""
    for formula in read_sources().formulas.values():
        known = known_of(formula)
        for number, display in enumerate(formula.displays, 1):
            mathml = to_mathml(without_labels(display.tex), display=True, known=known)
            yield f"{formula.id} {number}", without_latex(mathml)


def speak(displays: list[str]) -> list[str]:
    """What the engine says to each."""
    command = ["node", str(HERE / "speak.mjs")]
    run = subprocess.run(
        command, input=json.dumps(displays), capture_output=True, text=True, check=True
    )
    spoken: list[str] = json.loads(run.stdout)
    return spoken


def table(spoken: dict[str, str]) -> str:
    """A line for each display."""
    return "".join(f"{name}: {said}\n" for name, said in spoken.items())


if __name__ == "__main__":
    sys.exit(main())
