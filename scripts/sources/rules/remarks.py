"""What a build says of a formula without refusing it: someone should look."""

import ast
from collections.abc import Iterable, Iterator
import re

from scripts.base.errors import SourceError
from scripts.sources.formula import Formula
from scripts.sources.misprints import misprints_of
from scripts.sources.page import IMAGE
from scripts.sources.rules.explained import unexplained_letters
from scripts.sources.snippet import functions_of, reachable

MIN_QUESTIONS, MAX_QUESTIONS = 6, 10
# A number by itself: neither an index of a name, nor a power of ten, nor an ordinal.
NUMBER = re.compile(
    r"(?<![\w.,^·])[−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[−+-]?\d+)?(?!\.?\d|·10)(?![^\W_]|[⁻⁰-⁹])"
)
MATHEMATICS = re.compile(r"\$[^$]*\$")
TRIVIAL = {0.0, 1.0, 2.0}
YEARS = range(1600, 2101)


def remarks(formula: Formula) -> Iterator[SourceError]:
    """All that someone should look at."""
    yield from number_of_questions(formula)
    yield from unasserted_numbers(formula)
    yield from unexplained_letters(formula)


def number_of_questions(formula: Formula) -> Iterator[SourceError]:
    """Few questions find few readers; many belong to several pages."""
    number = len(formula.questions)
    if not MIN_QUESTIONS <= number <= MAX_QUESTIONS:
        line = formula.matter.keys["questions"]
        message = f"{number} questions; {MIN_QUESTIONS} to {MAX_QUESTIONS} are wanted"
        yield SourceError(formula.path, line, message)


def unasserted_numbers(formula: Formula) -> Iterator[SourceError]:
    """The numbers of a table that check() does not contain, of an alt text that no code does."""
    functions = functions_of(formula.snippet.tree)
    check = functions["check"]
    asserted = _numbers([check, *(functions[name] for name in reachable(functions, [check]))])
    drawn = _numbers(functions.values())
    snippet = formula.snippet.path.as_posix()
    for number, line in formula.page.prose:
        for image in IMAGE.finditer(line):
            for text in _unknown(image["alt"], drawn):
                message = f"{text} of the alt text is nowhere in {snippet}: assert it in check()"
                yield SourceError(formula.path, number, message)
    places = {m.line: m.seen_in for m in misprints_of(formula.path, formula.page.text)}
    for number, line in enumerate(formula.page.lines, start=1):  # with its code: `eps=1e-8`
        told = line.replace(places.get(number, ""), "")  # a place may be page 7 or issue 123
        for text in _unknown(told, asserted) if line.startswith("|") else ():
            message = f"{text} of the table is not in check() of {snippet}: assert it there"
            yield SourceError(formula.path, number, message)


def _unknown(text: str, known: Iterable[float]) -> Iterator[str]:
    """The numbers of a text that none of the known ones rounds to."""
    for found in NUMBER.finditer(MATHEMATICS.sub(" ", text)):
        digits = found[0].replace("−", "-").replace(",", "")
        value, places = abs(float(digits)), len(digits.partition(".")[2])
        if value in TRIVIAL or value in YEARS:
            continue
        exact = "e" in digits
        if not any(value == (n if exact else round(n, places)) for n in known):
            yield found[0]


def _numbers(functions: Iterable[ast.FunctionDef]) -> set[float]:
    """The sizes of all numbers in the code, and of the fractions such as 5 / 3."""
    nodes = [node for function in functions for node in ast.walk(function)]
    numbers = {size for node in nodes if (size := _size(node)) is not None}
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            above, below = _size(node.left), _size(node.right)
            if above is not None and below:
                numbers.add(above / below)
    return numbers


def _size(node: ast.AST) -> float | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return abs(float(node.value))
    return None
