import pytest

from scripts.base.paths import DOCS
from scripts.sources.bibliography import Reference
from scripts.sources.portable import absolute_links, cited, published

SITE = "https://example.org/tiny/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](cube.md)", f"[a]({SITE}powers/cube/)"),
        ("[a](cube.md#intuition)", f"[a]({SITE}powers/cube/#intuition)"),
        ("[a](#intuition)", f"[a]({SITE}powers/square/#intuition)"),
        ("[a](../notation.md)", f"[a]({SITE}notation/)"),
        ("[a](../roots/index.md)", f"[a]({SITE}roots/)"),
        ("[a](https://example.org/a.md)", "[a](https://example.org/a.md)"),
        ("![A curve.](../figures/a.svg)", f"![A curve.]({SITE}figures/a.svg)"),
        ("[arXiv](https://arxiv.org/abs/1)", "[arXiv](https://arxiv.org/abs/1)"),
    ],
)
def test_addresses_are_those_of_the_site(text: str, expected: str) -> None:
    assert published(text, DOCS / "powers" / "square.md", SITE) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://doi.org/1", "as in ([Euclid, 300](https://doi.org/1))"),
        (None, "as in (Euclid, 300)"),
    ],
)
def test_a_citation_is_a_link_where_the_work_has_an_address(url: str | None, expected: str) -> None:
    references = {"euclid300": Reference("Euclid, 300", "Elements", url, "", "")}
    assert cited("as in [@euclid300]", references) == expected


@pytest.mark.parametrize(
    ("link", "rewritten"),
    [
        ("[a](cube.md)", "[a](../powers/cube.md)"),
        ("[a](cube.md#intuition)", "[a](../powers/cube.md#intuition)"),
        ("[a](../notation.md)", "[a](../notation.md)"),
        ("[a](../roots/root.md)", "[a](../roots/root.md)"),
        ("[a](https://example.org/a.md)", "[a](https://example.org/a.md)"),
        ("![a](../figures/a.svg)", "![a](../figures/a.svg)"),
    ],
)
def test_links_are_rewritten_for_another_folder(link: str, rewritten: str) -> None:
    assert absolute_links(link, "powers", "..") == rewritten
