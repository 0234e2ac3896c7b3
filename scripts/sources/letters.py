"""The letters of a formula: those it uses, and those it defines."""

import re

# Letters that mean the same everywhere; docs/notation.md says what.
CONSTANTS = frozenset({"e", "d", "I", "O", r"\pi", r"\delta"})
GREEK = re.compile(
    r"\\(?:(?:var)?epsilon|(?:var)?phi|alpha|beta|[gG]amma|[dD]elta|zeta|eta|[tT]heta|iota|kappa"
    r"|[lL]ambda|mu|nu|[xX]i|[pP]i|rho|[sS]igma|tau|[uU]psilon|Phi|chi|[pP]si|[oO]mega)"
)
TOKEN = re.compile(r"\\[a-zA-Z]+|[a-zA-Z]")
NAMES = re.compile(r"\\(?:operatorname|text|mathrm|mathbb|mathsf|begin|end)\*?\{[^}]*\}")
BOUND = re.compile(
    r"\\(?:sum|prod|int|lim|max|min)_(?:\{([^}]*)\}|(\\?\w+))(?:\^(?:\{[^}]*\}|\\?\w+))?"
)
INDEX = re.compile(r"_(?:\{[^{}]*\}|\\[a-zA-Z]+|\w)")
PLACE = re.compile(r"_\{([a-z]{2,3})\}")  # of an entry: `A_{ij}`
SIGMOID = re.compile(r"\\sigma(?=\s*(?:\\left\s*)?\()")  # a function wherever it has an argument
ARGUMENTS = re.compile(r"\\?\w+\(([^()]*)\)$")
RELATION = re.compile(r"=|<|>|\\(?:in|sim|le|ge|ll|gg|to|subset|neq|leftarrow)(?![a-zA-Z])")


def letters(tex: str) -> set[str]:
    """The bare letters of a formula: `\\mathbf{x}_i` and `x_{ij}` hold x."""
    return set(_in_order(tex))


def used(tex: str) -> set[str]:
    """The letters of a formula, without its indices, sizes and bound variables."""
    bound = {letter for found in BOUND.finditer(tex) for letter in letters(found[1] or found[2])}
    rows_and_columns = [p for side in _left_sides(tex) for p in PLACE.findall(side)]
    bound |= letters(" ".join(rows_and_columns))
    return letters(INDEX.sub("", BOUND.sub(" ", SIGMOID.sub(" ", tex)))) - bound - CONSTANTS


def defined(tex: str) -> set[str]:
    """The letter that an equation starts with is what it defines."""
    return {found for side in _left_sides(tex) for found in _in_order(side)[:1]}


def arguments(tex: str) -> set[str]:
    """The letters that stand for any input where a function is written down: u of f(u) = u²."""
    found = ARGUMENTS.match(RELATION.split(tex)[0].strip())
    return letters(found[1]) if found else set()


def _left_sides(tex: str) -> list[str]:
    return [RELATION.split(equation)[0] for equation in re.split(r"\\\\|\\quad", tex)]


def _in_order(tex: str) -> list[str]:
    tokens = TOKEN.findall(NAMES.sub(" ", tex))
    return [each for each in tokens if not each.startswith("\\") or GREEK.fullmatch(each)]
