"""A display is one or more statements; some of them define a name for the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.expressions import split
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.names import Vocabulary, key_of, longest_name
from scripts.checker.reading.parser import Parser
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Definition, Expr, Statement
from scripts.checker.words import NAMED, WORDS
from scripts.sources.labels import ROWS

CLAIMS = {"=", "≈", "≤", "≥", "<", ">"}


@dataclass(frozen=True)
class Claim:
    """A statement; where it gives a name its value, the definition."""

    statement: Statement
    definition: Definition | None

    @property
    def left(self) -> Expr:
        return self.statement.sides[0]


def cut(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each statement: rows of aligned, and what commas or \\quad separate."""
    tokens = list(tokens)
    if tokens and tokens[0].kind == "begin" and tokens[0].text in ROWS:
        last = tokens[-1]
        if last.kind != "end":
            raise CheckError("nothing belongs behind \\end{aligned}", last.span)
        tokens = tokens[1:-1]
    pieces: list[list[Token]] = []
    for row in split(tokens, "row"):
        columns = split(row, "&")
        flat = [token for column in columns for token in column]
        if len(columns) > 2:
            raise CheckError("one & a row, before the =", (columns[1] or row)[-1].span)
        found = [piece for piece in split(flat, ",", ";", "quad", ".") if piece]
        if found and found[0][0].kind == "rel" and pieces:
            pieces[-1] += found[0]  # a row that starts with = goes on
            found = found[1:]
        elif found and found[0][0].kind == "op" and pieces and found[0][0].text in "+-":
            pieces[-1] += found[0]
            found = found[1:]
        pieces += found
    if not pieces:
        raise CheckError("an empty display")
    return pieces


def heads(pieces: Sequence[Sequence[Token]], vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the names that these statements define on their left side."""
    known = vocabulary.copy()
    for piece in pieces:
        p = Parser(piece, vocabulary)
        nucleus = p.next()
        if nucleus.kind not in {"name", "word"} or nucleus.text == "\\nabla":
            continue
        scripts = p.scripts()
        if nucleus.kind == "word" and nucleus.text in WORDS and not scripts.sub:
            continue
        declared, _ = longest_name(nucleus.text, scripts, vocabulary)
        named = key_of(nucleus.text, scripts.sub)
        if declared or named in NAMED or nucleus.text in {"\\mathbb{E}", "J", "e"}:
            continue
        if p.sees("open", "("):
            if _is_probability(piece[p.at :]):
                continue
            known.functions[key_of(nucleus.text, scripts.sub, scripts.sup)] = None
        elif p.sees("rel"):
            primes = "'" * scripts.primes
            known.values[key_of(nucleus.text, scripts.sub, scripts.sup) + primes] = None
    return known


def _is_probability(tokens: Sequence[Token]) -> bool:
    """Whether a relation stands in the bracket that opens here: `(X = x)`."""
    for token, depth in _with_depth(tokens):
        if depth == 0:
            return False
        if depth == 1 and token.kind == "rel":
            return True
    return False


def read_statement(tokens: Sequence[Token], vocabulary: Vocabulary) -> Statement:
    """One statement: sides with relations between them."""
    sides, relations = [], []
    pieces = split(tokens, "rel")
    marks = [t for t, depth in _with_depth(tokens) if t.kind == "rel" and depth == 0]
    span = tokens[0].span.to(tokens[-1].span)
    if not marks:
        raise CheckError("this makes no claim: an equation has two sides", span)
    for mark in marks:
        if mark.text not in CLAIMS:
            message = f"a display makes claims only: {mark.text} belongs in the symbol list"
            raise CheckError(message, mark.span)
        relations.append(mark.text)
    for number, piece in enumerate(pieces):
        if not piece:
            raise CheckError(
                "a side of this equation is missing", marks[min(number, len(marks) - 1)].span
            )
        sides.append(Parser(piece, vocabulary).whole())
    return Statement(tuple(sides), tuple(relations), span=span)


def _with_depth(tokens: Sequence[Token]) -> list[tuple[Token, int]]:
    depth, found = 0, []
    for token in tokens:
        depth += {"{": 1, "open": 1, "begin": 1, "}": -1, "close": -1, "end": -1}.get(token.kind, 0)
        found.append((token, depth))
    return found


def read_display(tex: str, vocabulary: Vocabulary) -> list[Statement]:
    """All statements of a display."""
    pieces = cut(tokenize(tex))
    known = heads(pieces, vocabulary)
    return [read_statement(piece, known) for piece in pieces]


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
    for statement in statements:
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
        case tree.Call(function=tree.Name(key=key), arguments=arguments):
            names = [a.key for a in arguments if isinstance(a, tree.Name)]
            if len(set(names)) != len(arguments):
                return None
            if key in declared and declared[key].parameters != tuple(names):
                return None
            if any(d.law and d.law.name == key for d in declarations):
                return None
            return Definition(key, tuple(names), indices, body, statement.span)
        case tree.Call(function=tree.Word(text=text), arguments=arguments):
            names = [a.key for a in arguments if isinstance(a, tree.Name)]
            if len(set(names)) != len(arguments) or (text not in words and names[0] in declared):
                return None
            return Definition(text, tuple(names), indices, body, statement.span)
    return None


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
