"""What the symbols of a display ask of the laws of its variables: to be discrete, or continuous."""

from collections.abc import Iterable, Mapping, Sequence

from scripts.checker import tree
from scripts.checker.evaluating.any_law import CONTINUOUS, DISCRETE
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Expr


def laws_of(names: set[str], declarations: Sequence[Declaration]) -> set[str]:
    """The names of the laws of these variables."""
    return {d.law.name for d in declarations if d.law is not None and d.key in names}


def kinds_of_laws(
    statements: Iterable[Expr], declarations: Sequence[Declaration]
) -> dict[str, str]:
    """Which laws must be discrete, for P(X = x) and sums, or continuous, for integrals."""
    names = {d.key: d.law.name for d in declarations if d.kind == "random" and d.law}
    kinds: dict[str, str] = {}

    def visit(node: Expr, over: frozenset[str], kind: str) -> None:
        match node:
            case tree.Call(function=tree.Word("Pr") | tree.Name()):
                for inner in node.inputs:
                    if isinstance(inner, tree.Relation) and inner.op == "=":
                        _note(inner.left, names, kinds)
                if isinstance(node.function, tree.Name) and over & _keys(node):
                    kinds.setdefault(node.function.key, kind)
            case tree.Big(condition=tree.Relation("∈", right=tree.Name(key=key))):
                if key.startswith("\\mathcal{"):
                    _note(tree.Name(key[9:-1]), names, kinds)
        if isinstance(node, tree.Big):
            over, kind = frozenset(node.indices), DISCRETE
        elif isinstance(node, tree.Integral):
            over, kind = frozenset({node.variable}), CONTINUOUS
        for child in tree.children(node):
            visit(child, over, kind)

    for statement in statements:
        visit(statement, frozenset(), "")
    return kinds


def _note(node: Expr, names: Mapping[str, str], kinds: dict[str, str]) -> None:
    if isinstance(node, tree.Name) and node.key in names:
        kinds[names[node.key]] = DISCRETE


def _keys(node: Expr) -> set[str]:
    return {n.key for n in tree.walk(node) if isinstance(n, tree.Name)}
