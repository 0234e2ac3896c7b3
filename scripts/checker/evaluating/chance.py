"""Expectations, variances and probabilities of random variables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.averaging import mean
from scripts.checker.evaluating.conditions import truth
from scripts.checker.evaluating.dispatch import evaluate, rule
from scripts.checker.evaluating.environment import Block, Environment, Function, Random
from scripts.checker.evaluating.families import law_of
from scripts.checker.evaluating.inputs import SmoothFunction
from scripts.checker.evaluating.model import together, unknown_again
from scripts.checker.substitution import substitute
from scripts.checker.tree import Expr

SMOOTH = {
    *("exp", "log", "ln", "sin", "cos", "sinh", "cosh", "tanh", "arctan", "sigmoid", "softplus"),
    *("Phi", "erf", "softmax", "LSE", "logsumexp", "GELU", "SiLU", "gaussian", "tr", "det", "diag"),
    *("Var", "Cov", "Pr", "mean", ":", "F", "+…", "*…", "o…", "vec", "kronecker", "log_softmax"),
}


@dataclass
class Evidence:
    """What stands behind a bar: variables with their values, and other conditions."""

    known: dict[str, Tensor] = field(default_factory=dict)
    conditions: list[Expr] = field(default_factory=list)


@rule.register
def _expectation(node: tree.Expectation, env: Environment) -> Tensor:
    return expectation(node.body, node.over, node.given, env)


def expectation(
    body: Expr, over: Sequence[Expr], given: Sequence[Expr], env: Environment
) -> Tensor:
    """E over the named variables, else over all that are random in the body."""
    evidence = evidence_of(given, env)
    if over:
        env, keys = _named_variables(over, env)
    else:
        env, keys = unknown_again(env), random_in([body], env)
    if not keys:
        raise CheckError("nothing random is inside this expectation", body.span)
    return conditional_mean(body, keys, evidence, env)


def conditional_mean(
    body: Expr, keys: Sequence[str], evidence: Evidence, env: Environment
) -> Tensor:
    """The mean of an expression; of the cases in which the evidence holds, if there is any."""
    known, conditions = evidence.known, evidence.conditions
    every = list(dict.fromkeys([*keys, *known, *random_in(conditions, env)]))
    try:
        blocks = together(every, env)
    except CheckError as error:
        error.span = error.span or body.span
        raise
    body, env = _without_inner_means(body, {key for b in blocks for key in b.keys}, env)
    place = body.span
    if not known and not conditions:
        smooth = is_smooth([body], env)
        return mean(lambda inner: evaluate(body, inner), blocks, env, {}, place, smooth=smooth)
    shape = torch.Size()

    def counted(inner: Environment) -> Tensor:
        nonlocal shape
        value, counts = evaluate(body, inner), all_true(conditions, inner)
        shape = value.shape
        return torch.cat([value.reshape(-1) * counts, counts.reshape(1)])

    smooth = not conditions and is_smooth([body], env)
    sums = mean(counted, blocks, env, known, place, smooth=smooth)
    require_some(sums[-1], body.span, env)
    return (sums[:-1] / sums[-1]).reshape(shape)


def require_some(share: Tensor, span: Span, env: Environment) -> None:
    """Complain of a condition that never holds."""
    if not env.trace.at_once and bool(share == 0):
        raise CheckError("the condition of this never holds", span)


def all_true(conditions: Iterable[Expr], env: Environment) -> Tensor:
    """1 where all conditions hold, else 0."""
    result = torch.ones((), dtype=torch.float64)
    for condition in conditions:
        result = result * truth(condition, env)
    return result


def random_in(nodes: Iterable[Expr], env: Environment) -> list[str]:
    """The random variables that expressions hang on, also by what the display defines.

    Those that a mean inside is over do not count.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    todo = list(nodes)
    while todo:
        node = todo.pop(0)
        if is_mean(node):
            found |= dict.fromkeys(_left_open(node, env))
        elif not isinstance(node, tree.Name):
            todo += tree.children(node)
        elif node.key in env.random:
            found[node.key] = None
        elif node.key not in seen and (definition := env.definitions.get(node.key)):
            seen.add(node.key)
            todo.append(definition.body)
    return list(found)


