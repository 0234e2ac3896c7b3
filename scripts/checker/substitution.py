"""An expression with one of its parts exchanged."""

from dataclasses import replace
from typing import Any, TypeVar

from scripts.checker.tree import Expr

T = TypeVar("T", bound=Expr)


def substitute(node: T, old: Expr, new: Expr) -> T:
    """A copy in which the very object `old` (not its equals) is `new`."""

    def renewed(value: Any) -> Any:
        if value is old:
            return new
        if isinstance(value, Expr):
            return substitute(value, old, new)
        if isinstance(value, tuple):
            return tuple(renewed(item) for item in value)
        return value

    changes = {}
    for name in node.__dataclass_fields__:
        before = getattr(node, name)
        after = renewed(before)
        if after is not before and after != before:
            changes[name] = after
    return replace(node, **changes) if changes else node
