"""Set-up of every notebook, which holds this function as it stands here."""

from collections.abc import Callable
from types import FunctionType
from typing import Any


def drawing(names: dict[str, Any]) -> Callable[..., object]:
    """figure() with the meanings that all names have now: another formula may define an `f`, too.

    It draws the same random numbers each time.
    """
    kept = dict(names)
    for name, value in names.items():
        if isinstance(value, FunctionType) and value.__globals__ is names:
            copy = FunctionType(value.__code__, kept, name, value.__defaults__, value.__closure__)
            copy.__kwdefaults__ = value.__kwdefaults__
            kept[name] = copy

    def draw(**parameter: float) -> object:
        kept["torch"].manual_seed(0)
        return kept["figure"](**parameter)

    return draw
