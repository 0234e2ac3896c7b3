from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.sources.labels import Label, lines_in, rows_of, without_alignment, without_labels
from scripts.sources.markdown_math import MathSpan, math_spans

PAGE = Path("page.md")
ALIGNED = "\\begin{aligned}\na &= b \\label{first} \\\\\nc &= d \\label{second}\n\\end{aligned}"


def display(tex: str) -> MathSpan:
    [span] = math_spans(PAGE, f"Text\n\n$$\n{tex}\n$$\n")
    return span


def refused(text: str) -> str:
    with pytest.raises(SourceError) as error:
        list(math_spans(PAGE, text))
    return str(error.value)


def test_a_label_at_the_end_of_a_display_names_it() -> None:
    assert display(r"a = b \label{sum}") == MathSpan("a = b", True, 4, (Label("sum", 0, 4),))


def test_a_label_in_front_of_a_display_names_it_too() -> None:
    span = display(r"\label{sum} a = b")
    assert (span.tex, span.labels) == ("a = b", (Label("sum", 0, 4),))


def test_labels_name_the_rows_in_which_they_stand() -> None:
    span = display(ALIGNED)
    assert span.labels == (Label("first", 0, 5), Label("second", 1, 6))
    assert span.tex == "\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}"


def test_a_label_that_stood_between_two_letters_leaves_them_apart() -> None:
    assert without_labels(r"\nabla\label{slope}f") == r"\nabla f"


@pytest.mark.parametrize("name", ["Adam", "1st", "", "a b", "größe", "a.b"])
def test_a_name_is_made_of_small_letters(name: str) -> None:
    message = refused(f"$$\na = b \\label{{{name}}}\n$$\n")
    assert message.startswith(f"page.md:2: '{name}' is no name")


@pytest.mark.parametrize("name", ["m", "bias-correction", "m_hat", "form-2"])
def test_a_name_may_have_digits_and_dashes_behind_its_first_letter(name: str) -> None:
    assert display(f"a = b \\label{{{name}}}").labels[0].name == name


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("$$\na = b \\label{x} \\label{y}\n$$\n", 2, "called 'x' already"),
        ("$$\na = b\n\\label{x}\n$$\n", 3, "stands in the line of what it names"),
        ("Text $a \\label{x}$.\n", 1, "names a $$ display"),
        (f"$$\n{ALIGNED} \\label{{x}}\n$$\n", 5, "names no row"),
    ],
)
def test_a_misplaced_label_is_refused_at_its_line(text: str, where: int, what: str) -> None:
    message = refused(text)
    assert message.startswith(f"page.md:{where}: ")
    assert what in message


def test_the_rows_of_cases_stay_in_their_row() -> None:
    cases = r"\begin{cases} 0 & a \\ 1 & b \end{cases}"
    rows = rows_of(rf"\begin{{aligned}} x &= {cases} \\ y &= {{z \\ w}} \end{{aligned}}")
    assert [row.strip() for _, row in rows] == [f"x &= {cases}", r"y &= {z \\ w}"]


def test_a_row_starts_at_its_place_in_the_display() -> None:
    tex = r"\begin{aligned}a &= b \\ c &= d\end{aligned}"
    assert [tex[start : start + len(row)] for start, row in rows_of(tex)] == [
        row for _, row in rows_of(tex)
    ]


def test_a_break_behind_the_last_row_starts_no_other() -> None:
    assert len(rows_of(r"\begin{aligned} a &= b \\ \end{aligned}")) == 1


def test_a_display_without_rows_is_one() -> None:
    assert rows_of(r"a = \begin{cases} 0 \\ 1 \end{cases}")[0][0] == 0
    assert len(rows_of(r"a = \begin{cases} 0 \\ 1 \end{cases}")) == 1


def test_the_alignment_of_a_row_goes_and_that_inside_of_it_stays() -> None:
    row = r"x &= \begin{cases} 0 & a \end{cases}"
    assert without_alignment(row) == r"x = \begin{cases} 0 & a \end{cases}"


@pytest.mark.parametrize(
    "row", [r"&\quad + d", r"& + d", r"\qquad - d", r"&\cdot d", r"&\quad \times d"]
)
def test_a_row_that_starts_with_a_sign_belongs_to_the_one_above(row: str) -> None:
    rows = rows_of(rf"\begin{{aligned}} a &= b \\ {row} \\ c &= d \end{{aligned}}")
    assert [text.split()[0] for _, text in rows] == ["a", "c"]


@pytest.mark.parametrize("row", ["-c &= d", r"\quad -c \le d", "&= c"])
def test_a_row_with_a_relation_of_its_own_is_an_equation(row: str) -> None:
    assert len(rows_of(rf"\begin{{aligned}} a &= b \\ {row} \end{{aligned}}")) == 2


def test_an_equation_over_several_rows_is_shown_in_one() -> None:
    (_, row), *_ = rows_of(r"\begin{aligned} a &= b \\ &\quad + c \end{aligned}")
    assert without_alignment(row).split() == ["a", "=", "b", r"\quad", "+", "c"]


def test_an_equation_knows_on_how_many_lines_it_stands() -> None:
    cases = r"\begin{cases} 0 \\ 1 \end{cases}"
    tex = rf"\begin{{aligned}} a &= {cases} \\ &\quad + c \\ d &= e \end{{aligned}}"
    assert [lines_in(row) for _, row in rows_of(tex)] == [2, 1]


def test_the_columns_of_a_row_lose_their_alignment() -> None:
    assert without_alignment("a &= b, & c &= d") == "a = b,  c = d"
