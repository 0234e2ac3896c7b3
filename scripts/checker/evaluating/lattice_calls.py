"""Calls at all places at once: words of the library, functions, definitions, extremes."""

from dataclasses import replace

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.evaluating import lattice_chance
from scripts.checker.evaluating.calculus import variable_of_slope
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Function
from scripts.checker.evaluating.lattice import (
    Lattice,
    NotAtOnce,
    Operation,
    Spread,
    common_places,
    constant,
    gathered,
    numbers,
)
from scripts.checker.evaluating.lattice_rules import at_places, rule, true_at
from scripts.checker.tree import Definition
from scripts.checker.words import ELEMENTWISE, LIBRARY, SPECIAL, kronecker


@rule.register
def _derivative(node: tree.Derivative, lattice: Lattice) -> Spread:
    """By entries whose indices vary: all derivatives once, then those entries of them."""
    variables = [variable_of_slope(variable) for variable in node.variables]
    names = tuple(tree.Name(key) for key, _ in variables)
    slopes = replace(node, variables=names)
    if node.gradient or not lattice.is_constant(slopes.names):
        raise NotAtOnce
    base = constant(evaluate(slopes, lattice.env))
    shapes = [evaluate(name, lattice.env).shape for name in names]
    places: list[Tensor | slice] = [slice(None)] * (base.rank - sum(map(len, shapes)))
    for (_, indices), shape in reversed(list(zip(variables, shapes, strict=True))):
        if indices and len(indices) != len(shape):
            raise NotAtOnce
        places += (
            [
                lattice.places_in(range(1, size + 1), at_places(index, lattice))
                for index, size in zip(indices, shape, strict=True)
            ]
            if indices
            else [slice(None)] * len(shape)
        )
    return gathered(base, places)


def _log(x: Tensor, base: Tensor | None = None) -> Tensor:
    return x.log() if base is None else x.log() / base.log()


OF_NUMBERS: dict[str, Operation] = {
    **ELEMENTWISE, "exp": torch.exp, "ln": torch.log, "log": _log, "kronecker": kronecker,
}  # fmt: skip
DECIDED = (SPECIAL | {"KL"}) - {"max", "min", "indicator", "Var", "Cov"}


@rule.register
def _call(node: tree.Call, lattice: Lattice) -> Spread:
    env, function = lattice.env, node.function
    if any(isinstance(part, tree.Dots) for part in node.inputs):
        raise NotAtOnce
    key = function.text if isinstance(function, tree.Word) else getattr(function, "key", None)
    if key is None or key in env.laws or (key in DECIDED and key not in env.definitions):
        raise NotAtOnce
    definition = env.definitions.get(key)
    if isinstance(function, tree.Word) and definition is None:
        return _word(node, key, lattice)
    if any(isinstance(part, tree.Relation | tree.Both) for part in node.inputs):
        raise NotAtOnce
    arguments = [at_places(part, lattice) for part in node.inputs]
    value = env.values.get(key)
    if isinstance(value, Function):
        if len(arguments) != len(value.parameters):
            raise NotAtOnce
        return lattice.lifted(value.apply, *arguments)
    if value is None and definition is not None and definition.parameters:
        return _defined(definition, arguments, lattice)
    raise NotAtOnce


def _word(node: tree.Call, word: str, lattice: Lattice) -> Spread:
    if word in {"Var", "Cov"}:
        return lattice_chance.moment(node, lattice)
    if word == "indicator":
        true = true_at(node.arguments[0], lattice)
        for branch, happens in enumerate((~true, true)):
            if lattice.happens(happens):
                lattice.env.trace.won(node, branch, 2)
        return Spread(true.to(torch.float64))
    if any(isinstance(part, tree.Relation | tree.Both) for part in node.inputs):
        raise NotAtOnce
    arguments = [at_places(part, lattice) for part in node.inputs]
    if word in {"max", "min"}:
        return _extreme(node, arguments, lattice)
    if word not in LIBRARY:
        raise NotAtOnce
    if word in OF_NUMBERS and not any(argument.rank for argument in arguments):
        return numbers(OF_NUMBERS[word], *arguments)
    if word == "exp" and arguments[0].rank > 1:
        raise NotAtOnce
    return lattice.lifted(LIBRARY[word], *arguments)


def _extreme(node: tree.Call, arguments: list[Spread], lattice: Lattice) -> Spread:
    largest = node.function == tree.Word("max")
    if len(arguments) == 1 and arguments[0].rank == 1:
        values = arguments[0].values
        return Spread(values.amax(-1) if largest else values.amin(-1))
    if len(arguments) == 1 or any(argument.rank for argument in arguments):
        raise NotAtOnce
    places = common_places(arguments)
    stacked = torch.stack([argument.expanded(places) for argument in arguments])
    if not lattice.env.trace.at_once:
        winners = stacked.argmax(0) if largest else stacked.argmin(0)
        for branch in range(len(arguments)):
            if lattice.happens(winners == branch):
                lattice.env.trace.won(node, branch, len(arguments))
    return Spread(stacked.amax(0) if largest else stacked.amin(0))


def _defined(definition: Definition, arguments: list[Spread], lattice: Lattice) -> Spread:
    """A function that the display defines: what it is called with takes the place of indices."""
    env, parameters = lattice.env, definition.parameters or ()
    if len(parameters) != len(arguments) or definition.indices:
        raise NotAtOnce
    if len(arguments) == 1 and arguments[0].rank and not env.shapes.get(parameters[0]):
        raise NotAtOnce
    inner = env.defining(definition)
    called = dict(zip(parameters, arguments, strict=True))
    fixed: dict[str, Tensor] = {k: v.values for k, v in called.items() if not v.places}
    varying = {key: value for key, value in called.items() if value.places}
    others = {key: value for key, value in inner.values.items() if key not in varying}
    inside = replace(
        lattice,
        env=replace(inner, values={**others, **fixed}, memo={}),
        varying=varying,
        arguments=frozenset(varying),
    )
    value = at_places(definition.body, inside)
    if definition.key in env.disturbances:
        return lattice.lifted(lambda x: env.disturb(definition.key, x), value)
    return value
