"""The author's `reference` and `given`."""

from pathlib import Path

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
