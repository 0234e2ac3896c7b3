"""Which letters run in a part of an expression, and which ones are free."""

from collections.abc import Iterator

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.tree import Expr, Statement


def free_names(node: Expr) -> frozenset[str]:
    """The names that an expression leaves free."""
    return frozenset(name.key for name in _free_names(node))


def _free_names(node: Expr, bound: frozenset[str] = frozenset()) -> Iterator[tree.Name]:
    """The names in an expression that no sum, limit or integral in it runs over."""
    if isinstance(node, tree.Name) and node.key not in bound:
        yield node
    if isinstance(node, tree.Big | tree.Limit | tree.Integral | tree.Expectation):
        outer, inner = _scopes(node)
        for part in outer:
            yield from _free_names(part, bound)
        for part in inner:
            yield from _free_names(part, bound | set(_runs(node)))
        return
    for child in tree.children(node):
        yield from _free_names(child, bound)


def _runs(node: Expr) -> tuple[str, ...]:
    """The letters that run in a sum, a limit, an integral or, as an index, an expectation."""
    match node:
        case tree.Big():
            return node.indices
        case tree.Limit() | tree.Integral():
            return (node.variable,)
        case tree.Expectation():
            places = [n for n in tree.walk(node.body) if isinstance(n, tree.Index)]
            indices = {n.key for each in places for n in each.indices if isinstance(n, tree.Name)}
            return tuple(key for key in drawn_in(node) if key in indices)
    return ()


def drawn_in(node: tree.Expectation) -> tuple[str, ...]:
    """The letters that the subscript of an expectation draws: i in `i \\sim P`."""
    drawn = (item.left for item in node.over if isinstance(item, tree.Relation))
    return tuple(letter.key for letter in drawn if isinstance(letter, tree.Name))


def _scopes(node: Expr) -> tuple[list[Expr], list[Expr]]:
    """The parts of it that do not know the letter that runs, and those that do."""
    match node:
        case tree.Limit():
            return [node.target], [node.body]
        case tree.Integral():
            return [node.lower, node.upper], [node.body]
        case tree.Big():
            ends = [end for end in (node.lower, node.upper) if end is not None]
            return ends, [part for part in (node.condition, node.body) if part is not None]
        case tree.Expectation():
            drawn = [item for item in node.over if isinstance(item, tree.Relation)]
            rest = [item for item in node.over if not isinstance(item, tree.Relation)]
            known = [*rest, *(item.right for item in drawn)]
            return known, [*(item.left for item in drawn), node.body, *node.given]
    return [], []


def no_index_outside_its_sum(statement: Statement) -> None:
    """`x_i / \\sum_i x_i`: the same letter, inside of a sum and outside."""
    bound = {name for node in tree.walk(statement) for name in _runs(node)}
    for name in _free_names(statement):
        if name.key in bound:
            message = (
                f"{name.key} stands outside of its sum, limit or integral: these end at + or -"
            )
            raise CheckError(f"{message}. Put brackets, or take another letter", name.span)


def free_indices(
    node: Expr, known: frozenset[str], wanted: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Undeclared names that stand as an index and are not bound, in order of appearance.

    The `wanted` names count wherever they stand: `B_{ij} = i - j`.
    """
    found: dict[str, None] = {}

    def visit(node: Expr, bound: frozenset[str]) -> None:
        if isinstance(node, tree.Big | tree.Expectation):
            outer, inner = _scopes(node)
            letters = node.indices if isinstance(node, tree.Big) else drawn_in(node)
            for part in outer:
                visit(part, bound)
            for part in inner:
                visit(part, bound | set(letters))
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
