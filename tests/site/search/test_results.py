from typing import Any

from tests.site.search.engine import Engine

ITEMS = "({resultItems}, [found, query]) => resultItems(found, query).items"
PARENT = {"location": "about/", "title": "About", "text": ""}


def formula(title: str = "Softmax", score: float = 1.0) -> dict[str, Any]:
    slug = title.lower()
    entry = {
        "location": f"a/{slug}/",
        "title": title,
        "chapter": "A",
        "description": "Sums to one.",
    }
    return {"formula": entry | {"mathml": "<math><mi>x</mi></math>"}, "score": score}


def page(title: str = "Notation", text: str = "Letters.", **more: Any) -> dict[str, Any]:
    return {"page": {"location": "notation/", "title": title, "text": text} | more, "score": 0.9}


def items(
    engine: Engine,
    formulas: list[dict[str, Any]],
    pages: list[dict[str, Any]],
    query: str = "x",
    *,
    close: bool = True,
) -> list[dict[str, Any]]:
    found = {"formulas": formulas, "pages": pages, "close": close}
    return list(engine(ITEMS, [found, query]))


def titles(found: list[dict[str, Any]]) -> list[str]:
    return [item["title"] for item in found]


def test_formulas_come_before_pages_and_the_best_first(engine: Engine) -> None:
    found = items(engine, [formula("Softmax"), formula("Sigmoid", 0.8)], [page()])
    assert titles(found) == ["Softmax", "Sigmoid", "Notation"]


def test_a_result_has_the_formula_its_chapter_and_its_line(engine: Engine) -> None:
    [found] = items(engine, [formula()], [])
    assert found["mathml"] == "<math><mi>x</mi></math>"
    assert (found["within"], found["line"]) == ("A", "Sums to one.")


def test_formulas_far_behind_the_best_are_left_out(engine: Engine) -> None:
    found = items(engine, [formula("Softmax", 1.0), formula("Adam", 0.39)], [])
    assert titles(found) == ["Softmax"]


def test_at_most_eight_formulas_and_five_pages_are_shown(engine: Engine) -> None:
    found = items(engine, [formula(f"F{place}") for place in range(30)], [page()] * 30)
    assert len(found) == 13


def test_who_types_a_formula_s_name_gets_only_the_pages_of_that_name(engine: Engine) -> None:
    pages = [page("About"), page("Softmax: notebook") | {"named": True}]
    found = items(engine, [formula("Softmax", 2.5)], pages, "softmax")
    assert titles(found) == ["Softmax", "Softmax: notebook"]


def test_a_section_says_of_which_page_it_is(engine: Engine) -> None:
    section = page("Linking", location="about/#linking", parent=PARENT)
    [found] = items(engine, [], [section])
    assert (found["title"], found["within"]) == ("Linking", "About")


def test_where_none_is_close_three_formulas_are_marked_as_far(engine: Engine) -> None:
    found = items(engine, [formula(f"F{n}", 0.2 - n / 100) for n in range(6)], [], close=False)
    assert [item["far"] for item in found] == [True] * 3


def test_a_close_formula_is_not_marked(engine: Engine) -> None:
    [found] = items(engine, [formula()], [])
    assert not found["far"]


def test_a_page_that_is_found_needs_no_formula_that_is_not_close(engine: Engine) -> None:
    found = items(engine, [formula("Adam", 0.25)], [page()], close=False)
    assert titles(found) == ["Notation"]


def test_a_teaser_shows_where_the_words_of_the_query_stand(engine: Engine) -> None:
    text = "many other words " * 40 + "the gradients of a loss " + "and more of them " * 40
    [found] = items(engine, [], [page(text=text)], "gradient")
    assert "gradients of a loss" in found["line"]
    assert found["line"].startswith("… ") and found["line"].endswith(" …")
    assert len(found["line"]) < 200


def test_a_teaser_ends_between_two_words(engine: Engine) -> None:
    [found] = items(engine, [], [page(text="𝟏-by-𝟏 entries " * 40)], "x")
    assert found["line"].removesuffix(" …").endswith(("𝟏-by-𝟏", "entries"))


def test_a_short_text_is_shown_whole(engine: Engine) -> None:
    [found] = items(engine, [], [page(text="Letters of vectors.")], "vector")
    assert found["line"] == "Letters of vectors."


def test_nothing_found_shows_nothing(engine: Engine) -> None:
    assert items(engine, [], [], close=False) == []
