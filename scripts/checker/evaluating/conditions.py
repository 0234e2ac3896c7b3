"""Is a condition true: of a case, of a sum's index, inside an indicator or a probability?"""

from collections.abc import Callable

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.sets import members
from scripts.checker.tree import Expr

COMPARISONS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "=": torch.eq, "≠": torch.ne, "<": torch.lt, ">": torch.gt, "≤": torch.le, "≥": torch.ge,
}  # fmt: skip


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
    return bool(truth(node, env))


def truth(node: Expr, env: Environment) -> Tensor:
    """1 where a condition is true, else 0; also of many values at once."""
    if isinstance(node, tree.Both):
        return torch.stack([truth(part, env) for part in node.conditions]).prod(0)
    if not isinstance(node, tree.Relation):
        raise CheckError("expected a condition such as x > 0", node.span)
    if node.op in "∈∉":
        return number(float(holds(node, env)))
    if node.op not in COMPARISONS:
        raise CheckError(f"{node.op} is no condition that can be decided", node.span)
    left, right = evaluate(node.left, env), evaluate(node.right, env)
    if left.ndim or right.ndim:
        raise CheckError("a condition compares single numbers, not vectors", node.span)
    env.trace.compared(node.left, right, env.domains)
    env.trace.compared(node.right, left, env.domains)
    return COMPARISONS[node.op](left, right).to(torch.float64)
