"""Letters with a meaning of their own where they are not declared: E, O, P, 1 and δ."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import Cursor, split
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, key_of
from scripts.checker.reading.scripting import read_indices, with_scripts
from scripts.checker.substitution import substitute
from scripts.checker.tree import Expr
from scripts.checker.words import OUTCOME, OUTCOMES

# Of random variables, where they are not declared: entropy, also of a density; information.
COMPLEMENT = "c"  # A^c
OF_VARIABLES = {"H": "entropy", "h": "entropy", "I": "information"}


def remainder(p: Expressions, span: Span) -> Expr:
    """`O(h^2)`."""
    items, end = p.inside(p.next(), call=True)
    match items:
        case (tree.Name(key=key),):
            return tree.Order(key, tree.Number("1", span=span), span=span.to(end))
        case (tree.Binary("^", tree.Name(key=key) | tree.Bars("‖", tree.Name(key=key)), power),):
            return tree.Order(key, power, span=span.to(end))
        case (tree.Bars("‖", tree.Name(key=key)),):
            return tree.Order(key, tree.Number("1", span=span), span=span.to(end))
    raise CheckError("expected a remainder such as O(h^2)", span.to(end))


def expectation(p: Expressions, token: Token, scripts: Scripts) -> Expr:
    """`\\mathbb{E}[X]`, `\\mathbb{E}_{x \\sim p}[f(x)]`."""
    over = [p.sub(piece).argument() for piece in split(scripts.sub, ",") if piece]
    inner = p.knowing(*(name for item in over for name in _random_names(item)))
    items, given, end = inner.parts(inner.next(), call=True)
    p.at = inner.at
    if len(items) != 1:
        raise CheckError("one expression belongs inside an expectation", token.span)
    expected = tree.Expectation(items[0], tuple(over), given, span=token.span.to(end))
    if scripts.sup:
        raise CheckError("write \\mathbb{E}[X]^2 for the square", token.span)
    return with_scripts(p, expected, 0)


def _random_names(item: Expr) -> list[str]:
    """What the subscript of an expectation names: `X`, `x` of `x \\sim p`, `z` of `q(z|x)`."""
    named = item.left if isinstance(item, tree.Relation) else item
    parts = named.arguments if isinstance(named, tree.Call) else (named,)
    return [part.key for part in parts if isinstance(part, tree.Name)]


def indicator(p: Expressions, token: Token) -> Expr:
    """`\\mathbb{1}[x > 0]`, `\\mathbb{1}_{x > 0}`, `\\mathbb{1}_{[x > 0]}`."""
    if p.accept("_"):
        tokens = p.group()
        if len(tokens) > 2 and (tokens[0].kind, tokens[-1].kind) == ("open", "close"):
            tokens = tokens[1:-1]
        inner = p.sub(tokens)
        condition = inner.argument()
        inner.finish()
        end = condition.span
    elif p.sees("open"):
        items, end = p.inside(p.next(), call=True)
        condition = items[0] if len(items) == 1 else tree.Both(items, span=token.span)
    else:
        raise CheckError("an indicator needs its condition: \\mathbb{1}[x > 0]", token.span)
    word = tree.Word("indicator", span=token.span)
    return with_scripts(p, tree.Call(word, (condition,), span=token.span.to(end)), 0)


def kronecker_indices(p: Expressions, tokens: Sequence[Token]) -> tuple[Expr, ...]:
    """The two indices of `\\delta_{ij}`, which are letters for whole numbers."""
    pair = read_indices(p, tokens, 2)
    for index in pair:
        for node in tree.walk(index):
            if isinstance(node, tree.Name) and p.vocabulary.values.get(node.key):
                raise CheckError("declare \\delta: its subscripts are no indices", index.span)
    if len(pair) != 2:
        raise CheckError("declare \\delta: the Kronecker delta has two indices", tokens[0].span)
    return pair


def holds_relation(p: Expressions) -> bool:
    """Whether the bracket here holds a condition: P(X = x)."""
    if p.peek().kind != "open":
        return False
    ahead = depth = 1
    while depth and p.peek(ahead).kind != "eof":
        if p.peek(ahead).kind == "rel":
            return True
        depth += {"open": 1, "close": -1}.get(p.peek(ahead).kind, 0)
        ahead += 1
    return False


def holds_sets(p: Expressions) -> bool:
    """Whether the bracket here holds declared sets and nothing else: P(A | B), P(A ∩ B)."""
    if p.peek().kind != "open" or not p.vocabulary.sets:
        return False
    inner: list[Token] = []
    depth = 1
    while depth:
        token = p.peek(len(inner) + 1)
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if token.kind in {"rel", "eof"}:
            return False
        inner.append(token)
    names = [token.text for token in inner if token.kind in {"name", "word"}]
    return bool(set(names) & p.vocabulary.sets) and set(names) <= p.vocabulary.sets | {COMPLEMENT}


def of_sets(call: Expr) -> Expr:
    """P(A | B) as what it says of the outcome: that it is in A, where it is in B."""
    if not isinstance(call, tree.Call):
        raise CheckError("put brackets around this probability", call.span)

    def holds(event: Expr) -> Expr:
        outcome = tree.Name(OUTCOME, span=event.span)
        return tree.Relation("∈", outcome, _without_complements(event), span=event.span)

    arguments, given = (tuple(map(holds, events)) for events in (call.arguments, call.given))
    return tree.Call(call.function, arguments, given, span=call.span)


def _without_complements(event: Expr) -> Expr:
    """`A^c` as what is left of all outcomes."""
    for node in list(tree.walk(event)):
        if isinstance(node, tree.Binary) and node.op == "^" and node.right == tree.Name(COMPLEMENT):
            every = tree.Name(OUTCOMES, span=node.span)
            rest = tree.Binary("∖", every, _without_complements(node.left), span=node.span)
            return rest if node is event else _without_complements(substitute(event, node, rest))
    return event


def holds_variables(p: Expressions) -> bool:
    """Whether the bracket here holds random variables and nothing else: H(X), H(Y | X)."""
    if p.peek().kind != "open":
        return False
    inner: list[Token] = []
    while p.peek(len(inner) + 1).kind not in {"close", "eof"}:
        inner.append(p.peek(len(inner) + 1))
    pieces = split(inner, ",", ";", "bar", "divider")
    return all(canonical_name(piece) in p.vocabulary.random for piece in pieces)


def canonical_name(tokens: Sequence[Token]) -> str:
    """The key that these tokens would have as one name."""
    if not tokens:
        return ""
    inner = Cursor(tokens[1:])
    scripts = inner.scripts()
    is_all = inner.peek().kind == "eof"
    return key_of(tokens[0].text, scripts.sub, scripts.sup) if is_all else ""
