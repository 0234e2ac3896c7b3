"""Trees to numbers."""

# Importing them registers their rules with dispatch.py, which imports none of them.
from scripts.checker.evaluating import calculus, chance, functions, lattice_calls, values  # noqa: F401
