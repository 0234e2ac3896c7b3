"""What every name of a display means on one draw: drawn, given by the author, defined."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, NotANumber
from scripts.checker.evaluating.arguments import with_types
from scripts.checker.evaluating.environment import (
    Environment,
    Function,
    Members,
    Random,
    Trace,
    Value,
)
from scripts.checker.evaluating.inputs import Draw, draw
from scripts.checker.evaluating.kinds import kinds_of_laws, laws_of
from scripts.checker.evaluating.outcomes import with_outcomes
from scripts.checker.evaluating.random_variables import Misdeclared, with_variables
from scripts.checker.evaluating.samplers import Style, ends
from scripts.checker.evaluating.sizes import Undrawable
from scripts.checker.judging.heads import among
from scripts.checker.judging.membership import inside
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import Page
from scripts.checker.judging.report import located, show
from scripts.checker.judging.values_of_variables import values_of_variables
from scripts.checker.reading.entries import index_letters
from scripts.checker.reading.laws import parameters_of
from scripts.checker.reading.names import python_name
from scripts.checker.reading.statements import Claim, claims_of
from scripts.checker.reading.symbols import Declaration, sizes_of
from scripts.checker.tree import Definition, Statement
from scripts.checker.words import OUTCOME

REDRAWN = 4  # times, to see which given values depend on what is drawn


class World:
    """The values for the claims of a display.

    `given` are the names that the author provides and this display uses; `examples` those of
    them that stand for any of their kind: a function, a law, or a value that stays the same
    whatever is drawn; `redrawn` the values that the list declares and a display above defines.
    """

    def __init__(
        self,
        page: Page,
        statements: Sequence[Statement],
        oracle: Oracle,
        earlier: Mapping[str, Definition],
        words: frozenset[str],
    ) -> None:
        self.page, self.statements, self.oracle = page, statements, oracle
        self.declared = {d.key: d for d in page.declarations}
        self.words = words
        self.letters = index_letters(statements, page.declarations, oracle.asked())
        self.claims = self._claims(frozenset())
        self.compared = {key for key in self.defined() if self._has_a_reference(key)}
        self.earlier = self._needed(earlier)
        self.redrawn = earlier.keys() & self.declared.keys() - self.earlier.keys()
        self.laws = {
            d.key: parameters_of(d.law, page.vocabulary) for d in page.declarations if d.law
        }
        self.kinds = kinds_of_laws(statements, page.declarations)
        self.drawn: dict[str, Value] = {}
        self.given: set[str] = set()
        self.examples: set[str] = set()
        self._independent: set[str] | None = None

    def ends(self) -> list[Declaration]:
        """The numbers that a display uses, each at each end of its domain that belongs to it."""
        sizes = {*sizes_of(self.page.declarations)}
        return [
            replace(one, domain=end)
            for one in self.page.declarations
            if one.kind == "value" and one.domain and not one.domain.shape
            if one.key in self.drawn and one.key not in self.given | sizes
            for end in ends(one.domain)
        ]

    def environment(
        self, seed: int, style: Style, trace: Trace, at: Declaration | None = None
    ) -> Environment:
        """All values of one draw; `at` is declared otherwise than on the page."""
        inputs = self._draw(seed, style, at=at)
        values: dict[str, Value] = dict(inputs.values)
        given = self._given(values, seed)
        values |= self._typed(given, inputs)
        defined = self._defined(given)
        used = self._names()
        for key in defined | (self.earlier.keys() - given.keys()):
            values.pop(key, None)
        used |= laws_of(used, self.page.declarations)
        self.given = given.keys() & used - defined
        if self._independent is None:
            self._independent = self._unchanged(given, inputs, seed)
        self.examples = {key for key in self.given if self._is_example(key, given[key])}
        own = {c.definition.key: c.definition for c in self.claims if c.definition}
        env = Environment(
            values,
            {**self.earlier, **own},
            trace,
            shapes=inputs.shapes,
            starts=inputs.starts,
            ranges=inputs.ranges,
            letters=self.letters,
            domains={
                key: declaration.domain
                for key, declaration in self.declared.items()
                if declaration.kind == "value" and declaration.domain is not None
            },
        )
        try:
            env = with_variables(env, self.page.declarations, self.page.vocabulary)
        except Misdeclared as error:
            raise located(self.page.path, error.line, error.tex, error) from None
        if OUTCOME in used:
            env = with_outcomes(env, self.page.declarations)
        env = replace(
            env, values={**env.values, **values_of_variables(self.statements, self.declared, env)}
        )
        self.drawn = {k: v for k, v in env.values.items() if k in used}
        self._require_inside(given, env)
        return env

    def _claims(self, known: frozenset[str]) -> list[Claim]:
        declarations = self.page.declarations
        return claims_of(self.statements, declarations, known, self.words, self.letters)

    def _draw(
        self,
        seed: int,
        style: Style,
        sizes: Mapping[str, Value] | None = None,
        at: Declaration | None = None,
    ) -> Draw:
        declarations = [at if at and at.key == d.key else d for d in self.page.declarations]
        try:
            return draw(declarations, seed, style, sizes, self.kinds)
        except Undrawable as error:
            line, tex = error.declaration.line, error.declaration.tex
            raise located(self.page.path, line, tex, error) from None

    def _given(self, values: Mapping[str, Value], seed: int) -> dict[str, Value]:
        torch.default_generator.manual_seed(seed)
        names = self._python_names(values)
        given = self.oracle.given(lambda name: among(name, names, values), names)
        sets = {key for key, d in self.declared.items() if d.kind == "set"}
        return {
            key: Members(key, tuple(torch.unique(v)))
            if key in sets and isinstance(v, Tensor)
            else v
            for key, v in given.items()
            if key not in self.compared  # in this display it is what its line says
        }

    def _typed(self, given: Mapping[str, Value], inputs: Draw) -> dict[str, Value]:
        """What is given, functions held to the arguments that they are declared with."""
        return {
            key: with_types(value, self.declared[key], self.declared, inputs.shapes)
            if isinstance(value, Function) and key in self.declared
            else value
            for key, value in given.items()
        }

    def _python_names(self, values: Mapping[str, Value]) -> dict[str, str]:
        # Of a set and an element with one Python name, the element.
        symbols = [key for key, d in self.declared.items() if d.kind != "independent"]
        symbols.sort(key=lambda key: self.declared[key].kind != "set")
        return {python_name(key): key for key in [*symbols, *values]}

    def _defined(self, given: Mapping[str, Value]) -> set[str]:
        """The names that the display defines; what is given, or asked for by `given`, is known."""
        defined = {c.definition.key: c for c in self.claims if c.definition}
        known = {key for key, value in given.items() if not isinstance(value, Function)}
        names = self._python_names(given)
        asked = {names[name] for name in self.oracle.hypotheses() if name in names}
        for key in defined.keys() & known - asked:
            message = f"{key} is given, and this defines it: compare it with a reference"
            raise CheckError(message, defined[key].left.span)
        known |= _about_each_other(defined, given)
        if defined.keys() & (asked | known):
            keys = frozenset(known | asked)
            self.claims = self._claims(keys)
        return self.defined()

    def _unchanged(self, given: Mapping[str, Value], inputs: Draw, seed: int) -> set[str]:
        """The given values that stay the same when all but the sizes is drawn anew."""
        if not given:
            return set()
        same = set(given)
        for other in range(1, REDRAWN + 1):
            redrawn = self._draw(seed + other, Style.USUAL, inputs.values)
            again = self._given(redrawn.values, seed)
            same = {key for key in same if _same(given[key], again.get(key))}
        return same

    def _is_example(self, key: str, value: Value) -> bool:
        """Whether a given value stands for any of its kind: X ∼ P names no law."""
        law = self.declared[key].law if key in self.declared else None
        named = law is not None and bool(law.family)
        if isinstance(value, Random):
            return not named
        return isinstance(value, Function) or key in (self._independent or ())

    def _require_inside(self, given: Mapping[str, Value], env: Environment) -> None:
        for key, value in given.items():
            declaration = self.declared.get(key)
            if declaration is None or declaration.domain is None or not isinstance(value, Tensor):
                continue
            if not bool(value.isfinite().all()):
                raise NotANumber(f"given returns {show(value)} for {python_name(key)}")
            if not inside(value, declaration.domain, env.shapes[key], env, strict=True):
                message = f"given returns {show(value)} for {python_name(key)}, outside of "
                raise self.oracle.fail("given", f"{message}${declaration.tex}$")

    def defined(self) -> set[str]:
        """What the lines of this display define."""
        return {claim.definition.key for claim in self.claims if claim.definition}

    def _has_a_reference(self, key: str) -> bool:
        """Whether a reference says what this is; not where `given` asks for it, to return it."""
        name = python_name(key)
        own = self.oracle.function(f"reference_{name}") is not None
        return own and name not in self.oracle.hypotheses()

    def _needed(self, earlier: Mapping[str, Definition]) -> dict[str, Definition]:
        """Of what the displays above define: what no list declares, and functions used here.

        A value that the list declares is any of its domain, unless such a function needs it.
        """
        found = {k: d for k, d in earlier.items() if k not in self.page.vocabulary}
        anew = self.defined()
        functions = {k: d for k, d in earlier.items() if d.parameters is not None and k not in anew}
        for key in functions.keys() & _keys_in(self.statements, {**found, **functions}):
            needed = _keys_in([functions[key].body], earlier) & earlier.keys()
            found |= {other: earlier[other] for other in {key, *needed}}
        return found

    def _names(self) -> set[str]:
        """The keys in this display, and in what it uses of the displays above."""
        return _keys_in(self.statements, self.earlier)


def _keys_in(nodes: Sequence[tree.Expr], definitions: Mapping[str, Definition]) -> set[str]:
    """The keys in these, and in the definitions that they need."""
    names: set[str] = set()
    todo = list(nodes)
    while todo:
        for node in tree.walk(todo.pop()):
            key = node.text if isinstance(node, tree.Word) else getattr(node, "key", None)
            if key and key not in names:
                names.add(key)
                todo += [definitions[key].body] if key in definitions else []
    return names


def _same(left: Value, right: Value | None) -> bool:
    if isinstance(left, Members) and isinstance(right, Members):
        return torch.equal(torch.stack(left.values), torch.stack(right.values))
    if not isinstance(left, Tensor) or not isinstance(right, Tensor):
        return False
    return left.shape == right.shape and bool(((left == right) | left.isnan()).all())


def _about_each_other(defined: Mapping[str, Claim], given: Mapping[str, Value]) -> set[str]:
    """Functions that are given and stand on a left side, with another given one on the right."""
    functions = {key for key, value in given.items() if isinstance(value, Function)}
    found = set()
    for key in defined.keys() & functions:
        for side in defined[key].statement.sides[1:]:
            if any(isinstance(n, tree.Name) and n.key in functions for n in tree.walk(side)):
                found.add(key)
    return found
