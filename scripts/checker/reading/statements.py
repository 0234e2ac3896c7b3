"""A display is one or more statements; some of them define a name for the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.cursor import split
from scripts.checker.reading.entries import defined_by_entries
from scripts.checker.reading.expressions import TOO_DEEP
from scripts.checker.reading.introduced import heads
from scripts.checker.reading.laws import names_of_density
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.names import (
    Vocabulary,
    python_name,
)
from scripts.checker.reading.parser import Parser
from scripts.checker.reading.rows import cut, with_depth
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Definition, Expr, Statement

CLAIMS = {"=": "=", "≈": "≈", "≤": "≤", "≥": "≥", "<": "<", ">": ">", "←": "="}


DEEPEST = 100  # nodes within each other


@dataclass(frozen=True)
class Claim:
    """A statement; where it gives a name its value, the definition."""

    statement: Statement
    definition: Definition | None

    @property
    def left(self) -> Expr:
        return self.statement.sides[0]

    @property
    def by_logarithm(self) -> Expr | None:
        """`p(x)` where `\\log p(x) = …` defines p."""
        if self.definition and isinstance(self.left, tree.Call) and _is_log(self.left):
            return self.left.arguments[0]
        return None


def read_statement(tokens: Sequence[Token], vocabulary: Vocabulary) -> Statement:
    """One statement: sides with relations between them."""
    sides: list[Expr] = []
    relations = []
    pieces = split(tokens, "rel")
    marks = [t for t, depth in with_depth(tokens) if t.kind == "rel" and depth == 0]
    span = tokens[0].span.to(tokens[-1].span)
    if not marks:
        raise CheckError("this makes no claim: an equation has two sides", span)
    for mark in marks:
        if mark.text not in CLAIMS:
            message = f"a display makes claims only: {mark.text} belongs in the symbol list"
            raise CheckError(message, mark.span)
        relations.append(CLAIMS[mark.text])
    for number, piece in enumerate(pieces):
        if not piece:
            raise CheckError(
                "a side of this equation is missing", marks[min(number, len(marks) - 1)].span
            )
        p = Parser(piece, vocabulary, outside=_names(sides[0]) if sides else frozenset())
        sides.append(p.whole())
    if marks[0].text == "←" and any(node == sides[0] for node in tree.walk(sides[1])):
        message = "the left side stands on the right side too: give the new value its own name"
        raise CheckError(f"{message}, such as \\theta_{{t+1}} or \\theta'", marks[0].span)
    statement = Statement(tuple(sides), tuple(relations), span=span)
    _no_deeper_than_can_be_evaluated(statement)
    _no_index_outside_its_sum(statement)
    return statement


def _no_deeper_than_can_be_evaluated(statement: Statement) -> None:
    """A sum of hundreds of terms is as deep as it is long."""
    level: list[Expr] = [statement]
    for _ in range(DEEPEST):
        level = [child for node in level for child in tree.children(node)]
        if not level:
            return
    raise CheckError(TOO_DEEP, statement.span)


def _names(left: Expr) -> frozenset[str]:
    """The names that a left side leaves free."""
    return frozenset(node.key for node in _free_names(left))


def _free_names(node: Expr, bound: frozenset[str] = frozenset()) -> Iterator[tree.Name]:
    """The names in an expression that no sum, limit or integral in it runs over."""
    if isinstance(node, tree.Name) and node.key not in bound:
        yield node
    if isinstance(node, tree.Big | tree.Limit | tree.Integral):
        outer, inner = _scopes(node)
        for part in outer:
            yield from _free_names(part, bound)
        for part in inner:
            yield from _free_names(part, bound | set(_runs(node)))
        return
    for child in tree.children(node):
        yield from _free_names(child, bound)


def _runs(node: Expr) -> tuple[str, ...]:
    """The letters that run in a sum, a limit or an integral."""
    if isinstance(node, tree.Big):
        return node.indices
    return (node.variable,) if isinstance(node, tree.Limit | tree.Integral) else ()


def _scopes(node: tree.Big | tree.Limit | tree.Integral) -> tuple[list[Expr], list[Expr]]:
    """The parts of it that do not know the letter that runs, and those that do."""
    if isinstance(node, tree.Limit):
        return [node.target], [node.body]
    ends = [end for end in (node.lower, node.upper) if end is not None]
    if isinstance(node, tree.Integral):
        return ends, [node.body]
    return ends, [part for part in (node.condition, node.body) if part is not None]


def _no_index_outside_its_sum(statement: Statement) -> None:
    """`x_i / \\sum_i x_i`: the same letter, inside of a sum and outside."""
    bound = {name for node in tree.walk(statement) for name in _runs(node)}
    for name in _free_names(statement):
        if name.key in bound:
            message = (
                f"{name.key} stands outside of its sum, limit or integral: these end at + or -"
            )
            raise CheckError(f"{message}. Put brackets, or take another letter", name.span)


def read_display(tex: str, vocabulary: Vocabulary) -> list[Statement]:
    """All statements of a display."""
    known = heads_of(tex, vocabulary)
    return [read_statement(piece, known) for piece in cut(tokenize(tex))]


def heads_of(tex: str, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the names that a display defines."""
    return heads(cut(tokenize(tex)), vocabulary)


