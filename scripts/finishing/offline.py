"""What reads the site without a connection: its service worker, and `offline.json`, the files that
a reader may keep, with their hashes.

The version is the hash of all of it: a service worker of another version replaces this one.
"""

from base64 import b64encode
import gzip
from hashlib import sha256
import json
from pathlib import Path

from scripts.base.errors import SourceError
from scripts.base.freshness import digest
from scripts.base.text import read_text, write_atomically

SOURCE = Path("assets") / "offline" / "service-worker.js"
WORKER = "service-worker.js"
LIST = "offline.json"
PLACEHOLDER = "VERSION_OF_THE_SITE"
LETTERS = 12  # of a version
BYTES = 6  # of a hash: it tells versions of a file apart, and is no protection
# All that pages and their scripts load. Images of formulas, cards and downloads stay behind.
KEPT = ("**/*.html", "assets/**/*", "figures/**/*", "search/**/*")
UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "assets/softmax-page.png")


def write_offline(site: Path) -> None:
    """Write both into a finished site, of which nothing may change after it."""
    source = site / SOURCE
    if not source.exists():
        return
    worker = read_text(source)
    source.unlink()
    if PLACEHOLDER not in worker:
        raise SourceError(source, 1, f"expected '{PLACEHOLDER}', where the version belongs")
    files = {address(site, path): hash_of(path) for path in kept_files(site)}
    version = digest(worker, json.dumps(files))[:LETTERS]
    content = json.dumps({"version": version, "files": files}, separators=(",", ":"))
    write_atomically(site / LIST, content)
    write_atomically(site / WORKER, worker.replace(PLACEHOLDER, version))


def kept_files(site: Path) -> list[Path]:
    """The files of which the reference is made."""
    found = {path for pattern in KEPT for path in site.glob(pattern) if path.is_file()}
    return sorted(path for path in found if _is_used(path.relative_to(site).as_posix()))


def megabytes(site: Path) -> str:
    """What it takes to load them, as a server sends them."""
    loaded = sum(len(gzip.compress(path.read_bytes(), 6)) for path in kept_files(site))
    return f"{loaded / 1e6:.1f}"


def address(site: Path, path: Path) -> str:
    """Where a file is found below the site's address."""
    return path.relative_to(site).as_posix().removesuffix("index.html")


def hash_of(path: Path) -> str:
    """The beginning of its SHA-256, as the service worker computes it."""
    return b64encode(sha256(path.read_bytes()).digest()[:BYTES]).decode()


def _is_used(path: str) -> bool:
    return not path.startswith(UNUSED) and not path.endswith(".map")
