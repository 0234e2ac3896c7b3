"""Numbers that are values of random variables: x of X, and z where `P(X = z)` asks for it."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from scripts.checker import tree
from scripts.checker.evaluating.dependence import random_in, variable_of
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.joint import values_at_random
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Statement


def values_of_variables(
    statements: Sequence[Statement], declared: Mapping[str, Declaration], env: Environment
) -> dict[str, Tensor]:
    """Drawn together, as x and y of a joint law; a second value of X is drawn apart."""
    sides = [side for statement in statements for side in statement.sides]
    small = [key for key in random_in(sides, env) if not key[:1].isupper()]
    drawn = values_at_random(small, env)
    points = {key: value for key, value in drawn.items() if not key[:1].isupper()}
    named = _named(statements, declared, env)
    while named:
        first = {variable: key for key, variable in reversed(named.items())}
        drawn = values_at_random([*small, *first], env)
        points |= {key: drawn[variable] for variable, key in first.items()}
        named = {key: v for key, v in named.items() if key not in first.values()}
    return points


def _named(
    statements: Sequence[Statement], declared: Mapping[str, Declaration], env: Environment
) -> dict[str, str]:
    """By the key of a number, the variable with any law that it is a value of."""
    numbers = [
        key
        for key, d in declared.items()
        if d.domain is not None and d.domain.kind == "real" and not d.domain.shape
        if key in env.values
    ]
    told = {
        node.right.key: node.left.key
        for statement in statements
        for node in tree.walk(statement)
        if isinstance(node, tree.Relation) and node.op == "="
        if isinstance(node.left, tree.Name) and isinstance(node.right, tree.Name)
    }
    found = {key: variable_of(key, env.random) or told.get(key, "") for key in sorted(numbers)}
    return {key: v for key, v in found.items() if v in env.random and _is_any(declared[v])}


def _is_any(declaration: Declaration) -> bool:
    return declaration.law is not None and not declaration.law.family
