import pytest

from tests.project import Project, assert_told, mistakes

PAGE = "docs/powers/square.md"


def test_a_description_over_160_characters_is_refused(project: Project) -> None:
    project.edit(PAGE, "by itself.\n", f"by {'it' * 80}.\n")
    assert_told(f"{PAGE}:2", "184 characters; a search result shows 160")


def test_a_description_of_160_characters_is_accepted(project: Project) -> None:
    project.edit(PAGE, "by itself.\n", f"by {'a' * 136}.\n")
    assert mistakes() == []


def test_a_description_without_its_period_is_refused(project: Project) -> None:
    project.edit(PAGE, "by itself.\n", "by itself\n")
    assert_told(f"{PAGE}:2", "must be a sentence")


def test_a_page_without_questions_is_refused(project: Project) -> None:
    project.edit(PAGE, "[multiply a number by itself]", "[]")
    assert_told(f"{PAGE}:5", "'questions' is empty: write 6 to 10 searches")


@pytest.mark.parametrize(
    "question",
    ["Multiply a number", "multiply a number?", "two words", "one two " * 6 + "three"],
    ids=["capital", "mark", "short", "long"],
)
def test_a_question_that_nobody_would_type_is_refused_at_its_line(
    project: Project, question: str
) -> None:
    project.edit(PAGE, "questions: [", f"questions:\n  - to the power of two\n  - {question}\n#[")
    assert_told(f"{PAGE}:7", f"'{question}' is not typed as a search")


def test_a_pytorch_name_that_is_not_full_is_refused(project: Project) -> None:
    project.edit(PAGE, "[torch.square]", "[torch.square, F.relu]")
    assert_told(f"{PAGE}:4", "'F.relu' is not a full name: write it as 'torch.…'")


def test_a_pytorch_name_that_stands_twice_is_refused(project: Project) -> None:
    project.edit(PAGE, "[torch.square]", "[torch.square, torch.pow,\n  torch.square]")
    assert_told(f"{PAGE}:5", "'torch.square' stands twice")


def test_a_page_without_sources_is_refused(project: Project) -> None:
    project.edit(PAGE, "[euclid300]\n---", "[]\n---")
    project.edit(PAGE, " [@euclid300]", "")
    assert_told(f"{PAGE}:6", "'sources' is empty")


def test_a_key_that_stands_twice_is_refused_with_both_lines(project: Project) -> None:
    project.edit(PAGE, "sources: [", "aliases: [x squared]\nsources: [")
    assert_told(f"{PAGE}:6", "'aliases' stands in line 3, too: keep one")
