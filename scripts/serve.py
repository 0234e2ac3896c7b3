"""Live preview: `python -m scripts.serve`. Saving a source rebuilds what it changes."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from scripts.base.command import run, run_module
from scripts.base.paths import (
    CITATION_FILE,
    CONFIG,
    DOCS,
    FIGURES,
    FONT,
    NOTEBOOKS,
    OVERRIDES,
    PERMALINKS,
    PIECES,
    SITE,
    SNIPPETS,
)
from scripts.sources.configuration import read_configuration

HOST, PORT = "127.0.0.1", 8000
GENERATED = (FIGURES, NOTEBOOKS, FONT.parent, *PIECES)


def main() -> int:
    """Build once, then serve and rebuild until interrupted; return the exit code."""
    rebuild()
    path = urlsplit(read_configuration().site_url).path  # links behave as on the published site
    server = LiveReloadServer(rebuild, HOST, PORT, root=str(SITE), mount_path=path)
    for watched in watched_paths():
        server.watch(str(watched))
    try:
        server.serve(open_in_browser=False)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"{HOST}:{PORT}") from None
    finally:
        server.shutdown()
    return 0


def rebuild() -> None:
    """`make site`, as a draft; a failure is reported and leaves the last good site.

    In a process of its own: this one keeps the code that it started with.
    """
    run_module("scripts.site", "--draft")


def watched_paths() -> list[Path]:
    """All that people write: what the build writes below docs/ must not wake it again."""
    written = [*_written(DOCS), SNIPPETS, OVERRIDES, CONFIG, CITATION_FILE, PERMALINKS]
    return [path for path in written if path.exists()]


def _written(folder: Path) -> Iterator[Path]:
    """What is in a folder, without the parts that the build writes."""
    for path in sorted(folder.iterdir()):
        if any(path in made.parents for made in GENERATED):
            yield from _written(path)
        elif path not in GENERATED:
            yield path


if __name__ == "__main__":
    run(main)
