import pytest

from tests.site.search.engine import Engine

FORMULAS = [
    {"displays": [r"\operatorname{softmax}(x)_i = \frac{e^{x_i}}{\sum_j e^{x_j}}"]},
    {"displays": [r"\sigma(x) = \frac{1}{1 + e^{-x}}"]},
    {"displays": [r"\lVert x \rVert_2 = \sqrt{\sum_i x_i^2}"]},
    {"displays": ["C = A B"], "inline": [r"\det(AB) = \det(A) \det(B)"]},
    {"displays": [r"m = \frac{1}{n} \sum_i x_i"], "code": ["total = x.sum() * torch.erf(x)"]},
]
SCORES = """
({MathIndex}, [formulas, query]) => [...new MathIndex(
  formulas.map(formula => ({ displays: [], inline: [], code: [], ...formula }))).scores(query)]
"""


def scores(engine: Engine, query: str) -> list[float]:
    found: list[float] = engine(SCORES, [FORMULAS, query])
    return found


@pytest.mark.parametrize(
    ("query", "best"),
    [
        (r"\frac{e^{z_k}}{\sum_m e^{z_m}}", 0),
        ("e^z_k / Σ e^z_m", 0),
        ("e = np.exp(z); e / e.sum()", 0),
        (r"\frac{1}{1 + e^{-t}}", 1),
        ("1 / (1 + np.exp(-t))", 1),
        (r"\frac{1}{1+e^{-", 1),
        ("√(Σ uⱼ²)", 2),
        (r"\det(XY)", 3),
        (r"\frac{\sum_j z_j}{N}", 4),
        ("torch.erf(y)", 4),
    ],
)
def test_the_formula_of_the_same_structure_is_best(engine: Engine, query: str, best: int) -> None:
    found = scores(engine, query)
    assert found.index(max(found)) == best


@pytest.mark.parametrize("place", range(len(FORMULAS)))
def test_a_formula_scores_one_with_its_own_display(engine: Engine, place: int) -> None:
    found = scores(engine, FORMULAS[place]["displays"][0])
    assert found[place] == pytest.approx(1, abs=0.11)
    assert all(score < found[place] for other, score in enumerate(found) if other != place)


@pytest.mark.parametrize("query", ["", ")", "how does it work", "🤖"])
def test_without_mathematics_nothing_scores(engine: Engine, query: str) -> None:
    assert scores(engine, query) == [0] * len(FORMULAS)


def test_the_rarer_a_feature_the_more_it_says(engine: Engine) -> None:
    idf = """
    ({MathIndex}, formulas) => {
      const index = new MathIndex(formulas.map(each => ({ inline: [], code: [], ...each })))
      return ["o:softmax", "o:exp", "o:sum", "none has it"].map(feature => index.idf(feature))
    }
    """
    softmax, exponential, total, unknown = engine(idf, FORMULAS)
    assert softmax > exponential > total > 0
    assert 0 < unknown < softmax  # it tells no formula from another


def test_a_display_counts_more_than_the_text(engine: Engine) -> None:
    both = [{"displays": ["x^2"]}, {"displays": ["a"], "inline": ["x^2"]}]
    first, second = engine(SCORES, [both, "x^2"])
    assert first > second > 0.5


TIED = [
    {"displays": [r"\begin{aligned} W &= W - s U V \\ M &= U S V^\top \end{aligned}"]},
    {"displays": ["x = 1", r"M = U S V^\top"]},
    {"displays": [r"A = U S V^\top"]},
    {"displays": ["x = 1"], "inline": [r"A = U S V^\top"]},
]
RANKED = SCORES.replace(".scores(query)]", ".scores(query)].map(score => Math.round(1000 * score))")


def test_what_a_formula_is_itself_beats_a_row_another_display_and_the_text(engine: Engine) -> None:
    row, display, main, text = engine(RANKED, [TIED, r"B = P Q R^\top"])
    assert main > row > display > text


@pytest.mark.parametrize(
    ("display", "query"),
    [
        (r"f(x) &= x s(x) \\ s(x) &= \frac{1}{1 + e^{-x}}", r"\frac{x}{1 + e^{-x}}"),
        (r"y &= a z + b \\ z &= \sqrt{x}", r"y = a \sqrt{x} + b"),
        (r"m &= \log x \\ t &= t - \frac{m}{1 + m}", r"t - \frac{\log x}{1 + \log x}"),
    ],
)
def test_a_display_is_found_with_what_its_rows_define(
    engine: Engine, display: str, query: str
) -> None:
    aligned = {"displays": [rf"\begin{{aligned}} {display} \end{{aligned}}"]}
    found = engine(SCORES, [[aligned, *FORMULAS], query])
    assert found[0] == max(found) > 0.9


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("A = U S", 2),
        ("A = U S V^{", 2),
        ("A = U S V^*", 2),
    ],
)
def test_what_is_unfinished_is_found_by_how_it_may_go_on(
    engine: Engine, query: str, best: int
) -> None:
    found = engine(SCORES, [[*TIED, {"displays": ["C = A + B"]}], query])
    assert found.index(max(found)) == best


LEAD = SCORES.replace("[...new", "(new").replace(".scores(query)]", ".lead(query))")


def test_the_lead_of_the_best_formula_is_what_the_next_one_lacks(engine: Engine) -> None:
    assert engine(LEAD, [[FORMULAS[0], FORMULAS[0]], "x + y"]) == 0
    assert engine(LEAD, [FORMULAS, r"\frac{1}{1 + e^{-t}}"]) > 0.2
