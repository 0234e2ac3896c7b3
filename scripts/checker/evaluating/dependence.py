"""Which random variables an expression depends on, and which ones a mean is over."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Block, Environment, Random
from scripts.checker.evaluating.families import law_of
from scripts.checker.tree import Expr


def random_in(nodes: Iterable[Expr], env: Environment) -> list[str]:
    """The random variables that expressions hang on, also by what the display defines.

    Those that a mean inside is over do not count.
    """
    if not env.random:
        return []
    found: dict[str, None] = {}
    seen: set[str] = set()
    todo = list(nodes)
    while todo:
        node = todo.pop(0)
        if is_mean(node):
            found |= dict.fromkeys(left_open(node, env))
        elif not isinstance(node, tree.Name):
            todo += tree.children(node)
        elif node.key in env.random:
            found[node.key] = None
        elif node.key not in seen and (definition := env.definitions.get(node.key)):
            seen.add(node.key)
            todo.append(definition.body)
    return list(found)


def is_mean(node: Expr) -> bool:
    """Whether its value is one of all values of the variables inside."""
    if isinstance(node, tree.Expectation):
        return True
    words = tree.Word("Var"), tree.Word("Cov"), tree.Word("Pr")
    return isinstance(node, tree.Call) and node.function in words


def left_open(node: Expr, env: Environment) -> list[str]:
    """The variables whose values a mean hangs on: it is over all others."""
    assert isinstance(node, tree.Expectation | tree.Call)
    if isinstance(node, tree.Expectation) and node.over:
        inner, own = named_variables(node.over, env)
        parents = [key for name in own for key in inner.random[name].parents]
        return [key for key in [*random_in([node.body], env), *parents] if key not in own]
    at_hand: list[Expr] = [n for n in node.given if isinstance(n, tree.Name)]
    at_hand += [n.right for n in node.given if isinstance(n, tree.Relation)]
    return random_in(at_hand, env)


def named_variables(over: Sequence[Expr], env: Environment) -> tuple[Environment, list[str]]:
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


def variable_of(key: str, keys: Iterable[str]) -> str | None:
    """The variable that a lower-case name is a value of: x of X."""
    return next((k for k in keys if k != key and k[:1].lower() + k[1:] == key), None)
