"""Trees to numbers."""

# Importing them registers their rules with dispatch.py, which imports none of them.
from scripts.checker.evaluating import (  # noqa: F401
    calculus,
    chance,
    functions,
    integrals,
    lattice_calls,
    values,
)
