import pytest

from tests.project import Project, assert_told, mistakes

SNIPPET = "snippets/powers/square.py"
ASSERTION = "    assert square(torch.tensor(2.0)) == 2**2\n"
OF_THE_CALL = "    assert call(torch.tensor(2.0)) == 2**2\n"


def with_reference(project: Project, body: str) -> None:
    project.edit(SNIPPET, "    return square(x)\n", f"    {body}\n")


def with_display(project: Project, tex: str) -> None:
    project.edit("docs/powers/square.md", "f(x) = x^{2}", tex)


@pytest.mark.parametrize(
    "body", ["pass", '"""All true."""', "assert True", "...", "x = square(torch.tensor(2.0))"]
)
def test_a_check_that_asserts_nothing_is_refused_at_its_line(project: Project, body: str) -> None:
    project.edit(SNIPPET, ASSERTION + OF_THE_CALL, f"    {body}\n    call(torch.ones(1))\n")
    line = project.line(SNIPPET, "def check")
    assert_told(f"{SNIPPET}:{line}", "check() asserts nothing")


@pytest.mark.parametrize(
    "body",
    [
        "torch.testing.assert_close(square(torch.ones(1)), torch.ones(1))",
        "helper()",
        "try:\n        square(None)\n    except TypeError:\n        return\n"
        "    raise AssertionError('None has a square')",
    ],
    ids=["testing", "helper", "try"],
)
def test_a_check_may_assert_in_other_ways(project: Project, body: str) -> None:
    helper = f"def helper() -> None:\n{ASSERTION}\n\n"
    project.edit(SNIPPET, ASSERTION, f"    {body}\n")
    project.edit(SNIPPET, "def check()", f"{helper}def check()")
    assert mistakes() == []


@pytest.mark.parametrize(
    "body",
    [
        "return x**2",
        "return x * x",
        "y = x * x\n    return y",
        "return typed(x)",
        "return (typed(x) + typed(x)) / 2",
        "return 1.0 * x[0]",
    ],
)
def test_a_reference_that_types_the_formula_again_is_refused(project: Project, body: str) -> None:
    project.edit(
        SNIPPET, "def check()", "def typed(x: Tensor) -> Tensor:\n    return x * x\n\n\ndef check()"
    )
    with_reference(project, body)
    line = project.line(SNIPPET, "def reference")
    assert_told(f"{SNIPPET}:{line}", "reference() types the formula again")


@pytest.mark.parametrize(
    ("tex", "body"),
    [
        (r"\frac{e^{x_i}}{\sum_j e^{x_j}}", "return torch.exp(x) / torch.exp(x).sum()"),
        (r"\sqrt{x^2 + 1}", "return (x**2 + 1).sqrt()"),
        (r"\sum_i p_i \log p_i", "return sum(p * math.log(p) for p in x)"),
        (r"\mathbf{W}\mathbf{x} + \mathbf{b}", "return W @ x + b"),
    ],
)
def test_the_operations_of_the_display_are_no_evidence(
    project: Project, tex: str, body: str
) -> None:
    with_display(project, tex)
    with_reference(project, body)
    line = project.line(SNIPPET, "def reference")
    assert_told(f"{SNIPPET}:{line}", "types the formula again")


@pytest.mark.parametrize(
    "body",
    [
        "return square(x)",
        "return 2 * square(x) / 2",
        "return torch.square(x)",
        "return torch.linalg.vector_norm(x) ** 2",
        "return torch.exp(2 * torch.log(x))",
        "return torch.func.grad(lambda t: t**3 / 3)(x)",
        "return torch.as_tensor(sum(2 * k + 1 for k in range(int(x)) if k >= 0))",
        "y = x\n    for _ in range(2):\n        y = y + x\n    return y",
        "return x.prod()",
    ],
    ids=[
        *("shown", "arithmetic on it", "PyTorch", "norm", "other operations", "autograd"),
        *("enumeration", "loop", "one operation"),
    ],
)
def test_another_route_is_evidence(project: Project, body: str) -> None:
    with_reference(project, body)
    assert mistakes() == []


def test_every_reference_is_looked_at(project: Project) -> None:
    other = "def reference_g(x: Tensor) -> Tensor:\n    return x * x\n\n\n"
    project.edit(SNIPPET, "def check()", f"{other}def check()")
    line = project.line(SNIPPET, "def reference_g")
    assert_told(f"{SNIPPET}:{line}", "reference_g() types the formula again")


@pytest.mark.parametrize("function", ["def square", "def check", "def figure"])
def test_a_snippet_that_prints_is_refused_at_the_line(project: Project, function: str) -> None:
    lines = project.read(SNIPPET).splitlines(keepends=True)
    line = project.line(SNIPPET, function)
    lines.insert(line, "    print('here')\n")
    project.write(SNIPPET, "".join(lines))
    assert_told(f"{SNIPPET}:{line + 1}", "a snippet prints nothing")


def test_a_marker_of_a_merge_is_refused_in_a_snippet(project: Project) -> None:
    project.edit(SNIPPET, "def check()", "<<<<<<< HEAD\ndef check()")
    line = project.line(SNIPPET, "<<<<<<<")
    assert_told(f"{SNIPPET}:{line}", "'<<<<<<<' is left from a merge")


def test_a_call_that_nothing_compares_is_refused_at_its_line(project: Project) -> None:
    project.edit(SNIPPET, OF_THE_CALL, "")
    line = project.line(SNIPPET, "def call")
    assert_told(f"{SNIPPET}:{line}", "neither check() nor reference() uses call()")


@pytest.mark.parametrize("name", ["reference", "reference_f"])
def test_a_reference_may_be_what_compares_the_call(project: Project, name: str) -> None:
    project.edit(SNIPPET, OF_THE_CALL, "")
    project.edit(SNIPPET, "    return square(x)\n", "    return call(x)\n")
    project.edit(SNIPPET, "def reference(", f"def {name}(")
    assert mistakes() == []
