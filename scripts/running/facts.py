"""Do the facts of a page notice a wrong function? Each that is shown is changed a little.

Meant for a process of its own: it runs the page's code.
"""

from collections.abc import Callable, Iterator
import functools
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import snippet_file
from scripts.running.figures import load_snippet, seed
from scripts.sources.snippet import Snippet, functions_of, reachable, read_snippet

SHAPES = ") -> ("


def scaled(tensor: Tensor) -> Tensor:
    """Larger by 1 %."""
    return tensor * 1.01


def shifted(tensor: Tensor) -> Tensor:
    """Larger by 0.01."""
    return tensor + 0.01


CHANGES = (scaled, shifted)


def require_alert_facts(identifier: str) -> None:
    """Raise SourceErrors with all that a page shows of its snippet and nothing asserts.

    Also where a shown function does not say its shapes, or what is shown does not run alone.
    """
    snippet = read_snippet(snippet_file(identifier))
    errors = [*_without_shapes(snippet), *_not_alone(snippet)]
    errors += [e for name in _asserted(snippet) for e in unnoticed(snippet, name)]
    if errors:
        raise SourceErrors(errors)


def _asserted(snippet: Snippet) -> Iterator[str]:
    """The shown functions, the numbers beside the figure, and the call where check() uses it."""
    yield from snippet.shown_functions
    if snippet.readout:
        yield "readout"
    functions = functions_of(snippet.tree)
    if "call" in reachable(functions, [functions["check"]]):
        yield "call"


def unnoticed(snippet: Snippet, name: str) -> Iterator[SourceError]:
    """The changes of a function that check() does not refuse."""
    for change in CHANGES:
        module = load_snippet(snippet.path)
        setattr(module, name, _changed(getattr(module, name), change))
        if problem := _answer(module):
            how = (change.__doc__ or "").rstrip(".").lower()
            line = functions_of(snippet.tree)[name].lineno
            yield SourceError(snippet.path, line, f"with {name}() {how}, check() {problem}")


def perturb(result: Any, change: Callable[[Tensor], Tensor]) -> Any:
    """The result with its first floating-point tensor changed, however deep it lies.

    Where there is none, its first whole number is larger by 1, its first truth value another.
    """
    for leaf in (functools.partial(_changed_number, change), _changed_count):
        changed, found = _perturb(result, leaf)
        if found:
            return changed
    # No AssertionError: it would be taken for a fact that failed.
    raise TypeError(f"no number to perturb in {type(result).__name__}")


def _answer(module: ModuleType) -> str | None:
    """What check() does wrong with a function that is wrong."""
    seed()
    try:
        module.check()
    except AssertionError:
        return None
    except Exception as error:
        return f"raises {type(error).__name__}: {error}; it must assert"
    return "still holds: assert a value of it"


def _changed(right: Callable[..., Any], change: Callable[[Tensor], Tensor]) -> Callable[..., Any]:
    @functools.wraps(right)
    def wrong(*arguments: Any, **options: Any) -> Any:
        return perturb(right(*arguments, **options), change)

    return wrong


def _without_shapes(snippet: Snippet) -> Iterator[SourceError]:
    for name, docstring in zip(snippet.shown_functions, snippet.docstrings, strict=True):
        if SHAPES not in docstring:
            line = functions_of(snippet.tree)[name].lineno
            message = f"the docstring of {name}() says the shapes in and out: '(n,) -> (n,)'"
            yield SourceError(snippet.path, line, message)


def _not_alone(snippet: Snippet) -> Iterator[SourceError]:
    """A reader pastes what the page shows, without what stands around it."""
    first = snippet.text.partition(snippet.shown)[0].count("\n")
    try:
        exec(compile("\n" * first + snippet.shown, snippet.path, "exec"), {})
    except Exception as error:
        message = f"what the page shows does not run alone: {type(error).__name__}: {error}"
        yield SourceError(snippet.path, first + 1, message)


def _perturb(result: Any, leaf: Callable[[Any], Any]) -> tuple[Any, bool]:
    """The result with the first part changed for which `leaf` does not give None."""
    if (changed := leaf(result)) is not None:
        return changed, True
    if isinstance(result, torch.optim.Optimizer):  # its learning rate
        rates, found = _perturb([float(group["lr"]) for group in result.param_groups], leaf)
        for group, rate in zip(result.param_groups, rates, strict=True):
            group["lr"] = rate
        return result, found
    if isinstance(result, torch.optim.lr_scheduler.LRScheduler):  # the rate it goes on from
        return result, _perturb(result.optimizer, leaf)[1]
    if isinstance(result, dict):
        values, found = _perturb(list(result.values()), leaf)
        return dict(zip(result, values, strict=True)), found
    if isinstance(result, list | tuple):
        parts = list(result)
        for position, part in enumerate(parts):
            parts[position], found = _perturb(part, leaf)
            if found:
                return _rebuilt(result, parts), True
    return result, False


def _changed_number(change: Callable[[Tensor], Tensor], leaf: Any) -> Any:
    if isinstance(leaf, Tensor) and (leaf.is_floating_point() or leaf.is_complex()):
        return change(leaf)
    if isinstance(leaf, float):
        return change(torch.tensor(leaf, dtype=torch.float64)).item()
    return None


def _changed_count(leaf: Any) -> Any:
    if isinstance(leaf, Tensor):
        return ~leaf if leaf.dtype == torch.bool else leaf + 1
    if isinstance(leaf, bool):
        return not leaf
    return leaf + 1 if isinstance(leaf, int) else None


def _rebuilt(original: list[Any] | tuple[Any, ...], parts: list[Any]) -> Any:
    if hasattr(original, "_fields"):  # a named tuple
        return type(original)(*parts)
    return type(original)(parts)
