from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.sources.call import Call, FunctionArgument, TensorArgument, Value
from scripts.sources.snippet import read_snippet
from tests.project import Project

PATH = "snippets/powers/square.py"
SIGNATURE = "def call(x: Tensor) -> Tensor:"
SHAPES = "x (...) -> (...)"
EXPRESSION = "torch.pow(x, 2)"


def read() -> Call:
    return read_snippet(Path(PATH)).call


def refused(line: int, message: str) -> None:
    with pytest.raises(SourceError, match=rf"^{PATH}:{line}: .*{message}"):
        read()


def told(project: Project, shapes: str, parameters: str) -> Call:
    """The call with these shapes in its docstring."""
    project.edit(PATH, SHAPES, shapes)
    project.edit(PATH, SIGNATURE, f"def call({parameters}) -> Tensor:")
    return read()


def test_what_is_shown_is_the_expression_that_is_returned(project: Project) -> None:
    assert read().expression == "torch.pow(x, 2)"


def test_numbers_are_shown_as_they_are_written(project: Project) -> None:
    project.edit(PATH, EXPRESSION, "torch.add(x, 1e-3, alpha=-1)")
    assert read().expression == "torch.add(x, 1e-3, alpha=-1)"


def test_a_call_on_several_lines_is_shown_on_one(project: Project) -> None:
    rows = ["torch.stack(", "    [", "        x,", "        (x,),", "    ],", "    dim=-1,", ")"]
    project.edit(PATH, EXPRESSION, "\n    ".join(rows))
    assert read().expression == "torch.stack([x, (x,)], dim=-1)"


def test_lines_above_the_expression_are_not_shown(project: Project) -> None:
    project.edit(PATH, f"return {EXPRESSION}", "d = x.size(-1)\n    return x * d")
    assert read().expression == "x * d"


def test_a_snippet_without_a_call_is_refused(project: Project) -> None:
    project.edit(PATH, SIGNATURE, "def unused(x: Tensor) -> Tensor:")
    refused(1, r"expected 'def call\(…\)'")


def test_a_call_that_returns_no_expression_is_refused_at_its_last_line(project: Project) -> None:
    project.edit(PATH, f"return {EXPRESSION}", "pass")
    refused(project.line(PATH, "    pass"), "ends in 'return'")


def test_a_call_that_no_line_holds_is_refused(project: Project) -> None:
    project.edit(PATH, EXPRESSION, "torch.pow(x, 2)" + " + torch.pow(x, 2)" * 5)
    refused(project.line(PATH, "+ torch.pow"), "columns to show")


def test_tensors_have_a_shape_and_may_have_a_set(project: Project) -> None:
    call = told(project, "z (N, K), y (N,) in 0..K-1 -> ()", "z: Tensor, y: Tensor")
    assert call.arguments == (
        TensorArgument("z", "(N, K)"),
        TensorArgument("y", "(N,)", "0..K-1"),
    )
    assert call.results == (Value("", "()"),)


def test_functions_have_the_shapes_that_they_take_and_give(project: Project) -> None:
    call = told(project, "f: (n,), () -> (m,), x (n,) -> (m, n)", "f: object, x: Tensor")
    assert call.arguments == (
        FunctionArgument("f", ("(n,)", "()"), "(m,)"),
        TensorArgument("x", "(n,)"),
    )


def test_several_results_may_have_names_and_sizes_that_are_computed(project: Project) -> None:
    call = told(project, "A (m, n) -> U (m, min(m, n)), (n,)", "A: Tensor")
    assert call.results == (Value("U", "(m, min(m, n))"), Value("", "(n,)"))


def test_a_parameter_with_a_default_needs_no_shape(project: Project) -> None:
    assert told(project, SHAPES, "x: Tensor, p: float = 2").arguments == (
        TensorArgument("x", "(...)"),
    )


def test_a_paragraph_below_says_the_shape_of_a_value_in_between(project: Project) -> None:
    call = told(project, "x (n,) -> (n,)\n\n    square(x) -> (n,)\n    ", "x: Tensor")
    assert call.between == (Value("square(x)", "(n,)"),)


def test_shapes_are_told_as_they_are_written(project: Project) -> None:
    shapes = "f: (n,) -> (), y (N,) in [0, 1] -> L (N,), ()"
    call = told(project, f"{shapes}\n\n    square(y) -> (N,)\n    ", "f: object, y: Tensor")
    assert call.shapes == (shapes, "square(y) -> (N,)")


def test_letters_are_the_sizes_of_the_arguments_in_order(project: Project) -> None:
    call = told(
        project, "f: (n,) -> (m,), x (..., n), k (n, d_k) -> ()", "f: object, x: Tensor, k: Tensor"
    )
    assert call.letters == ("n", "m", "d_k")


@pytest.mark.parametrize(
    "docstring",
    [
        "",
        "The square.",
        "x (n,)",
        "x -> y",
        "x (n,), -> (n,)",
        "x (n,) (n,) -> (n,)",
        "x (n,) -> (n,) in [0, 1]",
    ],
)
def test_a_docstring_that_says_no_shapes_is_refused_at_its_line(
    project: Project, docstring: str
) -> None:
    line = project.line(PATH, SHAPES)
    project.edit(PATH, SHAPES, docstring or " ")
    refused(line, "the docstring of call.. says the shapes")


def test_a_paragraph_below_that_says_no_shape_is_refused(project: Project) -> None:
    line = project.line(PATH, SHAPES)
    project.edit(PATH, SHAPES, f"{SHAPES}\n\n    Entry by entry.\n    ")
    refused(line, "a value in between")


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ("x (n,), y (n,) -> (n,)", "no parameter 'y'"),
        ("-> ()", "says no shape of 'x'"),
        ("x (n,) -> (m,)", "nothing says what m of .m,. is"),
        ("x (n,) -> (max(n, k),)", "nothing says what k of"),
    ],
)
def test_names_and_sizes_that_do_not_fit_are_refused(
    project: Project, shapes: str, message: str
) -> None:
    line = project.line(PATH, SHAPES)
    project.edit(PATH, SHAPES, shapes)
    refused(line, message)
