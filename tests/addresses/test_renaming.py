from pathlib import Path

import pytest

from scripts.addresses.renaming import Renaming
from tests.project import Project

MOVE = Renaming("powers/square", "roots/square_root")
PAGE = Path("docs/powers/square.md")


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("docs/notation.md", "powers/square.md", "roots/square_root.md"),
        ("docs/notation.md", "powers/square.md#intuition", "roots/square_root.md#intuition"),
        ("docs/powers/cube.md", "square.md", "../roots/square_root.md"),
        ("docs/powers/cube.md", "../powers/square.md", "../roots/square_root.md"),
        ("docs/powers/cube.md", "index.md#square", "../roots/index.md#square_root"),
        ("docs/roots/other.md", "../powers/square.md", "square_root.md"),
        ("docs/roots/other.md", "../powers/index.md#square", "index.md#square_root"),
        (
            "docs/roots/other.md",
            "../figures/powers/square.dark.svg",
            "../figures/roots/square_root.dark.svg",
        ),
    ],
)
def test_a_link_to_the_formula_follows_it(
    project: Project, page: str, before: str, after: str
) -> None:
    text = f"# A\n\n- [A $x$]({before}) and *[b]({before})*\n\n[c]: {before}\n"
    assert MOVE.page(Path(page), text) == text.replace(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cube.md", "../powers/cube.md"),
        ("cube.md#intuition", "../powers/cube.md#intuition"),
        ("index.md", "../powers/index.md"),
        ("index.md#cube", "../powers/index.md#cube"),
        ("index.md#square", "index.md#square_root"),
        ("square.md#sources", "square_root.md#sources"),
        ("../notation.md#letters", "../notation.md#letters"),
        ("../figures/powers/square.svg", "../figures/roots/square_root.svg"),
        ("../figures/powers/cube.svg", "../figures/powers/cube.svg"),
        ("../notebooks/powers.ipynb", "../notebooks/powers.ipynb"),
    ],
)
def test_a_link_of_its_page_still_leads_where_it_did(
    project: Project, before: str, after: str
) -> None:
    assert MOVE.page(PAGE, f"[a]({before})") == f"[a]({after})"


@pytest.mark.parametrize(
    "text",
    [
        "[a](#intuition)",
        "[a](https://example.org/cube.md)",
        "$\\mathbb{E}[X](x)$",
        "[a](nowhere.md)",
        "cube.md",
    ],
)
def test_what_is_no_link_to_a_file_stays(project: Project, text: str) -> None:
    assert MOVE.page(PAGE, text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('--8<-- "snippets/powers/square.py:f"', '--8<-- "snippets/roots/square_root.py:f"'),
        ('--8<-- "build/sources/powers/square.md"', '--8<-- "build/sources/roots/square_root.md"'),
        ("as in `/powers/square/`", "as in `/roots/square_root/`"),
        ("as in `/powers/#square`", "as in `/roots/#square_root`"),
        ('entry(catalog, "powers/square")', 'entry(catalog, "roots/square_root")'),
    ],
)
def test_a_mention_of_the_formula_follows_it(before: str, after: str) -> None:
    assert MOVE.mentions(before) == after


@pytest.mark.parametrize(
    "text", ["powers/square_root", "my_powers/square", "powers/squared", "powers/", "square"]
)
def test_a_mention_of_another_stays(text: str) -> None:
    assert MOVE.mentions(text) == text
