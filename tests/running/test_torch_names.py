from pathlib import Path

import pytest

from scripts.running.torch_names import unknown_names
from scripts.sources.front_matter import read_front_matter
from scripts.sources.page import read_page
from tests.project import Project

PAGE = "docs/powers/square.md"


def told(project: Project, names: str) -> list[str]:
    project.edit(PAGE, "[torch.square]", names)
    named = read_front_matter(read_page(Path(PAGE))).entries("pytorch")
    return [str(error) for error in unknown_names(Path(PAGE), named)]


@pytest.mark.parametrize(
    "name",
    ["torch.square", "torch.Tensor.square_", "torch.nn.functional.gelu", "torch.special.erf"],
)
def test_a_name_that_exists_is_accepted(project: Project, name: str) -> None:
    assert told(project, f"[{name}]") == []


def test_a_misspelled_name_is_told_with_the_closest(project: Project) -> None:
    assert told(project, "[torch.nn.Sofmax]") == [
        f"{PAGE}:4: there is no torch.nn.Sofmax in this version of PyTorch; "
        "did you mean torch.nn.Softmax?"
    ]


def test_a_name_that_lies_elsewhere_is_told_with_its_place(project: Project) -> None:
    (error,) = told(project, "[torch.gelu]")
    assert error.endswith("did you mean torch.nn.functional.gelu?")


def test_every_unknown_name_is_told_at_its_own_line(project: Project) -> None:
    errors = told(project, "\n  - torch.square\n  - torch.xyzzy\n  - torch.nowhere.plugh")
    assert [error.split(":")[1] for error in errors] == ["6", "7"]
