"""What stands between two factors: signs of operations, dots, `\\bmod`, operations on sets."""

from abc import ABC, abstractmethod

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import Cursor
from scripts.checker.reading.grammar import OPERATORS, SETS
from scripts.checker.reading.lexer import Token
from scripts.checker.tree import Expr

Items = tuple[Expr, ...]


class Operations(Cursor, ABC):
    """Reads an operator with what stands on both of its sides."""

    @abstractmethod
    def expression(self, power: int = 0) -> Expr:
        """Everything that binds at least as tightly as `power`."""

    @abstractmethod
    def factor(self) -> Expr:
        """One atom with its scripts."""

    @abstractmethod
    def starts_factor(self) -> bool:
        """Whether what stands here can be multiplied by what stands before it."""

    @abstractmethod
    def inside(self, opening: Token, *, call: bool) -> tuple[Items, Span]:
        """The arguments up to the bracket that closes `opening`, and where they end."""

    def operator(self) -> Token:
        """The token here; `\\operatorname{mod}` between two factors is an operator."""
        token = self.peek()
        infix = token.kind == "word" and token.text == "mod" and self.peek(1).kind != "open"
        return Token("op", "mod", token.span) if infix else token

    def operation(self, operator: Token, left: Expr) -> Expr:
        """`left operator …`, the operator being read already."""
        binding = OPERATORS[operator.text]
        if dots := self.accept("dots"):
            if self.peek().kind in {"rel", "eof"}:
                raise CheckError("behind these dots, a last term is missing", dots.span)
            if not self.accept("op", operator.text):
                raise CheckError("the sign before these dots belongs behind them too", dots.span)
            return self.series(operator.text, left, dots, self.expression(binding + 1))
        start = self.at
        if operator.text in {"/", "mod"}:
            right = self.factor()
            if self.starts_factor() or self.operator().text in {"/", ".", "x", "o", "mod"}:
                message = "a/b c has two readings: write \\frac{a}{b} c or \\frac{a}{b c}"
                if operator.text == "mod":
                    message = "what follows \\bmod? Put brackets around a \\bmod b"
                raise CheckError(message, self.peek().span)
        elif operator.text in SETS:
            self.no_mixed_sets(operator)
            right = self.collection_operand()
        else:
            right = self.expression(binding + 1)
            self.no_bare_mod(right, start)
        span = left.span.to(right.span)
        if operator.text == "∘":
            return tree.Compose(left, right, span=span)
        if operator.text == "mod":
            return tree.Call(tree.Word("mod", span=operator.span), (left, right), span=span)
        return tree.Binary(operator.text, left, right, span=span)

    def series(self, operator: str, left: Expr, dots: Token, last: Expr) -> Expr:
        """`x_1 + x_2 + \\cdots + x_n`: what is added or multiplied, with its dots."""
        kind = {".": "*", "x": "*"}.get(operator, operator)
        if kind not in {"+", "*", "o"}:
            raise CheckError(f"dots between {operator} are not read", dots.span)
        terms = [last, tree.Dots(span=dots.span)]
        while isinstance(left, tree.Binary) and {".": "*", "x": "*"}.get(left.op, left.op) == kind:
            terms.append(left.right)
            left = left.left
        items = tuple(reversed([*terms, left]))
        word = tree.Word(f"{kind}…", span=dots.span)
        return tree.Call(word, items, span=left.span.to(last.span))

    def dots_between_factors(self) -> bool:
        """Whether dots stand here, and a factor behind them."""
        behind = self.peek(1)
        return self.sees("dots") and behind.kind in {"name", "number", "open", "command", "word"}

    def no_bare_mod(self, right: Expr, start: int) -> None:
        """`a + b \\bmod n` is meant as `(a + b) \\bmod n` by some."""
        if not isinstance(right, tree.Call) or right.function != tree.Word("mod"):
            return
        sign = right.function.span
        before = [token for token in self.tokens[start : self.at] if token.span.end <= sign.start]
        depth = sum({"open": 1, "close": -1}.get(token.kind, 0) for token in before)
        if before and depth == 0:
            raise CheckError("what does \\bmod take? Put brackets around it", right.span)

    def no_mixed_sets(self, operator: Token) -> None:
        """`A \\cup B \\cap C` needs brackets."""
        depth = 0
        for token in reversed(self.tokens[: self.at - 1]):
            depth += {"close": 1, "open": -1}.get(token.kind, 0)
            if depth < 0 or token.kind == "rel":
                return
            if (
                depth == 0
                and token.text in SETS
                and (token.text != operator.text or token.text == "∖")
            ):
                raise CheckError("two different operations on sets: put brackets", operator.span)

    def collection(self) -> Expr:
        """A set: its name, `\\{a, b\\}`, or what is made of them."""
        left = self.collection_operand()
        while self.sees("op", *SETS):
            left = self.operation(self.next(), left)
        return left

    def collection_operand(self) -> Expr:
        """One set; the braces around a single value are kept."""
        if not self.sees("open", "{"):
            return self.factor()
        opening = self.next()
        items, end = self.inside(opening, call=False)
        return tree.Listing(items, span=opening.span.to(end))
