"""Calls: functions that are drawn, given, defined in the display, or known words."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating import calculus, chance, densities, events
from scripts.checker.evaluating.algebra import entry
from scripts.checker.evaluating.arguments import Parameter, parts_of, typed
from scripts.checker.evaluating.conditions import holds, truth
from scripts.checker.evaluating.dispatch import evaluate, number, rule
from scripts.checker.evaluating.dots import whole_number, without_dots
from scripts.checker.evaluating.environment import Environment, Function, Random
from scripts.checker.evaluating.notation import CALLS
from scripts.checker.evaluating.points import density_of
from scripts.checker.evaluating.tables import tabulate
from scripts.checker.tree import Definition, Expr
from scripts.checker.words import LIBRARY

Apply = Callable[..., Tensor]
MOMENTS: dict[str, Callable[[tree.Call, Environment], Tensor]] = {
    "Var": chance.moment, "Cov": chance.moment,
    "entropy": densities.entropy, "information": densities.information,
}  # fmt: skip


@dataclass(frozen=True)
class _Callable:
    """Something that can be called, with the names of its arguments where it has names."""

    apply: Apply
    parameters: tuple[str, ...]


@rule.register
def _bare(node: tree.Prime | tree.Nabla | tree.Jacobian, env: Environment) -> Tensor:
    """A function without arguments, such as `f'`: its value at the declared ones."""
    function = resolve(node, env)
    names = [tree.Name(key, span=node.span) for key in function.parameters]
    if not names:
        raise CheckError("this function needs its arguments", node.span)
    return function.apply(*(evaluate(name, env) for name in names))


@rule.register
def _call(node: tree.Call, env: Environment) -> Tensor:
    if isinstance(node.function, tree.Word):
        word = node.function.text
        if word in CALLS:
            return CALLS[word](node, env)
        if word in env.definitions:
            pass
        elif word in {"max", "min"}:
            return _extreme(node, env)
        elif word == "indicator":
            return _indicator(node, env)
        elif word in MOMENTS:
            return MOMENTS[word](node, env)
        elif word == "KL" and densities.are_laws(node.inputs, env):
            return densities.divergence(node, env)
    if any(isinstance(argument, tree.Relation | tree.Both) for argument in node.arguments):
        return events.probability(node, env)
    if isinstance(node.function, tree.Name) and node.function.key in env.laws:
        return densities.density(node, env)
    if isinstance(node.function, tree.Nabla):
        function = _nabla(node.function, env, node.inputs)
    else:
        function = resolve(node.function, env)
    arguments = without_dots(node.inputs, env)
    values = [evaluate(argument, inner) for argument, inner in arguments]
    if function.parameters and len(values) != len(function.parameters):
        raise CheckError(f"this function takes {', '.join(function.parameters)}", node.span)
    if node.function == tree.Word("exp") and values:
        env.trace.read_exp(values[0])
    return apply(function.apply, values, node)


def apply(function: Apply, values: list[Tensor], node: Expr) -> Tensor:
    """Call, and say in plain words what torch does not accept."""
    try:
        result = function(*values)
    except CheckError as error:
        error.span = error.span or node.span
        raise
    except TypeError:
        raise CheckError(
            f"this function does not take {len(values)} arguments", node.span
        ) from None
    except (RuntimeError, ValueError, IndexError) as error:
        raise CheckError(str(error).splitlines()[0], node.span) from None
    if not isinstance(result, Tensor):
        raise CheckError(f"this function returns {type(result).__name__}", node.span)
    return result


def resolve(node: Expr, env: Environment) -> _Callable:
    """What the function part of a call means."""
    match node:
        case tree.Name(key=key):
            return _named(key, env, node)
        case tree.Word(text=text):
            if text in env.definitions:
                return _named(text, env, node)
            if text not in LIBRARY:
                raise CheckError(f"{text} is no function of its arguments", node.span)
            return _Callable(LIBRARY[text], ())
        case tree.Prime(function=inner, order=order):
            function = resolve(inner, env)
            return _Callable(calculus.primed(function.apply, order), function.parameters[:1])
        case tree.Index(base=inner, indices=indices):
            function = resolve(inner, env)
            places = tuple(whole_number(evaluate(index, env), index) for index in indices)
            return _Callable(lambda *x: entry(function.apply(*x), places), function.parameters)
        case tree.Compose(outer=outer, inner=inner):
            first, second = resolve(inner, env), resolve(outer, env)
            return _Callable(lambda *x: second.apply(first.apply(*x)), first.parameters)
        case tree.Jacobian(function=inner):
            function = resolve(inner, env)
            return _Callable(
                lambda x: calculus.jacobian(function.apply, x), function.parameters[:1]
            )
        case tree.Nabla():
            return _nabla(node, env)
        case tree.Derivative(body=body):
            function = resolve(body, env)
            return _Callable(_at_point(node, function.parameters, env), function.parameters)
    raise CheckError("this is no function", node.span)


def _named(key: str, env: Environment, node: Expr) -> _Callable:
    value = env.values.get(key)
    if isinstance(value, Function):
        return _Callable(value.apply, value.parameters)
    if isinstance(value, Random):
        if value.distribution is None:
            raise CheckError(f"{key} hangs on other variables: write its arguments", node.span)
        return _Callable(lambda x: density_of(value.distribution, x), ())
    definition = env.definitions.get(key)
    if definition is None or definition.parameters is None:
        raise CheckError(f"{key} is no function", node.span)
    return _Callable(_apply_definition(definition, env), definition.parameters)


def _apply_definition(definition: Definition, env: Environment) -> Apply:
    parameters = definition.parameters or ()

    def parameter(key: str) -> Parameter:
        shape, is_bold = env.shapes.get(key), key in definition.arrays
        if shape is None:
            number = len(parameters) == 1 and not is_bold  # what is not declared
            return Parameter(key, ((),) if number else (), is_array=True if is_bold else None)
        return Parameter(key, parts_of(shape)[: len(shape) if shape and is_bold else None])

    types = [parameter(key) for key in parameters]

    def apply(*values: Tensor) -> Tensor:
        inner = env.defining(definition)
        for key, value in zip(parameters, values, strict=True):
            inner = inner.binding(key, value)
        value = tabulate(definition.body, definition.indices, inner, definition.key)
        return env.disturb(definition.key, value)

    return typed(apply, types, is_numeric=True)


def _at_point(node: tree.Derivative, parameters: tuple[str, ...], env: Environment) -> Apply:
    """`\\frac{\\partial f}{\\partial x}(a)`: the derivative, then its arguments put in."""

    def apply(*values: Tensor) -> Tensor:
        inner = env
        for key, value in zip(parameters, values, strict=True):
            inner = inner.binding(key, value)
        return evaluate(node, inner)

    return apply


def _nabla(node: tree.Nabla, env: Environment, arguments: tuple[Expr, ...] = ()) -> _Callable:
    """A gradient or a Hessian, with respect to one argument."""
    function = resolve(node.function, env)
    place = 0
    if node.variable is not None:
        place = _place(node.variable, function.parameters, arguments)
    elif len(function.parameters) > 1:
        options = " or ".join(f"\\nabla_{{{key}}}" for key in function.parameters)
        raise CheckError(f"with respect to which argument? Write {options}", node.span)

    def apply(*values: Tensor) -> Tensor:
        def one(x: Tensor) -> Tensor:
            return function.apply(*values[:place], x, *values[place + 1 :])

        slope = calculus.gradient_of(one)
        if node.order == 1:
            return slope(values[place])
        return calculus.jacobian(slope, values[place])

    return _Callable(apply, function.parameters)


def _place(variable: Expr, parameters: tuple[str, ...], arguments: tuple[Expr, ...]) -> int:
    """Which argument a gradient is taken by: a parameter by its name, or what is put in for it."""
    for argument in arguments:
        if argument != variable and variable in tree.walk(argument):
            message = "the gradient at this argument, or of the whole by the variable in it? Write"
            raise CheckError(f"{message} \\nabla f(…), or \\nabla_x (f(…))", argument.span)
    named = [n for n, key in enumerate(parameters) if variable == tree.Name(key)]
    put_in = [n for n, argument in enumerate(arguments) if argument == variable]
    if not named and not put_in:
        raise CheckError("this is no argument of the function", variable.span)
    if len({*named, *put_in}) > 1:
        message = "the parameter of this name is another argument: take another letter"
        raise CheckError(message, variable.span)
    return [*named, *put_in][0]


def _extreme(node: tree.Call, env: Environment) -> Tensor:
    """`\\max(a, b)`: every argument must win at least once over the draws."""
    largest = isinstance(node.function, tree.Word) and node.function.text == "max"
    dotted = any(isinstance(argument, tree.Dots) for argument in node.inputs)
    values = [evaluate(argument, inner) for argument, inner in without_dots(node.inputs, env)]
    if len(values) == 1:
        if values[0].ndim != 1:
            raise CheckError("a maximum over what? Give it an index", node.span)
        return values[0].amax() if largest else values[0].amin()
    shape = max((value.shape for value in values), key=len)
    if any(value.ndim and value.shape != shape for value in values):
        raise CheckError("the arguments of max have different shapes", node.span)
    stacked = torch.stack([value.expand(shape) for value in values])
    if not (dotted or env.trace.at_once):
        winners = stacked.argmax(0) if largest else stacked.argmin(0)
        for branch in set(winners.reshape(-1).tolist()):
            env.trace.won(node, int(branch), len(values))
    return stacked.amax(0) if largest else stacked.amin(0)


def _indicator(node: tree.Call, env: Environment) -> Tensor:
    if env.trace.at_once:
        return truth(node.arguments[0], env)
    true = holds(node.arguments[0], env)
    env.trace.won(node, int(true), 2)
    return number(float(true))
