"""A rule for many cases as one test, which names every case that breaks it, and how."""

from collections.abc import Callable, Iterable
from functools import wraps
import inspect
from typing import TypeVar

T = TypeVar("T")


def for_each(
    cases: Iterable[T], name: Callable[[T], object] = str
) -> Callable[..., Callable[..., None]]:
    """Give a test each case as its first argument; all others are fixtures, as ever."""
    listed = list(cases)

    def decorate(rule: Callable[..., None]) -> Callable[..., None]:
        @wraps(rule)
        def test(**fixtures: object) -> None:
            told = {name(case): _broken(rule, case, fixtures) for case in listed}
            broken = [f"{case}: {how}" for case, how in told.items() if how]
            assert not broken, "\n".join(broken)
            assert told, "no cases"

        signature = inspect.signature(rule)
        test.__signature__ = signature.replace(parameters=[*signature.parameters.values()][1:])  # type: ignore[attr-defined]
        return test

    return decorate


def _broken(rule: Callable[..., None], case: object, fixtures: dict[str, object]) -> str:
    """How the rule is broken, or nothing."""
    try:
        rule(case, **fixtures)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
