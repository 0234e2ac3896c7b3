"""The names that a claim is about, also through what defines them."""

from collections.abc import Iterator

from scripts.checker import tree
from scripts.checker.evaluating.environment import Environment
from scripts.checker.reading.scopes import free_names
from scripts.checker.reading.statements import Claim


def needed(claim: Claim, env: Environment) -> list[str]:
    """The names of a claim, and those that define them, in the order of their appearance."""
    found: dict[str, None] = {}
    todo: list[tree.Expr] = [claim.statement]
    while todo:
        node = todo.pop(0)
        free = free_names(node)
        for key in _in_order(node):
            if key in found or (key in env.values and key not in free):
                continue
            found[key] = None
            if key in env.definitions:
                todo.append(env.definitions[key].body)
    defined = claim.definition.key if claim.definition else None
    return [key for key in found if key != defined]


def _in_order(node: tree.Expr) -> Iterator[str]:
    for each in tree.walk(node):
        if isinstance(each, tree.Name):
            yield each.key
        elif isinstance(each, tree.Word):
            yield each.text
