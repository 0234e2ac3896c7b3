"""A symbol list says what every symbol is, or is refused at its line."""

from pathlib import Path

import pytest

from tests.checker.pages import accepts, raises, refuses, write_page


@pytest.mark.parametrize(
    ("symbol", "says"),
    [
        (r"\in \mathbb{R}", "a symbol is missing here"),
        (r"x \in", r"a set is missing behind \in"),
        (r"x \sim", r"a distribution is missing behind \sim"),
        (r"x, \in \mathbb{R}", "a symbol is missing beside this comma"),
        (r"x \in \mathbb{R} \in \mathbb{R}", "one claim a line"),
        (r"x = 2", "= in a symbol list"),
        (r"2 \in \mathbb{R}", "expected a symbol here"),
        (r"f(2) \in \mathbb{R}", "expected a symbol here"),
        (r"f(x \in \mathbb{R}", "expected ) for this bracket"),
        (r"f(x)y \in \mathbb{R}", "expected ) for this bracket"),
        (r"x y \in \mathbb{R}", r"write \text{xy} for one name"),
        (r"x \in \mathbb{Q}", "this set is not known"),
        (r"x \in [0, 1", "this interval is never closed"),
        (r"x \in [0, 1, 2]", "an interval has two ends"),
        (r"x \in [0]", "an interval has two ends"),
        (r"x_0, \ldots \in \mathbb{R}", "expected a list such as"),
        (r"x_0, x_2, \ldots, x_n \in \mathbb{R}", "are counted"),
        (r"x_0, \ldots, y_n \in \mathbb{R}", "are counted"),
        (r"x_i, \ldots, x_n \in \mathbb{R}", "are counted"),
        (r"x \in \mathbb{R}^{n \times}", r"a size is missing beside \times"),
    ],
)
def test_a_line_that_is_not_understood_is_refused(symbol: str, says: str, tmp_path: Path) -> None:
    raises(write_page(tmp_path, "2x = x + x", f"${symbol}$: meaning"), 7, says)


def test_a_bound_may_name_a_symbol_that_is_declared_further_down(tmp_path: Path) -> None:
    last = [r"$t \in [0, T_{\max}]$: time", r"$T_{\max} \in \mathbb{R}_{>0}$: its end"]
    accepts(tmp_path, r"|T_{\max} - t| = T_{\max} - t", *last)


@pytest.mark.parametrize("entry", [r"\mathbf{x}_%", r"\mathbf{x}^{(%)}"])
def test_several_vectors_are_listed_by_their_numbers(entry: str, tmp_path: Path) -> None:
    first, last, each = (entry.replace("%", number) for number in ("1", "B", "b"))
    symbols = [rf"${first},\ldots,{last} \in \mathbb{{R}}^{{d}}$: a batch"]
    symbols += [r"$\mathbf{m} \in \mathbb{R}^{d}$: its mean"]
    display = rf"\mathbf{{m}} = \frac{{1}}{{B}} \sum_{{b=1}}^{{B}} {each}"
    code = "def reference(*, x):\n    return x.mean(0)"
    accepts(tmp_path, display, *symbols, code=code)
    refuses(tmp_path, "the formula is", display, *symbols, code=code.replace("mean", "sum"))
