"""Tokens to expressions: a Pratt parser that knows the declared names (grammar: grammar.py).

It refuses what has two readings, with a message that says what to write instead. What an
atom is, it leaves to parser.py: an atom may hold expressions, which hold atoms again.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Self

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.grammar import CLOSER, JUXTAPOSED, OPERATORS, PRODUCT, PROSE
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, Vocabulary, key_of, longest_name
from scripts.checker.tree import Expr


class Cursor:
    """Reads tokens one after another."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        last = tokens[-1].span.end if tokens else 0
        self.end = Token("eof", "", Span(last, last))
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token `ahead` places from here, or the end."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else self.end

    def next(self) -> Token:
        """The token here; moves on."""
        token = self.peek()
        self.at += 1
        return token

    def sees(self, kind: str, *texts: str) -> bool:
        """Whether the token here is of this kind (and one of these texts)."""
        token = self.peek()
        return token.kind == kind and (not texts or token.text in texts)

    def accept(self, kind: str, *texts: str) -> Token | None:
        """Take the token here if it is of this kind."""
        return self.next() if self.sees(kind, *texts) else None

    def expect(self, kind: str, text: str, what: str) -> Token:
        """Take the token here, or complain that `what` is missing."""
        if not self.sees(kind, text):
            raise CheckError(f"expected {what}", self.peek().span)
        return self.next()

    def group(self) -> tuple[Token, ...]:
        """The tokens in the braces here, or the one token."""
        opening = self.next()
        if opening.kind == "eof":
            raise CheckError("something is missing at the end", opening.span)
        if opening.kind != "{":
            return (opening,)
        depth, start = 1, self.at
        while depth:
            token = self.next()
            if token.kind == "eof":
                raise CheckError("this brace is never closed", opening.span)
            depth += {"{": 1, "}": -1}.get(token.kind, 0)
        return self.tokens[start : self.at - 1]

    def scripts(self) -> Scripts:
        """The subscript, the superscript and the primes that stand here, in any order."""
        sub: tuple[Token, ...] = ()
        sup: tuple[Token, ...] = ()
        primes = 0
        while self.peek().kind in {"_", "^", "prime"}:
            token = self.next()
            if token.kind == "prime":
                primes += 1
            elif token.kind == "_" and not sub:
                sub = self.group()
            elif token.kind == "^" and not sup:
                sup = self.group()
                if all(t.kind == "prime" for t in sup):
                    primes, sup = primes + len(sup), ()
            else:
                raise CheckError(f"a second {token.text} at one symbol", token.span)
        while sup and sup[0].kind == "prime":
            primes, sup = primes + 1, sup[1:]
        return Scripts(sub, sup, primes)


