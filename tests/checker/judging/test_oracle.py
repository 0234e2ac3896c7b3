"""The author's `reference` and `given`."""

from pathlib import Path

import pytest

from tests.checker.pages import X, accepts, raises, refuses, verdict, write_page

SQUARE = r"f(x) = x^2"
POSITIVE = r"$\mathbf{S} \in \mathbb{S}_{++}^{n}$: a positive definite matrix"


def test_given_provides_what_a_hypothesis_needs(tmp_path: Path) -> None:
    code = "import torch\n\ndef given(S):\n    e, V = torch.linalg.eigh(S)\n"
    code += "    return {'lambda_': e[0], 'v': V[:, 0]}"
    symbols = [
        POSITIVE,
        r"$\mathbf{v} \in \mathbb{R}^{n}$: vector",
        r"$\lambda \in \mathbb{R}$: value",
    ]
    accepts(tmp_path, r"\mathbf{S}\mathbf{v} = \lambda\mathbf{v}", *symbols, code=code)
    display = r"\mathbf{S}\mathbf{v} = \lambda^2\mathbf{v}"
    refuses(tmp_path, "one side", display, *symbols, code=code)


def test_an_author_supplied_solution_is_an_example(tmp_path: Path) -> None:
    code = "import torch\n\ndef given():\n    return {'f': torch.exp}"
    found = verdict(tmp_path, "f'(x) = f(x)", X, r"$f(x) \in \mathbb{R}$: growth", code=code)
    assert found.status == "checked on an example"


def test_a_reference_that_asks_for_an_unknown_name_is_refused(tmp_path: Path) -> None:
    code = "def reference(x, *, gamma):\n    return x * gamma"
    refuses(tmp_path, "page.md:10: reference asks for 'gamma'", SQUARE, X, code=code)


def test_a_reference_with_the_wrong_number_of_arguments_is_refused(tmp_path: Path) -> None:
    code = "def reference(x, y):\n    return x * y"
    refuses(tmp_path, "the left side has 1", SQUARE, X, code=code)


def test_a_reference_that_raises_is_refused_at_its_line(tmp_path: Path) -> None:
    code = "def reference(x):\n    y = 1\n    raise ValueError('no')"
    refuses(tmp_path, "page.md:12: reference raises ValueError: no", SQUARE, X, code=code)


def test_code_that_does_not_compile_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(write_page(tmp_path, SQUARE, X, code="def reference(x:"), 10, "not valid Python")


def test_a_reference_in_float32_is_refused(tmp_path: Path) -> None:
    code = "def reference(x):\n    return (x * x).float()"
    refuses(tmp_path, "compute in float64", SQUARE, X, code=code)


@pytest.mark.parametrize(
    ("claim", "arguments"), [("f(x, y) = x + y", "x, y"), ("u = x + y", "*, x, y")]
)
def test_a_reference_that_writes_into_its_inputs_corrupts_nothing(
    claim: str, arguments: str, tmp_path: Path
) -> None:
    code = f"def reference({arguments}):\n    value = x + y\n    x.zero_()\n    return value"
    symbols = [r"$x, y \in \mathbb{R}$: numbers", r"$u \in \mathbb{R}$: their sum"]
    # Were x zero from then on, the second claim would hold vacuously.
    display = rf"{claim}, \quad 2 x y = x y + x y"
    accepts(tmp_path, display, *symbols[: 1 + claim.startswith("u")], code=code)


def test_a_reference_may_return_a_plain_number(tmp_path: Path) -> None:
    accepts(tmp_path, "f(x) = 0 x + 2", X, code="def reference(x):\n    return 2")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("def reference(x):\n    return 'x'", "reference returns str, not a tensor"),
        ("def given():\n    return 1", "given must return a dict"),
        ("def given():\n    return {'q': 1}", "given returns 'q', no symbol of this page"),
        ("def given():\n    return {'x': 'one'}", "given returns str for x"),
        ("def given(q):\n    return {}", "given asks for 'q'"),
    ],
)
def test_what_an_author_returns_must_have_a_meaning(code: str, says: str, tmp_path: Path) -> None:
    refuses(tmp_path, f"page.md:10: {says}", SQUARE, X, code=code)


def test_a_reference_for_a_value_takes_its_inputs_by_name(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x + x"
    u = r"$u \in \mathbb{R}$: a result"
    refuses(tmp_path, "write def reference(*, x)", "u = 2x", X, u, code=code)


def test_code_that_fails_when_it_is_imported_is_refused_at_its_line(tmp_path: Path) -> None:
    page = write_page(tmp_path, SQUARE, X, code="limit = 1\nlimit / 0")
    raises(page, 11, "ZeroDivisionError: division by zero")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("lambda x: 1.0", "this function returns float"),
        ("lambda x: x @ x", "both arguments to matmul"),
        ("lambda: x", "does not take 1 arguments"),
    ],
)
def test_a_given_function_must_map_tensors_to_tensors(
    value: str, says: str, tmp_path: Path
) -> None:
    code = f"def given():\n    return {{'f': {value}}}"
    function = r"$f(x) \in \mathbb{R}$: a function"
    refuses(tmp_path, says, "x f(x) = 2 f(x)", X, function, code=code)
