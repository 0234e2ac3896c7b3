from math import log

import pytest

from tests.site.search.engine import Engine

FORMULAS = [
    {
        "description": "Turns scores into probabilities.",
        "questions": ["turn scores into weights that sum to one", "pick a class"],
    },
    {
        "description": "Measures how far values spread.",
        "questions": ["measure the spread of values", "scores of a class with weights"],
    },
    {"description": "Halves a matrix.", "questions": []},
]
SCORES = "({QuestionIndex}, [formulas, query]) => [...new QuestionIndex(formulas).scores(query)]"


def scores(engine: Engine, query: str) -> list[float]:
    found: list[float] = engine(SCORES, [FORMULAS, query])
    return found


def test_a_question_in_its_own_words_scores_one(engine: Engine) -> None:
    first, second, third = scores(engine, "measure the spread of values")
    assert second == pytest.approx(1)
    assert first < second and third == 0


def test_the_words_must_meet_in_a_single_question(engine: Engine) -> None:
    # The second formula has all three words as well, but in two questions.
    first, second, _ = scores(engine, "scores that sum to one")
    assert first > second


def test_the_description_is_asked_too(engine: Engine) -> None:
    assert scores(engine, "halving matrices")[2] > 0


def test_the_order_and_the_stop_words_of_a_question_do_not_matter(engine: Engine) -> None:
    asked = scores(engine, "how do I measure values and their spread")
    assert asked == pytest.approx(scores(engine, "spread measure values"))


@pytest.mark.parametrize("query", ["", "the of and", "banana"])
def test_a_question_that_shares_no_word_scores_nothing(engine: Engine, query: str) -> None:
    assert scores(engine, query) == [0, 0, 0]


def test_every_score_is_between_0_and_1(engine: Engine) -> None:
    for query in ("scores", "class class class", "spread of a class of scores turned into weights"):
        assert all(0 <= score <= 1 + 1e-9 for score in scores(engine, query))


def test_a_rare_word_counts_by_how_many_questions_have_it(engine: Engine) -> None:
    formulas = [
        {"description": "Gradient.", "questions": ["slope of a gradient"]},
        {"description": "Matrix.", "questions": ["matrix product"]},
    ]
    rare, common = log(1 + 4 / 1), log(1 + 4 / 2)  # in one or two of the four questions
    own = 0.7 * rare / (rare + rare) + 0.3 * rare / (rare + common)  # nothing has a banana
    assert engine(SCORES, [formulas, "slope banana"]) == pytest.approx([own, 0])
    whole = 0.7 * common / (common + rare) + 0.3 * 1
    assert engine(SCORES, [formulas, "matrix banana"]) == pytest.approx([0, whole])
