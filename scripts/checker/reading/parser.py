"""The parser: expressions whose factors are atoms."""

from scripts.checker.reading.atoms import read_atom
from scripts.checker.reading.expressions import Expressions
from scripts.checker.tree import Expr


class Parser(Expressions):
    """Reads LaTeX with the names that a page declares."""

    def factor(self) -> Expr:
        return read_atom(self)