def is_smooth(nodes: Iterable[Expr], env: Environment) -> bool:
    """Whether expressions bend, but have no kinks and no jumps, as far as can be told."""
    todo, seen = list(nodes), set[str]()
    while todo:
        node = todo.pop()
        todo += tree.children(node)
        match node:
            case tree.Cases() | tree.Relation() | tree.Limit():
                return False
            case tree.Bars(kind=kind) if kind != "‖":
                return False
            case tree.Big(op=op) if op not in {"sum", "prod"}:
                return False
            case tree.Word(text=text) if text not in SMOOTH and text not in env.definitions:
                return False
            case tree.Name(key=key) if key not in seen:
                seen.add(key)
                value = env.values.get(key)
                if isinstance(value, Function) and not isinstance(value.apply, SmoothFunction):
                    return False
                if definition := env.definitions.get(key):
                    todo.append(definition.body)
    return True


def _left_open(node: Expr, env: Environment) -> list[str]:
    """The variables whose values a mean hangs on: it is over all others."""
    assert isinstance(node, tree.Expectation | tree.Call)
    if isinstance(node, tree.Expectation) and node.over:
        inner, own = _named_variables(node.over, env)
        parents = [key for name in own for key in inner.random[name].parents]
        return [key for key in [*random_in([node.body], env), *parents] if key not in own]
    at_hand: list[Expr] = [n for n in node.given if isinstance(n, tree.Name)]
    at_hand += [n.right for n in node.given if isinstance(n, tree.Relation)]
    return random_in(at_hand, env)


def evidence_of(given: Sequence[Expr], env: Environment) -> Evidence:
    """`X = x`, `X` (at the value that it has here) or any other condition."""
    evidence = Evidence()
    for node in given:
        match node:
            case tree.Relation("=", tree.Name(key=key), right) if key in env.random:
                evidence.known[key] = evaluate(right, env)
            case tree.Name(key=key) if key in env.random:
                value = env.values.get(key)
                if not isinstance(value, Tensor):
                    raise CheckError(f"which value does {key} have? Write {key} = x", node.span)
                evidence.known[key] = value
            case tree.Name(key=key) if isinstance(env.values.get(key), Tensor):
                if variable := variable_of(key, env.random):
                    evidence.known[variable] = evaluate(node, env)
            case tree.Relation() | tree.Both():
                evidence.conditions.append(node)
            case _:
                raise CheckError("expected what is given, such as X = x", node.span)
    return evidence


def variable_of(key: str, keys: Iterable[str]) -> str | None:
    """The variable that a lower-case name is a value of: x of X."""
    return next((k for k in keys if k != key and k[:1].lower() + k[1:] == key), None)


# -- what an expectation is over --------------------------------------------------------------


def _named_variables(over: Sequence[Expr], env: Environment) -> tuple[Environment, list[str]]:
    """The variables in a subscript; those that only it names get the law that it names."""
    keys: list[str] = []
    for item in over:
        match item:
            case tree.Name(key=key) if key in env.random:
                keys.append(key)
            case tree.Name(key=key) if key in env.laws:
                keys += [k for block in env.laws[key] for k in block.keys]
            case tree.Call(function=tree.Name(key=key)) if key in env.laws:
                keys += _of_call(item, key, env)
            case tree.Relation("∼", tree.Name(key=key), source):
                env = _drawn_from(key, source, env)
                keys.append(key)
            case tree.Name(key=key):
                message = f"{key} is not random: declare {key} \\sim P"
                raise CheckError(message, item.span)
            case _:
                raise CheckError("expected a random variable here", item.span)
    return env, keys


def _of_call(node: tree.Call, law: str, env: Environment) -> list[str]:
    """The variables of `q(z \\mid x)`."""
    keys = [k for block in env.laws[law] for k in block.keys]
    found = []
    for argument in node.arguments:
        key = argument.key if isinstance(argument, tree.Name) else ""
        variable = key if key in keys else variable_of(key, keys)
        if variable is None:
            raise CheckError(f"{law} is not the law of this", argument.span)
        found.append(variable)
    return found


