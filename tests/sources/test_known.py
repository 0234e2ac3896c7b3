import pytest

from scripts.sources import known
from scripts.sources.collection import read_sources
from scripts.sources.formula import Formula
from scripts.sources.rules.apply import formula_mistakes
from tests.project import Project, mistakes

PAGE, SNIPPET = "docs/powers/square.md", "snippets/powers/square.py"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the formulas that were judged, in order."""
    asked: list[str] = []

    def listen(formula: Formula) -> object:
        asked.append(formula.id)
        return formula_mistakes(formula)

    monkeypatch.setattr(known, "formula_mistakes", listen)
    return asked


def test_a_formula_that_kept_to_the_rules_is_judged_once(
    project: Project, judged: list[str]
) -> None:
    first, second = read_sources(), read_sources()
    assert judged == ["powers/square", "powers/cube"]
    assert first.formulas == second.formulas
    assert first.remarks.keys() == second.remarks.keys()


@pytest.mark.parametrize("path", [PAGE, SNIPPET])
def test_an_edited_formula_is_judged_again(path: str, project: Project, judged: list[str]) -> None:
    read_sources()
    project.edit(path, "multiply a number", "multiply one number")
    read_sources()
    assert judged == ["powers/square", "powers/cube", "powers/square"]


def test_a_mistake_is_told_each_time(project: Project) -> None:
    project.edit(PAGE, "Grows quickly", "Grows essential")
    assert len(mistakes()) == 1
    assert mistakes() == mistakes()


def test_what_is_recalled_says_the_same_of_its_snippet(project: Project) -> None:
    fresh = read_sources().formulas["powers/square"].snippet
    recalled = read_sources().formulas["powers/square"].snippet
    assert recalled is not fresh
    assert recalled == fresh and recalled.call == fresh.call and recalled.tree.body
