from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.checker.evaluating.inputs import draw
from scripts.checker.evaluating.samplers import Style
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.symbols import read_line
from tests.checker.pages import accepts, refuses, verdict

V = r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector"
OF_TWO = r"\sum_{i=1}^{n} v_i = v_1 + v_2"
MEAN = r"\sum_{i=1}^{n} \frac{v_i}{n - 1} = \frac{1}{n - 1} \sum_{i=1}^{n} v_i"


def sizes(domain: str, shape: str = "n", style: Style = Style.USUAL) -> set[int]:
    """The sizes n of many draws."""
    lines = (rf"\mathbf{{v}} \in \mathbb{{R}}^{{{shape}}}", rf"n \in {domain}")
    declarations = [d for line in lines for d in read_line(line, 1, Vocabulary())]
    return {int(draw(declarations, seed, style).values["n"]) for seed in range(60)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("domain", "drawn"),
    [
        (r"\{2\}", {2}),
        (r"\{1\}", {1}),
        (r"\{3, 5\}", {3, 5}),
        (r"\{2, 4, \ldots, 8\}", {2, 4, 6, 8}),
        (r"\mathbb{N}_{\ge 4}", {4, 5, 6, 7, 8}),
        (r"\mathbb{N}_{> 4}", {5, 6, 7, 8, 9}),
    ],
)
def test_a_size_is_drawn_from_its_domain(domain: str, drawn: set[int]) -> None:
    assert sizes(domain) == drawn


def test_a_size_with_one_reading_of_its_edge_reaches_it() -> None:
    assert 1 in sizes(r"\mathbb{N}", style=Style.EDGES)
    assert 1 not in sizes(r"\mathbb{N}", r"n \times m", Style.EDGES)
    assert min(sizes(r"\mathbb{N}_{\ge 3}", r"n \times m", Style.EDGES)) == 3


def test_large_sizes_obey_their_domain() -> None:
    assert sizes(r"\{2, 3\}", style=Style.LARGE) == {2, 3}
    assert max(sizes(r"\mathbb{N}", style=Style.LARGE)) > 20


def test_a_size_may_be_bounded_by_another() -> None:
    lines = [r"\mathbf{v} \in \mathbb{R}^{n}", r"\mathbf{w} \in \mathbb{R}^{k}"]
    lines += [r"k \in \{1, \ldots, n\}"]
    declarations = [d for line in lines for d in read_line(line, 1, Vocabulary())]
    for seed in range(30):
        values = draw(declarations, seed).values
        assert 1 <= values["k"] <= values["n"]  # type: ignore[operator]


def test_a_size_may_be_the_smaller_or_larger_of_two() -> None:
    lines = [r"\mathbf{A} \in \mathbb{R}^{m \times n}"]
    lines += [r"\mathbf{v} \in \mathbb{R}^{\min(m, n)}", r"\mathbf{w} \in \mathbb{R}^{\max(m, n)}"]
    declarations = [d for line in lines for d in read_line(line, 1, Vocabulary())]
    for seed in range(30):
        A, v, w = (draw(declarations, seed).values[key].shape for key in "Avw")  # type: ignore[union-attr]
        assert sorted(A) == [*v, *w]


def test_a_formula_holds_for_the_sizes_that_are_printed(tmp_path: Path) -> None:
    accepts(tmp_path, OF_TWO, V, r"$n \in \{2\}$: its size")
    refuses(tmp_path, "the other is", OF_TWO, V, r"$n \in \{2, 3\}$: its size")
    accepts(tmp_path, MEAN, V, r"$n \in \mathbb{N}_{\ge 2}$: its size")
    refuses(tmp_path, "not a number", MEAN, V, r"$n \in \mathbb{N}$: its size")


@pytest.mark.parametrize("domain", [r"\mathbb{R}", "[2, 5]", r"\{0.5, 1\}", r"\mathbb{Z}"])
def test_a_size_is_a_whole_number(tmp_path: Path, domain: str) -> None:
    with_size = (OF_TWO, V, rf"$n \in {domain}$: its size")
    refuses(tmp_path, "a size is a whole number", *with_size)


def test_nothing_is_of_size_zero(tmp_path: Path) -> None:
    refuses(tmp_path, "nothing in this set", OF_TWO, V, r"$n \in \{0\}$: its size")


def test_a_bound_of_a_size_is_written_as_a_set(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"of a size, \$n \\in \\mathbb{N}_{\\ge 2}\$"):
        verdict(tmp_path, OF_TWO, V, r"$n \ge 3$: its size")
