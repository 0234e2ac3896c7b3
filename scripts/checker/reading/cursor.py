"""Tokens, read one after another: groups, scripts, and what separators cut."""

from collections.abc import Sequence
from dataclasses import replace

from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts

DIFFERENCES = {"\\Delta", "\\delta", "d"}  # `\\Delta W` may be one name


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

    def nucleus(self) -> Token:
        """The symbol here; `\\Delta x` is read as one, for those who declare it."""
        token, behind = self.next(), self.peek()
        if token.kind == "name" and token.text in DIFFERENCES and behind.kind == "name":
            self.next()
            return Token("name", f"{token.text} {behind.text}", token.span.to(behind.span))
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


def in_brackets(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands in the round brackets around all of this; nothing where there are none."""
    around = len(tokens) > 2 and tokens[0].text == "(" and tokens[-1].text == ")"
    return tokens[1:-1] if around else ()


def split_at_times(tokens: Sequence[Token]) -> list[list[Token]]:
    """Cut tokens at each `\\times` that stands outside all brackets."""
    return split(
        [replace(t, kind="times") if t.text == "x" and t.kind == "op" else t for t in tokens],
        "times",
    )
