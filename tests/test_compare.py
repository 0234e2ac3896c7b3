"""Tests of scripts/compare.py: the command, its engine and the checker together."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
import json
from pathlib import Path
import subprocess
import sys

import pytest

from scripts import compare
from scripts.comparing.export import exported

FORMULAS = ("probability_statistics/softmax", "optimization/adam", "nonlinear_functions/sigmoid")
PAPER = r"""
\newcommand{\vz}{\mathbf{z}}
\DeclareMathOperator{\softmax}{softmax}
\begin{equation}
  \softmax(\vz)_i = \frac{\exp(z_i)}{\sum_{k=1}^{n} \exp(z_k)}, \label{eq:softmax}
\end{equation}
\[ L = \lambda_1 A + \lambda_2 B. \]
"""
WRONG = r"""
\begin{align}
  m_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t \\
  \theta_t &= \theta_{t-1} - \alpha \frac{\hat{m}_t}{\sqrt{v_t} + \epsilon}
\end{align}
\[ \sigma(x) = \frac{1}{1 + e^{x}} \]
"""


@pytest.fixture(scope="module", autouse=True)
def few_formulas() -> Iterator[None]:
    told = {identifier: json.loads(exported(identifier)[0]) for identifier in FORMULAS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare, "_exports", lambda: told)
        yield


def run(tmp_path: Path, text: str, *options: str) -> int:
    path = tmp_path / "paper.tex"
    path.write_text(text, encoding="utf-8")
    return compare.main([str(path), *options])


def test_a_formula_of_ours_gets_a_line_and_others_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, PAPER) == 0
    [line] = capsys.readouterr().out.splitlines()
    told = "renamed: Softmax (probability_statistics/softmax): agrees on 8 inputs; z for our x"
    assert line.startswith(f"{tmp_path}/paper.tex:5: {told}")


def test_a_misprint_and_a_difference_end_with_an_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, WRONG) == 1
    lines = [line.removeprefix(f"{tmp_path}/") for line in capsys.readouterr().out.splitlines()]
    assert lines[0].startswith("paper.tex:3: same: Adam")
    assert lines[1].startswith("paper.tex:4: misprint: Adam (optimization/adam): Under a constant")
    assert lines[2].startswith("paper.tex:6: different: Sigmoid")
    assert lines[2].endswith("for x = -1.39: 0.800592, not 0.199408")


def test_programs_get_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, PAPER, "--json") == 0
    [told] = json.loads(capsys.readouterr().out)
    assert told["line"] == 5
    assert told["formula"] == "probability_statistics/softmax"
    assert ["z", "x"] in told["renaming"]


def test_a_document_without_formulas_of_ours_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, r"\[ E = m c^2 \] \[ \frac{ \]") == 0
    assert capsys.readouterr().out == ""


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone.tex"
    assert run(tmp_path, PAPER, str(gone)) == 2
    said = capsys.readouterr()
    assert f"error: {gone}:1: there is no such file" in said.err
    assert "Softmax" in said.out


def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    script = Path("scripts/compare.py").resolve()
    command = [sys.executable, "-m", "scripts.compare", "gone.tex"]
    env = {"PYTHONPATH": str(script.parents[1])}
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "gone.tex:1: there is no such file" in done.stderr


def test_it_runs_where_an_event_loop_runs(tmp_path: Path) -> None:
    async def inside() -> int:
        return run(tmp_path, PAPER)

    with ThreadPoolExecutor(1) as thread:  # a browser's loop may run in this one
        assert thread.submit(asyncio.run, inside()).result() == 0
