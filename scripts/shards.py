"""Run a share of the build on one of several machines: `python -m scripts.shards make 2/3 FOLDER`;
put the shares together on another: `python -m scripts.shards merge FOLDER…`.

What takes long is divided: figures, checks and notebooks. `make site` after the merge finds them
fresh and does the rest.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
import re
import sys

from scripts.base.closure import code_key
from scripts.base.command import FAILED, run, telling, usage
from scripts.base.lock import only_build
from scripts.running.processes import available_cores
from scripts.running.update import update
from scripts.sharing.parcel import pack, unpack
from scripts.sharing.share import Share
from scripts.sources.collection import read_sources

USAGE = "python -m scripts.shards make K/N FOLDER, with K from 1 to N; or merge FOLDER…"


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    match [*arguments]:
        case ["make", share, folder] if numbers := _numbers(share):
            return make(*numbers, Path(folder))
        case ["merge", _, *_]:
            return merge([Path(folder) for folder in arguments[1:]])
    return usage(USAGE)


def make(number: int, machines: int, folder: Path) -> int:
    """Run a share and put it into a folder; say what failed."""
    with only_build():
        code_key("scripts.build")  # whoever edits the build while it runs builds again
        share = Share.part(read_sources(), number, machines)
        failed = share.run(partial(update, jobs=available_cores()))
        if not failed:
            pack(folder, number, machines, share.all_steps())
    for failure in sorted(failed.values()):
        print(f"error: {failure}", file=sys.stderr)
    if failed:
        print(f"share {number}/{machines} failed: {', '.join(sorted(failed))}", file=sys.stderr)
        return FAILED
    return 0


def merge(folders: Sequence[Path]) -> int:
    """Put the shares of all machines together."""
    with only_build():
        code_key("scripts.build")
        sources = read_sources()
        steps = Share.of(sources, [*sources.formulas.values()]).all_steps()
        unpack(folders, steps)
    print(f"{len(steps)} parts of the build from {len(folders)} machines")
    return 0


def _numbers(share: str) -> tuple[int, int] | None:
    """`2/3` as numbers, if it is a share."""
    if not (match := re.fullmatch(r"(\d{1,4})/(\d{1,4})", share)):
        return None
    number, machines = map(int, match.groups())
    return (number, machines) if 1 <= number <= machines else None


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
