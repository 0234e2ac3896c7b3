"""The check of one display: draw, evaluate every side, compare, and see that all was compared."""

from collections.abc import Mapping, Sequence
import statistics

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Unlucky
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import (
    Environment,
    Function,
    Random,
    Trace,
    Value,
)
from scripts.checker.evaluating.inputs import Undrawable, draw
from scripts.checker.evaluating.model import Misdeclared, kinds_of_laws, laws_of, with_variables
from scripts.checker.evaluating.simulation import steadied
from scripts.checker.evaluating.tables import tabulate
from scripts.checker.judging.compare import (
    STANDARD_ERRORS,
    agree,
    inside,
    ordered,
    remainder_order,
)
from scripts.checker.judging.heads import among
from scripts.checker.judging.lints import lint_display
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import Page
from scripts.checker.judging.references import References
from scripts.checker.judging.report import located, show
from scripts.checker.reading.laws import parameters_of
from scripts.checker.reading.names import python_name
from scripts.checker.reading.statements import Claim, claims_of, free_indices
from scripts.checker.tree import Definition, Statement
from scripts.checker.verdicts import TOLERANCE, Verdict

# Of 5,706 misprints that were tried, 198 passed with one draw and 32 with eight, none of these a
# false formula. The first 8 stay where functions bend; later ones reach farther, to branches
# that are rare. An inequality is only ever not refuted: there, many draws are the evidence.
DRAWS, DRAWS_OF_CASES, DRAWS_OF_INEQUALITY = 8, 40, 100
MOST_DRAWS = 300  # until every case and every argument of max has decided at least once
MOST_UNLUCKY = 100  # nearly singular matrices: with more of them the domain is at fault
SEEDS_APART = 1_000_003  # more than any check draws: no two seeds share a draw
ORDER_TOLERANCE = 0.15  # of the exponent of a remainder, median over the draws


