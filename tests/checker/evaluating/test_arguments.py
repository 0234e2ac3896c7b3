from pathlib import Path

import pytest

from tests.checker.pages import accepts, refuses

Z, X = r"$z \in \mathbb{R}$: a number", r"$x \in \mathbb{R}$: a number"
V = r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector"
W = r"$\mathbf{W} \in \mathbb{R}^{m \times n}$: a matrix"
H = r"$\mathbf{h} \in \mathbb{R}^{m}$: a vector"
PHI = r"$\phi(z) \in \mathbb{R}$: a function of a number"
F = r"$f(\mathbf{v}) \in \mathbb{R}$: a function of a vector"
LAYER = r"\mathbf{h} = \phi(\mathbf{W} \mathbf{v})"
OF_ONE_VECTOR = r"f({0}) + f({0}) = 2 f({0})"


def test_a_function_of_a_declared_number_goes_through_a_vector_entry_by_entry(
    tmp_path: Path,
) -> None:
    code = "def reference(*, W, v, phi):\n    return phi(W @ v)"
    accepts(tmp_path, LAYER, PHI, Z, W, V, H, code=code)
    accepts(tmp_path, r"\phi(\mathbf{v})_i = \phi(v_i)", PHI, Z, V)
    refuses(tmp_path, "the other is 5", r"\phi(\mathbf{v})_i = \phi(v_1)", PHI, Z, V)


def test_so_does_a_given_one(tmp_path: Path) -> None:
    code = "def given():\n    return {'phi': lambda z: (z * z).sum()}\n"
    code += "def reference(*, W, v):\n    return (W @ v) ** 2"
    accepts(tmp_path, LAYER, PHI, Z, W, V, H, code=code)


@pytest.mark.parametrize(
    ("argument", "gets"),
    [
        ("x", "takes v, a vector of 5, and gets a number"),
        (r"\mathbf{W} \mathbf{v}", "takes v, a vector of 8, and gets a vector of 5"),
        (r"\mathbf{v}^\top", "takes v, a vector of 5, and gets a 1×5 matrix"),
    ],
)
def test_an_argument_has_the_declared_shape(tmp_path: Path, argument: str, gets: str) -> None:
    symbols = [symbol for symbol, letter in ((X, "x"), (W, "W")) if letter in argument]
    refuses(tmp_path, gets, OF_ONE_VECTOR.format(argument), F, V, *symbols)


def test_what_is_not_declared_is_an_array_where_it_is_bold_else_a_number(tmp_path: Path) -> None:
    formula = OF_ONE_VECTOR.format(r"\mathbf{v}")
    accepts(tmp_path, formula, r"$f(\mathbf{u}) \in \mathbb{R}$: a function", V)
    says = r"print it bold, or declare $u \in \mathbb{R}$"
    refuses(tmp_path, says, formula, r"$f(u) \in \mathbb{R}$: a function", V)
    says = "takes u, an array, and gets a number"
    bold = r"$f(\mathbf{u}) \in \mathbb{R}$: a function"
    refuses(tmp_path, says, OF_ONE_VECTOR.format("x"), bold, X)


def test_an_argument_may_be_an_entry_or_a_row_of_what_has_its_name(tmp_path: Path) -> None:
    accepts(tmp_path, r"\sum_i f(v_i) = \sum_k f(v_k)", r"$f(v) \in \mathbb{R}$: a function", V)
    rows = r"$\mathbf{v} \in \mathbb{R}^{m \times n}$: a vector in each row"
    accepts(tmp_path, r"\sum_{i=1}^m f(\mathbf{v}_i) = \sum_{k=1}^m f(\mathbf{v}_k)", F, rows)


def test_a_matrix_is_no_row_of_it(tmp_path: Path) -> None:
    function = r"$f(\mathbf{W}) \in \mathbb{R}$: a function of a matrix"
    accepts(tmp_path, OF_ONE_VECTOR.format(r"\mathbf{W}"), function, W)
    says = "takes W, a 8×5 matrix, and gets a vector of 5"
    refuses(tmp_path, says, OF_ONE_VECTOR.format(r"\mathbf{W}_1"), function, W)


def test_a_function_of_two_numbers_is_called_with_entries(tmp_path: Path) -> None:
    function = r"$g(x, z) \in \mathbb{R}$: a function"
    says = "takes x, a number, and gets a vector of 5: call it with entries, f(x_i, y_i)"
    formula = r"g(\mathbf{v}, z) + g(\mathbf{v}, z) = 2 g(\mathbf{v}, z)"
    refuses(tmp_path, says, formula, function, X, Z, V)
    accepts(tmp_path, r"\sum_i g(v_i, z) = \sum_k g(v_k, z)", function, X, Z, V)


def test_a_curve_is_called_with_an_entry(tmp_path: Path) -> None:
    curve = r"$f(z) \in \mathbb{R}^{3}$: a curve"
    refuses(tmp_path, "with an entry, f(x_i)", OF_ONE_VECTOR.format(r"\mathbf{v}"), curve, Z, V)


def test_a_defined_function_takes_what_it_is_defined_for(tmp_path: Path) -> None:
    code = "def reference(*, W, v):\n    return {'x': (W @ v) @ (W @ v)}"
    square = r"f(\mathbf{v}) = \mathbf{v}^\top \mathbf{v}, \quad x = f(\mathbf{W} \mathbf{v})"
    refuses(tmp_path, "gets a vector of 8", square, W, V, X, code=code)
    bent = r"\phi(z) = \tanh z, \quad \mathbf{h} = \phi(\mathbf{W} \mathbf{v})"
    accepts(
        tmp_path, bent, W, V, H, Z, code="def reference(*, W, v):\n    return {'h': (W @ v).tanh()}"
    )
    curve = r"f(z) = (z, z^2), \quad \mathbf{h} = f(\mathbf{v})"
    refuses(
        tmp_path,
        "where a function gives numbers",
        curve,
        V,
        H,
        Z,
        code="def reference(*, v):\n    return {'h': v}",
    )


def test_a_function_that_is_defined_for_a_bold_letter_takes_no_number(tmp_path: Path) -> None:
    square = r"f(\mathbf{v}) = \mathbf{v} \odot \mathbf{v}, \quad f(x) = x^2"
    refuses(tmp_path, "gets a number", square, V, X)
    unknown = r"f(\mathbf{u}) = \mathbf{u} + \mathbf{u}, \quad f(x) = 2 x"
    refuses(tmp_path, "takes u, an array, and gets a number", unknown, X)
    accepts(tmp_path, r"f(v) = v^2, \quad f(v_i) = v_i v_i", V)
    accepts(tmp_path, unknown.replace("f(x) = 2 x", r"f(\mathbf{v}) = 2 \mathbf{v}"), V)
