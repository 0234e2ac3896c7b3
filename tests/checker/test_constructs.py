"""Every construct the checker reads, and what an author may write beside a formula."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.base.errors import SourceError
from scripts.checker.judging.judge import check_page
from tests.checker.pages import X, accepts, refuses, verdict, write_page

CONSTRUCTS = yaml.safe_load(Path(__file__).with_name("constructs.yml").read_text("utf-8"))
SQUARE = r"$\mathbf{S} \in \mathbb{S}_{++}^{n}$: a positive definite matrix"


@pytest.mark.parametrize("case", CONSTRUCTS, ids=[case["holds"] for case in CONSTRUCTS])
def test_a_true_formula_passes_and_a_false_one_is_refused(
    case: dict[str, Any], tmp_path: Path
) -> None:
    accepts(tmp_path, case["holds"], *case["symbols"])
    try:
        assert verdict(tmp_path, case["fails"], *case["symbols"]).status is None
    except SourceError as error:
        assert "no display uses it" in str(error)


def test_a_reference_gets_the_arguments_in_the_order_of_the_latex(tmp_path: Path) -> None:
    code = "def reference(first, second):\n    return first - 2 * second"
    y = r"$y \in \mathbb{R}$: another number"
    accepts(tmp_path, "f(x, y) = x - 2y", X, y, code=code)
    refuses(tmp_path, "the formula is", "f(y, x) = x - 2y", X, y, code=code)


def test_a_dict_of_references_is_compared_line_by_line(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return {'u': x + x, 'v': x * x}"
    symbols = [X, r"$u, v \in \mathbb{R}$: results"]
    accepts(tmp_path, "u = 2x, \\quad v = x^2", *symbols, code=code)
    refuses(tmp_path, "reference is", "u = 2x, \\quad v = x^3", *symbols, code=code)


def test_a_further_left_side_has_a_reference_of_its_own(tmp_path: Path) -> None:
    code = "def reference_v(*, x):\n    return x * x"
    symbols = [X, r"$v \in \mathbb{R}$: result"]
    accepts(tmp_path, "2x = x + x, \\quad v = x^2", *symbols, code=code)
    refuses(tmp_path, "reference_v is", "2x = x + x, \\quad v = x^3", *symbols, code=code)


def test_given_provides_what_a_hypothesis_needs(tmp_path: Path) -> None:
    code = "import torch\n\ndef given(S):\n    e, V = torch.linalg.eigh(S)\n"
    code += "    return {'lambda_': e[0], 'v': V[:, 0]}"
    symbols = [
        SQUARE,
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
    assert [found.given for found in check_page(page)] == [True, False]


def test_what_is_defined_from_it_above_uses_what_given_makes(tmp_path: Path) -> None:
    code = "def given(x):\n    return {'u': 2 * x}\n\ndef reference(x):\n    return 2 * x + 1"
    symbols = [X, r"$u \in \mathbb{R}$: the double of it"]
    page = write_page(tmp_path, "f(x) = u + 1", *symbols, code=code)
    page.write_text(page.read_text("utf-8") + "\n$$\nf(x) - x = x + 1\n$$\n", "utf-8")
    assert [found.given for found in check_page(page)] == [True, True]


def test_a_verdict_tells_whether_the_order_of_a_remainder_was_compared(tmp_path: Path) -> None:
    symbols = [r"$x, h \in \mathbb{R}$: numbers", r"$f(x) \in \mathbb{R}$: a smooth function"]
    assert verdict(tmp_path, "f(x + h) = f(x) + O(h)", *symbols).remainder
    assert not verdict(tmp_path, "f(x + h) - f(x) = f(h + x) - f(x)", *symbols).remainder


def test_an_inequality_is_sampled(tmp_path: Path) -> None:
    found = verdict(tmp_path, "1 + x \\le e^x", X)
    assert (found.status, found.draws) == ("sampled", 100)


def test_an_approximation_needs_a_reference(tmp_path: Path) -> None:
    display = r"f(x) \approx x - \frac{x^3}{6}"
    refuses(tmp_path, "nothing to compare", display, X)
    accepts(tmp_path, display, X, code="def reference(x):\n    return x - x * x * x / 6")


def test_a_definition_may_follow_its_use(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x * x + x"
    accepts(tmp_path, "f(x) = u + x, \\quad u = x^2", X, code=code)


def test_a_definition_must_lie_in_its_declared_domain(tmp_path: Path) -> None:
    symbols = [X, r"$u \in \mathbb{R}_{>0}$: result"]
    code = "def reference(*, x):\n    return -(x**2)"
    refuses(tmp_path, "outside of its domain", "u = -x^2", *symbols, code=code)


def test_size_letters_are_values_and_all_different(tmp_path: Path) -> None:
    symbol = r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: a matrix"
    accepts(tmp_path, r"\sum_{i,j} (A_{ij} + 1) = \sum_{i,j} A_{ij} + m n", symbol)
    refuses(tmp_path, "", r"\sum_{i=1}^{n} \sum_{j=1}^{n} A_{ij} = \sum_{i,j} A_{ij}", symbol)


def test_no_draw_depends_on_the_one_before(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X)
    assert check_page(page, seed=3) == check_page(page, seed=3)
    assert check_page(page, seed=3) != check_page(page, seed=4)
