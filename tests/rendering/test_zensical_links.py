from markdown import Markdown
from markdown.extensions import Extension
import pytest
from zensical.extensions.context import ContextExtension, Page

from scripts.rendering.zensical_links import from_file


def rendered(text: str, page: str) -> str:
    """As Zensical hands it to Python-Markdown."""
    context = ContextExtension(page=Page(url="", path=page), config={})
    ours = ["scripts.pages.extension", "scripts.rendering.zensical_links"]
    permalink = {"toc": {"permalink": "#"}}
    extensions: list[str | Extension] = [context, "md_in_html", "toc", *ours]
    return Markdown(extensions=extensions, extension_configs=permalink).convert(text)


@pytest.mark.parametrize(
    ("link", "page", "expected"),
    [
        ("../b.bib", "a/b.md", "b.bib"),
        ("../../references.bib", "a/b.md", "../references.bib"),
        ("../", "a/b.md", "./"),
        ("./", "a/b.md", "b/./"),
        ("figure.svg", "a/b.md", "b/figure.svg"),
        ("../x/", "about.md", "x/"),
        ("../x/", "a/index.md", "../x/"),
        ("./", "index.md", "./"),
    ],
)
def test_a_way_from_the_address_of_a_page_becomes_one_from_its_file(
    link: str, page: str, expected: str
) -> None:
    assert from_file(link, page) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<link rel="x" href="../x.css">', '<link rel="x" href="x.css">'),
        ('<script type="module" src="../x.js"></script>', 'src="x.js"'),
        ('Text with <a href="../x.bib" download>a link</a>', '<a href="x.bib" download>'),
        ('<details markdown>\n\n<p><a href="../x.bib">x</a></p>\n\n</details>', '"x.bib"'),
    ],
)
def test_a_link_of_html_leads_from_the_file(html: str, expected: str) -> None:
    assert expected in rendered(html, "about.md")


@pytest.mark.parametrize(
    "text",
    [
        '<a href="#searching">',
        '<a href="?q=softmax">',
        '<a href="/x/">',
        '<a href="https://example.org/">',
        '<noscript><p><a href="../x/">x</a></p></noscript>',
    ],
)
def test_other_links_of_html_stay(text: str) -> None:
    assert text in rendered(text, "about.md")


def test_code_that_shows_a_link_stays() -> None:
    assert 'href="../x"' in rendered('`<a href="../x">`', "about.md")


def test_a_link_of_markdown_leads_from_the_file_already() -> None:
    assert '<a href="../x.md">' in rendered("[x](../x.md)", "a/b.md")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("notebooks/powers.ipynb", "notebooks/powers.md"),
        ("../notebooks/powers.ipynb#square", "../notebooks/powers.md#square"),
        ("../notebooks/powers/powers.ipynb", "../notebooks/powers/powers.ipynb"),
        (
            "https://example.org/notebooks/powers.ipynb",
            "https://example.org/notebooks/powers.ipynb",
        ),
    ],
)
def test_a_link_to_a_notebook_leads_to_its_page_one_to_its_file_stays(
    link: str, expected: str
) -> None:
    assert f'<a href="{expected}">' in rendered(f"[x]({link})", "about.md")


def test_the_title_of_a_page_leads_to_its_page() -> None:
    assert 'href="b/./"' in rendered("# Title", "a/b.md")
