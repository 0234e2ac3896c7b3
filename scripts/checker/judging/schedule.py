"""How many draws a display gets, and what each of them is like."""

from collections.abc import Iterator, Sequence
from itertools import chain, cycle

from scripts.checker import tree
from scripts.checker.evaluating.algebra import ROUNDING
from scripts.checker.evaluating.samplers import Style
from scripts.checker.tree import Expr, Statement

# With pieces, more ties; an inequality is only ever not refuted: there, many draws are evidence.
DRAWS, DRAWS_OF_PIECES, DRAWS_OF_INEQUALITY = 40, 64, 100
DRAWS_OF_SAMPLES = 8  # each of them a simulation
MOST_DRAWS = 300  # until every case and every argument of max has decided at least once
MOST_TRIES = 500  # where far out nothing can be compared
# The first draws stay where functions bend. Then most of them reach farther, to the pieces of a
# function that begin far out, and some stand where values are equal, or at an edge.
FIRST = (Style.USUAL,) * 8
THEN = (
    *(Style.WIDE, Style.EDGES, Style.WIDE, Style.TIES, Style.WIDE, Style.FAR),
    *(Style.WIDE, Style.EDGES, Style.WIDE, Style.DOUBLE, Style.WIDE, Style.TIES),
    *(Style.WIDE, Style.LARGE, Style.WIDE, Style.FAR),
)
WITH_PIECES = (Style.TIES, Style.WIDE, *THEN[:3], Style.TIES, *THEN[3:9], Style.TIES, *THEN[9:])
STEPS = {"indicator", "sign", "sgn", "round", "mod", "rank"}
PIECEWISE = {"max", "min", "indicator", "relu", "ReLU", "sign", "sgn", "round", "clip", "clamp"}


def draws_wanted(statements: Sequence[Statement]) -> int:
    """How many draws are enough."""
    if any(statement.is_inequality for statement in statements):
        return DRAWS_OF_INEQUALITY
    return DRAWS_OF_PIECES if has_pieces(statements) else DRAWS


def styles(statements: Sequence[Statement]) -> Iterator[Style]:
    """What one draw after the other is like; a remainder is about usual inputs."""
    if any(isinstance(node, tree.Order) for node in _nodes(statements)):
        return cycle([Style.USUAL])
    return chain(FIRST, cycle(WITH_PIECES if has_pieces(statements) else THEN))


def has_pieces(statements: Sequence[Statement]) -> bool:
    """Whether a formula takes different forms for different inputs, rare ones among them."""
    return any(_is_piecewise(node) for node in _nodes(statements))


def has_steps(statements: Sequence[Statement]) -> bool:
    """Whether a formula jumps anywhere."""
    return any(_jumps(node) for node in _nodes(statements))


def _jumps(node: Expr) -> bool:
    match node:
        case tree.Cases() | tree.Relation() | tree.Big(op="argmax" | "argmin"):
            return True
        case tree.Bars(kind=kind):
            return kind in ROUNDING
        case tree.Call(function=tree.Word(text=text)):
            return text in STEPS
        case tree.Binary(op=op):
            return op == "mod"
    return False


def _is_piecewise(node: Expr) -> bool:
    match node:
        case tree.Cases() | tree.Big(op="max" | "min" | "argmax" | "argmin"):
            return True
        case tree.Bars(kind=kind):
            return kind != "‖"
        case tree.Call(function=tree.Word(text=text)):
            return text in PIECEWISE
    return False


def _nodes(statements: Sequence[Statement]) -> Iterator[Expr]:
    return chain.from_iterable(tree.walk(statement) for statement in statements)
