import errno
import json
import os
from pathlib import Path

import pytest

from scripts import finish
from scripts.base.paths import FINISHED, RENDERED, SITE
from scripts.finish import notebook_pages
from tests.project import Project, held_elsewhere

NOTEBOOK = (
    '<article class="md-content__inner"><div class="jupyter-wrapper">'
    '<div class="jp-Cell" id="cell-id=introduction"><div class="jp-RenderedMarkdown">'
    "<p>Two $x$.</p></div></div></div></article>"
)

PICTURES = {
    "cards/index.png",
    "cards/powers.png",
    "cards/powers/cube.png",
    "cards/powers/square.png",
    "images/powers/cube/1.svg",
    "images/powers/square/1.svg",
}
COPIES = {f"powers/{slug}.{kind}" for slug in ("square", "cube") for kind in ("bib", "json", "md")}
FOR_SEARCH = "index texts called written works mentions mathml/0"
SEARCH = {f"search/{name}.json" for name in FOR_SEARCH.split()}
COMPARED = {
    f"assets/check/{name}.json"
    for name in ("index", "formulas/powers/square", "formulas/powers/cube")
}
ADDED = {
    "formulas.json",
    "llms.txt",
    "objects.inv",
    "mathematical-quick-reference.zip",
    *SEARCH,
    *COPIES,
    *PICTURES,
    *COMPARED,
}


def files(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(errors="replace") for path in paths}


@pytest.fixture
def rendered(built: Project) -> Project:
    """A rendered site in build/site/ and the last good one in site/."""
    built.write("build/site/index.html", "new")
    built.write("build/site/notebooks/powers/index.html", NOTEBOOK)
    built.write("site/index.html", "old")
    built.write("site/removed/index.html", "old")
    return built


def test_the_rendered_site_takes_the_place_of_the_last_one(rendered: Project) -> None:
    assert finish.main() == 0
    assert files(SITE).keys() == {"index.html", "notebooks/powers/index.html", *ADDED}
    assert files(SITE)["index.html"] == "new"


def test_nothing_of_the_last_site_is_left_beside_it(rendered: Project) -> None:
    finish.main()
    assert not FINISHED.exists() and sorted(Path().glob(".site*")) == []


def test_notebook_pages_are_slimmed(rendered: Project) -> None:
    finish.main()
    page = files(SITE)["notebooks/powers/index.html"]
    assert "<math" in page and "jupyter-wrapper" not in page


def test_the_first_site_is_published(rendered: Project) -> None:
    finish.main()
    rendered.write("build/site/index.html", "newer")
    assert finish.main() == 0
    assert files(SITE)["index.html"] == "newer"


