"""The check of one display: draw, evaluate every side, compare, and see that all was compared."""

from collections.abc import Mapping, Sequence
import statistics

from torch import Tensor

from scripts.checker import tree
from scripts.checker.evaluating.environment import (
    Definition,
    Environment,
    Function,
    Random,
    Trace,
    Value,
)
from scripts.checker.evaluating.inputs import draw
from scripts.checker.evaluating.values import evaluate, tabulate
from scripts.checker.judging.compare import (
    SAMPLED,
    agree,
    inside,
    ordered,
    remainder_order,
)
from scripts.checker.judging.heads import among, arguments_of, head_of, look_up
from scripts.checker.judging.lints import lint_display
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import Page
from scripts.checker.judging.report import located, show
from scripts.checker.reading.names import python_name
from scripts.checker.reading.statements import Claim, claims_of, free_indices
from scripts.checker.tree import CheckError, Statement, Unlucky
from scripts.checker.verdicts import TOLERANCE, Verdict

DRAWS, DRAWS_OF_CASES, DRAWS_OF_INEQUALITY = 8, 40, 100
MOST_DRAWS, MOST_UNLUCKY = 300, 100
ORDER_TOLERANCE = 0.15


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
        self.oracle, self.head, self.earlier = oracle, head, earlier
        self.declared = {d.key: d for d in self.page.declarations}
        self.drawn: dict[str, Value] = {}
        self.trace = Trace()
        self.orders: dict[int, list[float]] = {}
        self.strict: set[int] = set()
        self.nonzero: set[int] = set()
        self.compared: set[int] = set()
        self.used_references: dict[str, None] = {}
        names = {n.removeprefix("reference_") for n in self.oracle.references()}
        self.words = frozenset({*names, self.head or ""} if names else ())
        self.claims = claims_of(statements, self.page.declarations, frozenset(), self.words)
        self.given: set[str] = set()  # what `given` provides and this display uses
        self.examples: set[str] = set()  # of these, what stands for any of its kind
        self.returns_lines: bool | None = None  # whether `reference` is about several lines
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
                self.one_draw(seed * 1_000_003 + draws + unlucky, wide=draws >= DRAWS)
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
            tolerance=SAMPLED if self.trace.sampled else TOLERANCE,
            references=tuple(self.used_references),
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
            inputs = draw(self.page.declarations, seed, wide=wide)
        except CheckError as error:
            raise self._at_symbol(error) from None
        values = dict(inputs.values)
        symbols = [key for key, d in self.declared.items() if d.kind != "set"]
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
        self.given = given.keys() & used - defined
        self.examples = {key for key in self.given if self._is_example(key, given[key])}
        random = {key: value for key, value in values.items() if isinstance(value, Random)}
        for declaration in self.page.declarations:
            if declaration.kind == "random" and declaration.key in random:
                source = declaration.source[0].text
                values[source] = Random(source, random[declaration.key].distribution)
        self.drawn = {k: v for k, v in values.items() if k in used}
        definitions = {
            **self.earlier,
            **{c.definition.key: c.definition for c in self.claims if c.definition},
        }
        return Environment(values, definitions, self.trace, random, inputs.shapes)

    def _is_example(self, key: str, value: Value) -> bool:
        """Whether a given value stands for any function or distribution: X ∼ P names none."""
        named = key in self.declared and len(self.declared[key].source) > 1
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
        for relation, left, right in zip(statement.relations, values, values[1:], strict=False):
            if left is None or right is None:
                continue
            if relation == "=":
                pair = [("one side", left), ("the other", right)]
                agree(pair, statement.span, sampled=self.trace.sampled)
            elif relation == "≈":
                continue
            elif ordered(relation, left, right, statement.span):
                self.strict.add(number)
            self.compared.add(number)
        shown = [value for value in values if value is not None]
        if any(bool(value.any()) for value in shown):
            self.nonzero.add(number)
        self.compare_with_reference(number, claim, values, env)
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
        for place, side in enumerate(statement.sides):
            if place == 0 and claim.definition:
                values.append(None)
                continue
            others = statement.sides
            key = claim.definition.key if claim.definition else ""
            if claim.definition and set(claim.definition.parameters or ()) - set(env.values):
                values.append(None)  # about any argument: used where it is called
                continue
            values.append(tabulate(side, indices, env, key, others).detach())
        return values

    # -- references ----------------------------------------------------------------------

    def compare_with_reference(
        self, number: int, claim: Claim, values: Sequence[Tensor | None], env: Environment
    ) -> None:
        """Compare with `reference`, or with the `reference_<name>` of this left side."""
        name = self.reference_for(number, claim)
        if name is None:
            return
        arguments = arguments_of(claim.left, env)
        result = self.oracle.refer(name, arguments, lambda key: look_up(key, env))
        head = head_of(claim.left)
        if isinstance(result, dict) != (self.returns_lines is True) and number > 0:
            return  # one value is for the first line, a dict is for all
        self.returns_lines = isinstance(result, dict)
        if isinstance(result, dict):
            lines = {head_of(other.left) for other in self.claims}
            if unknown := [key for key in result if key not in lines]:
                raise self.oracle.fail(
                    name, f"{name} returns {unknown[0]!r}, which no line is about"
                )
            if head not in result:
                return
            result = result[head]
        expected = self.oracle.tensor(name, result)
        value = next((value for value in values if value is not None), None)
        if value is None:
            return
        pair = [("the formula", value), (name, expected)]
        agree(pair, claim.statement.span, sampled=self.trace.sampled)
        self.compared.add(number)
        self.used_references[name] = None

    def reference_for(self, number: int, claim: Claim) -> str | None:
        """Which reference knows this left side."""
        head = head_of(claim.left)
        if head and claim.definition and self.oracle.function(f"reference_{head}"):
            return f"reference_{head}"
        if not (function := self.oracle.function("reference")):
            return None
        if (self.number == 0 and number == 0) or (head is not None and head == self.head):
            return "reference"
        keyword_only = function.__code__.co_argcount == 0
        lines = keyword_only and self.number == 0 and not isinstance(claim.left, tree.Call)
        return "reference" if lines and self.returns_lines is not False else None

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
        todo = [self.claims[number].statement for number in self.compared]
        while todo:
            for node in tree.walk(todo.pop()):
                key = node.key if isinstance(node, tree.Name) else None
                key = node.text if isinstance(node, tree.Word) else key
                if key is None or key in needed:
                    continue
                needed.add(key)
                for other in self.claims:
                    if other.definition and other.definition.key == key and other is not claim:
                        todo.append(other.statement)
        return claim.definition.key in needed

    def _at_symbol(self, error: CheckError) -> Exception:
        for declaration in self.page.declarations:
            if declaration.domain and declaration.domain.span == error.span:
                return located(self.page.path, declaration.line, declaration.tex, error)
        declaration = self.page.declarations[0]
        return located(self.page.path, declaration.line, declaration.tex, CheckError(error.message))
