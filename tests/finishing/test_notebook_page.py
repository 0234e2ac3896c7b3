from pathlib import Path

from bs4 import BeautifulSoup
import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import figure_files
from scripts.finishing.notebook_page import slim_notebook_page
from scripts.finishing.notebook_page import slimmed as slimmed_page
from scripts.sources.collection import read_sources
from tests.project import Project

PATH = Path("site/notebooks/powers/index.html")
SITE = "https://example.org/tiny/"

# What mkdocs-jupyter writes, without its 574 kB of styles.
PAGE = """\
<html><head><title>Powers</title><meta name="description" content="Two powers."></head><body>
<article class="md-content__inner md-typeset">
<div class="jupyter-wrapper"><style>.jp { color: red }</style>
<script src="https://cdnjs.example/require.js"></script>
<main>
<div class="jp-Cell jp-MarkdownCell" id="cell-id=introduction">
<div class="jp-RenderedMarkdown"><h1 id="powers">Powers</h1>
<p><a href="https://example.org/tiny/notebooks/powers/powers.ipynb">Download the notebook</a></p>
<p>See a <a href="https://example.org/tiny/powers/">chapter</a>.</p></div></div>
<div class="jp-Cell jp-MarkdownCell" id="cell-id=square-formula">
<div class="jp-RenderedMarkdown"><h2 id="Square">
<a href="https://example.org/tiny/powers/square/">Square</a>
<a class="anchor-link" href="#Square">¶</a></h2>
<p>$$
f(x) &lt; x^2
$$</p>
<p>Where $x&lt;y$ is &lt;bold&gt; in <code>x</code>.</p></div></div>
<div class="jp-Cell jp-CodeCell" id="cell-id=square-pytorch">
<div class="highlight"><pre><span></span><span class="kn">import</span> torch</pre></div>
</div>
<div class="jp-Cell jp-CodeCell" id="cell-id=square-figure">
<div class="highlight"><pre><span class="c1"># @title Change a {run: &quot;auto&quot;}</span>
<span class="n">a</span> = 1.0  <span class="c1"># @param {type: &quot;slider&quot;}</span>
draw_square(a=a);</pre></div>
<div class="jp-OutputArea-output"><img src="data:image/png;base64,AAAA"></div></div>
<div class="jp-Cell jp-CodeCell" id="cell-id=square-check">
<div class="highlight"><pre><span class="c1"># @title What is asserted</span>
print(1 &lt; 2)</pre></div>
<div class="jp-OutputArea-output"><pre>1 &lt; 2 is True</pre></div>
<div class="jp-OutputArea-output"><pre> </pre></div></div>
</main></div>
<p class="page-links"><a href="../powers.ipynb">Download</a></p>
</article>
<footer>foot</footer></body></html>
"""


@pytest.fixture
def drawn(project: Project) -> Project:
    for file in figure_files("powers/square"):
        project.write(file.as_posix(), '<svg viewBox="0 0 360 180"></svg>')
    return project


def slimmed(page: str = PAGE) -> BeautifulSoup:
    return BeautifulSoup(slim_notebook_page(PATH, page, read_sources()), "html.parser")


def test_a_page_that_was_markdown_stays_as_it_is(project: Project) -> None:
    page = '<article class="md-content__inner"><p class="notebook-links">x</p></article>'
    assert slimmed_page(PATH, page, read_sources()) == page


