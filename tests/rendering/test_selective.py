"""A selective build writes what a full one does, and renders no more than has changed."""

from collections.abc import Iterator
import errno
from pathlib import Path
import shutil
from typing import Any

from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page
import pytest

from scripts.base.paths import CONFIG, REMEMBERED, RENDERED
from scripts.render import render
from scripts.rendering import kept, selective

SETTINGS = """\
site_name: Pages
site_url: https://example.org/pages/
theme: {name: mkdocs}
markdown_extensions:
  - pymdownx.snippets: {base_path: ["."], check_paths: true}
plugins: []
validation: {links: {anchors: warn}}
nav:
  - Home: index.md
"""
FILES = {
    "mkdocs.yml": SETTINGS + "  - one.md\n  - two.md\n",
    "docs/index.md": "# Home\n\nSee [one](one.md#part).\n",
    "docs/one.md": '# One\n\n## Part\n\n--8<-- "build/list.md"\n',
    "docs/two.md": "# Two\n\nAfter [one](one.md).\n",
    "build/list.md": "A list.\n",
    "overrides/none.html": "",
}


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")  # this theme shows when it was built
    for name, text in FILES.items():
        write(name, text)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The pages whose Markdown is rendered, in order."""
    names: list[str] = []
    populate = selective.POPULATE

    def listen(page: Page, *others: Any) -> None:
        names.append(page.file.src_uri)
        populate(page, *others)

    monkeypatch.setattr(selective, "POPULATE", listen)
    assert site() == full_site()
    names.clear()
    yield names


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def site() -> dict[str, bytes]:
    """What a selective build writes."""
    kept._content.cache_clear()
    assert render() == 0
    return files()


def full_site() -> dict[str, bytes]:
    """What MkDocs writes that remembers nothing."""
    build(load_config(str(CONFIG), site_dir=str(RENDERED.resolve()), strict=True))
    return files()


def files() -> dict[str, bytes]:
    paths = (path for path in sorted(RENDERED.rglob("*")) if path.is_file())
    pages = (path for path in paths if path.suffix != ".gz")  # which tells when it was packed
    return {path.relative_to(RENDERED).as_posix(): path.read_bytes() for path in pages}


def test_what_has_not_changed_is_not_rendered(rendered: list[str]) -> None:
    before = files()
    assert site() == before
    assert rendered == []


def test_an_edited_page_is_rendered_and_no_other(rendered: list[str]) -> None:
    write("docs/two.md", "# Two\n\nOther words.\n")
    assert b"Other words." in site()["two/index.html"]
    assert rendered == ["two.md"]
    assert files() == full_site()


def test_a_page_follows_what_it_includes(rendered: list[str]) -> None:
    write("build/list.md", "Another list.\n")
    assert b"Another list." in site()["one/index.html"]
    assert rendered == ["one.md"]


def test_another_title_reaches_the_navigation_of_all_pages(rendered: list[str]) -> None:
    write("docs/two.md", "# Second\n")
    assert b"Second" in site()["index.html"]
    assert rendered == ["two.md"]
    assert files() == full_site()


def test_a_new_page_is_rendered_and_reaches_the_navigation(rendered: list[str]) -> None:
    write("docs/three.md", "# Three\n\nSee [two](two.md).\n")
    write("mkdocs.yml", FILES["mkdocs.yml"] + "  - three.md\n")
    assert b"Three" in site()["one/index.html"]
    assert rendered == ["three.md"]
    assert files() == full_site()


def test_what_a_removed_page_leaves_is_removed(rendered: list[str]) -> None:
    Path("docs/two.md").unlink()
    write("mkdocs.yml", SETTINGS + "  - one.md\n")
    assert "two/index.html" not in site()
    assert files() == full_site()
    assert not list((REMEMBERED / "pages").glob("two*"))


def test_another_title_in_nav_is_taken(rendered: list[str]) -> None:
    write("mkdocs.yml", SETTINGS + "  - First: one.md\n  - two.md\n")
    assert b"First" in site()["index.html"]
    assert files() == full_site()


def test_other_settings_render_everything(rendered: list[str]) -> None:
    write("mkdocs.yml", FILES["mkdocs.yml"].replace("Pages", "Leaves"))
    site()
    assert sorted(rendered) == ["index.md", "one.md", "two.md"]


def test_a_link_to_what_is_gone_is_refused_again(
    rendered: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("mkdocs.yml", SETTINGS + "  - two.md\n")
    Path("docs/one.md").unlink()
    for _ in range(2):
        kept._content.cache_clear()
        assert render() == 1
        assert "contains a link 'one.md'" in capsys.readouterr().err
    assert render(draft=True) == 0


def test_a_lost_anchor_is_refused_though_the_page_that_links_it_is_as_before(
    rendered: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("docs/one.md", "# One\n\n## Another\n")
    kept._content.cache_clear()
    assert render() == 1
    assert rendered == ["one.md"]
    assert "does not contain an anchor '#part'" in capsys.readouterr().err


def test_what_somebody_removed_from_the_memory_is_rendered(rendered: list[str]) -> None:
    before = files()
    shutil.rmtree(REMEMBERED)
    assert site() == before
    assert len(rendered) == 3


@pytest.mark.parametrize("page", ["index.md", "two.md"], ids=["kept", "rendered"])
def test_a_full_disk_is_told_once_and_with_the_file(
    rendered: list[str],
    page: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("docs/two.md", "# Two\n\nOther words.\n")
    name = str((RENDERED / page.replace("two.md", "two/index.md")).with_suffix(".html").resolve())
    write_file = utils.write_file

    def full(content: bytes, path: str) -> None:
        if path == name:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_file(content, path)

    monkeypatch.setattr(utils, "write_file", full)
    kept._content.cache_clear()
    with pytest.raises(OSError, match="No space left") as raised:
        render()
    assert raised.value.filename == name
    assert capsys.readouterr().err == ""
