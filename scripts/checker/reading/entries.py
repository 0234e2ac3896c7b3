"""`y_{2i-1} = …, y_{2i} = …`: lines that together define an array, entry by entry."""

from collections.abc import Collection, Sequence

from scripts.checker import tree
from scripts.checker.reading.names import python_name
from scripts.checker.reading.scopes import free_names
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Definition, Expr, Statement


def index_letters(
    statements: Sequence[Statement], declarations: Sequence[Declaration], asked: Collection[str]
) -> frozenset[str]:
    """The letters that run in `y_i = …` although the list says $i \\in \\{1, \\ldots, n\\}$.

    Not those that a line defines or uses as a number, or that the author's code asks for, by
    their Python names.
    """
    found, used = set[str](), set[str]()
    for statement in statements:
        left = statement.sides[0]
        places = left.indices if isinstance(left, tree.Index) else ()
        running = {n.key for place in places for n in tree.walk(place) if isinstance(n, tree.Name)}
        found |= running
        used |= free_names(statement) - running
    return frozenset(
        d.key
        for d in declarations
        if d.key in found and d.domain is not None and d.domain.kind == "set"
        if not d.domain.shape and d.key not in used and python_name(d.key) not in asked
    )


def defined_by_entries(
    statements: Sequence[Statement],
    declarations: Sequence[Declaration],
    letters: frozenset[str] = frozenset(),
) -> dict[str, Definition]:
    """By key, what such lines define: a Call of `entries` with the name and all lines about it.

    `letters` run over what the list says: `y_1 = …` and `y_i = …` are then about different entries.
    """
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
        if _are_apart(found, declared, letters)
        and all(len(statement.sides) == 2 for statement in found)
        and not any(tree.Name(key) in tree.walk(statement.sides[1]) for statement in found)
    }


def _are_apart(
    lines: Sequence[Statement], declared: dict[str, str], letters: frozenset[str]
) -> bool:
    """Whether one of these lines says that it is about a part of the entries."""
    computed = any(_is_computed(line, declared) for line in lines)
    return computed or (len(lines) > 1 and any(_letters_of(line) & letters for line in lines))


def _letters_of(statement: Statement) -> set[str]:
    left = statement.sides[0]
    assert isinstance(left, tree.Index)
    return {index.key for index in left.indices if isinstance(index, tree.Name)}


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
