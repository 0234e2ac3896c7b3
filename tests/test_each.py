import pytest

from tests.each import for_each


@pytest.fixture
def limit() -> int:
    return 2


@for_each([1, 2])
def test_a_rule_takes_each_case_and_fixtures(number: int, limit: int) -> None:
    assert number <= limit


def test_all_that_break_a_rule_are_named_and_how() -> None:
    @for_each(["a", "b", "c"], name=str.upper)
    def rule(letter: str) -> None:
        if letter == "c":
            raise ValueError("no letter")
        assert letter == "a", f"{letter} is not a"

    with pytest.raises(AssertionError) as failure:
        rule()
    first, *_, last = str(failure.value).splitlines()
    assert first == "B: AssertionError: b is not a"
    assert last.startswith("C: ValueError: no letter")
    assert "A:" not in str(failure.value)


def test_a_rule_without_cases_fails() -> None:
    with pytest.raises(AssertionError, match="no cases"):
        for_each([])(lambda case: None)()
