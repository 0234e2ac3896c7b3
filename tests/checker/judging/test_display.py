"""Draw after draw, until everything was seen and compared."""

from pathlib import Path

import pytest

from scripts.checker.judging.judge import check_page
from tests.checker.pages import X, accepts, refuses, verdict, write_page

SQUARE = r"f(x) = x^2"


@pytest.mark.parametrize(
    ("law", "status"), [("P", "checked on an example"), (r"\operatorname{Bernoulli}(p)", "checked")]
)
def test_a_distribution_that_the_page_does_not_name_is_an_example(
    law: str, status: str, tmp_path: Path
) -> None:
    symbols = [rf"$X \sim {law}$: a random variable", r"$p \in (0, 1)$: a probability"]
    code = "import torch\n\ndef given(p):\n"
    code += "    return {'X': torch.distributions.Bernoulli(probs=p)}"
    found = verdict(tmp_path, r"\mathbb{E}[p X] = p \, \mathbb{E}[X]", *symbols, code=code)
    assert found.status == status


def test_a_verdict_tells_whether_its_display_uses_what_given_makes(tmp_path: Path) -> None:
    code = "def given(x):\n    return {'u': 2 * x}"
    symbols = [X, r"$u \in \mathbb{R}$: the double of it"]
    page = write_page(tmp_path, "u - x = x", *symbols, code=code)
    page.write_text(page.read_text("utf-8") + "\n$$\n2x = x + x\n$$\n", "utf-8")
    assert [found.given for found in check_page(page)] == [("u",), ()]


def test_what_is_defined_from_it_above_uses_what_given_makes(tmp_path: Path) -> None:
    code = "def given(x):\n    return {'u': 2 * x}\n\ndef reference(x):\n    return 2 * x + 1"
    symbols = [X, r"$u \in \mathbb{R}$: the double of it"]
    page = write_page(tmp_path, "f(x) = u + 1", *symbols, code=code)
    page.write_text(page.read_text("utf-8") + "\n$$\nf(x) - x = x + 1\n$$\n", "utf-8")
    assert [found.given for found in check_page(page)] == [("u",), ("u",)]


def test_a_verdict_tells_whether_the_order_of_a_remainder_was_compared(tmp_path: Path) -> None:
    symbols = [r"$x, h \in \mathbb{R}$: numbers", r"$f(x) \in \mathbb{R}$: a smooth function"]
    assert verdict(tmp_path, "f(x + h) = f(x) + O(h)", *symbols).remainder
    assert not verdict(tmp_path, "f(x + h) - f(x) = f(h + x) - f(x)", *symbols).remainder


def test_an_inequality_is_sampled(tmp_path: Path) -> None:
    found = verdict(tmp_path, "1 + x \\le e^x", X)
    assert (found.status, found.evidence.draws) == ("sampled", 100)


def test_a_definition_may_follow_its_use(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x * x + x"
    accepts(tmp_path, "f(x) = u + x, \\quad u = x^2", X, code=code)


def test_a_definition_must_lie_in_its_declared_domain(tmp_path: Path) -> None:
    symbols = [X, r"$u \in \mathbb{R}_{>0}$: result"]
    code = "def reference(*, x):\n    return -(x**2)"
    refuses(tmp_path, "outside of its domain", "u = -x^2", *symbols, code=code)


def test_no_draw_depends_on_the_one_before(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X)
    assert check_page(page, seed=3) == check_page(page, seed=3)
    assert check_page(page, seed=3) != check_page(page, seed=4)


def test_a_formula_with_nothing_to_compare_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "nothing to compare", SQUARE, X)


def test_arguments_that_are_not_declared_are_told(tmp_path: Path) -> None:
    refuses(tmp_path, "not declared: q, p", r"f(q, p) = x^2", X, r"$f(q, p) \in \mathbb{R}$: f")


def test_what_is_drawn_in_the_middle_of_a_chain_is_told(tmp_path: Path) -> None:
    chain = r"u = 2 d = x^2"
    symbols = X, r"$u, d \in \mathbb{R}$: numbers"
    refuses(tmp_path, "d is drawn from its domain, for no line defines it", chain, *symbols)


def test_a_formula_that_holds_vacuously_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "vacuously", "x - x = 0 x", X)


def test_an_empty_sum_is_refused(tmp_path: Path) -> None:
    symbol = r"$\mathbf{a} \in \mathbb{R}^{n}$: vector"
    display = r"1 + \sum_{i=2}^{1} a_i = 1"
    refuses(tmp_path, "never decides", display, symbol)


def test_a_case_that_never_applies_is_refused(tmp_path: Path) -> None:
    display = r"|x| = \begin{cases} |x| & x^2 \ge 0 \\ 7 & x^2 < 0 \end{cases}"
    refuses(tmp_path, "never decides", display, X)


def test_nearly_singular_matrices_are_drawn_again(tmp_path: Path) -> None:
    matrix = r"$\mathbf{A} \in \{1, 2\}^{2 \times 2}$: a matrix, singular now and then"
    accepts(tmp_path, r"\operatorname{tr}(\mathbf{A}^{-1} \mathbf{A}) = 2", matrix)


def test_a_domain_of_singular_matrices_is_refused(tmp_path: Path) -> None:
    matrix = r"$\mathbf{A} \in \{1\}^{2 \times 2}$: a singular matrix"
    display = r"\operatorname{tr}(\mathbf{A}^{-1} \mathbf{A}) = 2"
    refuses(tmp_path, "nearly singular", display, matrix)


def test_what_can_seldom_be_worked_out_is_not_checked(tmp_path: Path) -> None:
    code = """
calls = 0


def reference(*, x):
    global calls
    calls += 1
    assert calls < 9 or calls % {} != 2
    return abs(x)
"""
    symbols = (r"$x, y \in \mathbb{R}$: numbers",)
    accepts(tmp_path, r"y = \sqrt{x^2}", *symbols, code=code.format(9))
    says = "reference raises AssertionError"
    refuses(tmp_path, says, r"y = \sqrt{x^2}", *symbols, code=code.format(3))


def test_what_an_integral_runs_over_is_not_named_as_drawn_by_mistake(tmp_path: Path) -> None:
    display = r"\int_0^1 x \, dx = \frac{a}{3}"
    found = refuses(tmp_path, "one side is", display, X, r"$a \in \{1\}$: one")
    assert "is drawn from its domain" not in found.message


@pytest.mark.parametrize(("most", "passes"), [(36, True), (6, False)])
def test_a_quarter_of_the_draws_at_most_may_be_left_out(
    most: int, passes: bool, tmp_path: Path
) -> None:
    code = f"def reference(n):\n    if n > {most}:\n        raise ValueError('too large')\n"
    code += "    return n * n"
    symbol = r"$n \in \mathbb{N}$: a number, up to 40 far out"
    found = verdict(tmp_path, "f(n) = n^2", symbol, code=code)
    assert (found.status == "checked") == passes
    assert passes or "too large" in found.message
