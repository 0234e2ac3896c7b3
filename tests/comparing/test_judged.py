"""Tests of scripts/comparing/judged.py, on real pages."""

import pytest

from scripts.base.paths import page_file
from scripts.checker.judging.page import read_page
from scripts.comparing.judged import judge, put_into, relation_in

SOFTMAX, ADAM = "probability_statistics/softmax", "optimization/adam"
LEFT = r"\operatorname{softmax}(\mathbf{x})_i"
UPDATE = 4  # the claim of Adam that steps


@pytest.mark.parametrize(
    "right",
    [
        r"\frac{\exp(x_i)}{\sum_{j=1}^{K} \exp(x_j)}",
        r"e^{x_i} / \sum_{k} e^{x_k}",
        r"\frac{1}{\sum_{j=1}^{K} e^{x_j - x_i}}",
    ],
)
def test_another_form_of_ours_agrees(right: str) -> None:
    judged = judge(SOFTMAX, 0, f"{LEFT} = {right}")
    assert judged.agrees, judged.reason
    assert judged.draws == 8
    assert judged.deviation < 1e-12


def test_another_value_is_told_with_inputs_and_both_numbers() -> None:
    judged = judge(SOFTMAX, 0, rf"{LEFT} = \frac{{e^{{x_i}}}}{{\sum_{{j=1}}^{{K}} x_j}}")
    assert judged.agrees is False
    assert set(judged.counterexample["inputs"]) == {"x", "K"}
    assert judged.counterexample["yours"] != judged.counterexample["ours"]
    assert sum(judged.counterexample["ours"]) == pytest.approx(1)


def test_a_line_of_several_is_judged_by_the_others_of_ours() -> None:
    update = r"\theta_t = \theta_{t-1} - \alpha \frac{\hat{m}_t}{ROOT + \epsilon}"
    assert judge(ADAM, UPDATE, update.replace("ROOT", r"\sqrt{\hat{v}_t}"), thorough=False).agrees
    assert judge(ADAM, UPDATE, update.replace("ROOT", r"\sqrt{v_t}")).agrees is False


def test_a_right_side_alone_is_judged_under_our_left_side() -> None:
    assert judge(SOFTMAX, 0, r"\frac{e^{x_i}}{\sum_j e^{x_j}}").agrees


def test_a_left_side_of_the_same_name_may_be_written_in_another_way() -> None:
    assert judge(SOFTMAX, 0, r"p_i = \frac{e^{x_i}}{\sum_j e^{x_j}}").agrees


def test_both_sides_of_a_property_count() -> None:
    inverse = "linear_algebra/matrix_inverse"
    assert judge(inverse, 0, r"\mathbf{A}\mathbf{A}^{-1} = \mathbf{I}").agrees
    assert judge(inverse, 0, r"\mathbf{A}\mathbf{A} = \mathbf{I}").agrees is False


def test_what_the_checker_does_not_understand_is_not_judged() -> None:
    judged = judge(SOFTMAX, 0, rf"{LEFT} = \frac{{e^{{y_i}}}}{{2}}")
    assert judged.agrees is None
    assert judged.reason == "y is not declared in the symbol list"


def test_what_says_two_things_is_not_judged() -> None:
    judged = judge(SOFTMAX, 0, rf"{LEFT} = \frac{{e^{{x_i}}}}{{Z}}, Z = \sum_j e^{{x_j}}")
    assert judged.agrees is None


def test_a_claim_that_the_page_does_not_have_is_not_judged() -> None:
    assert judge(SOFTMAX, 99, "a = b").reason == "the page has no such claim"


def test_the_other_claims_of_a_display_stay() -> None:
    page = read_page(page_file(ADAM))
    statements = page.statements[0]
    assert isinstance(statements, tuple)
    second = statements[1]
    changed = put_into(page.displays[0].tex, second, "v = 1", keep_left=True)
    assert r"v_t = 1 \\" in changed.replace("&", "")
    assert changed.count(r"\\") == page.displays[0].tex.count(r"\\")


def test_a_relation_in_braces_is_none_of_the_formula() -> None:
    assert relation_in(r"\sum_{j=1}^{K} x_j") is None
    assert relation_in(r"s_{i=j} = x") == 8
