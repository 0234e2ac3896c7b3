import pytest

from scripts.finishing.mentions import arguments, mentions
from scripts.sources.collection import read_sources
from tests.project import Project

PAGE = "docs/powers/square.md"


def append_to_intuition(project: Project, text: str) -> None:
    project.edit(PAGE, "## How it affects the output", f"{text}\n\n## How it affects the output")


def mentioned(project: Project, text: str) -> list[str]:
    append_to_intuition(project, text)
    return list(mentions(read_sources().formula("powers/square")))


@pytest.mark.parametrize(
    "sentence",
    ["It is not GELU.", "As in RMSNorm, nothing is centered.", "This is due to Euler."],
)
def test_a_sentence_with_the_name_of_something_else_is_kept(
    project: Project, sentence: str
) -> None:
    assert mentioned(project, f"First words. {sentence} Last words.") == [sentence]


@pytest.mark.parametrize(
    "sentence", ["Nothing is named here.", "In PyTorch it is fast.", "The GELU of $x$ is not it."]
)
def test_a_sentence_without_a_name_or_with_mathematics_is_not(
    project: Project, sentence: str
) -> None:
    assert mentioned(project, sentence) == []


def test_a_sentence_is_plain(project: Project) -> None:
    text = "- Unlike *GELU*, the [cube](cube.md) calls `torch.pow` [@euclid300]."
    assert mentioned(project, text) == ["Unlike GELU, the cube calls torch.pow."]


def test_arguments_are_those_in_the_code_of_the_text(project: Project) -> None:
    append_to_intuition(project, "Call it with `betas=(0.9, 0.999), eps=1e-8` and `drop_last`.")
    formula = read_sources().formula("powers/square")
    assert arguments(formula) == ["betas", "eps", "drop_last"]
