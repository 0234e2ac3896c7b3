"""Means at all places at once: of every entry of a random vector, of every pair of entries."""

from collections.abc import Sequence
from dataclasses import replace
import math

from torch import Tensor

from scripts.checker import tree
from scripts.checker.evaluating.averaging import is_over_a_line, mean
from scripts.checker.evaluating.chance import closed_means
from scripts.checker.evaluating.dependence import is_mean, named_variables, random_in
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.joint import together, unknown_again
from scripts.checker.evaluating.lattice import Lattice, NotAtOnce, Spread, TooManyPlaces
from scripts.checker.evaluating.lattice_rules import at_places, rule
from scripts.checker.evaluating.smoothness import is_smooth
from scripts.checker.substitution import substitute
from scripts.checker.tree import Expr

MOST_PLACES = 2000  # each with all points of the variables


@rule.register
def _expectation(node: tree.Expectation, lattice: Lattice) -> Spread:
    if node.given or any(not lattice.is_constant(part.names) for part in node.over):
        raise NotAtOnce
    if node.over:
        env, keys = named_variables(node.over, lattice.env)
    else:
        env, keys = unknown_again(lattice.env), random_in([node.body], lattice.env)
    return _mean(node.body, keys, replace(lattice, env=env))


def moment(node: tree.Call, lattice: Lattice) -> Spread:
    """Variance or covariance of numbers."""
    assert isinstance(node.function, tree.Word)
    if node.given or len(node.arguments) != {"Var": 1, "Cov": 2}.get(node.function.text):
        raise NotAtOnce
    left, right = node.arguments[0], node.arguments[-1]
    keys = random_in(node.arguments, lattice.env)
    lattice = replace(lattice, env=unknown_again(lattice.env))
    centered = []
    for number, side in enumerate((left, right)):
        center = _mean(side, random_in([side], lattice.env), lattice)
        if center.rank:
            raise NotAtOnce
        name = tree.Name(f"\\center_{{{number}}}", span=side.span)
        lattice = replace(lattice, varying={**lattice.varying, name.key: center})
        centered.append(tree.Binary("-", side, name, span=side.span))
    return _mean(tree.Binary("*", *centered, span=node.span), keys, lattice)


def _mean(body: Expr, keys: Sequence[str], lattice: Lattice) -> Spread:
    """The mean over these variables, which has to settle for each place."""
    if not keys or lattice.arguments or lattice.mask is not None:
        raise NotAtOnce
    if math.prod(lattice.sizes) > MOST_PLACES:
        raise TooManyPlaces(math.prod(lattice.sizes))
    blocks = together(keys, lattice.env)
    if is_over_a_line(blocks, lattice.env):
        raise NotAtOnce
    for number, node in enumerate(list(closed_means(body, {*keys}, lattice.env))):
        name = tree.Name(f"\\mean_{{{number}}}", span=node.span)
        inner = at_places(node, lattice)
        lattice = replace(lattice, varying={**lattice.varying, name.key: inner})
        body = substitute(body, node, name)
    if any(is_mean(node) for node in tree.walk(body)):
        raise NotAtOnce
    rank = 0

    def everywhere(env: Environment) -> Tensor:
        nonlocal rank
        value = at_places(body, replace(lattice, env=env))
        rank = value.rank
        return value.expanded(lattice.sizes)

    smooth = is_smooth(body, lattice.env)
    return Spread(mean(everywhere, blocks, lattice.env, {}, body.span, smooth=smooth), rank)
