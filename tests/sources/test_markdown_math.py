from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.sources.markdown_math import MathSpan, code_lines, math_spans

PAGE = Path("page.md")


def spans(text: str) -> list[MathSpan]:
    return list(math_spans(PAGE, text))


def test_inline_mathematics_is_found_with_its_line() -> None:
    assert spans("a\n$x$ and $y_1$\n") == [MathSpan("x", False, 2), MathSpan("y_1", False, 2)]


def test_a_display_is_found_with_the_line_of_its_first_character() -> None:
    assert spans("a\n\n$$\nx\n= y\n$$\n") == [MathSpan("x\n= y", True, 4)]


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_dollars_in_fenced_code_are_no_mathematics(fence: str) -> None:
    assert spans(f"{fence}sh\necho $x$\n{fence}\n") == []


def test_dollars_in_inline_code_are_no_mathematics() -> None:
    assert spans("`$x$` and ``a ` $y$``") == []


def test_mathematics_beside_inline_code_is_found() -> None:
    assert spans("`code` $x$ `code`") == [MathSpan("x", False, 1)]


@pytest.mark.parametrize("text", ["costs 5$ or 6$", r"costs \$5 or \$6", "$ x $", "from $5 to $6"])
def test_money_is_no_mathematics(text: str) -> None:
    assert spans(text) == []


def test_an_escaped_dollar_inside_mathematics_does_not_end_it() -> None:
    assert spans(r"$a \$ b$") == [MathSpan(r"a \$ b", False, 1)]


def test_a_display_that_is_never_closed_is_refused_where_it_opens() -> None:
    with pytest.raises(SourceError, match=r"page\.md:2: this \$\$ is never closed"):
        spans("a\n$$\nx\n")


def test_a_blank_line_inside_a_display_is_refused() -> None:
    with pytest.raises(SourceError, match=r"page\.md:3: blank line"):
        spans("$$\nx\n\n$$\n")


@pytest.mark.parametrize("line", ["$$x$$", "text $$", "$$ x", "$$x"])
def test_two_dollars_beside_other_text_are_refused(line: str) -> None:
    with pytest.raises(SourceError, match=r"page\.md:2: put \$\$ alone on a line"):
        spans(f"a\n{line}\n")


def test_two_dollars_in_code_are_allowed() -> None:
    assert spans("`$$`\n") == []


def test_the_lines_of_a_fence_are_code_with_the_fences() -> None:
    assert code_lines(["a", "```python", "b", "```", "c"]) == {1, 2, 3}


def test_a_longer_fence_holds_a_shorter_one() -> None:
    assert code_lines(["````", "```", "a", "````", "b"]) == {0, 1, 2, 3}


def test_a_fence_that_is_never_closed_reaches_to_the_end() -> None:
    assert code_lines(["```", "a", "b"]) == {0, 1, 2}