@pytest.mark.usefixtures("drawn")
class TestSlimNotebookPage:
    def test_what_lies_around_the_article_stays(self) -> None:
        page = slimmed()
        assert page.title and page.title.string == "Powers"
        assert page.footer and page.footer.string == "foot"

    def test_styles_and_scripts_of_other_sites_go(self) -> None:
        assert not slimmed().select("style, script, .jupyter-wrapper")

    def test_a_display_becomes_mathml_in_its_own_box(self) -> None:
        (box,) = slimmed().select("div.formula")
        assert box.select("math[display=block]") and box["tabindex"] == "0"

    def test_inline_mathematics_becomes_mathml(self) -> None:
        (math,) = slimmed().select("p > span.math > math")
        assert math.get_text().startswith("x<y")

    def test_signs_of_html_beside_mathematics_stay_text(self) -> None:
        assert "is <bold> in" in slimmed().get_text()

    def test_no_dollar_is_left(self) -> None:
        assert "$" not in slimmed().get_text()

    def test_the_code_keeps_its_colors(self) -> None:
        assert slimmed().select_one("div.highlight > pre > code > span.kn")

    def test_every_code_cell_is_shown(self) -> None:
        assert len(slimmed().select("div.highlight")) == 3

    def test_assertions_are_folded_under_their_title(self) -> None:
        (folded,) = slimmed().select("details.folded:not([open])")
        assert folded.get_text() == "What is assertedprint(1 < 2)"

    def test_what_only_colab_reads_is_left_out(self) -> None:
        assert "@" not in slimmed().get_text()
        assert "a = 1.0\ndraw_square(a=a);" in slimmed().get_text()

    def test_the_way_to_the_file_stands_under_the_title(self) -> None:
        (links,) = slimmed().select("h1 + .notebook-links")
        (download,) = links.select("a[download]")
        assert download["href"] == "../../notebooks/powers/powers.ipynb"

    def test_a_formula_has_its_slug_as_anchor_in_the_table_of_contents_too(self) -> None:
        assert slimmed().select_one("h2#square")
        assert slimmed(PAGE.replace("<footer>", '<footer><a href="#Square">')).select_one(
            'footer a[href="#square"]'
        )

    def test_the_anchor_that_jupyter_gives_still_leads_to_it(self) -> None:
        assert slimmed().select_one("a#Square + h2#square")

    def test_the_formulas_are_listed_under_the_introduction(self) -> None:
        (contents,) = slimmed().select("p.contents")
        assert [a["href"] for a in contents.select("a")] == ["#square"]
        assert contents.get_text() == "Square"

    def test_the_page_says_what_is_in_the_notebook(self) -> None:
        (meta,) = slimmed().select("meta[name=description]")
        assert str(meta["content"]).startswith("PyTorch notebook for powers:")

    def test_an_output_of_text_is_shown_as_it_is(self) -> None:
        (output,) = slimmed().select("pre.output")
        assert output.get_text() == "1 < 2 is True"

    def test_a_figure_is_shown_by_the_drawings_of_its_page(self) -> None:
        assert [image["src"] for image in slimmed().select(".figure img")] == [
            "../../figures/powers/square.svg",
            "../../figures/powers/square.dark.svg",
        ]

    def test_a_figure_has_the_alt_text_of_its_page_and_its_size(self) -> None:
        for image in slimmed().select("img"):
            assert image["alt"] == "A curve through the origin."
            assert (image["width"], image["height"]) == ("480", "240")

    @pytest.mark.parametrize("site", [SITE, SITE.rstrip("/")])
    def test_a_link_to_the_site_works_under_any_address(
        self, monkeypatch: pytest.MonkeyPatch, site: str
    ) -> None:
        monkeypatch.setenv("SITE_URL", site)
        assert slimmed().select('a[href="../../powers/square/"]')

    def test_a_heading_has_the_permalink_of_the_theme(self) -> None:
        (anchor,) = slimmed().select("a.headerlink")
        assert (anchor["href"], anchor.get_text()) == ("#square", "#")
        assert anchor["aria-label"] == "Link to this section: Square"

    def test_the_links_of_the_page_stay(self) -> None:
        assert slimmed().select('p.page-links a[href="../powers.ipynb"]')


@pytest.mark.parametrize(
    "page", ["", "<article class='md'></article>", PAGE.replace("jupyter-wrapper", "other")]
)
def test_a_page_that_is_no_notebooks_is_refused(project: Project, page: str) -> None:
    with pytest.raises(SourceError, match=rf"^{PATH}:1: expected a page written by mkdocs-jupyter"):
        slim_notebook_page(PATH, page, read_sources())
