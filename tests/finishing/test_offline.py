"""The service worker and the list of what can be kept."""

from base64 import b64encode
from hashlib import sha256
import json
from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.finishing.offline import PLACEHOLDER, megabytes, write_offline

FILES = ("index.html", "a/b/index.html", "assets/a.js", "figures/a/b.svg", "search/index.json")
LEFT = ("a/b.md", "cards/index.png", "assets/a.js.map", "assets/javascripts/lunr/min.js")
SOURCE = "assets/offline/service-worker.js"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (*FILES, *LEFT, SOURCE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / SOURCE).write_text(f'const VERSION = "{PLACEHOLDER}"')
    return tmp_path


def written(site: Path) -> tuple[str, dict[str, str], str]:
    """The version, the files, and the service worker."""
    content = json.loads((site / "offline.json").read_text())
    return content["version"], content["files"], (site / "service-worker.js").read_text()


def test_pages_and_what_they_load_are_listed_by_address(site: Path) -> None:
    write_offline(site)
    _, files, _ = written(site)
    addresses = ["", "a/b/", "assets/a.js", "figures/a/b.svg", "search/index.json"]
    assert sorted(files) == addresses


def test_a_hash_is_the_beginning_of_sha_256(site: Path) -> None:
    write_offline(site)
    _, files, _ = written(site)
    whole = b64encode(sha256(b"a/b/index.html").digest()).decode()
    assert whole.startswith(files["a/b/"])


def test_the_service_worker_knows_its_version(site: Path) -> None:
    write_offline(site)
    version, _, worker = written(site)
    assert worker == f'const VERSION = "{version}"'
    assert not (site / SOURCE).exists()


def test_a_file_that_changed_makes_another_version(site: Path) -> None:
    write_offline(site)
    before, _, _ = written(site)
    (site / SOURCE).write_text(f'const VERSION = "{PLACEHOLDER}"')
    write_offline(site)
    assert written(site)[0] == before
    (site / SOURCE).write_text(f'const VERSION = "{PLACEHOLDER}"')
    (site / "figures/a/b.svg").write_text("another")
    write_offline(site)
    assert written(site)[0] != before


def test_a_service_worker_without_a_place_for_its_version_is_refused(site: Path) -> None:
    (site / SOURCE).write_text("const VERSION = 1")
    with pytest.raises(SourceError, match=r"service-worker\.js:1: expected 'VERSION_OF"):
        write_offline(site)


def test_its_size_is_told_in_megabytes(site: Path) -> None:
    (site / "figures/a/b.svg").write_bytes(bytes(range(256)) * 4000)
    assert megabytes(site) == "0.0"
