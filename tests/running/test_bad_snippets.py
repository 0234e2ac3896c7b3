"""Snippets that fail while they run: each one's error, the others still run."""

import pytest

from tests.project import Project, assert_refused

SNIPPET = "snippets/powers/square.py"
CHECKED = "assert square(torch.tensor(2.0)) == 2**2"
RETURNED = "return fig"


def break_check(
    project: Project, statement: str, imports: str = "import os\nimport sys\nimport threading"
) -> int:
    """Put a statement into `check()`; return its line."""
    project.edit(SNIPPET, CHECKED, f"{statement}\n    {CHECKED}")
    project.edit(
        SNIPPET, "from matplotlib import pyplot", f"{imports}\n\nfrom matplotlib import pyplot"
    )
    return project.line(SNIPPET, statement)


def test_a_snippet_that_raises_is_reported_at_the_line_that_raised(built: Project) -> None:
    line = break_check(built, "raise ValueError('no root')")
    assert_refused(built, f"{SNIPPET}:{line}", "ValueError: no root")


def test_a_snippet_whose_fact_is_false_is_reported_at_the_assertion(built: Project) -> None:
    line = break_check(built, "assert square(torch.tensor(2.0)) == 5")
    assert_refused(built, f"{SNIPPET}:{line}", "AssertionError")


def test_a_snippet_that_raises_on_import_is_reported_at_the_import(built: Project) -> None:
    built.edit(SNIPPET, "import torch\n", "import torhc\nimport torch\n")
    line = built.line(SNIPPET, "import torhc")
    assert_refused(built, f"{SNIPPET}:{line}", "No module named 'torhc'")


def test_a_snippet_that_raises_inside_a_library_is_reported_at_its_own_line(
    built: Project,
) -> None:
    line = break_check(built, "torch.testing.assert_close(torch.ones(1), torch.zeros(1))")
    assert_refused(built, f"{SNIPPET}:{line}", "Tensor-likes are not close")


def test_a_snippet_that_hangs_is_stopped_and_reported_where_it_hung(built: Project) -> None:
    built.edit(SNIPPET, CHECKED, f"while True:\n        pass\n    {CHECKED}")
    line = built.line(SNIPPET, "while True")
    before = built.outputs()
    result = built.build("--limit", "2")
    (error,) = result.errors
    assert error.startswith((f"{SNIPPET}:{line}: ", f"{SNIPPET}:{line + 1}: "))
    assert "still running after 2 s" in error
    assert (result.code, built.outputs()) == (1, before)


@pytest.mark.parametrize("call", ["sys.exit(0)", "exit()", "raise SystemExit"])
def test_a_snippet_that_exits_is_reported_even_when_it_claims_success(
    built: Project, call: str
) -> None:
    line = break_check(built, call)
    assert_refused(built, f"{SNIPPET}:{line}", "calls exit")


def test_a_snippet_that_leaves_its_process_behind_pythons_back_is_reported(
    built: Project,
) -> None:
    break_check(built, "os._exit(0)")
    assert_refused(built, f"{SNIPPET}:1", "its process ended without a result (exit code 0)")


@pytest.mark.parametrize(
    "crash",
    ["os.abort()", "ctypes.string_at(0)"],
    ids=["abort", "segmentation fault"],
)
def test_a_snippet_that_crashes_its_process_is_reported_where_it_crashed(
    built: Project, crash: str
) -> None:
    line = break_check(built, crash, imports="import ctypes\nimport os")
    assert_refused(built, f"{SNIPPET}:{line}", "its process ended without a result (exit code -")


def test_a_snippet_that_is_killed_is_reported(built: Project) -> None:
    break_check(built, "os.kill(os.getpid(), 9)")
    assert_refused(built, f"{SNIPPET}:1", "its process ended without a result (exit code -9)")


def test_a_snippet_that_interrupts_itself_is_reported(built: Project) -> None:
    line = break_check(built, "raise KeyboardInterrupt")
    assert_refused(built, f"{SNIPPET}:{line}", "KeyboardInterrupt")


def test_a_snippet_that_returns_no_figure_is_reported_at_the_function(built: Project) -> None:
    built.edit(SNIPPET, RETURNED, "return axes")
    line = built.line(SNIPPET, "def figure")
    assert_refused(built, f"{SNIPPET}:{line}", "figure() must return a Figure, not Axes")


def test_a_snippet_that_returns_nothing_is_reported_at_the_function(built: Project) -> None:
    built.edit(SNIPPET, RETURNED, "pass")
    line = built.line(SNIPPET, "def figure")
    assert_refused(built, f"{SNIPPET}:{line}", "must return a Figure, not NoneType")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("torch.set_default_dtype(torch.float64)", "torch's default dtype"),
        ("torch.set_grad_enabled(False)", "torch's gradient mode"),
        ("plt.rcParams['font.size'] = 30", "rcParams['font.size']"),
        ("plt.figure()", "the list of open figures"),
        ("os.environ['LEFT'] = 'behind'", "os.environ['LEFT']"),
        ("del os.environ['PATH']", "os.environ['PATH']"),
        ("os.chdir('docs')", "the working directory"),
        ("sys.path.append('elsewhere')", "sys.path"),
        (
            "threading.Thread(target=threading.Event().wait, daemon=True).start()",
            "the number of threads",
        ),
    ],
    ids=lambda value: value.partition("(")[0] if "(" in value else None,
)
def test_a_snippet_that_leaves_global_state_behind_is_reported(
    built: Project, statement: str, what: str
) -> None:
    break_check(built, statement)
    assert_refused(built, f"{SNIPPET}:1", f"leaves global state behind: {what} is")


def test_a_snippet_that_leaves_global_state_behind_on_import_is_reported(built: Project) -> None:
    default = "dtype: object = torch.set_default_dtype(torch.float64)"
    built.edit(SNIPPET, "def check()", f"def check({default})")
    assert_refused(built, f"{SNIPPET}:1", "leaves global state behind: torch's default dtype is")


def test_a_snippet_that_is_not_python_is_refused_at_its_line(built: Project) -> None:
    built.edit(SNIPPET, "return x**2", "return x**")
    line = built.line(SNIPPET, "return x**")
    assert_refused(built, f"{SNIPPET}:{line}", "not valid Python")


def test_a_snippet_with_a_null_byte_is_refused(built: Project) -> None:
    built.edit(SNIPPET, "return x**2", "return x**2  # \0")
    assert_refused(built, f"{SNIPPET}:1", "not valid Python")


def test_one_failing_snippet_does_not_stop_the_others(built: Project) -> None:
    break_check(built, "raise ValueError")
    built.remove("docs/figures/powers/cube.svg")
    assert built.build().code == 1
    assert built.exists("docs/figures/powers/cube.svg")


def test_every_failing_snippet_is_reported(built: Project) -> None:
    break_check(built, "raise ValueError")
    built.edit("snippets/powers/cube.py", RETURNED, "return None")
    files = [error.split(":")[0] for error in built.build().errors]
    assert files == ["snippets/powers/cube.py", SNIPPET]


def test_a_snippet_that_failed_runs_again_in_the_next_build(built: Project) -> None:
    break_check(built, "raise ValueError")
    built.build()
    assert len(built.build().errors) == 1
