"""`y_{2i-1} = …, y_{2i} = …`: lines that together define an array, entry by entry."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Definition, Expr, Statement


def defined_by_entries(
    statements: Sequence[Statement], declarations: Sequence[Declaration]
) -> dict[str, Definition]:
    """By key, what such lines define: a Call of `entries` with the name and all lines about it."""
    declared = {d.key: d.kind for d in declarations}
    lines: dict[str, list[Statement]] = {}
    for statement in statements:
        match statement.sides[0]:
            case tree.Index(base=tree.Name(key=key)) if declared.get(key) == "value":
                if statement.relations[0] == "=":
                    lines.setdefault(key, []).append(statement)
    return {
        key: _definition(key, found)
        for key, found in lines.items()
        if any(_is_computed(statement, declared) for statement in found)
        and all(len(statement.sides) == 2 for statement in found)
        and not any(tree.Name(key) in tree.walk(statement.sides[1]) for statement in found)
    }


def _is_computed(statement: Statement, declared: dict[str, str]) -> bool:
    """Whether an index on the left is made of a letter, as 2i is."""
    left = statement.sides[0]
    assert isinstance(left, tree.Index)
    for index in left.indices:
        names = [n for n in tree.walk(index) if isinstance(n, tree.Name) and n.key not in declared]
        if names and not isinstance(index, tree.Name):
            return True
    return False


def _definition(key: str, lines: Sequence[Statement]) -> Definition:
    span = lines[0].span.to(lines[-1].span)
    parts: list[Expr] = [
        tree.Relation("=", line.sides[0], line.sides[1], span=line.span) for line in lines
    ]
    word = tree.Word("entries", span=span)
    body = tree.Call(word, (tree.Name(key, span=span), *parts), span=span)
    return Definition(key, None, (), body, span)
