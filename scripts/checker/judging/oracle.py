"""The author's Python: `reference` says what PyTorch computes, `given` provides special inputs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
import inspect
import sys
import traceback
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from scripts.base.errors import SourceError
from scripts.checker.evaluating.environment import Function, Random, Value
from scripts.checker.judging.evidence import torch_calls
from scripts.checker.page_source import Code
from scripts.checker.reading.names import python_name
from scripts.checker.reading.symbols import Declaration

Ask = Callable[[str], Any]  # the value of a Python name; LookupError where there is none


class Oracle:
    """The functions of a page's code, called with the values of its symbols."""

    def __init__(self, code: Code | None, declarations: Sequence[Declaration]) -> None:
        self.code = code
        self.module = load(code) if code else ModuleType("empty")
        self.parameters = {d.key: d.parameters for d in declarations}

    def function(self, name: str) -> Callable[..., Any] | None:
        """A function of the module by its name."""
        found = getattr(self.module, name, None)
        return found if inspect.isfunction(found) else None

    def references(self) -> list[str]:
        """`reference` and every `reference_<name>`."""
        names = [n for n in vars(self.module) if n == "reference" or n.startswith("reference_")]
        return [name for name in names if self.function(name)]

    def given(self, ask: Ask, known: Mapping[str, str]) -> dict[str, Value]:
        """What `given` says, by key; `known` maps Python names to keys."""
        function = self.function("given")
        if function is None:
            return {}
        named = {
            name: self._ask(function, name, ask) for name in inspect.signature(function).parameters
        }
        result = self._call(function, [], named)
        if not isinstance(result, dict):
            raise self._error(function, "given must return a dict: name → value")
        values: dict[str, Value] = {}
        for name, value in result.items():
            if name not in known:
                raise self._error(function, f"given returns {name!r}, {_no_symbol(name, known)}")
            values[known[name]] = self._value(function, known[name], value)
        return values

    def called(self, names: Iterable[str]) -> tuple[str, ...]:
        """The functions of PyTorch that these functions of the page's code call."""
        return torch_calls(self.module, self.code.text, names) if self.code else ()

    def hypotheses(self) -> list[str]:
        """The Python names that `given` asks for: these are drawn, whatever a display says."""
        function = self.function("given")
        return _parameters(function) if function else []

    def asked(self) -> set[str]:
        """The Python names that `given` or a reference asks for."""
        functions = map(self.function, ["given", *self.references()])
        return {name for function in functions if function for name in _parameters(function)}

    def refer(self, name: str, arguments: Sequence[Any] | None, ask: Ask) -> Any:
        """Call a reference with the arguments of the left side (None: it is no call)."""
        function = self.function(name)
        assert function is not None
        positional, named = [], {}
        for key, parameter in inspect.signature(function).parameters.items():
            if parameter.kind is parameter.KEYWORD_ONLY:
                named[key] = self._ask(function, key, ask)
            else:
                positional.append(key)
        if arguments is None and positional:
            message = f"the left side is no call: write def {name}(*, {', '.join(positional)})"
            raise self._error(function, message)
        if arguments is not None and positional and len(positional) != len(arguments):
            message = f"takes {', '.join(positional)}; the left side has {len(arguments)} arguments"
            raise self._error(function, f"{name} {message}")
        values = [_copy(value) for value in (arguments or [])] if positional else []
        return self._call(function, values, {k: _copy(v) for k, v in named.items()})

    def tensor(self, name: str, value: Any) -> Tensor:
        """A result of a reference as float64."""
        function = self.function(name)
        assert function is not None
        if isinstance(value, int | float):
            value = torch.tensor(float(value), dtype=torch.float64)
        if not isinstance(value, Tensor):
            raise self._error(function, f"{name} returns {type(value).__name__}, not a tensor")
        if value.is_floating_point() and value.dtype != torch.float64:
            message = f"{name} returns {value.dtype}: compute in float64, as its inputs are"
            raise self._error(function, message)
        return value.detach() if value.is_complex() else value.detach().to(torch.float64)

    def fail(self, name: str, message: str) -> SourceError:
        """An error at this function."""
        function = self.function(name)
        assert function is not None
        return self._error(function, message)

    def _ask(self, function: Callable[..., Any], name: str, ask: Ask) -> Any:
        try:
            return ask(name)
        except LookupError as error:
            message = f"{function.__name__} asks for {name!r}, {error.args[0]}"
            raise self._error(function, message) from None

    def _call(self, function: Callable[..., Any], values: Sequence[Any], named: Any) -> Any:
        try:
            with double_precision():
                return function(*values, **named)
        except Exception as error:
            assert self.code
            frames = traceback.extract_tb(error.__traceback__)
            own = [f.lineno for f in frames if f.filename.endswith(self.code.path.as_posix())]
            line = (own[-1] if own else None) or function.__code__.co_firstlineno
            message = f"{function.__name__} raises {type(error).__name__}: {error}"
            raise SourceError(self.code.path, line, message) from None

    def _value(self, function: Callable[..., Any], key: str, value: Any) -> Value:
        if isinstance(value, Tensor):
            return value.detach() if value.is_complex() else value.detach().to(torch.float64)
        if isinstance(value, int | float):
            return torch.tensor(float(value), dtype=torch.float64)
        if isinstance(value, torch.distributions.Distribution):
            return Random(key, value)
        if callable(value):
            return Function(key, self.parameters.get(key) or (), value)
        raise self._error(function, f"given returns {type(value).__name__} for {python_name(key)}")

    def _error(self, function: Callable[..., Any], message: str) -> SourceError:
        assert self.code
        return SourceError(self.code.path, function.__code__.co_firstlineno, message)


def _parameters(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


@contextmanager
def double_precision() -> Iterator[None]:
    """The author's code computes in float64, as the formula does, where it does not say another."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def load(code: Code) -> ModuleType:
    """Import a page's code; SourceError where it does not run."""
    name = "checked." + ".".join(code.path.with_suffix("").parts)
    module = ModuleType(name)
    sys.modules[name] = module
    try:
        source = compile("\n" * (code.line - 1) + code.text, code.path.as_posix(), "exec")
        with double_precision():
            exec(source, module.__dict__)
    except SyntaxError as error:
        raise SourceError(code.path, error.lineno or 1, f"not valid Python: {error.msg}") from None
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [f.lineno for f in frames if f.filename == code.path.as_posix()]
        line = (own[-1] if own else None) or code.line
        raise SourceError(code.path, line, f"{type(error).__name__}: {error}") from None
    return module


def _no_symbol(name: str, known: Mapping[str, str]) -> str:
    return f"no symbol of this page; its symbols are {', '.join(sorted(known))}"


def _copy(value: Any) -> Any:
    """References may write into what they get."""
    return value.clone() if isinstance(value, Tensor) else value
