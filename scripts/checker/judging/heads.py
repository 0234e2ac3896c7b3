"""What a left side is about, and the values of its arguments."""

from collections.abc import Mapping
from typing import Any

import torch

from scripts.checker import tree
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment, Function, Members, Random, Value
from scripts.checker.reading.names import python_name
from scripts.checker.tree import Expr


def head_of(left: Expr) -> str | None:
    """The Python name of what a left side is about: `softmax`, `theta_t`, `ReLU_prime`."""
    match left:
        case tree.Name(key=key):
            return python_name(key)
        case tree.Word(text=text):
            return text
        case tree.Index(base=base):
            return head_of(base)
        case tree.Call(function=function):
            return head_of(function)
        case tree.Prime(function=function, order=order):
            inner = head_of(function)
            return inner and inner + "_prime" * order
        case tree.Expectation():
            return "E"
    return None


def arguments_of(left: Expr, env: Environment) -> list[Any] | None:
    """The values of the arguments of a call, in the order the LaTeX shows them; None: no call."""
    if isinstance(left, tree.Index):
        return arguments_of(left.base, env)
    if isinstance(left, tree.Call):
        return [_argument(argument, env) for argument in left.inputs]
    if isinstance(left, tree.Expectation):
        return [_argument(left.body, env)]
    return None


def _argument(node: Expr, env: Environment) -> Any:
    value = env.values.get(node.key) if isinstance(node, tree.Name) else None
    if isinstance(value, Random | Function):
        return as_python(value)
    return evaluate(node, env).detach()


def look_up(name: str, env: Environment) -> Any:
    """The value of a Python name: drawn, given or defined. LookupError where there is none."""
    names = {python_name(key): key for key in [*env.values, *env.definitions]}
    if name in names and names[name] not in env.values:
        return evaluate(tree.Name(names[name]), env).detach()
    return among(name, names, env.values)


def among(name: str, names: Mapping[str, str], values: Mapping[str, Value]) -> Any:
    """The value of a Python name among these; LookupError with those that there are."""
    if name not in names or names[name] not in values:
        known = ", ".join(sorted(n for n, key in names.items() if key in values))
        raise LookupError(f"no symbol with a value here; there are {known}")
    return as_python(values[names[name]])


def as_python(value: Value) -> Any:
    """A value as an author's function gets it: tensor, callable or torch Distribution."""
    if isinstance(value, Random):
        return value.distribution
    if isinstance(value, Members):
        return torch.stack(value.values)
    return value.apply if isinstance(value, Function) else value
