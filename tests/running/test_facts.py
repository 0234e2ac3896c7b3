"""Facts that hold of a wrong function are no facts."""

from typing import Any

import pytest
import torch

from scripts.base.errors import SourceErrors
from scripts.running.facts import perturb, require_alert_facts, scaled
from tests.project import Project

ID, SNIPPET = "powers/square", "snippets/powers/square.py"
SHAPES = '    """Entry by entry, (...) -> (...)."""\n'
SHOWN = "    return x**2\n    # --8<-- [end:pytorch]"


@pytest.fixture
def told(project: Project) -> Project:
    """The tiny repository, in which the square says its shapes."""
    project.edit(SNIPPET, SHOWN, SHAPES + SHOWN)
    return project


def refused() -> list[str]:
    with pytest.raises(SourceErrors) as caught:
        require_alert_facts(ID)
    return [str(error) for error in caught.value.errors]


def test_facts_that_notice_both_changes_are_accepted(told: Project) -> None:
    require_alert_facts(ID)


def test_facts_that_hold_of_a_wrong_function_are_refused(told: Project) -> None:
    told.edit(
        SNIPPET, "assert square(torch.tensor(2.0)) == 2**2", "assert square(torch.ones(2)).any()"
    )
    place = f"{SNIPPET}:{told.line(SNIPPET, 'def square')}: with square()"
    assert refused() == [
        f"{place} larger by 1 %, check() still holds: assert a value of it",
        f"{place} larger by 0.01, check() still holds: assert a value of it",
    ]


def test_facts_that_hold_of_a_wrong_call_are_refused(told: Project) -> None:
    told.edit(SNIPPET, "assert call(torch.tensor(2.0)) == 2**2", "assert call(torch.ones(2)).any()")
    place = f"{SNIPPET}:{told.line(SNIPPET, 'def call')}: with call()"
    assert [error for error in refused() if error.startswith(place)] == refused() != []


def test_an_optimizer_that_is_wrong_learns_at_another_rate() -> None:
    optimizer = torch.optim.SGD([torch.ones(2)], lr=0.5)
    assert perturb(optimizer, scaled).param_groups[0]["lr"] == pytest.approx(0.505)


def test_a_schedule_that_is_wrong_goes_on_from_another_rate() -> None:
    schedule = torch.optim.lr_scheduler.ConstantLR(torch.optim.SGD([torch.ones(2)], lr=0.5), 1.0)
    assert perturb(schedule, scaled).optimizer.param_groups[0]["lr"] == pytest.approx(0.505)


def test_a_check_that_fails_otherwise_than_by_asserting_is_refused(told: Project) -> None:
    told.edit(
        SNIPPET, "assert square(torch.tensor(2.0)) == 2**2", "[0] [int(square(torch.ones(1)) != 1)]"
    )
    assert "check() raises IndexError" in refused()[0]


def test_a_function_that_hides_its_shapes_is_refused(project: Project) -> None:
    (error,) = refused()
    assert error.startswith(f"{SNIPPET}:{project.line(SNIPPET, 'def square')}: the docstring of")


def test_what_is_shown_must_run_alone(told: Project) -> None:
    told.edit(SNIPPET, "(x: Tensor) -> Tensor", "(x: Tensor) -> Figure")
    assert any("does not run alone: NameError: name 'Figure'" in error for error in refused())


@pytest.mark.parametrize(
    "result",
    [
        torch.ones(2),
        (torch.ones(2), torch.ones(2)),
        [torch.ones(2, dtype=torch.int64), torch.ones(2)],
        {"a": torch.ones(2)},
        (([torch.ones(2)],),),
    ],
    ids=["tensor", "tuple", "list after integers", "dict", "nested"],
)
def test_perturbing_changes_exactly_one_tensor(result: Any) -> None:
    different = str(perturb(result, scaled)).count("1.0100, 1.0100")
    assert different == 1


def test_whole_numbers_are_changed_where_there_are_no_others() -> None:
    counts = perturb((torch.ones(2, dtype=torch.int64), "text", 5), scaled)
    assert counts[0].tolist() == [2, 2] and counts[1:] == ("text", 5)
    assert perturb({"bytes": 5}, scaled) == {"bytes": 6}


def test_truth_values_are_negated() -> None:
    assert perturb(torch.tensor([True, False]), scaled).tolist() == [False, True]
    assert perturb((True,), scaled) == (False,)


def test_a_result_without_a_number_is_no_failed_fact() -> None:
    with pytest.raises(TypeError, match="no number to perturb in str"):
        perturb("text", scaled)
