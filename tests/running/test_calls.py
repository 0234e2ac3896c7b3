"""The call of a page is run, and its shapes are compared with what is told of them."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.running.calls import require_true_call
from scripts.running.figures import load_snippet
from scripts.sources.snippet import read_snippet
from tests.project import Project

SNIPPET = "snippets/powers/square.py"
CALL = '''\
def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return torch.pow(x, 2)
'''


def with_call(project: Project, shapes: str, parameters: str, *body: str) -> None:
    """Replace the call, and run it."""
    lines = [f"def call({parameters}):", f'    """{shapes}"""', *(f"    {line}" for line in body)]
    project.edit(SNIPPET, CALL, "\n".join(lines) + "\n")
    path = Path(SNIPPET)
    require_true_call(path, load_snippet(path), read_snippet(path).call)


@pytest.mark.parametrize(
    ("shapes", "parameters", "value"),
    [
        ("A (..., m, n), B (..., n, p) -> (..., m, p)", "A, B", "A @ B"),
        ("x (n, ...) -> (...)", "x", "x.sum(dim=0)"),
        ("z (N, K), y (N,) in 0..K-1 -> ()", "z, y", "torch.nn.functional.cross_entropy(z, y)"),
        ("p (N,) in [0, 1] -> ()", "p", "torch.nn.functional.binary_cross_entropy(p, p)"),
        ("s (n,) in (0, inf) -> (n,)", "s", "torch.distributions.Normal(0.0, s).scale"),
        ("x (n,), m (n,) in {False, True} -> (n,)", "x, m", "x.masked_fill(m, 0)"),
        (
            "A (m, n) -> (m, min(m, n)), (min(m, n),), (min(m, n), n)",
            "A",
            "torch.linalg.svd(A, False)",
        ),
        ("f: (n,) -> (m,), x (n,) -> (m, n)", "f, x", "torch.func.jacrev(f)(x)"),
        ("f: (n,), () -> (), x (n,), t () -> ()", "f, x, t", "f(x, t)"),
        ("x (N, C, L) -> (N, C, L - 2)", "x", "x.unfold(-1, 3, 1).sum(-1)"),
        ("x (...) -> (...)", "x, p=3", "x**p"),
        ("-> ()", "", "3.5"),
    ],
)
def test_a_call_that_keeps_to_its_shapes_is_accepted(
    project: Project, shapes: str, parameters: str, value: str
) -> None:
    with_call(project, shapes, parameters, f"return {value}")


def test_what_an_optimizer_moves_are_its_parameters(project: Project) -> None:
    model, optimizer = (
        "model = torch.nn.ParameterList([theta])",
        "torch.optim.SGD(model.parameters())",
    )
    with_call(project, "theta (...) -> theta (...)", "theta", model, f"return {optimizer}")


def test_what_comes_out_of_a_schedule_are_the_parameters_of_its_optimizer(project: Project) -> None:
    optimizer, schedule = (
        "optimizer = torch.optim.SGD([theta])",
        "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10)",
    )
    with_call(project, "theta (...) -> theta (...)", "theta", optimizer, f"return {schedule}")


def test_an_optimizer_that_cannot_take_a_step_is_refused(project: Project) -> None:
    model, optimizer = (
        "model = torch.nn.ParameterList([theta])",
        "torch.optim.SparseAdam(model.parameters())",
    )
    with pytest.raises(SourceError, match="raises RuntimeError"):
        with_call(project, "theta (...) -> theta (...)", "theta", model, f"return {optimizer}")


@pytest.mark.parametrize(
    ("shapes", "value", "message"),
    [
        ("x (m, n) -> (m, n)", "x.mT", "with m = 4, n = 5, gives (5, 4); (m, n) would be (4, 5)"),
        ("x (m, n) -> (m,)", "x.diagonal()", "with n = 4, m = 5, gives (4,); (m,) would be (5,)"),
        ("x (...) -> ()", "x.sum() if x.ndim < 2 else x", "gives (2, 3); () would be ()"),
        ("x (...) -> (...)", "x.flatten()", "gives (6,); (...) would be (2, 3)"),
        ("x (n,) -> (n,), ()", "x", "gives 1 values, its docstring says 2"),
        ("x (n,) -> ()", "'text'", "not str"),
        ("x (n,) -> (n n,)", "x", "is no shape"),
    ],
    ids=["transposed", "one order only", "batch only", "flat", "number", "text", "no shape"],
)
def test_other_shapes_than_those_told_are_refused_at_the_call(
    project: Project, shapes: str, value: str, message: str
) -> None:
    with pytest.raises(SourceError) as refused:
        with_call(project, shapes, "x", f"return {value}")
    assert message in str(refused.value)
    assert str(refused.value).startswith(f"{SNIPPET}:{project.line(SNIPPET, 'def call')}")


def test_a_call_that_raises_is_refused_at_the_line_that_does(project: Project) -> None:
    with pytest.raises(SourceError, match="raises RuntimeError") as refused:
        with_call(project, "A (m, n), B (m, n) -> (m, n)", "A, B", "C = 1", "return C * A @ B")
    line = project.line(SNIPPET, "return C * A @ B")
    assert str(refused.value).startswith(f"{SNIPPET}:{line}: call() raises")


def test_a_function_is_told_what_it_may_be_given(project: Project) -> None:
    with pytest.raises(SourceError, match="a function that takes"):
        with_call(project, "f: (n,) -> (), x (n, n) -> ()", "f, x", "return f(x)")


def test_a_value_in_between_keeps_to_its_shape(project: Project) -> None:
    shapes = "x (n,) -> (n,)\n\n    square(x)[:2] -> (n,)\n    "
    with pytest.raises(SourceError, match=r"square.x.\[:2\], with n = 4, gives \(2,\)"):
        with_call(project, shapes, "x", "return x")
