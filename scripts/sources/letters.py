"""The letters of a formula: those it uses, and those it defines."""

import re

# Letters that mean the same everywhere; docs/notation.md says what.
CONSTANTS = frozenset({"e", "d", "I", "O", r"\pi", r"\delta"})
LETTER = re.compile(
    r"\\(?:alpha|beta|gamma|Gamma|delta|Delta|epsilon|zeta|eta|theta|Theta|kappa|lambda|Lambda|mu"
    r"|nu|xi|pi|rho|sigma|Sigma|tau|phi|Phi|varphi|chi|psi|Psi|omega|Omega)(?![a-zA-Z])"
    r"|(?<![\\a-zA-Z])[a-zA-Z](?![a-zA-Z])"
)
NAMES = re.compile(r"\\(?:operatorname|text|mathrm|mathbb|mathsf|begin|end)\*?\{[^}]*\}")
STYLES = re.compile(r"\\(?:mathbf|mathcal|boldsymbol|hat|bar|frac|sqrt)(?![a-zA-Z])")
BOUND = re.compile(
    r"\\(?:sum|prod|int|lim|max|min)_(?:\{([^}]*)\}|(\\?\w+))(?:\^(?:\{[^}]*\}|\\?\w+))?"
)
INDEX = re.compile(r"_(?:\{[^{}]*\}|\\?\w)")
ARGUMENTS = re.compile(r"\\?\w+\(([^()]*)\)$")
RELATION = re.compile(r"=|<|>|\\(?:in|sim|le|ge|ll|gg|to|subset|neq|leftarrow)(?![a-zA-Z])")


def letters(tex: str) -> set[str]:
    """The bare letters of a formula: `\\mathbf{x}_i` and `x_{ij}` are both x."""
    plain = STYLES.sub(" ", NAMES.sub(" ", tex)).replace("d\\mathbf", "d \\mathbf")
    plain = re.sub(r"(?<![a-zA-Z\\])d(?=[a-zA-Z]\b)", "d ", plain)  # dx
    return set(LETTER.findall(re.sub(r"[{}]", " ", plain)))


def used(tex: str) -> set[str]:
    """The letters of a formula, without its indices, sizes and bound variables."""
    bound = {letter for found in BOUND.finditer(tex) for letter in letters(found[1] or found[2])}
    return letters(INDEX.sub("", BOUND.sub(" ", tex))) - bound - CONSTANTS


def defined(tex: str) -> set[str]:
    """The letter that an equation starts with is what it defines."""
    return {found for line in re.split(r"\\\\|\\quad", tex) for found in _first(line)}


def arguments(tex: str) -> set[str]:
    """The letters that stand for any input where a function is written down: u of f(u) = u²."""
    found = ARGUMENTS.match(RELATION.split(tex)[0].strip())
    return letters(found[1]) if found else set()


def _first(equation: str) -> list[str]:
    head = STYLES.sub("", NAMES.sub("", RELATION.split(equation)[0]))
    return LETTER.findall(re.sub(r"[{}]", " ", head))[:1]
