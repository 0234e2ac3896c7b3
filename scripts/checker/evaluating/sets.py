"""The values in a set."""

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.dots import without_dots
from scripts.checker.evaluating.environment import Environment, Random
from scripts.checker.evaluating.families import support
from scripts.checker.tree import Expr


def members(node: Expr, env: Environment) -> tuple[Tensor, ...]:
    """The values in a set: a listing, or the support of a variable."""
    if isinstance(node, tree.Listing):
        return tuple(evaluate(item, inner) for item, inner in without_dots(node.items, env))
    if isinstance(node, tree.Name):
        script = node.key.startswith("\\mathcal{")
        variable = env.values.get(node.key[9:-1])
        if script and isinstance(variable, Random):
            return support(variable.distribution)
    raise CheckError("the values in this set are not known", node.span)
