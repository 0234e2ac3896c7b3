import pytest

from scripts.base.paths import SITE
from scripts.finishing.page_sections import Section, sections_of_pages
from scripts.sources.collection import read_sources
from tests.project import Project

LISTING = "<h1 id='powers'>Powers</h1>\n<p>Two of them.</p>\n<ul><li>Square</li></ul><h2>Cube</h2>"


def sections(project: Project, page: str, content: str) -> list[Section]:
    """What the search knows of a page with this content."""
    markup = f"<nav>Menu</nav><article class='content'>{content}</article><p>Footer</p>"
    project.write(f"site/{page}index.html", markup)
    return list(sections_of_pages(SITE, read_sources()))


def text(project: Project, content: str) -> object:
    [section] = sections(project, "notation/", f"<h1>Notation</h1>{content}")
    return section["text"]


def test_each_section_has_its_address_its_title_and_its_text(project: Project) -> None:
    content = "<h1 id='n'>Notation</h1><p>Letters.</p><h2 id='sets'>Sets</h2><p>A.</p><p>B.</p>"
    assert sections(project, "notation/", content) == [
        {"location": "notation/", "title": "Notation", "text": "Letters."},
        {"location": "notation/#sets", "title": "Sets", "text": "A. B."},
    ]


@pytest.mark.parametrize(
    ("page", "title"), [("powers/", "Powers"), ("notebooks/powers/", "Powers: notebook")]
)
def test_of_a_page_that_lists_formulas_only_the_introduction_is_kept(
    project: Project, page: str, title: str
) -> None:
    [found] = sections(project, page, LISTING)
    assert (found["location"], found["title"], found["text"]) == (page, title, "Two of them.")


def test_a_notebook_is_found_by_what_it_is(project: Project) -> None:
    [found] = sections(project, "notebooks/powers/", LISTING)
    assert "Google Colab" in found["aliases"]


def test_a_section_is_found_by_what_its_page_says_people_call_it(project: Project) -> None:
    page = project.read("docs/notation.md")
    names = "---\nfound_by:\n  page: [conventions]\n  sets: [domains]\n---\n\n"
    project.write("docs/notation.md", f"{names}{page}\n## Sets\n\nLetters.\n")
    markup = "<h1 id='n'>Notation</h1><p>Letters.</p><h2 id='sets'>Sets</h2><p>A.</p>"
    found = sections(project, "notation/", markup)
    assert [section.get("aliases") for section in found] == [["conventions"], ["domains"]]


def test_of_a_notebook_the_search_knows_no_links_to_the_file(project: Project) -> None:
    links = '<p class="notebook-links"><a>Download the notebook</a></p>'
    page = LISTING.replace("</h1>", f"</h1>{links}")
    assert sections(project, "notebooks/powers/", page)[0]["text"] == "Two of them."


@pytest.mark.parametrize("page", ["powers/square/", ""])
def test_a_formula_s_page_and_the_home_page_are_left_out(project: Project, page: str) -> None:
    assert sections(project, page, LISTING) == []


@pytest.mark.parametrize(
    "chrome",
    [
        '<p class="page-links">Edit</p>',
        "<pre>code</pre>",
        "<script>code</script>",
        "<button>Copy</button>",
    ],
)
def test_what_is_no_text_is_left_out(project: Project, chrome: str) -> None:
    assert text(project, f"<p>Words.</p>{chrome}") == "Words."


def test_the_sign_of_a_heading_s_link_is_left_out(project: Project) -> None:
    heading = '<h1>Notation<a class="headerlink" href="./">#</a></h1>'
    assert sections(project, "notation/", heading)[0]["title"] == "Notation"


def test_text_is_plain(project: Project) -> None:
    assert text(project, "<p>Less &lt;\n <b>more</b></p>") == "Less < more"


def test_mathematics_is_text_without_its_latex(project: Project) -> None:
    power = "<msup><mi>x</mi><mn>2</mn></msup>"
    math = f"<math><semantics>{power}<annotation>x^{{2}}</annotation></semantics></math>"
    assert text(project, f"<p>Of {math}.</p>") == "Of x^2."
    half = "<math><mfrac><mn>1</mn><mi>n</mi></mfrac></math>"
    assert text(project, f"<p>{half}</p>") == "1/n"
