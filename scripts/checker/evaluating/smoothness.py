"""Whether a function bends without kinks and jumps: Gauss rules are for such functions only."""

from scripts.checker import tree
from scripts.checker.evaluating.environment import Environment, Function
from scripts.checker.evaluating.inputs import SmoothFunction
from scripts.checker.tree import Expr

SMOOTH = {
    *("exp", "log", "ln", "sin", "cos", "sinh", "cosh", "tanh", "arctan", "sigmoid", "softplus"),
    *("Phi", "erf", "softmax", "LSE", "logsumexp", "GELU", "SiLU", "gaussian", "tr", "det", "diag"),
    *("Var", "Cov", "Pr", "mean", ":", "F", "+…", "*…", "o…", "vec", "kronecker", "log_softmax"),
}


def is_smooth(body: Expr, env: Environment) -> bool:
    """Whether an expression bends, but has no kinks and no jumps, as far as can be told."""
    todo, seen = [body], set[str]()
    while todo:
        node = todo.pop()
        todo += tree.children(node)
        match node:
            case tree.Cases() | tree.Relation() | tree.Limit():
                return False
            case tree.Bars(kind=kind) if kind != "‖":
                return False
            case tree.Big(op=op) if op not in {"sum", "prod"}:
                return False
            case tree.Word(text=text) if text not in SMOOTH and text not in env.definitions:
                return False
            case tree.Name(key=key) if key not in seen:
                seen.add(key)
                value = env.values.get(key)
                if isinstance(value, Function) and not isinstance(value.apply, SmoothFunction):
                    return False
                if definition := env.definitions.get(key):
                    todo.append(definition.body)
    return True
