"""Whatever is written in a display, it is read or refused: nothing else comes out of it."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st
from math_core import LatexError
import pytest

from scripts.checker.errors import CheckError
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.statements import read_display
from scripts.mathematics.mathml import to_mathml

PIECES = [
    *(
        "x",
        "y",
        "f",
        "n",
        "i",
        "1",
        "2.5",
        " ",
        "=",
        "+",
        "-",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        ",",
    ),
    *("^", "_", "'", "!", "&", ":", ";", "<", "\\\\", "\\", "$", "%", "#", "~", "é", "\n"),
    *(r"\frac", r"\sqrt", r"\sum", r"\prod", r"\int", r"\lim", r"\max", r"\arg\min", r"\partial"),
    *(
        r"\mathbf",
        r"\mathbb{R}",
        r"\text",
        r"\operatorname{softmax}",
        r"\left",
        r"\right",
        r"\infty",
    ),
    *(r"\begin{cases}", r"\end{cases}", r"\begin{aligned}", r"\end{aligned}", r"\ldots", r"\in"),
    *(r"\mathbb{E}", r"\nabla", r"\top", r"\cdot", r"\hat", r"\mid", r"\lVert", r"\rVert", r"\sim"),
]
# A few, always the same ones; each night many others.
NIGHTLY = int(os.environ.get("FUZZED_DISPLAYS", "0"))
SETTINGS = settings(
    max_examples=NIGHTLY or 500, derandomize=not NIGHTLY, deadline=None, database=None
)
pytestmark = pytest.mark.timeout(3600 if NIGHTLY else 120)
DISPLAYS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@SETTINGS
@given(DISPLAYS)
def test_a_display_is_read_or_refused(display: str) -> None:
    try:
        read_display(display, Vocabulary())
    except CheckError as error:
        assert error.message


@SETTINGS
@given(DISPLAYS)
def test_a_display_is_typeset_or_refused(display: str) -> None:
    try:
        assert "<script" not in to_mathml(display, display=True)
    except LatexError as error:
        assert str(error)
