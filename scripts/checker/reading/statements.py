"""A display is one or more statements; some of them define a name for the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.cursor import split
from scripts.checker.reading.entries import defined_by_entries
from scripts.checker.reading.expressions import TOO_DEEP
from scripts.checker.reading.grammar import OF_LAWS
from scripts.checker.reading.introduced import heads
from scripts.checker.reading.laws import names_of_density
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.names import (
    Vocabulary,
    python_name,
)
from scripts.checker.reading.parser import Parser
from scripts.checker.reading.rows import cut, with_depth
from scripts.checker.reading.scopes import free_names, no_index_outside_its_sum
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Definition, Expr, Statement

# What a line of the symbol list says.
OF_SYMBOLS = {
    "∼": "a law, X \\sim P, belongs in the symbol list",
    "iid": "laws, X_1, \\ldots, X_n \\overset{\\text{iid}}{\\sim} P, belong in the symbol list",
    "⟂": "X \\perp Y belongs in the symbol list",
}
CLAIMS = {"=": "=", "≈": "≈", "≤": "≤", "≥": "≥", "<": "<", ">": ">", "←": "="}


LONGEST_NAME = 6  # tokens: i^{*}_{t}
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
        message = "this makes no claim: an equation has two sides"
        if len(tokens) <= LONGEST_NAME and tokens[0].kind == "name":
            message += ", and one name on its left; of an arg min over two, claim the value"
        raise CheckError(message, span)
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
        p = Parser(piece, vocabulary, outside=free_names(sides[0]) if sides else frozenset())
        sides.append(p.whole())
    if marks[0].text == "←" and any(node == sides[0] for node in tree.walk(sides[1])):
        message = "the left side stands on the right side too: give the new value its own name"
        raise CheckError(f"{message}, such as \\theta_{{t+1}} or \\theta'", marks[0].span)
    statement = Statement(tuple(sides), tuple(relations), span=span)
    _no_deeper_than_can_be_evaluated(statement)
    no_index_outside_its_sum(statement)
    return statement


def _no_deeper_than_can_be_evaluated(statement: Statement) -> None:
    """A sum of hundreds of terms is as deep as it is long."""
    level: list[Expr] = [statement]
    for _ in range(DEEPEST):
        level = [child for node in level for child in tree.children(node)]
        if not level:
            return
    raise CheckError(TOO_DEEP, statement.span)


def read_display(tex: str, vocabulary: Vocabulary) -> list[Statement]:
    """All statements of a display."""
    tokens = tokenize(tex)
    for token, depth in with_depth(tokens):
        if token.kind == "rel" and token.text in OF_SYMBOLS and depth == 0:
            raise CheckError(f"a display makes claims only: {OF_SYMBOLS[token.text]}", token.span)
    pieces = cut(tokens)
    known = heads(pieces, vocabulary)
    return [read_statement(piece, known) for piece in pieces]


def heads_of(tex: str, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the names that a display defines."""
    return heads(cut(tokenize(tex)), vocabulary)


def claims_of(
    statements: Sequence[Statement],
    declarations: Sequence[Declaration],
    given: frozenset[str],
    words: frozenset[str] = frozenset(),
    letters: frozenset[str] = frozenset(),
) -> list[Claim]:
    """Tell definitions from claims about names that have a value already.

    A known word keeps its meaning, unless it is one of `words`, which have a reference. `letters`
    are declared and run all the same (see index_letters).
    """
    declarations = [d for d in declarations if d.key not in letters]
    defined: set[str] = set()
    claims = []
    entries = defined_by_entries(statements, declarations, letters)
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
            arrays = _printed_bold(arguments)
            return Definition(key, tuple(names), indices, body, statement.span, arrays)
        case tree.Call(function=tree.Word(text=text), arguments=arguments):
            names = [a.key for a in arguments if isinstance(a, tree.Name)]
            if len(set(names)) != len(arguments) or (text not in words and names[0] in declared):
                return None
            if text in OF_LAWS and any(_has_a_law(name, declarations) for name in names):
                return None
            arrays = _printed_bold(arguments)
            return Definition(text, tuple(names), indices, body, statement.span, arrays)
    return None


def _printed_bold(arguments: Sequence[Expr]) -> frozenset[str]:
    """Those of the names whose LaTeX is longer than they are: bold, an accent at the least."""
    names = [argument for argument in arguments if isinstance(argument, tree.Name)]
    bold = len("\\bm{}")
    return frozenset(n.key for n in names if n.span.end - n.span.start >= len(n.key) + bold)


def _has_a_law(name: str, declarations: Sequence[Declaration]) -> bool:
    """Whether this is a random variable, or what its law is called."""
    laws = [d for d in declarations if d.law]
    return any(name == d.key or name in names_of_density(d.law) for d in laws if d.law)


def _is_log(left: Expr) -> bool:
    """Whether this is the logarithm of a function at its arguments."""
    if not isinstance(left, tree.Call) or left.function != tree.Word("log"):
        return False
    inner = left.arguments[0]
    one = len(left.arguments) == 1 and isinstance(inner, tree.Call)
    return one and isinstance(inner, tree.Call) and isinstance(inner.function, tree.Name)


def _has_remainder(statement: Statement) -> bool:
    return any(isinstance(node, tree.Order) for node in tree.walk(statement))
