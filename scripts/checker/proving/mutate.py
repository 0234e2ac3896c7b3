"""Every single-place change of a formula: the misprints a checker must refuse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scripts.checker import tree
from scripts.checker.errors import Span
from scripts.checker.reading.names import Vocabulary
from scripts.checker.substitution import substitute
from scripts.checker.tree import Expr, Statement

SIBLINGS = {
    "log": "exp", "ln": "exp", "exp": "log", "cos": "sin", "sin": "cos", "max": "min",
    "min": "max", "tanh": "sigmoid", "sigmoid": "tanh", "sinh": "cosh", "cosh": "sinh",
    "argmax": "argmin", "argmin": "argmax", "det": "tr", "tr": "det",
}  # fmt: skip
BIG = {"sum": "prod", "prod": "sum", "max": "min", "min": "max", "argmax": "argmin"}
FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


@dataclass(frozen=True)
class Mutant:
    """A display with one place changed, and the change in words."""

    statements: tuple[Statement, ...]
    what: str
    at: Span


def mutants(statements: Sequence[Statement], vocabulary: Vocabulary) -> Iterator[Mutant]:
    """All displays that differ from this one in a single place."""
    for number, statement in enumerate(statements):
        bound = _index_names(statement)
        for node in tree.walk(statement):
            if isinstance(node, Statement):
                continue
            seen: list[Expr] = []
            for new, what in _changes(node, vocabulary, bound):
                if new == node or new in seen:
                    continue
                seen.append(new)
                changed = substitute(statement, node, new)
                if changed != statement:
                    every = (*statements[:number], changed, *statements[number + 1 :])
                    yield Mutant(every, what, node.span)


def _index_names(statement: Statement) -> list[str]:
    """Names that stand as an index somewhere in the statement."""
    found: dict[str, None] = {}
    for node in tree.walk(statement):
        if isinstance(node, tree.Big):
            found |= dict.fromkeys(node.indices)
        if isinstance(node, tree.Index):
            found |= {i.key: None for i in node.indices if isinstance(i, tree.Name)}
    return list(found)


def _changes(
    node: Expr, vocabulary: Vocabulary, indices: Sequence[str]
) -> Iterator[tuple[Expr, str]]:
    """What one node may turn into."""
    match node:
        case tree.Number(text=text):
            value = float(text)
            for other in (value + 1, value - 1):
                yield replace(node, text=f"{other:g}"), f"{text} → {other:g}"
        case tree.Name(key=key):
            yield from _other_names(node, key, vocabulary, indices)
        case tree.Negative(operand=operand):
            yield operand, "sign dropped"
        case tree.Binary():
            yield from _binary_changes(node)
        case tree.Root(operand=operand):
            yield operand, "root dropped"
        case tree.Transpose(operand=operand):
            yield operand, "transpose dropped"
        case tree.Index(base=base, indices=places):
            yield base, "index dropped"
            if len(places) == 2:
                yield replace(node, indices=places[::-1]), "indices swapped"
        case tree.Prime(function=function):
            yield function, "prime dropped"
        case tree.Call():
            yield from _call_changes(node)
        case tree.Bars(kind=kind, operand=operand, order=order):
            yield operand, "bars dropped"
            if kind == "‖" and order == tree.Number("2"):
                yield replace(node, order=tree.Number("1")), "another norm"
        case tree.Big():
            yield from _big_changes(node)
        case tree.Relation(op=op) if op in FLIPPED:
            yield replace(node, op=FLIPPED[op]), f"{op} → {FLIPPED[op]}"
        case tree.Cases(values=values) if len(values) == 2:
            yield replace(node, values=values[::-1]), "cases swapped"
        case tree.Derivative(variables=variables) if len(variables) > 1:
            yield replace(node, variables=variables[1:]), "one derivative dropped"
        case tree.Nabla(order=2):
            yield replace(node, order=1), "∇² → ∇"


def _other_names(
    node: Expr, key: str, vocabulary: Vocabulary, indices: Sequence[str]
) -> Iterator[tuple[Expr, str]]:
    if key in vocabulary.functions:
        others = list(vocabulary.functions)
    elif key in indices and key not in vocabulary:
        others = list(indices)
    else:
        others = [*vocabulary.values, *vocabulary.random]
    for other in others:
        if other != key:
            yield tree.Name(other, span=node.span), f"{key} → {other}"


def _binary_changes(node: tree.Binary) -> Iterator[tuple[Expr, str]]:
    left, right = node.left, node.right
    if node.op in {"+", "-"}:
        flipped = "-" if node.op == "+" else "+"
        yield replace(node, op=flipped), "sign flipped"
        yield left, "term dropped"
        yield right, "term dropped"
    elif node.op == "/":
        yield replace(node, left=right, right=left), "numerator and denominator swapped"
        yield left, "denominator dropped"
        yield replace(node, left=tree.Number("1", span=left.span)), "numerator dropped"
    elif node.op == "^":
        yield left, "exponent dropped"
        yield right, "base dropped"
    else:
        yield left, "factor dropped"
        yield right, "factor dropped"
        if node.op in {"o", "."}:
            yield replace(node, op="." if node.op == "o" else "o"), "⊙ ↔ ·"


def _call_changes(node: tree.Call) -> Iterator[tuple[Expr, str]]:
    function, arguments = node.function, node.arguments
    if isinstance(function, tree.Word) and function.text in SIBLINGS:
        sibling = SIBLINGS[function.text]
        renamed = replace(function, text=sibling)
        yield replace(node, function=renamed), f"{function.text} → {sibling}"
    if len(arguments) == 1 and not isinstance(arguments[0], tree.Relation):
        yield arguments[0], "function dropped"
    for place in range(len(node.inputs) - 1):
        swapped = list(node.inputs)
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        before, behind = tuple(swapped[: len(arguments)]), tuple(swapped[len(arguments) :])
        what = f"arguments {place + 1} and {place + 2} of {_called(function)} swapped"
        yield replace(node, arguments=before, given=behind), what


def _called(function: Expr) -> str:
    """What a function is called, where it is a name."""
    match function:
        case tree.Word(text=name) | tree.Name(key=name):
            return name
    return "a function"


def _big_changes(node: tree.Big) -> Iterator[tuple[Expr, str]]:
    if node.op in BIG:
        yield replace(node, op=BIG[node.op]), f"{node.op} → {BIG[node.op]}"
    if node.upper is not None and node.upper != tree.Name("\\infty"):
        one = tree.Number("1", span=node.upper.span)
        shorter = tree.Binary("-", node.upper, one, span=node.upper.span)
        yield replace(node, upper=shorter), "upper bound lowered"
