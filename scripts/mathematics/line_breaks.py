r"""Formulas that a narrow screen shows in lines: browsers do not break a formula.

So the formula is drawn in pieces, what stands in a group in one. A line may break between two
statements; in a statement that is too long for a line, before a relation; in a side of it that
is still too long, before a plus or minus. `a = b + c, \quad d = e` has the statements
`a = b + c,` and `d = e`, the first of them the sides `a` and `= b + c,`, the second of these
the terms `= b` and `+ c,`.
"""

from collections.abc import Set
from functools import cache
import re

from math_core import LatexError

from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.names import NOTHING, Known
from scripts.mathematics.symbol_names import tagged

TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|.", re.DOTALL)
GROUPS = dict.fromkeys(["{", r"\left", r"\begin"], 1) | dict.fromkeys(["}", r"\right", r"\end"], -1)
BRACKETS = dict.fromkeys(["(", "[", r"\{"], 1) | dict.fromkeys([")", "]", r"\}"], -1)
SPACES = {r"\quad", r"\qquad"}
RELATIONS = {"=", "<", ">", r"\le", r"\ge", r"\approx", r"\iff", r"\implies", r"\sim"}
SIGNS = {"+", "-"}
# After these a sign belongs to what follows it.
BEFORE_A_NUMBER = RELATIONS | SIGNS | {"", "^", "_", ",", r"\cdot", r"\times"}
# As in TeX, an empty group before a sign makes it one between two things, with space around it.
GROUP = "{}"

Terms = list[str]
Sides = list[Terms]


@cache  # a chapter, the cheat sheet and a notebook show the same
def display_html(tex: str, names: frozenset[str], known: Known = NOTHING) -> str:
    """A display as a whole and, if a line may break in it, in pieces; the style shows one."""
    whole, cut = tagged(to_mathml(tex, display=True, known=known), names), statements(tex)
    if len(cut) == len(cut[0]) == len(cut[0][0]) == 1:
        return whole
    return f'{whole}<div class="broken">{in_pieces(tex, names, known)}</div>'


def in_pieces(tex: str, names: Set[str] = frozenset(), known: Known = NOTHING) -> str:
    """A display with a `<math>` for every term, its symbols tagged with these names."""
    return " ".join(_statement(sides, names, known) for sides in statements(tex))


def statements(tex: str) -> list[Sides]:
    """The statements of a display, each a list of sides, each a list of terms.

    One of which a piece is no formula by itself, as of `x_= 1`, is not cut.
    """
    cut = _cut(tex)
    try:
        for term in (term for sides in cut for side in sides for term in side):
            to_mathml(term, display=True)
    except LatexError:
        return [[[tex]]]
    return cut


def _cut(tex: str) -> list[Sides]:
    found: list[Sides] = [[[""]]]
    groups, brackets, before = 0, 0, ""
    for token in TOKEN.findall(tex):
        groups += GROUPS.get(token, 0)
        brackets = max(0, brackets + BRACKETS.get(token, 0))  # of those, one may stand alone
        depth = groups + brackets
        if depth == 0 and token in SPACES:
            found.append([[""]])
            before = ""
            continue
        if depth == 0 and token in RELATIONS and before:
            found[-1].append([GROUP])
        elif depth == 0 and token in SIGNS and before not in BEFORE_A_NUMBER:
            found[-1][-1].append(GROUP)
        found[-1][-1][-1] += token
        before = token if token.strip() else before
    stripped = [[[term.strip() for term in side] for side in sides] for sides in found]
    return [sides for sides in stripped if sides[0][0]]


def pieces(tex: str) -> list[str]:
    """The parts of a display in which no line can break."""
    terms = (term for sides in statements(tex) for side in sides for term in side)
    return [term.removeprefix(GROUP).strip() for term in terms]


def _statement(sides: Sides, names: Set[str], known: Known) -> str:
    drawn = [[tagged(_mathml(term, known), names) for term in side] for side in sides]
    return _box("statement", [_box("side", side) if len(side) > 1 else side[0] for side in drawn])


def _mathml(term: str, known: Known) -> str:
    return to_mathml(term, display=True, known=known).replace(f'x-tex">{GROUP}', 'x-tex">')


def _box(kind: str, content: list[str]) -> str:
    return f'<span class="{kind}">{"".join(content)}</span>'