class DisplayCheck:
    """One display: its claims, evaluated on draw after draw."""

    def __init__(
        self,
        page: Page,
        number: int,
        statements: Sequence[Statement],
        oracle: Oracle,
        head: str | None,
        earlier: Mapping[str, Definition],
    ) -> None:
        self.page, self.number, self.statements = page, number, statements
        self.oracle, self.earlier = oracle, earlier
        self.declared = {d.key: d for d in self.page.declarations}
        self.drawn: dict[str, Value] = {}
        self.trace = Trace()
        self.orders: dict[int, list[float]] = {}
        self.strict: set[int] = set()
        self.nonzero: set[int] = set()
        self.compared: set[int] = set()
        self.slack = 0.0  # relative, of what was simulated
        self.errors: list[Tensor | None] = []  # standard errors of the sides evaluated last
        self.references = References(oracle, number, head)
        self.words = self.references.words()
        self.claims = claims_of(statements, self.page.declarations, frozenset(), self.words)
        self.kinds = kinds_of_laws(statements, page.declarations)
        self.given: set[str] = set()  # what `given` provides and this display uses
        self.examples: set[str] = set()  # of these, what stands for any of its kind
        lint_display(self.claims, self.page, self.earlier)

    def run(self, seed: int) -> Verdict:
        """Draw until everything has been seen at least once."""
        relations = {r for claim in self.claims for r in claim.statement.relations}
        inequality = bool(relations - {"=", "≈"})
        wanted = DRAWS_OF_INEQUALITY if inequality else DRAWS
        if self._branches():
            wanted = max(wanted, DRAWS_OF_CASES)
        draws = unlucky = 0
        while draws < wanted or (self.trace.missing() and draws < MOST_DRAWS):
            try:
                self.one_draw(seed * SEEDS_APART + draws + unlucky, wide=draws >= DRAWS)
                draws += 1
            except Unlucky:
                unlucky += 1
                if unlucky > MOST_UNLUCKY:
                    raise
        self.conclude(draws)
        status = "sampled" if inequality or self.trace.sampled else "checked"
        if self.examples and not self.trace.sampled:
            status = "checked on an example"
        display = self.page.displays[self.number]
        drawn = {key: show(value) for key, value in self.drawn.items()}
        return Verdict(
            page=self.page.path.as_posix(),
            line=display.line,
            tex=display.tex,
            status=status,
            drawn=drawn,
            draws=draws,
            tolerance=max(TOLERANCE, self.slack),
            references=tuple(self.references.used),
            given=bool(self.given),
            remainder=bool(self.orders),
        )

    def _branches(self) -> bool:
        """Whether a formula takes different forms for different inputs, rare ones among them."""
        words = {"max", "min", "indicator", "relu", "sign"}
        for node in (n for s in self.statements for n in tree.walk(s)):
            match node:
                case tree.Cases():
                    return True
                case tree.Bars(kind=kind) if kind != "‖":
                    return True
                case tree.Call(function=tree.Word(text=text)) if text in words:
                    return True
        return False

    # -- one draw ------------------------------------------------------------------------

    def one_draw(self, seed: int, *, wide: bool = False) -> None:
        """Draw inputs and compare every claim on them."""
        env = self.environment(seed, wide=wide)
        for number, claim in enumerate(self.claims):
            self.compare(number, claim, env)

    def values(self, seed: int) -> list[list[Tensor | None]]:
        """Every side of every claim on one draw."""
        env = self.environment(seed, wide=False)
        return [self.sides(claim, env) for claim in self.claims]

    def environment(self, seed: int, *, wide: bool) -> Environment:
        """All values: drawn, given, defined."""
        try:
            inputs = draw(self.page.declarations, seed, wide=wide, kinds=self.kinds)
        except Undrawable as error:
            line, tex = error.declaration.line, error.declaration.tex
            raise located(self.page.path, line, tex, error) from None
        values = dict(inputs.values)
        symbols = [key for key, d in self.declared.items() if d.kind not in {"set", "independent"}]
        names = {python_name(key): key for key in [*symbols, *values]}
        given = self.oracle.given(lambda name: among(name, names, values), names)
        values |= given
        defined = {c.definition.key for c in self.claims if c.definition}
        given_values = {k for k, v in given.items() if not isinstance(v, Function)}
        given_values |= {names[name] for name in self.oracle.hypotheses()}
        if defined & given_values:
            keys = frozenset(given_values)
            self.claims = claims_of(self.statements, self.page.declarations, keys, self.words)
            defined = {c.definition.key for c in self.claims if c.definition}
        used = self._names()
        for key in defined:
            values.pop(key, None)
        used |= laws_of(used, self.page.declarations)
        self.given = given.keys() & used - defined
        self.examples = {key for key in self.given if self._is_example(key, given[key])}
        definitions = {
            **self.earlier,
            **{c.definition.key: c.definition for c in self.claims if c.definition},
        }
        env = Environment(values, definitions, self.trace, shapes=inputs.shapes)
        try:
            env = with_variables(env, self.page.declarations, self.page.vocabulary)
        except Misdeclared as error:
            raise located(self.page.path, error.line, error.tex, error) from None
        self.drawn = {k: v for k, v in env.values.items() if k in used}
        return env

    def _is_example(self, key: str, value: Value) -> bool:
        """Whether a given value stands for any function or distribution: X ∼ P names none."""
        law = self.declared[key].law if key in self.declared else None
        named = law is not None and bool(law.family)
        return isinstance(value, Function) or (isinstance(value, Random) and not named)

    def _names(self) -> set[str]:
        """The keys in this display, and in what it uses of the displays above."""
        names: set[str] = set()
        todo: list[tree.Expr] = list(self.statements)
        while todo:
            for node in tree.walk(todo.pop()):
                key = node.text if isinstance(node, tree.Word) else getattr(node, "key", None)
                if key and key not in names:
                    names.add(key)
                    todo += [self.earlier[key].body] if key in self.earlier else []
        return names

    def compare(self, number: int, claim: Claim, env: Environment) -> None:
        """Evaluate all sides of a claim on this draw; CheckError where they disagree."""
        statement = claim.statement
        if orders := [n for n in tree.walk(statement) if isinstance(n, tree.Order)]:
            slope = remainder_order(statement, orders[0], env)
            self.orders.setdefault(number, []).append(slope)
            self.compared.add(number)
            return
        values = self.sides(claim, env)
        errors = self.errors
        for place, relation in enumerate(statement.relations):
            left, right = values[place : place + 2]
            if left is None or right is None:
                continue
            if relation == "=":
                pair = [("one side", left), ("the other", right)]
                agree(pair, statement.span, errors=errors[place : place + 2])
            elif relation == "≈":
                continue
            elif ordered(relation, left, right, statement.span):
                self.strict.add(number)
            self.compared.add(number)
        shown = [value for value in values if value is not None]
        if any(bool(value.any()) for value in shown):
            self.nonzero.add(number)
        if self.references.compare(number, self.claims, values, errors, env):
            self.compared.add(number)
        if claim.definition and (declaration := self.declared.get(claim.definition.key)):
            value = values[1]
            if value is not None and declaration.domain and declaration.kind == "value":
                shape = env.shapes[declaration.key]
                if not inside(value, declaration.domain, shape, env):
                    message = f"is {show(value)}, outside of its domain ${declaration.tex}$"
                    raise CheckError(message, claim.left.span)

    def sides(self, claim: Claim, env: Environment) -> list[Tensor | None]:
        """The value of each side, over its free indices; None for a name being defined."""
        statement = claim.statement
        known = frozenset(env.values) | frozenset(env.definitions) | set(self.declared)
        indices = free_indices(statement.sides[0], known)
        values: list[Tensor | None] = []
        self.errors = [None] * len(statement.sides)
        for place, side in enumerate(statement.sides):
            if place == 0 and claim.definition:
                values.append(None)
                continue
            key = claim.definition.key if claim.definition else ""
            if claim.definition and set(claim.definition.parameters or ()) - set(env.values):
                values.append(None)  # about any argument: used where it is called
                continue

            def value(env: Environment, side: tree.Expr = side, key: str = key) -> Tensor:
                return tabulate(side, indices, env, key, statement.sides).detach()

            values.append(found := steadied(value, env))
            if (error := self.trace.standard_error) is not None:
                self.errors[place] = error
                slack = STANDARD_ERRORS * error.max() / found.abs().max().clamp(min=1)
                self.slack = max(self.slack, float(slack))
        return values

    # -- the end -------------------------------------------------------------------------

    def conclude(self, draws: int) -> None:
        """After the last draw: was everything seen, is every statement compared or used?"""
        if missing := self.trace.missing():
            part = "a case, an argument or a term of this"
            raise CheckError(f"{part} never decides the value, in {draws} draws", missing)
        for number, claim in enumerate(self.claims):
            span = claim.statement.span
            if number in self.orders:
                self._conclude_order(claim, self.orders[number])
                continue
            if number not in self.compared and not self._is_used(claim):
                message = "nothing to compare this with: give a reference, or use what it defines"
                raise CheckError(message, span)
            if number in self.compared and number not in self.nonzero:
                zero = tree.Number("0")
                if zero not in claim.statement.sides:
                    raise CheckError("holds vacuously: both sides are always 0", span)
            inequality = set(claim.statement.relations) - {"=", "≈"}
            if inequality and number not in self.strict:
                raise CheckError("holds vacuously: never strictly, write =", span)

    def _conclude_order(self, claim: Claim, slopes: Sequence[float]) -> None:
        order = next(n for n in tree.walk(claim.statement) if isinstance(n, tree.Order))
        wanted = float(evaluate(order.power, Environment({}, {}, Trace())))
        found = statistics.median(slopes)
        if abs(found - wanted) > ORDER_TOLERANCE:
            message = f"the remainder shrinks like {order.variable}^{found:.2f}"
            raise CheckError(message, claim.statement.span)

    def _is_used(self, claim: Claim) -> bool:
        """Whether another claim, itself compared, needs this definition."""
        if not claim.definition:
            return False
        needed: set[str] = set()
        todo: list[tree.Expr] = [self.claims[number].statement for number in self.compared]
        while todo:
            for node in tree.walk(todo.pop()):
                key = node.key if isinstance(node, tree.Name) else None
                key = node.text if isinstance(node, tree.Word) else key
                if key is None or key in needed:
                    continue
                needed.add(key)
                if key in self.declared and (law := self.declared[key].law):
                    todo += parameters_of(law, self.page.vocabulary)
                for other in self.claims:
                    if other.definition and other.definition.key == key and other is not claim:
                        todo.append(other.statement)
        return claim.definition.key in needed
