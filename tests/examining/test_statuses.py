from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.checker.verdicts import Verdict
from scripts.examining.statuses import read_exceptions, unexpected
from tests.project import Project

ID, PAGE, LIST = "powers/square", "docs/powers/square.md", "tests/checker/exceptions.txt"


def told(project: Project, *statuses: str, listed: str = "") -> list[str]:
    """What is said of the square, whose displays have these statuses."""
    project.write(LIST, f"# A comment.\n\n{listed}\n")
    verdicts = [Verdict(PAGE, 7 + n, "x", status) for n, status in enumerate(statuses)]
    return [str(error) for error in unexpected(ID, verdicts, read_exceptions())]


def test_checked_displays_need_no_line(project: Project) -> None:
    assert told(project, "checked", "checked") == []


def test_a_display_that_is_less_is_told_with_the_line_to_add(project: Project) -> None:
    (error,) = told(project, "checked", "sampled")
    assert error.startswith(f"{PAGE}:8: is 'sampled', not 'checked'")
    assert error.endswith(f"add the line '{ID} 2: sampled' to {LIST}")


def test_a_listed_status_is_accepted(project: Project) -> None:
    assert told(project, "checked", "sampled", listed=f"{ID} 2: sampled") == []


def test_a_line_that_is_no_longer_needed_is_told(project: Project) -> None:
    (error,) = told(project, "checked", listed=f"{ID} 1: sampled")
    assert error == f"{LIST}:3: display 1 of {ID} is 'checked' now: delete this line"


def test_a_status_that_fell_further_is_told(project: Project) -> None:
    (error,) = told(project, "sampled", listed=f"{ID} 1: checked on an example")
    assert error == f"{LIST}:3: display 1 of {ID} is 'sampled' now: mend it or change this line"


def test_what_a_page_itself_declares_needs_no_line(project: Project) -> None:
    assert told(project, "not machine-checked: words only") == []


def test_a_malformed_line_is_refused(project: Project) -> None:
    with pytest.raises(SourceError, match=rf"^{LIST}:3: expected 'chapter/slug 2: status'"):
        told(project, listed=f"{ID}: sampled")


def test_without_a_list_nothing_is_excepted(project: Project) -> None:
    assert not Path(LIST).exists() and read_exceptions() == {}
