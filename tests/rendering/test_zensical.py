"""The same sources under MkDocs and under Zensical: what a reader and a program get is the same.

What differs, and why, is in CONTRIBUTING.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
import re
import shutil
import subprocess
import sys
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
import pytest

from scripts.base.errors import SourceError
from scripts.rendering import zensical
from scripts.sources.collection import read_sources
from tests.project import Project
from tests.whole import surroundings, write_whole

PATIENCE = 500  # seconds
ADDRESS = "https://example.org/"
NOTEBOOK = "notebooks/powers/index.html"
OF_THEMES = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png")
WITH_THEMES = {"mathematical-quick-reference.zip", "offline.json", "service-worker.js"}
SITEMAPS = {"sitemap.xml", "sitemap.xml.gz"}
LINKS = """
[A notebook](notebooks/powers.ipynb#square), <a href="../references.bib">all sources</a>
"""
PARTS = {
    "article": "article > *",
    "title": "title",
    "head": "head > meta:not([name=generator], [http-equiv]), head > link:not([href*=stylesheets])",
    "header": "header",
    "navigation": ".md-nav--primary a",
    "contents": ".md-nav--secondary a",
    "next and before": ".md-footer a",
    "scripts": "body script[src]:not([src*=javascripts])",
    "data": "script[type$=json]:not(#__config)",
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The site of each renderer, from the same sources."""
    root = tmp_path_factory.mktemp("both")
    write_whole(root)
    with (root / "docs" / "notation.md").open("a", encoding="utf-8") as notation:
        notation.write(LINKS)
    run(root, "scripts.site")
    shutil.move(root / "site", root / "of MkDocs")
    run(root, "scripts.rendering.zensical")
    run(root, "scripts.finish")
    return {"MkDocs": root / "of MkDocs", "Zensical": root / "site"}


def run(root: Path, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--draft"],
        cwd=root,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def files(site: Path) -> dict[str, Path]:
    """What is no theme's, by its place in the site."""
    named = {path.relative_to(site).as_posix(): path for path in site.rglob("*.*")}
    return {name: path for name, path in sorted(named.items()) if not name.startswith(OF_THEMES)}


def pages(site: Path) -> Iterable[str]:
    return (name for name in files(site) if name.endswith(".html"))


def test_both_sites_have_the_same_files(sites: Mapping[str, Path]) -> None:
    before, after = (files(site).keys() for site in sites.values())
    assert before == after


def test_what_is_no_page_is_the_same_byte_for_byte(sites: Mapping[str, Path]) -> None:
    for name, path in files(sites["MkDocs"]).items():
        if path.suffix != ".html" and name not in WITH_THEMES | SITEMAPS:
            assert (sites["Zensical"] / name).read_bytes() == path.read_bytes(), name


def test_every_page_shows_the_same(sites: Mapping[str, Path]) -> None:
    for name in pages(sites["MkDocs"]):
        before, after = (parts(page_of(site, name)) for site in sites.values())
        for part in PARTS:
            if (name, part) != (NOTEBOOK, "article"):
                assert after[part] == before[part], f"{name}: {part}"


def test_a_notebook_has_the_same_text_anchors_links_and_figures(sites: Mapping[str, Path]) -> None:
    before, after = (page_of(site, NOTEBOOK).select("article")[0] for site in sites.values())
    for attribute in ("id", "href", "src", "alt", "download"):
        assert values(after, attribute) == values(before, attribute), attribute
    assert text(after) == text(before)


def test_both_sitemaps_name_the_same_pages(sites: Mapping[str, Path]) -> None:
    before, after = (
        re.findall("<loc>.*?</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
        for site in sites.values()
    )
    assert sorted(after) == sorted(before)


def test_without_zensical_it_is_told_how_to_get_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zensical, "find_spec", lambda name: None)
    with pytest.raises(SourceError, match="Zensical is not installed"):
        zensical.render(read_sources())


def page_of(site: Path, name: str) -> BeautifulSoup:
    """A page with the addresses that its links lead to, without what themes add."""
    page = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")
    for added in page.select("#__skip, .md-skip"):
        added.decompose()
    for wrapped in page.select(".md-ellipsis > .md-typeset"):
        wrapped.unwrap()
    for element in page.find_all(True):
        for attribute in ("href", "src"):
            if attribute in element.attrs:
                there = urljoin(ADDRESS + name, str(element[attribute]))
                element[attribute] = there.removesuffix("index.html")
        element.attrs = dict(sorted(element.attrs.items()))
    return page


def parts(page: BeautifulSoup) -> dict[str, list[str]]:
    return {part: list(_written(page.select(selector))) for part, selector in PARTS.items()}


def _written(elements: Iterable[Tag]) -> Iterator[str]:
    for element in elements:
        yield re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", str(element)))


def values(article: Tag, attribute: str) -> list[str]:
    return sorted(str(element[attribute]) for element in article.select(f"[{attribute}]"))


def text(element: Tag) -> str:
    """Without the spaces, which are not the same around blocks."""
    return re.sub(r"\s", "", element.get_text())
