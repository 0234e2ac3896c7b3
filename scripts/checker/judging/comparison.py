"""The claims of a display in one world: every side evaluated, and compared with the others."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import AtAStep, CheckError, NotANumber, Unsettled
from scripts.checker.evaluating.dependence import random_in
from scripts.checker.evaluating.environment import Environment, Function
from scripts.checker.evaluating.samplers import Style
from scripts.checker.evaluating.simulation import steadied
from scripts.checker.evaluating.tables import tabulate
from scripts.checker.evaluating.values import is_zero
from scripts.checker.judging.compare import (
    SMALLEST,
    Side,
    agree,
    are_near,
    at_a_step,
    ordered,
    remainder_order,
    require_finite,
)
from scripts.checker.judging.membership import inside
from scripts.checker.judging.references import References
from scripts.checker.judging.report import show
from scripts.checker.judging.rounding import Blur, cancelled, stands_at_a_step
from scripts.checker.judging.schedule import has_steps
from scripts.checker.judging.tally import Tally
from scripts.checker.judging.world import World
from scripts.checker.page_source import Bound
from scripts.checker.reading.scopes import free_indices, free_names
from scripts.checker.reading.statements import Claim

DERIVATIVES = tree.Prime | tree.Nabla | tree.Jacobian | tree.Derivative
AUTOGRAD_ERROR = 2.0**-42  # what cancels in the chain rule is not seen: 1 - softmax(x), far out
# Far out: a quantile of 1 - 1e-16 is a guess, a stable algorithm is not.
LOST_BY_GIVEN, LOST_BY_REFERENCE = 0.05, 1e-5


def names_infinity(statement: tree.Statement) -> bool:
    """Whether infinity is a value here, not only where a sum, an integral or a limit ends."""
    todo: list[tree.Expr] = [statement]
    while todo:
        match node := todo.pop():
            case tree.Name(key="\\infty"):
                return True
            case tree.Big() | tree.Integral() | tree.Limit():
                todo.append(node.body)
            case _:
                todo += tree.children(node)
    return False


class Comparison:
    """The claims of a display, and what each is compared with."""

    def __init__(self, world: World, references: References, within: Bound | None) -> None:
        self.world, self.references, self.within = world, references, within

    def compare_all(self, env: Environment, tally: Tally, style: Style) -> None:
        """Compare every claim; CheckError at the first one that does not hold."""
        for number in range(len(self.world.claims)):
            self._compare(number, env, tally, style)

    def residuals(self, env: Environment) -> Tensor:
        """By how much all pairs differ, each relative to the largest entry of its sides."""
        found = [torch.zeros(0, dtype=torch.float64)]
        for number, claim in enumerate(self.world.claims):
            for _, left, right in self._pairs(number, self._sides(claim, env), env):
                size = max(float(side.value.abs().max()) for side in (left, right))
                gap = (left.value - right.value) / max(size, SMALLEST)
                found.append(gap.nan_to_num(0.0).reshape(-1))
        return torch.cat(found)

    def evaluate(
        self, claim: Claim, env: Environment, errors: list[Tensor | None] | None = None
    ) -> list[Tensor | None]:
        """The value of each side, over its free indices; None for a name being defined.

        `errors` collects the standard error of each, None where it was not simulated.
        """
        errors = [] if errors is None else errors
        statement = claim.statement
        known = frozenset(env.values) | frozenset(env.definitions) | set(self.world.declared)
        left = statement.sides[0]
        # A letter of the list runs where the left side is an entry, else it is one of its values.
        running = env.letters if isinstance(left, tree.Index) else frozenset()
        indices = free_indices(left, known - running)
        values: list[Tensor | None] = []
        for place, side in enumerate(statement.sides):
            if place == 0 and claim.definition:
                values.append(None)
                errors.append(None)
                continue
            if claim.definition and tree.Word("entries") in tree.walk(claim.definition.body):
                side, indices = tree.Name(claim.definition.key, span=side.span), ()
            others = statement.sides
            key = claim.definition.key if claim.definition else ""
            parameters = claim.definition.parameters or () if claim.definition else ()
            if set(parameters) - set(env.values) or (key and random_in([side], env)):
                values.append(None)  # about any argument: used where it is called
                errors.append(None)
                continue
            if side == tree.Name("\\mathbf{0}") and is_zero(side, env):
                values.append(torch.zeros((), dtype=torch.float64))
                errors.append(None)
                continue
            # What was simulated for one side is not told apart again on the other.
            fresh = replace(env, memo={}) if env.random else env
            value = steadied(partial(tabulate, side, indices, key=key, also=others), fresh)
            values.append(value.detach())
            errors.append(env.trace.standard_error)
        shaped = next((value for value in values if value is not None and value.ndim), None)
        for place, side in enumerate(statement.sides):
            if shaped is not None and values[place] is not None and is_zero(side, env):
                values[place] = torch.zeros_like(shaped)  # a vector or matrix of zeros
        return values

    def _compare(self, number: int, env: Environment, tally: Tally, style: Style) -> None:
        """Evaluate all sides of a claim on this draw; CheckError where they disagree."""
        claim = self.world.claims[number]
        statement, span = claim.statement, claim.statement.span
        if orders := [n for n in tree.walk(statement) if isinstance(n, tree.Order)]:
            tally.order(number, remainder_order(statement, orders[0], env))
            return
        no_infinity = style is Style.EDGES and not names_infinity(statement)
        try:
            sides = self._sides(claim, env)
        except Unsettled:
            if no_infinity:
                self._require_finite_alone(claim, env)
            raise
        known = [side for side in sides if side is not None]
        if number not in tally.nonzero and any(side.is_decided() for side in known):
            tally.nonzero.add(number)
        if no_infinity:
            require_finite(known, span)
        for relation, left, right in self._pairs(number, sides, env):
            tally.compared.add(number)
            if relation == "=":
                tally.agreed(self._agree(claim, left, right, style))
            elif relation == "≈":
                tally.approximated(left, right, self.within, span)
            elif ordered(relation, left, right, span):
                tally.strict.add(number)
        self._require_inside(claim, known, env, style)

    def _require_finite_alone(self, claim: Claim, env: Environment) -> None:
        """Where one side cannot be worked out, the others are numbers all the same."""
        span = claim.statement.span
        for side in claim.statement.sides[bool(claim.definition) :]:
            alone = Claim(tree.Statement((side, side), ("=",), span=span), None)
            try:
                known = [found for found in self._sides(alone, env) if found is not None]
            except CheckError:
                continue
            require_finite(known, span)

    def _agree(self, claim: Claim, left: Side, right: Side, style: Style) -> float:
        """How far two sides are apart; a refusal names what may be drawn by mistake.

        Raises Unsettled where, far out, they are as close as the author's code may be exact,
        AtAStep where rounding decides.
        """
        try:
            return agree(left, right, claim.statement.span)
        except NotANumber:
            raise
        except CheckError as error:
            if at_a_step(left, right):
                raise AtAStep(error.message, error.span) from None
            if style.is_wild and are_near(left, right, self._loss_of_code(right)):
                raise Unsettled(error.message, error.span) from None
            if drawn := self._drawn_on_the_left(claim):
                error.message += (
                    f"; {', '.join(drawn)} is drawn from its domain, for no line defines it: "
                    "is this what it means? Else define it, or return it from given"
                )
            elif redrawn := sorted(names_in(claim.statement) & self.world.redrawn - self._known()):
                error.message += f"; {', '.join(redrawn)} is any of its domain here, whatever a "
                error.message += "display above says: define it here, too, if that is meant"
            raise

    def _known(self) -> set[str]:
        """What this display defines, or `given` returns."""
        return self.world.defined() | self.world.given

    def _loss_of_code(self, right: Side) -> float:
        """What the author's code may lose of an entry, far out."""
        if self.world.given:
            return LOST_BY_GIVEN
        return LOST_BY_REFERENCE if right.label in self.references.used else 0.0

    def _drawn_on_the_left(self, claim: Claim) -> list[str]:
        """What is drawn though it stands alone on the left, as in D^2 = …, or is a function.

        Or stands on one middle side of a chain alone, as in h = W x + D x = W x + B A x.
        """
        drawn = {key: v for key, v in self.world.drawn.items() if key not in self.world.given}
        sides = [names_in(side) for side in claim.statement.sides]
        functions = {key for key in set().union(*sides) if isinstance(drawn.get(key), Function)}
        left = free_names(claim.left) & self.world.declared.keys()
        right = set().union(*sides[1:])
        alone = left if len(left) == 1 and not claim.definition else set[str]()
        middle = {
            key
            for place, names in enumerate(sides[1:-1], start=1)
            for key in names & drawn.keys() - set().union(*sides[:place], *sides[place + 1 :])
        }
        return sorted((alone & drawn.keys() - right) | functions | middle)

    def _pairs(
        self, number: int, sides: Sequence[Side | None], env: Environment
    ) -> list[tuple[str, Side, Side]]:
        """What is compared, and how: neighboring sides, and the first one with its reference."""
        claims = self.world.claims
        relations = claims[number].statement.relations
        found = [
            (relation, replace(left, label="one side"), replace(right, label="the other"))
            for relation, left, right in zip(relations, sides, sides[1:], strict=False)
            if left is not None and right is not None
        ]
        first = next((side for side in sides if side is not None), None)
        if first is not None and (expected := self.references.expected(number, claims, env)):
            about = relations[0] if sides[0] is None else "="  # f(x) ≈ …: the reference is f
            found.append((about, replace(first, label="the formula"), expected))
        return found

    def _sides(self, claim: Claim, env: Environment) -> list[Side | None]:
        """Each side as it is compared; None for a name being defined."""
        env.trace.error = 0.0
        errors: list[Tensor | None] = []
        values = self.evaluate(claim, env, errors)
        error = env.trace.error
        if any(isinstance(node, DERIVATIVES) for node in tree.walk(claim.statement)):
            largest = max((float(v.abs().max()) for v in values if v is not None), default=0.0)
            error += AUTOGRAD_ERROR * max(1.0, largest)

        blur = Blur(env, self.world.given, has_steps(self.world.statements))

        def side(place: int, value: Tensor) -> Side:
            def again(blurred: Environment) -> Tensor | None:
                return self.evaluate(claim, blurred)[place]

            def size() -> Tensor:
                return cancelled(value, again, blur)

            def is_a_step(gap: Tensor) -> bool:
                return blur.steps and stands_at_a_step(value, again, blur, gap)

            return Side("one side", value, size, error, errors[place], is_a_step)

        return [None if v is None else side(place, v) for place, v in enumerate(values)]

    def _require_inside(
        self, claim: Claim, sides: Sequence[Side], env: Environment, style: Style
    ) -> None:
        """A result lies in the domain that the symbol list prints for it, function or value."""
        declaration = self.world.declared.get(claim.definition.key) if claim.definition else None
        if declaration is None or declaration.domain is None or not sides:
            return
        # A sum of products rounds onto the limit of tanh sooner than a single number.
        single = sum(isinstance(value, Tensor) for value in self.world.drawn.values()) == 1
        strict = style is Style.USUAL or (style is Style.DOUBLE and single)
        shape, value = env.shapes[declaration.key], sides[0].value
        value = value.exp() if claim.by_logarithm else value
        if not inside(value, declaration.domain, shape, env, strict=strict):
            message = f"is {show(value)}, outside of its domain ${declaration.tex}$"
            raise CheckError(message, claim.left.span)


def names_in(node: tree.Expr) -> set[str]:
    """The symbols in an expression."""
    return {n.key for n in tree.walk(node) if isinstance(n, tree.Name)}