def _drawn_from(key: str, source: Expr, env: Environment) -> Environment:
    """`x \\sim p` in a subscript: x has that law here."""
    name, block = law_at(source, env)
    if key in env.random:
        declared = env.laws.get(name, ())
        if block is not None and not any(key in its.keys for its in declared):
            raise CheckError(f"{key} is not distributed so", source.span)
        return env
    if block is None:
        raise CheckError("this is no law that the symbol list knows", source.span)
    return replace(
        env,
        random={**env.random, key: replace(block, keys=(key,))},
        values={**env.values, key: Random(key, None)},
    )


def law_at(node: Expr, env: Environment) -> tuple[str, Block | None]:
    """The law that an expression names: `p`, `q(z \\mid x)`, `\\mathcal{N}(0, 1)`, a vector."""
    match node:
        case tree.Call(function=tree.Name(key=key)) | tree.Name(key=key) if key in env.laws:
            return key, env.laws[key][0]
        case tree.Call(function=tree.Word("gaussian"), arguments=(center, spread)):

            def normal(env: Environment) -> object:
                return law_of("\\mathcal{N}", [evaluate(center, env), evaluate(spread, env)])

            return "", Block(("",), tuple(random_in([node], env)), normal)
        case tree.Name(key=key) if isinstance(p := env.values.get(key), Tensor) and p.ndim == 1:
            return key, Block(("",), (), lambda env: law_of("Categorical", [evaluate(node, env)]))
    return "", None


# -- means inside of means --------------------------------------------------------------------


def _without_inner_means(body: Expr, outer: set[str], env: Environment) -> tuple[Expr, Environment]:
    """The body with every mean that does not hang on the outer variables worked out, once."""
    for node in list(_closed_means(body, outer, env)):
        key = f"\\mean_{{{len(env.values)}}}"
        value = evaluate(node, env)
        body = substitute(body, node, tree.Name(key, span=node.span))
        env = replace(env, values={**env.values, key: value})
    return body, env


def _closed_means(node: Expr, outer: set[str], env: Environment) -> Iterator[Expr]:
    if isinstance(node, tree.Big | tree.Integral | tree.Limit | tree.Derivative):
        return  # an index or a variable may be inside
    if is_mean(node) and not set(_left_open(node, env)) & outer:
        yield node
        return
    for child in tree.children(node):
        yield from _closed_means(child, outer, env)


def is_mean(node: Expr) -> bool:
    """Whether its value is one of all values of the variables inside."""
    if isinstance(node, tree.Expectation):
        return True
    words = tree.Word("Var"), tree.Word("Cov"), tree.Word("Pr")
    return isinstance(node, tree.Call) and node.function in words


# -- variance, covariance --------------------------------------------------------


def moment(node: tree.Call, env: Environment) -> Tensor:
    """Variance or covariance, as an expectation; of a vector, the covariance matrix."""
    assert isinstance(node.function, tree.Word)
    word, arguments = node.function.text, node.arguments
    left, right = arguments[0], arguments[-1]
    keys = random_in(arguments, env)
    if not keys:
        raise CheckError("nothing random is in here", node.span)
    evidence, env = evidence_of(node.given, env), unknown_again(env)
    centers = [
        conditional_mean(side, random_in([side], env), evidence, env) for side in (left, right)
    ]
    is_vector = bool(centers[0].ndim)
    wanted = 1 if word == "Var" or (is_vector and len(arguments) == 1) else 2
    if len(arguments) != wanted:
        raise CheckError(f"{word} takes {wanted} arguments", arguments[0].span)
    if is_vector and word != "Cov":
        raise CheckError(f"{word} of a vector: write \\operatorname{{Cov}}(x)", left.span)
    names = [f"\\center_{{{n}}}" for n in (1, 2)]
    env = replace(env, values={**env.values, **dict(zip(names, centers, strict=True))})

    def centered(side: Expr, name: str) -> Expr:
        return tree.Binary("-", side, tree.Name(name, span=side.span), span=side.span)

    a, b = centered(left, names[0]), centered(right, names[1])
    product = tree.Binary(
        "*", a, tree.Transpose(b, span=b.span) if is_vector else b, span=node.span
    )
    return conditional_mean(product, keys, evidence, env)
