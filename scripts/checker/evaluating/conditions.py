"""Is a condition true: of a case, of a sum's index, inside an indicator or a probability?"""

import torch

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.sets import members
from scripts.checker.tree import Expr


def holds(node: Expr, env: Environment) -> bool:
    """Whether a condition is true; it must be about single numbers."""
    if isinstance(node, tree.Both):
        return all(holds(part, env) for part in node.conditions)
    if not isinstance(node, tree.Relation):
        raise CheckError("expected a condition such as x > 0", node.span)
    if node.op in "∈∉":
        value = evaluate(node.left, env)
        inside = any(torch.equal(value, item) for item in members(node.right, env))
        return inside == (node.op == "∈")
    left, right = evaluate(node.left, env), evaluate(node.right, env)
    if left.ndim or right.ndim:
        raise CheckError("a condition compares single numbers, not vectors", node.span)
    match node.op:
        case "=":
            return bool(left == right)
        case "≠":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case ">":
            return bool(left > right)
        case "≤":
            return bool(left <= right)
        case "≥":
            return bool(left >= right)
    raise CheckError(f"{node.op} is no condition that can be decided", node.span)