def claims_of(
    statements: Sequence[Statement],
    declarations: Sequence[Declaration],
    given: frozenset[str],
    words: frozenset[str] = frozenset(),
) -> list[Claim]:
    """Tell definitions from claims about names that have a value already.

    A known word keeps its meaning, unless it is one of `words`, which have a reference.
    """
    defined: set[str] = set()
    claims = []
    entries = defined_by_entries(statements, declarations)
    for statement in statements:
        left = statement.sides[0]
        if isinstance(left, tree.Index) and isinstance(left.base, tree.Name):
            key = left.base.key
            if key in entries and key not in given:
                claims.append(Claim(statement, entries[key]))
                continue
        definition = _definition(statement, declarations, words)
        if definition and (definition.key in defined or definition.key in given):
            definition = None
        if definition:
            defined.add(definition.key)
        claims.append(Claim(statement, definition))
    return claims


def _definition(
    statement: Statement, declarations: Sequence[Declaration], words: frozenset[str]
) -> Definition | None:
    """What `name = …`, `name_{ij} = …` or `f(x) = …` defines; None for any other claim."""
    if statement.relations[0] not in {"=", "≈"} or _has_remainder(statement):
        return None
    declared = {d.key: d for d in declarations}
    left: Expr = statement.sides[0]
    indices: tuple[str, ...] = ()
    if isinstance(left, tree.Index):
        names = [n.key for n in left.indices if isinstance(n, tree.Name) and n.key not in declared]
        if len(set(names)) != len(left.indices):
            return None
        left, indices = left.base, tuple(names)
    body = statement.sides[1]
    match left:
        case tree.Name(key=key) if key in {"e", "\\pi"} and key not in declared:
            return None
        case tree.Name(key=key):
            if key in declared and declared[key].kind not in {"value"}:
                return None
            if key in declared and any(node == tree.Name(key) for node in tree.walk(body)):
                return None  # a property of what is drawn: S = S^T
            return Definition(key, None, indices, body, statement.span)
        case tree.Call(function=tree.Word(), arguments=(tree.Call() as inner,)) if _is_log(left):
            power = tree.Call(tree.Word("exp"), (body,), span=body.span)
            sides = (inner, power, *statement.sides[2:])
            found = _definition(replace(statement, sides=sides), declarations, words)
            known = found and found.key in declared and python_name(found.key) not in words
            return None if known else found
        case tree.Call(function=tree.Name(key=key)):
            arguments = left.inputs
            names = [a.key for a in arguments if isinstance(a, tree.Name)]
            if len(set(names)) != len(arguments):
                return None
            if key in declared and declared[key].parameters != tuple(names):
                return None
            others = (node for side in statement.sides[1:] for node in tree.walk(side))
            if key in declared and tree.Name(key) in others:
                return None  # a recursion: about a function that is drawn or given
            if any(d.law and key in names_of_density(d.law) for d in declarations):
                return None
            return Definition(key, tuple(names), indices, body, statement.span)
        case tree.Call(function=tree.Word(text=text), arguments=arguments):
            names = [a.key for a in arguments if isinstance(a, tree.Name)]
            if len(set(names)) != len(arguments) or (text not in words and names[0] in declared):
                return None
            return Definition(text, tuple(names), indices, body, statement.span)
    return None


def _is_log(left: Expr) -> bool:
    """Whether this is the logarithm of a function at its arguments."""
    if not isinstance(left, tree.Call) or left.function != tree.Word("log"):
        return False
    inner = left.arguments[0]
    one = len(left.arguments) == 1 and isinstance(inner, tree.Call)
    return one and isinstance(inner, tree.Call) and isinstance(inner.function, tree.Name)


def _has_remainder(statement: Statement) -> bool:
    return any(isinstance(node, tree.Order) for node in tree.walk(statement))


def free_indices(
    node: Expr, known: frozenset[str], wanted: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Undeclared names that stand as an index and are not bound, in order of appearance.

    The `wanted` names count wherever they stand: `B_{ij} = i - j`.
    """
    found: dict[str, None] = {}

    def visit(node: Expr, bound: frozenset[str]) -> None:
        if isinstance(node, tree.Big):
            inner = bound | set(node.indices)
            for part in (node.lower, node.upper):
                if part is not None:
                    visit(part, bound)
            for part in (node.condition, node.body):
                if part is not None:
                    visit(part, inner)
            return
        if isinstance(node, tree.Integral | tree.Limit):
            bound = bound | {node.variable}
        places: tuple[Expr, ...] = ()
        if isinstance(node, tree.Index):
            places = node.indices
        elif isinstance(node, tree.Call) and node.function == tree.Word("kronecker"):
            places = node.arguments
        for place in places:
            for name in tree.walk(place):
                if isinstance(name, tree.Name) and name.key not in bound | known:
                    found[name.key] = None
        if isinstance(node, tree.Name) and node.key in wanted and node.key not in bound:
            found[node.key] = None
        for child in tree.children(node):
            visit(child, bound)

    visit(node, frozenset())
    return tuple(found)
