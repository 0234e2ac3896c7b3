"""The expressions a formula is made of: small frozen nodes that know their place in the LaTeX.

Two nodes are equal, and print alike, when they say the same thing: `span` takes no part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scripts.checker.errors import Span


@dataclass(frozen=True)
class Expr:
    """Any expression."""

    span: Span = field(default_factory=Span, compare=False, repr=False, kw_only=True)

    @cached_property
    def parts(self) -> tuple[Expr, ...]:
        """The expressions directly below this."""
        fields = [getattr(self, name) for name in self.__dataclass_fields__]
        return tuple(part for value in fields for part in _expressions(value))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names and words in this."""
        nodes = [node for node in walk(self) if isinstance(node, Name | Word)]
        return frozenset(node.key if isinstance(node, Name) else node.text for node in nodes)


@dataclass(frozen=True)
class Number(Expr):
    """A number as it is written."""

    text: str


@dataclass(frozen=True)
class Name(Expr):
    """A symbol; `key` is its LaTeX in canonical form: `m_{t-1}`, `\\hat{y}`."""

    key: str


@dataclass(frozen=True)
class Word(Expr):
    """A name with several letters whose meaning the library knows: softmax, log, det."""

    text: str


@dataclass(frozen=True)
class Negative(Expr):
    """`-a`."""

    operand: Expr


@dataclass(frozen=True)
class Binary(Expr):
    """`a op b`; op is one of `+ - * / ^ . x @ o` (see grammar.OPERATORS)."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Root(Expr):
    """A square root, or the root of the given degree."""

    operand: Expr
    degree: Expr | None


@dataclass(frozen=True)
class Transpose(Expr):
    """`A^\\top`."""

    operand: Expr


@dataclass(frozen=True)
class Index(Expr):
    """`A_{ij}`: counted from 1."""

    base: Expr
    indices: tuple[Expr, ...]


@dataclass(frozen=True)
class Call(Expr):
    """`f(x, y | z)`; the function is a Name, a Word or a Prime, Nabla, Compose of them.

    `given` is what stands behind the bar.
    """

    function: Expr
    arguments: tuple[Expr, ...]
    given: tuple[Expr, ...] = ()

    @property
    def inputs(self) -> tuple[Expr, ...]:
        """All that is put in, in the order of the LaTeX."""
        return self.arguments + self.given


@dataclass(frozen=True)
class Prime(Expr):
    """`f'`, `f''`: a derivative of a function of one argument."""

    function: Expr
    order: int


@dataclass(frozen=True)
class Nabla(Expr):
    """`\\nabla f` (order 1) or `\\nabla^2 f` (the Hessian), before it is applied."""

    function: Expr
    order: int
    variable: Expr | None


@dataclass(frozen=True)
class Jacobian(Expr):
    """`\\mathbf{J}_f`, before it is applied."""

    function: Expr


@dataclass(frozen=True)
class Compose(Expr):
    """`f \\circ g`."""

    outer: Expr
    inner: Expr


@dataclass(frozen=True)
class Derivative(Expr):
    """`\\frac{\\partial^2 u}{\\partial x \\partial t}`, or `\\nabla_x` of an expression."""

    body: Expr
    variables: tuple[Expr, ...]
    gradient: bool = False


@dataclass(frozen=True)
class Bars(Expr):
    """`|x|` (kind `|`), a norm (kind `‖`, with its order), floor and ceiling (`⌊`, `⌈`)."""

    kind: str
    operand: Expr
    order: Expr | None


@dataclass(frozen=True)
class Big(Expr):
    """Sum, prod, max, min, argmax, argmin over indices."""

    op: str
    indices: tuple[str, ...]
    lower: Expr | None
    upper: Expr | None
    condition: Expr | None
    body: Expr
    attained: bool = True  # not that of sup and inf


@dataclass(frozen=True)
class Integral(Expr):
    """`\\int_a^b body dx`."""

    variable: str
    lower: Expr
    upper: Expr
    body: Expr


@dataclass(frozen=True)
class Limit(Expr):
    """`\\lim_{h \\to 0} body`; `side` is + or - where the limit is from above or below only."""

    variable: str
    target: Expr
    body: Expr
    side: str = ""


@dataclass(frozen=True)
class Expectation(Expr):
    """`\\mathbb{E}[body | given]`, over the named variables or over all random ones in the body."""

    body: Expr
    over: tuple[Expr, ...]
    given: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class Relation(Expr):
    """`a < b`: a condition."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Both(Expr):
    """Several conditions at once."""

    conditions: tuple[Expr, ...]


@dataclass(frozen=True)
class Cases(Expr):
    """Values with their conditions; a condition of None means otherwise."""

    values: tuple[Expr, ...]
    conditions: tuple[Expr | None, ...]


@dataclass(frozen=True)
class Matrix(Expr):
    """Rows of entries."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True)
class Listing(Expr):
    """`(a, b, c)`: a vector by its entries; `[a, b, c]` is a row."""

    items: tuple[Expr, ...]
    row: bool = False


@dataclass(frozen=True)
class Dots(Expr):
    """`\\ldots` inside a listing."""


@dataclass(frozen=True)
class Order(Expr):
    """`O(h^2)`: a remainder."""

    variable: str
    power: Expr


@dataclass(frozen=True)
class Statement(Expr):
    """`side relation side relation side …`."""

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]

    @property
    def is_inequality(self) -> bool:
        """Whether a relation orders two sides: many draws may fail to refute it."""
        return bool(set(self.relations) - {"=", "≈"})


@dataclass(frozen=True)
class Definition:
    """`key(parameters)_{indices} = body`; `arrays` are the parameters that are printed bold."""

    key: str
    parameters: tuple[str, ...] | None
    indices: tuple[str, ...]
    body: Expr
    span: Span
    arrays: frozenset[str] = frozenset()


def children(node: Expr) -> tuple[Expr, ...]:
    """The expressions directly below a node."""
    return node.parts


def walk(node: Expr) -> Iterator[Expr]:
    """A node and everything below it, from the outside in."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.parts))


def _expressions(value: Any) -> Iterator[Expr]:
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _expressions(item)