class Expressions(Cursor, ABC):
    """Reads one expression, relation or condition from its tokens.

    `bound` are index names in scope; `closers` the bars that are open.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        bound: frozenset[str] = frozenset(),
        closers: tuple[str, ...] = (),
    ) -> None:
        super().__init__(tokens)
        self.vocabulary, self.bound = vocabulary, bound
        self.closers = closers

    def sub(self, tokens: Sequence[Token]) -> Self:
        """A parser for the inside of a group."""
        return type(self)(tokens, self.vocabulary, self.bound)

    def knowing(self, *names: str) -> Self:
        """A parser for the rest of the tokens in which these index names are bound."""
        inner = type(self)(self.tokens, self.vocabulary, self.bound | set(names), self.closers)
        inner.at = self.at
        return inner

    def whole(self) -> Expr:
        """The expression that all tokens make."""
        expression = self.expression()
        self.finish()
        return expression

    def finish(self) -> None:
        """Complain about anything left over."""
        if self.peek().kind != "eof":
            raise CheckError(f"{self.peek().text!r} is not expected here", self.peek().span)

    # -- sums and products ---------------------------------------------------------------

    def expression(self, power: int = 0) -> Expr:
        """Everything that binds at least as tightly as `power`."""
        left = self.signed(power)
        while True:
            token = self.peek()
            if token.kind == "op" and OPERATORS.get(token.text, -1) >= power:
                self.next()
                left = self.operation(token, left)
            elif power <= JUXTAPOSED and self.starts_factor():
                right = self.factor()
                left = tree.Binary("*", left, right, span=left.span.to(right.span))
            else:
                return left

    def operation(self, operator: Token, left: Expr) -> Expr:
        """`left operator …`, the operator being read already."""
        binding = OPERATORS[operator.text]
        if operator.text == "/":
            right = self.factor()
            if self.starts_factor() or self.sees("op", "/", ".", "x", "o"):
                message = "a/b c has two readings: write \\frac{a}{b} c or \\frac{a}{b c}"
                raise CheckError(message, self.peek().span)
        else:
            right = self.expression(binding + 1)
        span = left.span.to(right.span)
        if operator.text == "∘":
            return tree.Compose(left, right, span=span)
        return tree.Binary(operator.text, left, right, span=span)

    def signed(self, power: int) -> Expr:
        """A factor, or a minus sign with the product behind it."""
        if sign := self.accept("op", "-"):
            operand = self.expression(max(PRODUCT, power))
            return tree.Negative(operand, span=sign.span.to(operand.span))
        if sign := self.accept("op", "+"):
            return self.expression(max(PRODUCT, power))
        return self.factor()

    def starts_factor(self) -> bool:
        """Whether what stands here can be multiplied by what stands before it."""
        token = self.peek()
        if token.kind == "bar":
            return not (self.closers and self.closers[-1] == token.text) and not self.divides()
        if token.kind == "word":
            return token.text not in PROSE
        return token.kind in {"name", "number", "open", "command", "begin", "{"}

    def divides(self) -> bool:
        """Inside a call a bare bar separates arguments."""
        return bool(self.closers) and self.closers[-1] in {")", "]", "}"}

    # -- atoms ---------------------------------------------------------------------------

    @abstractmethod
    def factor(self) -> Expr:
        """One atom with its scripts."""

    def inside(self, opening: Token, *, call: bool) -> tuple[tuple[Expr, ...], Span]:
        """The arguments up to the bracket that closes `opening`, and where they end.

        Commas separate, and in a call semicolons, `|` and `‖`; a relation may be an argument.
        """
        if (closing := CLOSER.get(opening.text)) is None:
            raise CheckError(f"{opening.text!r} opens nothing that is read", opening.span)
        outer = self.closers
        is_bar = closing in "|‖"
        self.closers = (*outer, closing if call or is_bar else "group")
        items: list[Expr] = []
        while True:
            items.append(self.argument())
            separators = {",", ";", "bar", "divider"} if call else {","}
            if self.peek().kind not in separators:
                break
            self.next()
        self.closers = outer
        if self.peek().text != closing or self.peek().kind not in {"close", "bar"}:
            raise CheckError(f"expected {closing!r} for this bracket", opening.span)
        return tuple(items), self.next().span

    def parts(
        self, opening: Token, *, call: bool
    ) -> tuple[tuple[Expr, ...], tuple[Expr, ...], Span]:
        """The arguments before and behind the bar of a call, and where they end."""
        if (closing := CLOSER.get(opening.text)) is None:
            raise CheckError(f"{opening.text!r} opens nothing that is read", opening.span)
        outer = self.closers
        is_bar = closing in "|‖"
        self.closers = (*outer, closing if call or is_bar else "group")
        sides: list[list[Expr]] = [[]]
        while True:
            sides[-1].append(self.argument())
            separators = {",", ";", "bar", "divider"} if call else {","}
            if self.peek().kind not in separators:
                break
            if self.next().text == "|":
                sides.append([])
        self.closers = outer
        if self.peek().text != closing or self.peek().kind not in {"close", "bar"}:
            raise CheckError(f"expected {closing!r} for this bracket", opening.span)
        if len(sides) > 2:
            raise CheckError("one bar in a bracket", opening.span)
        return tuple(sides[0]), tuple(sides[-1]) if len(sides) == 2 else (), self.next().span

    def argument(self) -> Expr:
        """An expression, dots, or a relation such as `X = x`."""
        if dots := self.accept("dots"):
            return tree.Dots(span=dots.span)
        left = self.expression()
        if relation := self.accept("rel"):
            right = self.expression()
            return tree.Relation(relation.text, left, right, span=left.span.to(right.span))
        return left

    def condition(self) -> Expr | None:
        """The condition of a case; None for otherwise."""
        while word := self.accept("word"):
            if word.text.strip() in {"otherwise", "else"}:
                return None
            if word.text.strip() not in {"if", "for", "when"}:
                raise CheckError(f"{word.text!r} is no condition", word.span)
        parts: list[Expr] = []
        while True:
            parts += self.relations()
            if not (self.accept(",") or self.accept("word", "and")):
                break
        self.finish()
        return parts[0] if len(parts) == 1 else tree.Both(tuple(parts), span=parts[0].span)

    def relations(self) -> list[Expr]:
        """`a < b < c` as its two relations."""
        left, found = self.expression(), []
        while relation := self.accept("rel"):
            right = self.expression()
            span = left.span.to(right.span)
            found.append(tree.Relation(relation.text, left, right, span=span))
            left = right
        if not found:
            raise CheckError("expected a condition such as x > 0", left.span)
        return list(found)

    # -- names ---------------------------------------------------------------------------

    def resolve(self, nucleus: Token, scripts: Scripts) -> tuple[str, Scripts, bool]:
        """The key of a name, the scripts left over, and whether it is declared."""
        if nucleus.text in self.bound and key_of(nucleus.text, scripts.sub) not in self.vocabulary:
            return nucleus.text, scripts, True
        key, rest = longest_name(nucleus.text, scripts, self.vocabulary)
        return (key, rest, True) if key else (nucleus.text, scripts, False)


def split(tokens: Sequence[Token], *kinds: str) -> list[list[Token]]:
    """Cut tokens at separators of these kinds that stand outside all brackets."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += {"{": 1, "open": 1, "begin": 1, "}": -1, "close": -1, "end": -1}.get(token.kind, 0)
        if token.kind in kinds and depth == 0:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces
