import pytest

from scripts import new
from tests.project import Project, assert_told, mistakes
from tests.tiny import formula_page, formula_snippet

ID = "powers/fourth_root"
PAGE, SNIPPET = f"docs/{ID}.md", f"snippets/{ID}.py"


@pytest.fixture
def started(project: Project) -> Project:
    """A formula as `make new` starts it."""
    new.start_formula(ID)
    return project


def filled(text: str) -> str:
    """The text of another formula, with this name."""
    text = text.replace("powers/square", ID).replace("second power", "quartic root")
    return text.replace("multiply a number by", "find a number by")


def test_a_formula_as_it_was_started_is_refused_once_a_file(started: Project) -> None:
    page, snippet = mistakes()
    assert page.startswith(f"{PAGE}:2: still says what the template says, and so do lines 15, ")
    assert snippet.startswith(f"{SNIPPET}:1: still says what the template says")


def test_all_lines_to_fill_in_are_named(started: Project) -> None:
    sentences = [line for line in started.read(PAGE).splitlines() if line.endswith((".", "is"))]
    lines = [started.line(PAGE, sentence) for sentence in sentences]
    assert len(lines) == 5
    assert all(str(line) in mistakes()[0] for line in lines)


@pytest.mark.parametrize(
    "sentence",
    [
        "One sentence that says what the formula does.",
        "what it is",
        "What it does and why it is there.",
        "A statement that can be tested: a gradient, a range, a limit, an invariance.",
        "What the figure shows, in words.",
        "what PyTorch does, asserted in `check()`",
        "A condition, a numerical trap with the stable form, a common misprint.",
        "Links to related formulas",
    ],
)
def test_every_sentence_of_the_template_is_one_to_fill_in(started: Project, sentence: str) -> None:
    line = next(x for x in started.read(PAGE).splitlines() if sentence in x)
    started.write(SNIPPET, formula_snippet(SLUG="fourth_root"))
    page = filled(formula_page(TITLE="Fourth root"))
    place = (
        "description: Multiplies a number by itself." if "description" in line else "## See also"
    )
    started.write(PAGE, page.replace(place, line if ":" in place else f"{line}\n\n{place}", 1))
    assert_told(f"{PAGE}:{started.line(PAGE, line)}", "still says what the template says")


def test_a_formula_that_was_filled_in_is_accepted(started: Project) -> None:
    started.write(PAGE, filled(formula_page(TITLE="Fourth root")))
    started.write(SNIPPET, formula_snippet(SLUG="fourth_root"))
    assert mistakes() == []


def test_the_check_of_the_template_is_one_to_fill_in(started: Project) -> None:
    started.edit(SNIPPET, "what it does.", "a number whose fourth power is x.")
    started.write(PAGE, filled(formula_page(TITLE="Fourth root")))
    line = started.line(SNIPPET, "def check")
    assert_told(f"{SNIPPET}:{line}", "still says what the template says")


def test_words_of_the_template_inside_a_sentence_are_fine(project: Project) -> None:
    project.edit("docs/powers/square.md", "Grows", "Nobody asks what it is. It grows")
    assert mistakes() == []


def test_a_chapter_as_it_was_started_is_refused(project: Project) -> None:
    new.start_formula("roots/fourth_root", part="Inverses", chapter="Roots")
    told = "docs/roots/index.md:2: still says what the template says, and so do lines 8: fill it in"
    assert told in mistakes()
