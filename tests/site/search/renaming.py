"""A formula with other names for its variables, as another author would write it."""

import re
from string import ascii_lowercase, ascii_uppercase

# e, d, E and P are no variables; a big O is no name that an author gives.
KEPT = "edEOP"
GREEK = [
    "alpha", "beta", "gamma", "eta", "theta", "kappa", "lambda", "mu", "xi", "rho", "phi", "psi",
    "omega", "chi", "nu", "zeta",
]  # fmt: skip
# Commands whose argument is a word; those that only change how a letter looks are renamed inside.
NAME = re.compile(
    r"\\(?:begin|end|operatorname|mathbb|text|mathrm)\{[^}]*\}|\\([A-Za-z]+)|([A-Za-z])"
)


def renamed(tex: str, by: int = 7) -> str:
    """Every variable replaced by one some places further in its alphabet."""
    return NAME.sub(lambda found: _other(found, by), tex)


def _other(found: re.Match[str], by: int) -> str:
    command, letter = found.groups()
    if command in GREEK:
        return "\\" + _further(GREEK, command, by)
    if letter and letter not in KEPT:
        alphabet = ascii_lowercase if letter.islower() else ascii_uppercase
        return _further([each for each in alphabet if each not in KEPT], letter, by)
    return found[0]


def _further(names: list[str], name: str, by: int) -> str:
    return names[(names.index(name) + by) % len(names)]
