from typing import Any

import pytest

from tests.site.search.engine import Engine

ITEMS = "({resultItems}, [found, query]) => resultItems(found, query)"
EVIL = '<img src=x onerror="alert(1)">'
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
) -> list[list[dict[str, Any]]]:
    found = {"formulas": formulas, "pages": pages, "close": close}
    return list(engine(ITEMS, [found, query]))


def test_formulas_come_before_pages_and_the_best_first(engine: Engine) -> None:
    found = items(engine, [formula("Softmax"), formula("Sigmoid", 0.8)], [page()])
    assert [parts[-1]["title"] for parts in found] == ["Softmax", "Sigmoid", "Notation"]
    scores = [part["score"] for parts in found for part in parts]
    assert scores == sorted(scores, reverse=True)


def test_a_result_has_the_formula_its_chapter_and_its_line(engine: Engine) -> None:
    [[found]] = items(engine, [formula()], [])
    assert "<math><mi>x</mi></math>" in found["text"]
    assert "<b>A</b> Sums to one." in found["text"]


def test_formulas_far_behind_the_best_are_left_out(engine: Engine) -> None:
    found = items(engine, [formula("Softmax", 1.0), formula("Adam", 0.39)], [])
    assert len(found) == 1


def test_at_most_eight_formulas_and_five_pages_are_shown(engine: Engine) -> None:
    found = items(engine, [formula(f"F{place}") for place in range(30)], [page()] * 30)
    assert len(found) == 13


@pytest.mark.parametrize("field", ["title", "chapter", "description"])
def test_a_formula_s_text_is_no_markup(engine: Engine, field: str) -> None:
    evil = formula()
    evil["formula"][field] = EVIL
    [[found]] = items(engine, [evil], [])
    assert "<img" not in found["title"] + found["text"]
    assert "&#60;img src=x onerror=&#34;" in found["title"] + found["text"]


def test_a_page_s_text_is_no_markup(engine: Engine) -> None:
    parent = PARENT | {"title": EVIL}
    [parts] = items(engine, [], [page(EVIL, EVIL, parent=parent)], EVIL)
    assert "<img" not in "".join(part["title"] + part["text"] for part in parts)


def test_a_section_stands_under_its_page(engine: Engine) -> None:
    section = page("Linking", location="about/#linking", parent=PARENT)
    [[above, below]] = items(engine, [], [section])
    assert (above["title"], below["title"]) == ("About", "Linking")
    assert above["text"] == "" and above["score"] < below["score"]


def test_where_none_is_close_three_formulas_are_marked_as_far(engine: Engine) -> None:
    found = items(engine, [formula(f"F{n}", 0.2 - n / 100) for n in range(6)], [], close=False)
    assert len(found) == 3
    assert all("data-far" in part["text"] for parts in found for part in parts)


def test_a_close_formula_is_not_marked(engine: Engine) -> None:
    [[found]] = items(engine, [formula()], [])
    assert "data-far" not in found["text"]


def test_a_page_that_is_found_needs_no_formula_that_is_not_close(engine: Engine) -> None:
    found = items(engine, [formula("Adam", 0.25)], [page()], close=False)
    assert "Adam" not in [parts[-1]["title"] for parts in found]


def test_a_teaser_shows_where_the_words_of_the_query_stand(engine: Engine) -> None:
    text = "many other words " * 40 + "the gradients of a loss " + "and more of them " * 40
    [[found]] = items(engine, [], [page(text=text)], "gradient")
    assert "gradients of a loss" in found["text"]
    assert found["text"].startswith('<p class="search-line">… ')
    assert found["text"].endswith(" …</p>")
    assert len(found["text"]) < 250


def test_a_short_text_is_shown_whole(engine: Engine) -> None:
    [[found]] = items(engine, [], [page(text="Letters of vectors.")], "vector")
    assert found["text"] == '<p class="search-line">Letters of vectors.</p>'


def test_nothing_found_shows_nothing(engine: Engine) -> None:
    assert items(engine, [], [], close=False) == []
