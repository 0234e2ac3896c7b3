"""What it means that two things stand side by side, for those who hear a formula.

U+2061 tells that a function is applied, U+2062 that two things multiply; neither is seen. Where
it is not known which of them it is, nothing is said: `a(b + c)` may be both. In a subscript,
letters are a list.
"""

from itertools import pairwise
import re
from xml.etree import ElementTree

from scripts.mathematics.brackets import (
    CLOSING,
    OPENING,
    ROWS,
    SCRIPTS,
    Row,
    base,
    closing,
    content,
    is_enclosed,
    is_fence,
    is_quad,
    part,
)
from scripts.mathematics.derivatives import is_differential, is_operator, say_operator
from scripts.mathematics.mending import held
from scripts.mathematics.names import FUNCTIONS, Known, letter_of, name_of

Element = ElementTree.Element

APPLIED, TIMES = "\u2061", "\u2062"
LIMITS = {"munder", "mover", "munderover"}
CONSTANTS = {"π", "e"}
ARGUMENTS = "(["  # a function has them in these
LARGE = "∑∏∫∬∭"
# No factor has these in its brackets.
AMONG_ARGUMENTS = {",", ";", "∣", "‖", "=", "<", ">", "≤", "≥", "≠", "∈"}
PRIMES = re.compile(r"\^[′″‴]+$")


def tell(element: Element, known: Known) -> None:
    """Put the signs into an element and all in it."""
    for place, child in enumerate(element):
        if place != 1 or not _is_list(element, known):
            tell(child, known)
    if element.tag == "mtr":
        _tell_cells(element, known)
    if element.tag in ROWS:
        _tell_row(element, known)
        _join_operators(element, known)


def _is_list(scripted: Element, known: Known) -> bool:
    """Whether the first script is indices, or a power that may be a name."""
    if scripted.tag == "msup":
        letters = [name_of(each) for each in content(scripted[1]) if each.tag == "mi"]
        alone = len(letters) == len(content(scripted[1]))
        return alone and not all(letter in known.values for letter in letters)
    return scripted.tag in SCRIPTS


def _tell_row(row: Element, known: Known) -> None:
    for place in range(len(row) - 2, -1, -1):
        following = _next(row, place)
        if following is not None and (sign := _sign(row, place, following, known)):
            row.insert(place + 1, _mark(sign))


def _tell_cells(cells: Element, known: Known) -> None:
    """A function may be aligned at the bracket of its arguments."""
    for left, right in pairwise(cells):
        row, place = [*left, *right], len(left) - 1
        aligned = "text-align: right" in left.get("style", "") and len(left) and len(right)
        if aligned and _sign(row, place, place + 1, known) == APPLIED:
            right.insert(0, _mark(APPLIED))


def _mark(sign: str) -> Element:
    mark = Element("mo")
    mark.text = sign
    return mark


def _sign(row: Row, place: int, following: int, known: Known) -> str | None:
    """What stands between two neighbors; None where that is not known, or nothing."""
    end, start = _end(row, place, known), _start(row, following, known)
    if not end or not start:
        return None
    name = PRIMES.sub("", name_of(part(row[place], -1)))
    function = known.is_function(name) if end in ("letter", "name") else end == "derivative"
    if start == "bracket":
        if function is None and (end == "name" or _holds_arguments(row, following)):
            function = True
        elif function is None and name in CONSTANTS:
            function = False
        return {True: APPLIED, False: TIMES, None: None}[function]
    if end == "name" and function is not False:
        return APPLIED if base(row[place]).tag == "mo" else None
    numbers = base(row[place]).tag == base(row[following], 0).tag == "mn"
    by_convention = end == "letter" and function and letter_of(name) in FUNCTIONS
    return None if numbers or by_convention else TIMES


def _end(row: Row, place: int, known: Known) -> str:
    """What the left neighbor ends with, if it is something: a letter, name, derivative, thing."""
    element = base(row[place])
    text = element.text or ""
    if element.tag == "mi":
        following = row[place + 1] if place + 1 < len(row) else None
        if text in "∂∇" or is_differential(part(row[place], -1), following, known):
            return ""
        return "letter" if len(text) == 1 else "name"
    if element.tag == "mo":
        if _is_word(text):
            return "name"
        return "thing" if text in CLOSING or element.get("form") == "postfix" else ""
    if element.tag == "mover":
        return "letter" if element.get("accent") == "true" else ""
    if element.tag == "mfrac":
        if is_operator(element, known):
            return ""
        return "derivative" if "intent" in element.attrib else "thing"
    return "thing" if element.tag in ("mn", "msqrt", "mroot") or is_enclosed(element) else ""


def _start(row: Row, place: int, known: Known) -> str:
    """What the right neighbor starts with: a bracket, another thing, or nothing of these."""
    element = base(row[place], 0)
    if element.tag in LIMITS:
        element = base(element[0], 0)
    text = element.text or ""
    following = row[place + 1] if place + 1 < len(row) else None
    if element.tag == "mo":
        if text in ARGUMENTS:
            return "bracket"
        opens = text in "⟨⌊⌈" or element.get("form") == "prefix"
        return "thing" if opens or text in LARGE or _is_word(text) else ""
    if is_enclosed(element):
        return "bracket" if is_fence(content(element)[0], ARGUMENTS) else "thing"
    if is_differential(part(row[place], 0), following, known):
        return ""
    return "thing" if element.tag in ("mi", "mn", "mfrac", "msqrt", "mroot", "mover") else ""


def _is_word(text: str) -> bool:
    return len(text) > 1 and text.isalnum()


def _holds_arguments(row: Row, place: int) -> bool:
    """Whether what a bracket holds is a list or a condition."""
    element = base(row[place], 0)
    inside = (
        content(element)[1:-1] if is_enclosed(element) else row[place + 1 : closing(row, place)]
    )
    if len(inside) == 1 and inside[0].tag == "mrow" and not is_enclosed(inside[0]):
        inside = content(inside[0])
    depth = 0
    for each in inside:
        depth += is_fence(each, OPENING) - is_fence(each, CLOSING)
        if depth == 0 and each.tag == "mo" and each.text in AMONG_ARGUMENTS:
            return True
    return False


def _next(row: Row, place: int) -> int | None:
    """The neighbor to the right, over narrow spaces."""
    for following in range(place + 1, len(row)):
        if row[following].tag != "mspace":
            return following
        if is_quad(row[following]):
            return None
    return None


def _join_operators(row: Element, known: Known) -> None:
    """`d/dx` and the factor behind it are one."""
    for place in range(len(row) - 1, -1, -1):
        following = _next(row, place)
        if following is None or not is_operator(row[place], known):
            continue
        if _start(row, following, known):
            end = _factor(row, following)
            parts = list(row[following:end])
            body = parts[0] if len(parts) == 1 else held(parts)
            row[place:end] = [say_operator(row[place], body, known)]


def _factor(row: Row, place: int) -> int:
    """Where the factor ends that begins at a place, arguments included."""
    end = closing(row, place) + 1
    while end < len(row) - 1 and row[end].text == APPLIED:
        end = closing(row, end + 1) + 1
    return end
