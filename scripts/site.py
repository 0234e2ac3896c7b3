"""Build the whole site: `python -m scripts.site [--draft]`: prepare, render, finish, publish.

Nobody else builds here meanwhile. A draft, for the preview, may have broken links. MkDocs renders,
or what the variable RENDERER names.
"""

from collections.abc import Sequence
import os
import sys

from scripts.base.command import run, run_module, telling, usage
from scripts.base.lock import only_build
from scripts.sources.history import last_commit

RENDERERS = {"mkdocs": "scripts.render", "zensical": "scripts.rendering.zensical"}


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    draft = list(arguments)
    renderer = os.environ.get("RENDERER", "mkdocs")
    if draft not in ([], ["--draft"]) or renderer not in RENDERERS:
        return usage(f"[RENDERER={'|'.join(RENDERERS)}] python -m scripts.site [--draft]")
    with only_build() as lock:
        _repeatable()
        if code := run_module("scripts.build", lock=lock):
            return code
        if code := run_module(RENDERERS[renderer], *draft, lock=lock):
            return code
        return run_module("scripts.finish", *draft, lock=lock)


def _repeatable() -> None:
    """The sitemap's dates come from the last commit: the same commit builds the same site."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # it says nothing about this site
    if "SOURCE_DATE_EPOCH" not in os.environ and (seconds := last_commit()):
        os.environ["SOURCE_DATE_EPOCH"] = str(seconds)


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
