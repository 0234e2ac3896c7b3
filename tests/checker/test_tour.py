"""The tour of the checker shows what really happens."""

import doctest
from pathlib import Path

import scripts.checker

TOUR = Path(scripts.checker.__file__).with_name("TOUR.md")


def test_the_tour_shows_what_really_happens() -> None:
    found = doctest.testfile(str(TOUR), module_relative=False)
    assert (found.failed, found.attempted > 20) == (0, True)
