"""LaTeX to pieces, as TeX cuts it: what a command takes without braces is one letter or digit.

Braces that are no argument of a command are gone afterwards, as they are for the reader:
`2{x+1}` is shown, and read, as `2x + 1`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
import re

from scripts.checker.errors import CheckError, Span

PIECE = re.compile(r"\\colon\s*=|\\[a-zA-Z]+\*?|\\.|\.\.\.|:=|\d+(?:\.\d+)?|\S|\s+", re.DOTALL)

SPACES = {r"\,", r"\;", r"\:", r"\!", r"\ ", "~", r"\limits", r"\nolimits", r"\displaystyle"}
SPACES |= {r"\textstyle", r"\scriptstyle", r"\thinspace", r"\nonumber", r"\notag", r"\strut"}
SPACES |= {f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", *"lmr")}

BOLD = {r"\mathbf", r"\boldsymbol", r"\bm", r"\vec"}
UPRIGHT = {r"\operatorname", r"\operatorname*", r"\text", r"\mathrm", r"\textrm", r"\mathsf"}
UPRIGHT |= {r"\mathit", r"\texttt", r"\mathtt"}
ALPHABETS = {r"\mathcal", r"\mathbb", r"\mathscr", r"\mathfrak"}
ACCENTS = {r"\hat": "hat", r"\widehat": "hat", r"\bar": "bar", r"\overline": "bar"}
ACCENTS |= {r"\tilde": "tilde", r"\widetilde": "tilde", r"\dot": "dot", r"\check": "check"}
ACCENTS |= {r"\ddot": "ddot"}

TAKES = dict.fromkeys(BOLD | UPRIGHT | ALPHABETS | set(ACCENTS), 1)
TAKES |= dict.fromkeys(["^", "_", r"\sqrt", r"\begin", r"\end", r"\mathop", r"\phantom"], 1)
TAKES |= dict.fromkeys([r"\underbrace", r"\overbrace", r"\boxed"], 1)
TAKES |= dict.fromkeys([r"\frac", r"\dfrac", r"\tfrac", r"\binom", r"\dbinom", r"\tbinom"], 2)
TAKES |= dict.fromkeys([r"\underset", r"\overset", r"\stackrel", r"\textcolor"], 2)


LONGEST = 20_000  # characters of a display; the longest on a page have some 500


DEEPEST = 60  # braces in braces


@dataclass(frozen=True)
class Raw:
    """One piece of LaTeX as it is written."""

    text: str
    span: Span


@dataclass
class _Open:
    """A group that is open: its sign, its place, whether it is an argument, and what it awaits."""

    sign: str
    place: int = 0
    argument: bool = True
    awaits: int = 0


def pieces(tex: str) -> list[Raw]:
    """The pieces of a formula without spaces and sizes; CheckError where braces do not match."""
    if len(tex) > LONGEST:
        raise CheckError(f"longer than {LONGEST} characters: split it into several displays")
    written = [
        Raw(found[0], Span(found.start(), found.end()))
        for found in PIECE.finditer(tex)
        if not found[0].isspace() and found[0] not in SPACES
    ]
    groups = [_Open("")]
    result: list[Raw | None] = []
    for place, piece in enumerate(written):
        top = groups[-1]
        if piece.text == "{":
            groups.append(_Open("{", len(result), argument=top.awaits > 0))
            if len(groups) > DEEPEST:
                raise CheckError("braces nested too deeply: name a part of it", piece.span)
            top.awaits = max(0, top.awaits - 1)
            result.append(piece)
        elif piece.text == "}":
            if top.sign != "{":
                raise CheckError("'}' is not expected here", piece.span)
            groups.pop()
            result.append(piece if top.argument else None)
            if not top.argument:
                result[top.place] = None
        elif piece.text == "[" and place and written[place - 1].text == r"\sqrt":
            groups.append(_Open("["))  # the degree of the root
            result.append(piece)
        elif piece.text == "]" and top.sign == "[":
            groups.pop()
            result.append(piece)
        else:
            result += _single(piece, top)
    if groups[-1].sign == "{":
        last = result[groups[-1].place]
        raise CheckError("this brace is never closed", last.span if last else None)
    return [piece for piece in result if piece is not None]


def _single(piece: Raw, group: _Open) -> Sequence[Raw]:
    """A piece that is no bracket; a number gives one digit to each command that awaits one."""
    digits = len(piece.text)
    if not (piece.text[0].isdigit() and group.awaits and digits > 1):
        group.awaits = max(0, group.awaits - 1) + TAKES.get(piece.text, 0)
        return [piece]
    if digits > group.awaits or "." in piece.text:  # x^10 is shown as x¹0
        message = f"only one digit of {piece.text} is taken: write {{{piece.text}}} in braces"
        raise CheckError(message, piece.span)
    group.awaits -= digits
    start = piece.span.start
    return [Raw(digit, Span(start + n, start + n + 1)) for n, digit in enumerate(piece.text)]
