from pathlib import Path
import subprocess
import sys

import pytest

from bench.watching import cost_of


def test_a_command_costs_time_cpu_and_memory(tmp_path: Path) -> None:
    busy = "import time; data = bytearray(50_000_000); end = time.process_time() + 1.5\n"
    busy += "while time.process_time() < end: pass"
    cost = cost_of([sys.executable, "-c", busy], tmp_path)
    assert cost.seconds >= 1.5
    assert 0.5 < cost.cpu < 20
    assert cost.memory > 50_000_000


def test_what_its_children_compute_counts(tmp_path: Path) -> None:
    child = "import time; end = time.process_time() + 1.5\nwhile time.process_time() < end: pass"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert cost_of([sys.executable, "-c", start], tmp_path).cpu > 0.5


def test_what_ran_before_does_not_count(tmp_path: Path) -> None:
    endless = "while True: pass"
    with subprocess.Popen([sys.executable, "-c", endless]) as other:
        cost = cost_of([sys.executable, "-c", "import time; time.sleep(1.5)"], tmp_path)
        other.kill()
    assert cost.cpu < 0.5


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        cost_of([sys.executable, "-c", "raise SystemExit(1)"], tmp_path)
