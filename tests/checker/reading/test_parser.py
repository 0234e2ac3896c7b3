"""How LaTeX is read: one reading, or a refusal that says what to write."""

from pathlib import Path

import pytest

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.lexer import tokenize
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.parser import Parser
from scripts.checker.tree import Binary, Expr, Name, Number
from tests.checker.pages import VECTORS, A, X, accepts, refuses

KNOWN = Vocabulary(
    values={
        "a": 0, "b": 0, "c": 0, "x": 1, "A": 2, "d_{k}": 0, "\\sigma^{2}": 0,
        "W^{Q}": 2, "W_{if}": 2, "\\theta_{t+1}": 1, "\\theta_{t}": 1, "K": 2,
    },
    functions={"f": 1},
)  # fmt: skip


def parse(tex: str) -> Expr:
    return Parser(tokenize(tex), KNOWN).whole()


def test_the_scope_of_a_sum_ends_at_plus() -> None:
    body = parse(r"\sum_i x_i a + c")
    assert isinstance(body, Binary)
    assert (body.op, body.right) == ("+", Name("c"))


def test_nothing_between_factors_binds_tighter_than_a_sign() -> None:
    assert parse(r"A x \odot b") == Binary("o", Binary("*", Name("A"), Name("x")), Name("b"))


def test_bold_is_no_part_of_a_name() -> None:
    assert parse(r"\mathbf{A}_{ij}") == parse("A_{ij}")


@pytest.mark.parametrize("key", ["d_{k}", "\\sigma^{2}", "W^{Q}", "W_{if}", "\\theta_{t+1}"])
def test_the_longest_declared_name_wins(key: str) -> None:
    assert parse(key) == Name(key)


def test_what_a_declared_name_leaves_of_the_scripts_is_an_index() -> None:
    assert parse("W^Q_{ij}") == tree.Index(Name("W^{Q}"), (Name("i"), Name("j")))


def test_as_many_subscripts_as_axes_transpose_first() -> None:
    transposed = tree.Transpose(Name("A"))
    assert parse(r"A^\top_{ij}") == tree.Index(transposed, (Name("i"), Name("j")))


def test_fewer_subscripts_than_axes_index_first() -> None:
    assert parse(r"K_i^\top") == tree.Transpose(tree.Index(Name("K"), (Name("i"),)))


def test_a_declared_function_is_called_and_a_declared_value_multiplied() -> None:
    assert parse("f(b + c)") == tree.Call(Name("f"), (Binary("+", Name("b"), Name("c")),))
    assert parse("a(b + c)") == Binary("*", Name("a"), Binary("+", Name("b"), Name("c")))


def test_a_multiple_in_a_subscript_is_one_index() -> None:
    assert parse("x_{2i}") == tree.Index(Name("x"), (Binary("*", Number("2"), Name("i")),))


def test_bars_open_in_operand_place_and_close_in_operator_place() -> None:
    assert parse("|a| b") == Binary("*", tree.Bars("|", Name("a"), None), Name("b"))


@pytest.mark.parametrize(
    ("tex", "advice"),
    [
        ("a/b c", r"\frac{a}{b} c"),
        (r"\log x a", "brackets"),
        ("f^{-1}(a)", "f(x)^{-1}"),
        (r"a \pm b", "write both formulas"),
        ("q(a + b)", "Declare q"),
        ("A_{ij}^{-1}", "(A^{-1})_{ij}"),
        ("(a + b", "expected ')'"),
        (r"\frac{a}", "missing at the end"),
        (r"\operatorname{foo}(a)", "'foo' is not declared"),
        ("a +", "missing at the end"),
        (r"\mathbf{a", "never closed"),
    ],
)
def test_two_readings_or_none_are_refused_with_advice(tex: str, advice: str) -> None:
    with pytest.raises(CheckError) as caught:
        parse(tex)
    assert advice in caught.value.message


def test_a_capital_t_is_no_transpose_where_it_is_declared(tmp_path: Path) -> None:
    time = r"$T \in \mathbb{N}$: steps"
    refuses(tmp_path, r"write ^\top", r"\mathbf{A}^T T = T \mathbf{A}^\top", A, time)


def test_two_adjacent_vectors_are_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "side by side", r"\mathbf{a} \mathbf{b} = \mathbf{b} \mathbf{a}", VECTORS)


def test_a_vector_before_a_matrix_is_refused(tmp_path: Path) -> None:
    vector = r"$\mathbf{v} \in \mathbb{R}^{m}$: a vector"
    display = r"\mathbf{v}\mathbf{A} = \mathbf{A}^\top \mathbf{v}"
    refuses(tmp_path, "vectors are columns", display, A, vector)


def test_softmax_of_an_entry_is_refused(tmp_path: Path) -> None:
    symbol = r"$\mathbf{x} \in \mathbb{R}^{n}$: scores"
    display = r"\operatorname{softmax}(x_i) = \frac{e^{x_i}}{\sum_j e^{x_j}}"
    refuses(tmp_path, "softmax(x)_i", display, symbol)


def test_the_norm_of_a_matrix_needs_a_label(tmp_path: Path) -> None:
    display = r"\lVert\mathbf{A}\rVert^2 = \sum_{i,j} A_{ij}^2"
    refuses(tmp_path, "write _F", display, A)
    accepts(tmp_path, display.replace(r"\rVert", r"\rVert_F"), A)


def test_an_index_may_be_the_value_of_another_symbol(tmp_path: Path) -> None:
    symbols = [r"$\mathbf{Z} \in \mathbb{R}^{N \times K}$: scores"]
    symbols += [r"$\mathbf{c} \in \{1, \ldots, K\}^{N}$: classes"]
    code = "def reference(*, Z, c):\n    return Z.gather(1, c.long()[:, None] - 1).sum()"
    symbols += [r"$s \in \mathbb{R}$: their sum"]
    accepts(tmp_path, r"s = \sum_{n=1}^{N} Z_{n c_n}", *symbols, code=code)


def test_a_condition_in_a_display_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "claims only", r"\frac{x}{x} = 1, \quad x \neq 0", X)
