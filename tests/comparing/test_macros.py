"""Tests of scripts/comparing/macros.py."""

import pytest

from scripts.comparing.macros import Endless, Macros


def macros(*definitions: str) -> Macros:
    found = Macros()
    for text in definitions:
        assert found.define(text, 0) == len(text), text
    return found


def test_a_command_without_arguments_is_put_in_its_place() -> None:
    own = macros(r"\newcommand{\vx}{\mathbf{x}}")
    assert own.expand(r"\vx^\top \vx") == r"\mathbf{x}^\top \mathbf{x}"


def test_arguments_are_groups_or_single_signs() -> None:
    own = macros(r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}")
    assert own.expand(r"\pd{f}x") == r"\frac{\partial f}{\partial x}"
    assert own.expand(r"\pd\alpha{y_1}") == r"\frac{\partial \alpha}{\partial y_1}"


def test_the_first_argument_may_have_a_default() -> None:
    own = macros(r"\newcommand{\norm}[2][2]{\lVert #2 \rVert_{#1}}")
    assert own.expand(r"\norm{x}") == r"\lVert x \rVert_{2}"
    assert own.expand(r"\norm[1]{x}") == r"\lVert x \rVert_{1}"


def test_def_has_its_arguments_behind_the_name() -> None:
    own = macros(r"\def\E#1{\mathbb{E}[#1]}")
    assert own.expand(r"\E{X}") == r"\mathbb{E}[X]"


def test_an_operator_becomes_operatorname() -> None:
    own = macros(
        r"\DeclareMathOperator{\softmax}{softmax}", r"\DeclareMathOperator*{\amax}{arg\,max}"
    )
    assert own.expand(r"\softmax(x)") == r"\operatorname{softmax}(x)"
    assert own.expand(r"\amax_x") == r"\operatorname*{arg\,max}_x"


def test_let_gives_another_name() -> None:
    own = macros(r"\newcommand{\vx}{\mathbf{x}}", r"\let\x=\vx")
    assert own.expand(r"\x") == r"\mathbf{x}"


def test_commands_may_use_each_other_and_a_later_one_counts() -> None:
    own = macros(r"\newcommand{\x}{x}", r"\newcommand{\y}{\x+1}", r"\renewcommand{\x}{z}")
    assert own.expand(r"\y") == "z+1"


def test_providing_changes_nothing_that_is_there() -> None:
    own = macros(r"\newcommand{\x}{x}", r"\providecommand{\x}{z}")
    assert own.expand(r"\x") == "x"


def test_a_specification_of_arguments_is_read() -> None:
    own = macros(r"\NewDocumentCommand{\p}{O{p} m}{#1(#2)}")
    assert own.expand(r"\p{x} \p[q]{x}") == "p(x) q(x)"


def test_a_name_stays_apart_from_the_letter_behind_it() -> None:
    own = macros(r"\newcommand{\a}{\alpha}")
    assert own.expand(r"\a{}x \a x").startswith(r"\alpha{}x")
    assert macros(r"\newcommand{\s}[1]{#1}").expand(r"\s\alpha x") == r"\alpha x"


def test_arguments_that_are_told_apart_otherwise_are_left_alone() -> None:
    own = macros(r"\def\pair(#1,#2){#1#2}")
    assert own.expand(r"\pair(a,b)") == r"\pair(a,b)"


@pytest.mark.parametrize("body", [r"\x", r"\x\x", r"a\x b"])
def test_a_command_that_calls_itself_is_told(body: str) -> None:
    own = macros(rf"\newcommand{{\x}}{{{body}}}")
    with pytest.raises(Endless, match=r"\\x does not come to an end"):
        own.expand(r"\x")


def test_half_a_definition_defines_nothing() -> None:
    own = Macros()
    own.define(r"\newcommand{\x", 0)
    assert own.known == {}
