"""The values in a set."""

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.dots import without_dots
from scripts.checker.evaluating.environment import Environment, Members, Random
from scripts.checker.evaluating.families import support
from scripts.checker.tree import Expr


def members(node: Expr, env: Environment) -> tuple[Tensor, ...]:
    """The values in a set: a listing, or the support of a variable."""
    if isinstance(node, tree.Listing):
        listed = [evaluate(item, inner) for item, inner in without_dots(node.items, env)]
        return tuple({_token(value): value for value in listed}.values())
    if isinstance(node, tree.Binary) and node.op in "∩∪∖":
        left, right = members(node.left, env), members(node.right, env)
        if node.op == "∪":
            inside = set(map(_token, left))
            return left + tuple(value for value in right if _token(value) not in inside)
        inside = set(map(_token, right))
        return tuple(v for v in left if (_token(v) in inside) == (node.op == "∩"))
    if isinstance(node, tree.Name):
        if isinstance(value := env.values.get(node.key), Members):
            return value.values
        script = node.key.startswith("\\mathcal{")
        variable = env.values.get(node.key[9:-1])
        if script and isinstance(variable, Random):
            return support(variable.distribution)
    raise CheckError(
        "the values in this set are not known: of a finite one, S \\subset \\{1, \\ldots, n\\}",
        node.span,
    )


def not_empty(node: Expr, env: Environment) -> tuple[Tensor, ...]:
    """The values in a listed set from which something is drawn: there are some."""
    values = members(node, env)
    if not values:
        names = [n for n in tree.walk(node) if isinstance(n, tree.Name) and n.key in env.values]
        where = ", ".join(f"{name.key} = {float(evaluate(name, env)):g}" for name in names)
        narrow = f" where {where}: narrow their domains" if names else ""
        raise CheckError(f"this set is empty{narrow}", node.span)
    return values


def _token(value: Tensor) -> object:
    """The same for equal values."""
    return value.item() if not value.ndim else (value.shape, *value.reshape(-1).tolist())
