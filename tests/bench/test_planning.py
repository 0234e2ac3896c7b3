from bench.planning import FORMULAS, made_word, plan_project
from scripts.sources.navigation import Chapter

REAL = (
    Chapter("calculus", "Calculus", tuple(f"calculus/f{n}" for n in range(12)), "Mathematics"),
    Chapter("training", "Training", ("training/adam",), "Training"),
)


def test_fewer_are_the_first_of_the_real_ones() -> None:
    plan = plan_project(REAL, 12)
    assert [twin.id for twin in plan.twins] == list(REAL[0].formulas)
    assert [chapter.slug for chapter in plan.chapters] == ["calculus"]


def test_more_are_all_and_twins_in_chapters_of_ten() -> None:
    plan = plan_project(REAL, 13 + 13 + 4)
    sizes = [len(chapter.formulas) for chapter in plan.chapters]
    assert sizes == [12, 1, FORMULAS, 3, 4]
    assert len(plan.family(1)) == 13 and len(plan.family(2)) == 4


def test_slugs_titles_and_parts_are_their_own() -> None:
    plan = plan_project(REAL, 3000)
    assert len(plan.twins) == 3000
    for names in (
        [twin.id.split("/")[1] for twin in plan.twins],
        [chapter.slug for chapter in plan.chapters],
        [chapter.title for chapter in plan.chapters],
    ):
        assert len(set(names)) == len(names)
    titles = {chapter.title for chapter in plan.chapters}
    assert titles.isdisjoint(chapter.part for chapter in plan.chapters[len(REAL) :])


def test_made_words_do_not_repeat() -> None:
    assert len({made_word(number, "n") for number in range(4900)}) == 4900
