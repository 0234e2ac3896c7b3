"""The pages of the site that are no formula's: found by what people call them."""

import pytest

from tests.search.test_queries import PAGES
from tests.site.searching import Box

RIGHT_FIRST, RIGHT_IN_THREE = 0.90, 0.92


@pytest.fixture(scope="module")
def places(box: Box, address: str) -> list[int | None]:
    """Where among its results each query has a page that it may expect, counted from 0."""
    shown = box.ask_all([query["query"] for query in PAGES])
    found = []
    for query, results in zip(PAGES, shown, strict=True):
        wanted = tuple(f"{address}{page}" for page in query["expected"])
        right = [n for n, result in enumerate(results) if answers(result["href"], wanted)]
        found.append(min(right, default=None))
    return found


def answers(href: str, wanted: tuple[str, ...]) -> bool:
    """A page answers with all its sections; that there are notebooks, any of them."""
    return (
        href in wanted
        or href.split("#")[0] in wanted
        or ("/notebooks/" in href and any(page.endswith("/notebooks/") for page in wanted))
    )


def share(places: list[int | None], count: int) -> float:
    return sum(place is not None and place < count for place in places) / len(places)


def test_a_page_comes_first_for_what_it_is_called(places: list[int | None]) -> None:
    wrong = [query["query"] for query, place in zip(PAGES, places, strict=True) if place != 0]
    assert share(places, 1) >= RIGHT_FIRST, wrong


def test_a_page_is_among_the_first_three_for_what_it_is_called(places: list[int | None]) -> None:
    assert share(places, 3) >= RIGHT_IN_THREE


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("pytorch index", "indexes/pytorch/"),
        ("a to z", "indexes/names/"),
        ("symbols", "indexes/symbols/"),
        ("cheatsheet", "cheat_sheet/"),
        ("colab", "notebooks/"),
        ("print", "about/#citing-and-printing"),
        ("github", "about/#errors-and-licenses"),
        ("report an error", "about/#errors-and-licenses"),
        ("how formulas are checked", "checking/"),
        ("errata", "corrections/"),
        ("circled times", "notation/#kronecker-product"),
    ],
)
def test_a_page_of_the_site_comes_first(box: Box, address: str, query: str, page: str) -> None:
    assert box.ask(query)[0]["href"] == address + page


@pytest.mark.parametrize("query", ["softmax", "gradient", "how do I search for a matrix inverse"])
def test_about_never_stands_among_formulas(box: Box, query: str) -> None:
    about = ["/about/" in result["href"] for result in box.ask(query)]
    assert about == sorted(about)
