"""Give the browser's engines what nobody would type: `python -m bench.fuzzing [COUNT [SEED]]`.

So many texts for the search and for reading a paste, a twentieth for comparing one, which is slow.
Each that throws, takes longer than a second or is answered with what it must not be is printed.
"""

from collections.abc import Sequence
import sys
import time

from scripts.base.command import run, telling, usage
from scripts.base.paths import SITE
from scripts.sources.collection import read_sources
from tests.fuzzing.engines import problems, real_texts
from tests.fuzzing.mutations import texts

COUNT, SEED = 100_000, 0
SHARES = {"search": 1, "reading": 1, "comparing": 20}


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) > 2 or not all(argument.isdecimal() for argument in arguments):
        return usage("python -m bench.fuzzing [COUNT [SEED]]")
    count, seed = (*map(int, arguments), *(COUNT, SEED)[len(arguments) :])
    real = real_texts(read_sources())
    wrong = 0
    for kind, share in SHARES.items():
        started = time.monotonic()
        found = problems(kind, SITE, texts(seed, count // share, real))
        for each in found:
            print(f"{kind}: {each['problem']}\n{each['text']!r}", flush=True)
        seconds = time.monotonic() - started
        print(f"{kind}: {count // share} texts, {len(found)} wrong, {seconds:.0f} s", flush=True)
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
