"""Every line of a display decides something."""

from pathlib import Path

from tests.checker.pages import accepts, refuses

Z = r"$\mathbf{z} \in \mathbb{R}^{n}$: scores"
SOFTMAX = r"\mathbf{p} = \operatorname{softmax}(\mathbf{z} + b), \quad b = "
LISTED = [Z, r"$\mathbf{p} \in \Delta^{n}$: probabilities", r"$b \in \mathbb{R}$: a shift"]
REFERENCE = "def reference(*, z):\n    return {'p': z.softmax(0)}"
XY = r"$\mathbf{x}, \mathbf{y} \in \mathbb{R}^{n}$: samples"


def test_a_line_that_may_be_anything_is_refused(tmp_path: Path) -> None:
    display = SOFTMAX + r"3 \sum_i z_i^2"
    refuses(tmp_path, "decides nothing: b times 1.1", display, *LISTED, code=REFERENCE)


def test_a_reference_of_its_own_makes_such_a_line_decide(tmp_path: Path) -> None:
    code = REFERENCE + "\n\n\ndef reference_b(*, z):\n    return -z.sort().values[-1]"
    accepts(tmp_path, SOFTMAX + r"-\max_i z_i", *LISTED, code=code)
    display = SOFTMAX + r"-\min_i z_i"
    refuses(tmp_path, "reference_b is", display, *LISTED, code=code)


def test_a_line_that_counts_for_nothing_is_refused(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return {'u': x + x}"
    symbols = [r"$x, u, z \in \mathbb{R}$: numbers"]
    refuses(tmp_path, "z times 1.1", r"u = 2 x + 0 z, \quad z = x^2", *symbols, code=code)


def test_a_line_whose_factor_cancels_is_refused(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return {'u': x / x.norm()}"
    symbols = [
        r"$\mathbf{x}, \mathbf{u}, \mathbf{v} \in \mathbb{R}^{n} \setminus \{\mathbf{0}\}$: vectors"
    ]
    display = r"\mathbf{u} = \frac{\mathbf{v}}{\lVert\mathbf{v}\rVert_2}, \quad \mathbf{v} = "
    says = "v times 1.1 passes as well"
    refuses(tmp_path, says, display + r"\frac{\mathbf{x}}{n + 3}", *symbols, code=code)


def test_factors_that_cancel_between_lines_are_refused(tmp_path: Path) -> None:
    sums = r"s = \frac{1}{n^2} \sum_i x_i y_i, \quad v = \frac{1}{n^2} \sum_i x_i^2"
    nonzero = XY.replace("$:", r" \setminus \{\mathbf{0}\}$:")
    symbols = [nonzero, r"$b, s, v \in \mathbb{R}$: slope of a line through 0, products, squares"]
    code = "import torch\n\n\ndef reference(*, x, y):\n"
    code += "    return {'b': torch.linalg.lstsq(x[:, None], y[:, None]).solution[0, 0]}"
    refuses(
        tmp_path,
        "s times 1.1, v times 1.1",
        rf"b = \frac{{s}}{{v}}, \quad {sums}",
        *symbols,
        code=code,
    )


def test_a_product_of_two_lines_is_no_false_alarm(tmp_path: Path) -> None:
    code = "import torch\n\n\ndef reference(*, x, y):\n    return {'b': torch.kron(x, y).sum()}"
    symbols = [XY, r"$b, s, v \in \mathbb{R}$: numbers"]
    accepts(tmp_path, r"b = s v, \quad s = \sum_i x_i, \quad v = \sum_i y_i", *symbols, code=code)


def test_a_constant_does_not_matter_to_a_derivative(tmp_path: Path) -> None:
    accepts(tmp_path, r"f(x) = x^2 + 7, \quad f'(x) = 2 x", r"$x \in \mathbb{R}$: a number")
