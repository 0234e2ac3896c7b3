"""The random variables that a symbol list declares: what each is drawn from."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.dispatch import SMALLER, evaluate
from scripts.checker.evaluating.environment import Block, Environment, Function, Random
from scripts.checker.evaluating.families import Copies, law_of, uniform_on
from scripts.checker.evaluating.sets import not_empty
from scripts.checker.reading.laws import Law, identities, names_of_density, parameters_of
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.parser import Parser
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Expr

Make = Callable[[Environment], Any]  # a torch Distribution, where the parents have values

MOST_COPIES = 1000  # of a variable; sizes are up to 40


class Misdeclared(CheckError):
    """What is wrong with the line of a random variable."""

    def __init__(self, declaration: Declaration, message: str, span: Span | None) -> None:
        super().__init__(message, span)
        self.line, self.tex = declaration.line, declaration.tex


def with_variables(
    env: Environment, declarations: Sequence[Declaration], vocabulary: Vocabulary
) -> Environment:
    """The same world with the random variables that the symbol list declares."""
    keys = {d.key for d in declarations if d.kind == "random"}
    blocks: dict[tuple[str, ...], Block] = {}
    named: dict[str, tuple[Block, ...]] = {}
    apart: set[frozenset[str]] = set()
    for declaration in declarations:
        law = declaration.law
        if law is None:
            continue
        if declaration.kind == "independent":
            apart |= {frozenset((a, b)) for a in law.variables for b in law.variables if a != b}
            continue
        apart |= {frozenset((declaration.key, other)) for other in law.apart}
        if law.variables in blocks:
            continue
        block = _block(declaration, law, env, vocabulary, keys)
        blocks[law.variables] = block
        for name in names_of_density(law):
            named[name] = (*named.get(name, ()), block)
        if not block.parents:
            _try(declaration, block, env)
    random = {key: block for block in blocks.values() for key in block.keys}
    env = replace(env, random=random, laws=named, apart=frozenset(apart))
    laws = {key: Random(key, _distribution(block, env)) for key, block in random.items()}
    values = {**env.values, **laws}
    for name, its in named.items():
        if not isinstance(values.get(name), Tensor):
            values[name] = Random(name, _distribution(its[0], env))
    return replace(env, values=values)


def _try(declaration: Declaration, block: Block, env: Environment) -> None:
    """Complain at its line of a law that does not exist."""
    try:
        block.law(env)
    except CheckError as error:
        span = declaration.law.span if declaration.law else None
        raise Misdeclared(declaration, error.message, span) from None


def _distribution(block: Block, env: Environment) -> Any:
    """The law of a block, None where it depends on other variables."""
    if block.parents:
        return None
    return block.law(env)


def _block(
    declaration: Declaration, law: Law, env: Environment, vocabulary: Vocabulary, keys: set[str]
) -> Block:
    """The variables of a line, some of the `keys` that are random, with what makes their law."""
    if unknown := [key for key in law.variables if key not in keys]:
        raise Misdeclared(declaration, f"{unknown[0]} is not declared as random", law.span)
    parents = [parent.key for parent in law.parents if parent.key in keys]
    if law.family:
        parameters = _parameters(declaration, law, vocabulary)
        inside = [n.key for p in parameters for n in tree.walk(p) if isinstance(n, tree.Name)]
        parents += [key for key in inside if key in keys]
        make = _named_law(law, parameters)
    else:
        make = _any_law(law, env)
    provided = [env.values[k] for k in law.variables if isinstance(env.values.get(k), Random)]
    if provided and len(law.variables) > 1:
        message = f"give the joint law: the name of it is {law.name}"
        raise Misdeclared(declaration, message, law.span)
    if provided:
        make = _constant(provided[0])
    elif isinstance(function := env.values.get(law.variables[0]), Function):
        make = _kernel(function, law)
    return Block(law.variables, tuple(dict.fromkeys(parents)), _copied(make, law, vocabulary))


def _parameters(declaration: Declaration, law: Law, vocabulary: Vocabulary) -> tuple[Expr, ...]:
    try:
        return parameters_of(law, vocabulary)
    except CheckError as error:
        raise Misdeclared(declaration, error.message, error.span) from None


def _constant(variable: Any) -> Make:
    return lambda env: variable.distribution


def _kernel(function: Function, law: Law) -> Make:
    """A law that is given as a function of what it is conditioned on."""

    def make(env: Environment) -> Any:
        return function.apply(*(evaluate(tree.Name(p.key), env) for p in law.parents))

    return make


def _any_law(law: Law, env: Environment) -> Make:
    """What was drawn or given for the name of a law; a probability vector is one, too."""
    found = env.values.get(law.name)
    if isinstance(found, Function) and law.parents:
        return _kernel(found, law)
    if isinstance(found, Random):
        return _constant(found)

    def over_outcomes(env: Environment) -> Any:
        return law_of("Categorical", [evaluate(tree.Name(law.name), env)])

    return over_outcomes


def _named_law(law: Law, parameters: Sequence[Expr]) -> Make:
    """A law by its name, with its parameters evaluated where it is asked for."""

    def make(env: Environment) -> Any:
        for parent in law.parents:
            if parent.value is not None:
                env = env.binding(parent.value, evaluate(tree.Name(parent.key), env))
        try:
            return _with_parameters(law, parameters, env)
        except CheckError as error:
            error.span = None  # of another line
            raise

    return make


def _with_parameters(law: Law, parameters: Sequence[Expr], env: Environment) -> Any:
    """The law with these parameters; a uniform one has an interval, or a set."""
    if law.family in {"\\mathcal{U}", "Uniform", "Unif"} and len(parameters) == 1:
        listing = parameters[0]
        if isinstance(listing, tree.Listing) and listing.row and len(listing.items) == 2:
            return law_of(law.family, [evaluate(item, env) for item in listing.items])
        return uniform_on(not_empty(listing, env))
    env = _with_constants(law, parameters, env)
    return law_of(law.family, [evaluate(parameter, env) for parameter in parameters])


def _with_constants(law: Law, parameters: Sequence[Expr], env: Environment) -> Environment:
    """Identity matrices and zero vectors of the size that the other parameters have."""
    for key in identities(law):
        if key != "I" and key not in env.values:
            size = evaluate(tree.Name(key[3:-1]), env)
            env = env.binding(key, torch.eye(int(size), dtype=torch.float64))
    names = {n.key for p in parameters for n in tree.walk(p) if isinstance(n, tree.Name)}
    if "I" in names and "I" not in env.values:
        if "\\mathbf{0}" in names:
            raise CheckError("an identity matrix of which size? Write \\mathbf{I}_n")
        count = len(evaluate(parameters[0], env))
        env = env.binding("I", torch.eye(count, dtype=torch.float64))
    if "\\mathbf{0}" in names and "\\mathbf{0}" not in env.values:
        count = len(evaluate(parameters[-1], env))
        env = env.binding("\\mathbf{0}", torch.zeros(count, dtype=torch.float64))
    return env


def _copied(make: Make, law: Law, vocabulary: Vocabulary) -> Make:
    """Independent copies, where the line asks for several."""
    if not law.copies:
        return make
    count = Parser(law.copies, vocabulary).whole()

    def several(env: Environment) -> Any:
        copies = int(evaluate(count, env))
        if copies > MOST_COPIES:
            raise CheckError(f"{copies} variables are too many to draw: {SMALLER}", count.span)
        return Copies(make(env), copies)

    return several
