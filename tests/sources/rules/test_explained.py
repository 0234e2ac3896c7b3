import pytest

from scripts.sources.formula import read_formula
from scripts.sources.rules.explained import unexplained_letters
from tests.project import Project

SQUARE = "docs/powers/square.md"


def told(project: Project, sentence: str) -> list[str]:
    """What is said of a sentence that is added to a page."""
    project.edit(SQUARE, "Nothing overflows below", f"{sentence} Nothing overflows below")
    return [str(error) for error in unexplained_letters(read_formula("powers/square"))]


def test_a_letter_that_nothing_explains_is_told_once_with_its_line(project: Project) -> None:
    (message,) = told(project, r"It grows like $cx + c^2$.")
    line = project.line(SQUARE, "cx + c^2")
    assert message.startswith(f"{SQUARE}:{line}: nothing says what c of $cx + c^2$ is")


@pytest.mark.parametrize(
    "sentence",
    [
        r"The slope is $2x$.",  # in the symbol list
        r"A factor $c$ stays: $cx$.",  # a word before it
        r"For vectors $\mathbf{u}, \mathbf{v}$ take $\mathbf{u} + \mathbf{v}$.",
        r"Take $c > 0$, then $cx$ is larger.",  # a condition
        r"With $c = 2x$ it is $c^2$.",  # defined
        r"Scaling by $c$ gives $c^2$.",
        r"$c$ is the scale of $cx$.",
        r"For $g(u) = u^2$ as well.",  # stands for any input
        r"The sum $\sum_{i=1}^{n} x_i$.",  # bound
        r"The constants $\pi$ and $e$.",  # of the notation
        r"Inline code `$q$` is no mathematics.",
    ],
)
def test_a_letter_that_something_explains_is_left_alone(project: Project, sentence: str) -> None:
    assert told(project, sentence) == []


@pytest.mark.parametrize("sentence", ["The size of $q$.", r"It makes $q^2$.", r"So $q^2$ is."])
def test_a_word_that_only_joins_explains_nothing(project: Project, sentence: str) -> None:
    assert len(told(project, sentence)) == 1
