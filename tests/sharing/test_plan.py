"""How many machines the work is divided among."""

import subprocess
import sys

import pytest

from scripts.sharing.plan import FORMULAS_A_MACHINE, MOST, shares


def test_few_formulas_need_one_machine() -> None:
    assert shares(30) == ["1/1"]


def test_no_formula_needs_one_machine_too() -> None:
    assert shares(0) == ["1/1"]


@pytest.mark.parametrize(("beyond", "machines"), [(0, 2), (1, 3)])
def test_every_so_many_formulas_need_another_machine(beyond: int, machines: int) -> None:
    listed = shares(2 * FORMULAS_A_MACHINE + beyond)
    assert listed == [f"{number}/{machines}" for number in range(1, machines + 1)]


def test_no_more_machines_are_asked_for_than_are_to_be_had() -> None:
    assert len(shares(10**6)) == MOST


def test_a_workflow_asks_with_nothing_but_python() -> None:
    command = [sys.executable, "-I", "-S", "-c"]
    script = "import sys; sys.path.insert(0, '.'); import runpy; "
    script += "runpy.run_module('scripts.sharing.plan', run_name='__main__')"
    asked = subprocess.run([*command, script], capture_output=True, text=True, check=True)
    assert asked.stdout == '["1/1"]\n'
