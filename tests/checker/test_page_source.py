from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.checker.page_source import source_of

DISPLAY = ["# Title", "", "$$", "a = b", "$$", ""]
A, B = r"- $a \in \mathbb{R}$: a number", r"- $b \in \mathbb{R}$: another"


def symbols(*lines: str) -> list[str]:
    """The LaTeX of the symbol list among the lines below a display."""
    text = "\n".join([*DISPLAY, *lines, ""])
    return [tex for tex, _ in source_of(Path("page.md"), text, None).symbols]


def test_a_symbol_list_is_read_to_its_end() -> None:
    both = [r"a \in \mathbb{R}", r"b \in \mathbb{R}"]
    assert symbols(A, B) == both
    assert symbols(A, "", B) == both
    assert symbols(A, B, "```python", "pass", "```") == both
    assert symbols(A, B, "", "What follows:", "", "- the mean of $a$ and $b$") == both


@pytest.mark.parametrize(
    "line",
    [
        r"- $c \in \mathbb{R}$, $d \in \mathbb{R}$: two numbers",
        r"- $c \in \mathbb{R}$ and $d$: two numbers",
        r"- $c \in \mathbb{R}$ a number",
        r"- $c \in \mathbb{R}$:",
        r"- $c \in \mathbb{R}$:a number",
        r"* $c \in \mathbb{R}$: a number",
        r"  - $c \in \mathbb{R}$: a number",
        "- where both are small",
        "  that goes on here",
        "and here",
    ],
)
def test_a_line_of_it_that_is_not_understood_is_an_error_there(line: str) -> None:
    for lines in ([A, line, B], [A, line]):
        with pytest.raises(SourceError, match=r"page\.md:8: a symbol list has lines"):
            symbols(*lines)


def test_the_first_line_counts_too() -> None:
    with pytest.raises(SourceError, match=r"page\.md:7: "):
        symbols("- $a$, $b$: numbers", A)
    with pytest.raises(SourceError, match=r"page\.md:7: "):
        symbols("- both are numbers", A)


def test_a_list_of_sentences_is_no_symbol_list() -> None:
    assert symbols("- Both are numbers.", "- They are equal.") == []
