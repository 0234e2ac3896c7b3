"""What came of the draws of a display, claim by claim, and what must have been seen at the end."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
import statistics

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment, Trace
from scripts.checker.judging.compare import Side, apart
from scripts.checker.page_source import Bound
from scripts.checker.reading.statements import Claim
from scripts.checker.tree import Expr

ORDER_TOLERANCE = 0.15  # of the exponent of a remainder, median over the draws


@dataclass
class Tally:
    """Claims by number: compared, not always zero, once strictly ordered, with a remainder.

    `deviation` is the largest difference of two sides, relative to their largest entry;
    `approximation` that of an `≈`, as its bound counts it.
    """

    compared: set[int] = field(default_factory=set)
    nonzero: set[int] = field(default_factory=set)
    strict: set[int] = field(default_factory=set)
    orders: dict[int, list[float]] = field(default_factory=dict)
    deviation: float | None = None
    approximation: float | None = None

    def agreed(self, distance: float) -> None:
        """Two sides agreed on one draw, up to this distance."""
        self.deviation = max(self.deviation or 0.0, distance)

    def order(self, number: int, slope: float) -> None:
        """A remainder shrank like this power."""
        self.compared.add(number)
        self.orders.setdefault(number, []).append(slope)

    def approximated(self, left: Side, right: Side, within: Bound | None, span: Span) -> None:
        """Two sides of an `≈` on one draw; CheckError where they are farther apart than it says."""
        assert within is not None
        distance = apart(left, right, span, relative=within.relative)
        if distance > within.value:
            raise CheckError(f"the sides of ≈ are {distance:.2g} apart, not {within}", span)
        self.approximation = max(self.approximation or 0.0, distance)

    def conclude(
        self,
        claims: Sequence[Claim],
        trace: Trace,
        draws: int,
        laws: Mapping[str, Sequence[Expr]],
        declared: Container[str],
    ) -> None:
        """After the last draw: was everything seen, is every statement compared or used?

        What stands in the law of a random variable, `laws` tell.
        """
        if missing := trace.missing():
            part = "a case, an argument or a term of this"
            raise CheckError(f"{part} never decides the value, in {draws} draws", missing)
        for number, claim in enumerate(claims):
            span = claim.statement.span
            if number in self.orders:
                self._conclude_order(number, claim)
                continue
            if number not in self.compared and not self._is_used(claim, claims, laws):
                message = "nothing to compare this with: give a reference, or use what it defines"
                parameters = (claim.definition and claim.definition.parameters) or ()
                if unknown := [key for key in parameters if key not in declared]:
                    message += f"; not declared: {', '.join(unknown)}"
                raise CheckError(message, span)
            if number in self.compared and number not in self.nonzero:
                zeros = {tree.Number("0"), tree.Name("\\mathbf{0}")}
                if not zeros & set(claim.statement.sides):
                    raise CheckError("holds vacuously: both sides are always 0", span)
            if claim.statement.is_inequality and number not in self.strict:
                raise CheckError("holds vacuously: never strictly, write =", span)

    def _conclude_order(self, number: int, claim: Claim) -> None:
        order = next(n for n in tree.walk(claim.statement) if isinstance(n, tree.Order))
        wanted = float(evaluate(order.power, Environment({}, {}, Trace())))
        found = statistics.median(self.orders[number])
        if abs(found - wanted) > ORDER_TOLERANCE:
            message = f"the remainder shrinks like {order.variable}^{found:.2f}"
            raise CheckError(message, claim.statement.span)

    def _is_used(
        self, claim: Claim, claims: Sequence[Claim], laws: Mapping[str, Sequence[Expr]]
    ) -> bool:
        """Whether another claim, itself compared, needs this definition."""
        if not claim.definition:
            return False
        needed: set[str] = set()
        todo: list[Expr] = [claims[number].statement for number in self.compared]
        while todo:
            for node in tree.walk(todo.pop()):
                key = node.key if isinstance(node, tree.Name) else None
                key = node.text if isinstance(node, tree.Word) else key
                if key is None or key in needed:
                    continue
                needed.add(key)
                todo += laws.get(key, ())
                for other in claims:
                    if other.definition and other.definition.key == key and other is not claim:
                        todo.append(other.statement)
        return claim.definition.key in needed
