"""The one-place changes of a Python file.

The operators: a comparison, `and`, arithmetic, `min` or `any` becomes its neighbor; a condition
is negated; a number grows; True is False; a result is None; a call, an error or an assignment
that adds is left out. Texts stay: a message may read otherwise.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from bench.mutation.mutant import Mutant
from scripts.base.text import read_text

COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
COMPUTED: dict[type[ast.operator], str] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*", ast.Pow: "*",
    ast.Mod: "*", ast.BitAnd: "|", ast.BitOr: "&",
}  # fmt: skip
NEIGHBORS = {"min": "max", "max": "min", "any": "all", "all": "any"}
GROWTH = 1000  # of a number with a point: a tolerance, mostly

Place = ast.expr | ast.stmt


def mutants(file: Path) -> Iterator[Mutant]:
    """Every change of a file, from top to bottom."""
    text = read_text(file)
    source = _Source(text)
    for node, function in _places(ast.parse(text), 0):
        for new, what in _changes(node, source):
            yield Mutant(file, node.lineno, function, what, source.replaced(node, new))


class _Source:
    """A text with the places of its nodes; columns count bytes."""

    def __init__(self, text: str) -> None:
        self.lines = [line.encode() for line in text.splitlines(keepends=True)]
        self.starts = [sum(map(len, self.lines[:n])) for n in range(len(self.lines) + 1)]
        self.bytes = b"".join(self.lines)

    def _span(self, node: Place) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self.starts[node.lineno - 1] + node.col_offset
        return start, self.starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: Place) -> str:
        start, end = self._span(node)
        return self.bytes[start:end].decode()

    def replaced(self, node: Place, new: str) -> str:
        start, end = self._span(node)
        return (self.bytes[:start] + new.encode() + self.bytes[end:]).decode()


def _places(node: ast.AST, function: int) -> Iterator[tuple[Place, int]]:
    """Expressions and statements that run, with the first line of the function around them."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            parts: list[ast.AST] = list(node.body)
            function = node.lineno
        case ast.AnnAssign():  # types decide nothing
            parts = [node.value] if node.value else []
        case ast.JoinedStr():  # a text
            parts = []
        case _:
            parts = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.expr | ast.stmt):
        yield node, function
    for part in parts:
        yield from _places(part, function)


def _changes(node: Place, source: _Source) -> Iterator[tuple[str, str]]:
    """What may stand there instead, and how it is told."""
    old = source.of(node)
    for new in _instead(node, source):
        if new != old:
            yield new, f"{_short(old)} → {_short(new)}"


def _instead(node: Place, source: _Source) -> Iterator[str]:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield f"({source.of(left)} {COMPARED[type(operator)]} {source.of(right)})"
        case ast.BoolOp(op=operator, values=values):
            other = " or " if isinstance(operator, ast.And) else " and "
            yield "(" + other.join(f"({source.of(value)})" for value in values) + ")"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"bool({source.of(operand)})"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield source.of(operand)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in COMPUTED:
            yield f"(({source.of(left)}) {COMPUTED[type(operator)]} ({source.of(right)}))"
        case ast.Constant(value=bool(value)):
            yield str(not value)
        case ast.Constant(value=int(value)):
            yield f"{value + 1}"
        case ast.Constant(value=float(value)):
            yield f"{value * GROWTH}"
        case ast.Name(id=name, ctx=ast.Load()) if name in NEIGHBORS:
            yield NEIGHBORS[name]
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield f"({source.of(orelse)} if ({source.of(test)}) else {source.of(body)})"
        case ast.If(test=ast.Compare() | ast.BoolOp() | ast.UnaryOp()):
            return  # changed within
        case ast.If(test=test):
            old, condition = source.of(node), source.of(test)
            yield old.replace(condition, f"not ({condition})", 1)
        case ast.Return(value=ast.expr() as value) if source.of(value) != "None":
            yield "return None"
        case ast.Raise() | ast.AugAssign() | ast.Expr(value=ast.Call() | ast.YieldFrom()):
            yield "pass"
        case ast.Continue():
            yield "break"
        case ast.Break():
            yield "continue"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