def test_a_site_can_be_finished_again(
    rendered: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    rendered.write("permalinks.txt", "gone/\n")
    assert finish.main() == 1
    rendered.write("permalinks.txt", "")
    assert finish.main() == 0
    assert finish.main() == 0
    assert files(SITE).keys() == {"index.html", "notebooks/powers/index.html", *ADDED}


def test_a_broken_notebook_page_leaves_the_last_site(
    rendered: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    rendered.write("build/site/notebooks/powers/index.html", "broken")
    assert finish.main() == 1
    assert files(SITE) == {"index.html": "old", "removed/index.html": "old"}
    expected = (
        "error: build/finished-site/notebooks/powers/index.html:1: expected a page written by"
    )
    assert capsys.readouterr().err.startswith(expected)


NOTHING_RENDERED = "error: build/site:1: no rendered site here; run `make site`\n"


def test_without_a_rendered_site_the_last_one_stays(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("site/index.html", "old")
    assert finish.main() == 1
    assert files(SITE) == {"index.html": "old"}
    assert capsys.readouterr().err == NOTHING_RENDERED
    assert not project.exists("build/site")


def test_a_half_rendered_site_is_not_published(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("build/site/about/index.html", "new")
    assert finish.main() == 1
    assert capsys.readouterr().err == NOTHING_RENDERED


def test_what_a_killed_publication_left_behind_is_no_obstacle(rendered: Project) -> None:
    rendered.write(".site-new/index.html", "half")
    rendered.write(".site-old/index.html", "older")
    assert finish.main() == 0
    assert files(SITE)["index.html"] == "new"
    assert sorted(Path().glob(".site*")) == []


def test_a_site_is_there_at_every_moment(
    exchanging: None, rendered: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    rename = Path.rename

    def spying(self: Path, target: Path) -> Path:
        seen.append(files(SITE)["index.html"])
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", spying)
    assert finish.main() == 0
    assert seen == ["new"]


def test_a_publication_that_fails_brings_the_last_site_back(
    rendered: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finish, "exchange", lambda one, other: False)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == ".site-new":
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    assert finish.main() == 1
    assert files(SITE)["index.html"] == "old"


def test_the_last_site_comes_back_after_a_kill_between_the_two_renames(rendered: Project) -> None:
    SITE.rename(".site-old")
    with pytest.raises(FileNotFoundError):
        finish.publish(RENDERED / "nothing", SITE)
    assert files(SITE)["index.html"] == "old"


def test_a_site_is_published_from_another_disk(
    rendered: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def on_one_disk(source: str | Path, target: str | Path) -> None:
        if ("build" in Path(source).parts) != ("build" in Path(target).parts):
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "rename", on_one_disk)
    assert finish.main() == 0
    assert files(SITE)["index.html"] == "new"
    assert sorted(Path().glob(".site*")) == []


def test_a_site_that_is_a_link_stays_one(rendered: Project, tmp_path: Path) -> None:
    SITE.rename(tmp_path / "published")
    SITE.symlink_to(tmp_path / "published")
    assert finish.main() == 0
    assert SITE.is_symlink() and files(SITE)["index.html"] == "new"


def test_everyone_may_read_the_site(rendered: Project) -> None:
    rendered.write("build/site/private/index.html", "mine")
    Path("build/site/private/index.html").chmod(0o600)
    Path("build/site/private").chmod(0o700)
    assert finish.main() == 0
    modes = {path.stat().st_mode & 0o777 for path in SITE.rglob("*") if path.is_dir()}
    assert (modes, SITE.stat().st_mode & 0o777) == ({0o755}, 0o755)
    assert {p.stat().st_mode & 0o777 for p in SITE.rglob("*") if p.is_file()} == {0o644}


def test_a_full_disk_is_told_with_the_file(
    rendered: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert finish.main() == 1
    error = capsys.readouterr().err
    assert (
        error.startswith("error: build/")
        and ": No space left on device; free some room there" in error
    )
    assert files(SITE)["index.html"] == "old"


def test_a_site_is_not_finished_while_another_build_runs(
    rendered: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with held_elsewhere():
        assert finish.main() == 1
    assert "build/.lock:1: another build runs here" in capsys.readouterr().err
    assert files(SITE)["index.html"] == "old"


def test_only_pages_of_notebooks_are_notebook_pages(rendered: Project) -> None:
    assert notebook_pages(RENDERED) == [RENDERED / "notebooks/powers/index.html"]


def test_a_formula_that_was_never_checked_is_not_published(
    rendered: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("build/checks/docs/powers/square.json").unlink()
    assert finish.main() == 1
    assert "docs/powers/square.md:" in capsys.readouterr().err
    assert files(SITE)["index.html"] == "old"


def test_a_site_without_a_card_is_not_published(
    rendered: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    rendered.remove("build/cards/powers/cube.png")
    assert finish.main() == 1
    assert "build/cards/powers/cube.png:1: has not been drawn" in capsys.readouterr().err
    assert files(SITE)["index.html"] == "old"


def test_the_search_index_has_the_formulas_and_the_other_pages(rendered: Project) -> None:
    chapter = "<article><h1>Powers</h1><p>Two of them.</p><h2>Square</h2></article>"
    rendered.write("build/site/powers/index.html", chapter)
    finish.main()
    index = json.loads(files(SITE)["search/index.json"])
    assert index["formulas"]["title"] == ["Square", "Cube"]
    assert index["pages"]["location"] == ["powers/"]
    assert json.loads(files(SITE)["search/texts.json"]) == ["Two of them."]


LOST = "error: permalinks.txt:1: was published and is not served; write 'gone/ -> …'"


def test_a_site_that_lost_an_address_is_not_published(
    rendered: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    rendered.write("permalinks.txt", "gone/\n")
    assert finish.main() == 1
    assert capsys.readouterr().err.startswith(LOST)
    assert files(SITE)["index.html"] == "old"


def test_a_draft_is_published_with_a_warning(
    rendered: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    rendered.write("permalinks.txt", "gone/\n")
    assert finish.main(["--draft"]) == 0
    assert capsys.readouterr().err.startswith(LOST.replace("error", "warning"))
    assert files(SITE)["index.html"] == "new"


def test_an_address_that_moved_is_published_as_a_redirect(rendered: Project) -> None:
    rendered.write("permalinks.txt", "./\nnotebooks/powers/\nold/ -> notebooks/powers/\n")
    assert finish.main() == 0
    assert 'href="https://example.org/tiny/notebooks/powers/"' in files(SITE)["old/index.html"]


@pytest.mark.parametrize(
    ("draft", "told"),
    [(False, "addresses to register before you publish: 2; run `make links`\n"), (True, "")],
)
def test_new_addresses_are_told_but_not_while_writing(
    rendered: Project, capsys: pytest.CaptureFixture[str], draft: bool, told: str
) -> None:
    assert finish.main(["--draft"] if draft else []) == 0
    assert capsys.readouterr().out == told
