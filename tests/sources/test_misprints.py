"""The tables of misprints on a page."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.sources.misprints import Misprint, misprints_of

HEADER = "| Misprint | Right | What is wrong | Seen in |\n| --- | --- | --- | --- |\n"
PAGE = Path("page.md")


def read(*rows: str) -> list[Misprint]:
    return list(misprints_of(PAGE, "Words.\n\n" + HEADER + "\n".join(rows) + "\n"))


def test_a_row_tells_what_was_printed_in_place_of_what() -> None:
    [found] = read("| $v_t$ | $\\hat{v}_t$ | No correction. | a lecture |")
    assert found == Misprint("v_t", r"\hat{v}_t", "No correction.", "a lecture", 5)


def test_a_table_in_a_comment_counts_and_one_of_another_form_does_not() -> None:
    row = "| $a$ | $b$ | wrong | there |\n"
    assert len(list(misprints_of(PAGE, f"<!--\n{HEADER}{row}-->\n"))) == 1
    assert list(misprints_of(PAGE, "| Convention | In PyTorch |\n| --- | --- |\n| a | b |\n")) == []


def test_a_table_ends_where_its_rows_end() -> None:
    assert len(read("| $a$ | $b$ | wrong | there |", "", "| a | b |")) == 1


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("| $a$ | $b$ | wrong |", "expected 4 cells"),
        ("| $a$ | $b$ | wrong | |", "expected 4 cells"),
        ("| a | $b$ | wrong | there |", r"expected \$…\$"),
    ],
)
def test_a_malformed_row_is_refused_at_its_line(row: str, says: str) -> None:
    with pytest.raises(SourceError, match=f"^page.md:5: {says}"):
        read(row)


def test_only_the_first_place_is_misprinted() -> None:
    misprint = Misprint("b", "a", "", "", 1)
    assert misprint.put_into("a + a") == "b + a"
    assert misprint.put_into("c") is None
