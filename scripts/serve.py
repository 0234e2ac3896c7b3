"""Live preview: `python -m scripts.serve`. Saving a source rebuilds what it changes."""

from pathlib import Path
import subprocess
import sys
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from scripts import build, finish
from scripts.base.paths import CITATION_FILE, CONFIG, DOCS, RENDERED, SITE, SNIPPETS
from scripts.sources.configuration import read_configuration

HOST, PORT = "127.0.0.1", 8000


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
    finally:
        server.shutdown()
    return 0


def rebuild() -> None:
    """The three steps of `make site`; a failure is reported and leaves the last good site."""
    if build.main([]) != 0:
        return
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--site-dir",
        str(RENDERED),
    ]
    if subprocess.run(command, check=False).returncode == 0:
        finish.main(draft=True)


def watched_paths() -> list[Path]:
    """The hand-written sources: what the build writes under docs/ must not wake it again."""
    folders = sorted(page.parent for page in DOCS.glob("*/index.md"))
    return [
        *folders,
        *DOCS.glob("*.*"),
        DOCS / "indexes",
        *DOCS.glob("assets/*.*"),
        SNIPPETS,
        CONFIG,
        CITATION_FILE,
    ]


if __name__ == "__main__":
    sys.exit(main())
