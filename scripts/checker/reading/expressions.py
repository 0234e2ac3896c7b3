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
from scripts.checker.reading.operations import Items, Operations
from scripts.checker.tree import Expr

TOO_DEEP = "this is nested too deeply: give a part of it a name of its own"


class Expressions(Operations, ABC):
    """Reads one expression, relation or condition from its tokens.

    `bound` are index names in scope, `closers` the bars that are open, `outside` the names on
    the left side of the equation; `indexing` tells that this is a subscript.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        bound: frozenset[str] = frozenset(),
        closers: tuple[str, ...] = (),
        outside: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(tokens)
        self.vocabulary, self.bound = vocabulary, bound
        self.closers, self.outside = closers, outside
        self.indexing = False

    def sub(self, tokens: Sequence[Token], *, indexing: bool = False) -> Self:
        """A parser for the inside of a group."""
        inner = type(self)(tokens, self.vocabulary, self.bound, (), self.outside)
        inner.indexing = indexing
        return inner

    def knowing(self, *names: str) -> Self:
        """A parser for the rest of the tokens in which these index names are bound."""
        bound = self.bound | set(names)
        inner = type(self)(self.tokens, self.vocabulary, bound, self.closers, self.outside)
        inner.at = self.at
        return inner

    def whole(self) -> Expr:
        """The expression that all tokens make."""
        try:
            expression = self.expression()
        except RecursionError:
            raise CheckError(TOO_DEEP) from None
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
            token = self.operator()
            if token.kind == "op" and OPERATORS.get(token.text, -1) >= power:
                self.next()
                left = self.operation(token, left)
            elif power <= JUXTAPOSED and self.dots_between_factors():
                dots = self.next()
                left = self.series("*", left, dots, self.factor())
            elif power <= JUXTAPOSED and self.starts_factor():
                self.no_digits_behind_digits()
                right = self.factor()
                left = tree.Binary("*", left, right, span=left.span.to(right.span))
            elif token.kind == "op" and token.text == "*":
                message = "* is no sign of a product: write \\cdot, \\odot or nothing in between"
                raise CheckError(message, token.span)
            else:
                return left

    def signed(self, power: int) -> Expr:
        """A factor, or a minus sign with the product behind it."""
        if sign := self.accept("op", "-"):
            start = self.at
            operand = self.expression(max(PRODUCT, power))
            self.no_bare_mod(operand, start)
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

    def no_digits_behind_digits(self) -> None:
        """`2 3` is shown as 23."""
        if self.sees("number") and self.at and self.tokens[self.at - 1].kind == "number":
            message = "a number behind a number: write \\cdot in between"
            raise CheckError(message, self.tokens[self.at - 1].span.to(self.peek().span))

    def divides(self) -> bool:
        """Inside a call a bare bar separates arguments."""
        return bool(self.closers) and self.closers[-1] in {")", "]", "}"}

    # -- atoms ---------------------------------------------------------------------------

    @abstractmethod
    def factor(self) -> Expr:
        """One atom with its scripts."""

    def inside(self, opening: Token, *, call: bool) -> tuple[tuple[Expr, ...], Span]:
        """The arguments up to the bracket that closes `opening`, and where they end.

        Commas separate, and in a call semicolons and `‖`; a relation may be an argument.
        """
        items, given, end = self.parts(opening, call=call)
        if given:
            raise CheckError("a bar has no meaning in this bracket", given[0].span)
        return items, end

    def parts(self, opening: Token, *, call: bool) -> tuple[Items, Items, Span]:
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
        ends = {closing, "⌉"} if closing == "⌋" else {closing}
        if self.peek().text not in ends or self.peek().kind not in {"close", "bar"}:
            raise CheckError(f"expected {closing!r} for this bracket", opening.span)
        if len(sides) > 2:
            raise CheckError("one bar in a bracket", opening.span)
        return tuple(sides[0]), tuple(sides[-1]) if len(sides) == 2 else (), self.next().span

    def argument(self) -> Expr:
        """An expression, dots, or a relation such as `X = x`."""
        if dots := self.accept("dots"):
            return tree.Dots(span=dots.span)
        left = self.expression()
        found = self._relations_from(left)
        if len(found) > 1:
            return tree.Both(tuple(found), span=found[0].span.to(found[-1].span))
        return found[0] if found else left

    def right_of(self, relation: Token) -> Expr:
        """What stands behind a relation: a set behind \\in."""
        return self.collection() if relation.text in {"∈", "∉"} else self.expression()

    def condition(self) -> Expr | None:
        """The condition of a case; None for otherwise."""
        while word := self.accept("word"):
            text = word.text.strip().rstrip(".,;")
            if text in {"otherwise", "else"}:
                return None
            if text not in {"if", "for", "when"}:
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
        left = self.expression()
        found = self._relations_from(left)
        if not found:
            raise CheckError("expected a condition such as x > 0", left.span)
        return found

    def _relations_from(self, left: Expr) -> list[Expr]:
        """The relations that follow an expression, each between neighbors."""
        found: list[Expr] = []
        while relation := self.accept("rel"):
            right = self.right_of(relation)
            span = left.span.to(right.span)
            found.append(tree.Relation(relation.text, left, right, span=span))
            left = right
        return found

    # -- names ---------------------------------------------------------------------------

    def _running_in(self, subscript: Sequence[Token]) -> str | None:
        """The index of a sum around, if the subscript of a name is nothing but such indices."""
        letters = [token.text for token in subscript if token.text != ","]
        return letters[0] if letters and all(text in self.bound for text in letters) else None

    def resolve(self, nucleus: Token, scripts: Scripts) -> tuple[str, Scripts, bool]:
        """The key of a name, the scripts left over, and whether it is declared."""
        primes = "'" * scripts.primes
        full = key_of(nucleus.text, scripts.sub) + primes
        if full in self.bound:
            return full, Scripts((), scripts.sup), True
        if nucleus.text + primes in self.bound and full not in self.vocabulary:
            return nucleus.text + primes, Scripts(scripts.sub, scripts.sup), True
        if nucleus.text in self.bound and full not in self.vocabulary:
            return nucleus.text, scripts, True
        key, rest = longest_name(nucleus.text, scripts, self.vocabulary)
        if key and (running := self._running_in(scripts.sub[: len(scripts.sub) - len(rest.sub)])):
            message = f"{running} runs here, but {key} is declared as one symbol: declare the "
            raise CheckError(f"{message}vector or matrix {nucleus.text}", nucleus.span)
        return (key, rest, True) if key else (nucleus.text, scripts, False)
