"""Functions and words with their arguments."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.grammar import PREFIX_WORDS
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, canonical
from scripts.checker.reading.orders import derivative_order
from scripts.checker.reading.overloads import called
from scripts.checker.reading.scripting import scripted, with_scripts
from scripts.checker.tree import Expr
from scripts.checker.words import INVERSES, LIBRARY

BARLESS = {*LIBRARY, "max", "min"} - {"KL", "gaussian"}


def call_of(p: Expressions, function: Expr, scripts: Scripts) -> Expr:
    """A function with the arguments behind it; without them, its value at the declared ones."""
    if scripts.primes:
        function = tree.Prime(function, scripts.primes, span=function.span)
    if scripts.sup and (order := _derivative_order(scripts.sup)) is not None:
        function = tree.Prime(function, order, span=function.span)
        scripts = Scripts(scripts.sub)
    power = canonical(scripts.sup)
    if power == "-1" and p.peek().kind == "open":
        if isinstance(function, tree.Word) and function.text in INVERSES:
            return call_of(p, tree.Word(INVERSES[function.text], span=function.span), Scripts())
        message = "f^{-1}(x) has two readings: write f(x)^{-1}, or declare the inverse f^{-1}(y)"
        raise CheckError(message, function.span)
    if power in {"2", "3"} and p.peek().kind == "open":
        raise CheckError(
            f"f^{{{power}}}(x) has two readings: write f(x)^{{{power}}}", function.span
        )
    if not p.sees("open", "(", "[", "{"):
        return scripted(p, function, scripts, None)
    arguments, given, end = p.parts(p.next(), call=True)
    _no_bar(function, given)
    if isinstance(function, tree.Name):
        span = function.span.to(end)
        key = called(function.key, arguments, given, p.vocabulary, span)
        function = tree.Name(key, span=function.span)
    call: Expr = tree.Call(function, arguments, given, span=function.span.to(end))
    if scripts.sub or scripts.sup:
        call = scripted(p, call, Scripts(scripts.sub, scripts.sup), None)
    return with_scripts(p, call, None)


def _no_bar(function: Expr, given: Sequence[Expr]) -> None:
    """A bar separates what is given, or two laws: `\\max(a | b)` means nothing."""
    known = isinstance(function, tree.Word) and function.text in BARLESS
    if given and known:
        raise CheckError("a bar has no meaning in this bracket: write a comma", given[0].span)


def _derivative_order(tokens: Sequence[Token]) -> int | None:
    """`f^{(3)}`: the third derivative."""
    if [t.text for t in tokens[::2]] != ["(", ")"] or len(tokens) != 3:
        return None
    return derivative_order(tokens[1:2])


def call_of_word(p: Expressions, word: tree.Word, scripts: Scripts) -> Expr:
    """`\\log x`, `\\sin^2(x)`, `\\log_2 x`, `\\operatorname{ReLU}'(x)`."""
    function: Expr = word
    given: tuple[Expr, ...] = ()
    if scripts.primes:
        function = tree.Prime(word, scripts.primes, span=word.span)
    if canonical(scripts.sup) == "-1" and word.text in INVERSES:
        inverse = tree.Word(INVERSES[word.text], span=word.span)
        return call_of_word(p, inverse, Scripts(scripts.sub, (), scripts.primes))
    if canonical(scripts.sup) == "-1":
        message = f"\\{word.text}^{{-1}} has two readings: write its inverse or a fraction"
        raise CheckError(message, word.span)
    if p.sees("open", "(", "[", "{"):
        arguments, given, end = p.parts(p.next(), call=True)
        _no_bar(word, given)
    elif word.text in PREFIX_WORDS:
        argument = p.factor()
        arguments, end = (argument,), argument.span
        follows = p.peek()
        if p.starts_factor() and follows.kind not in {"word", "command"}:
            message = f"\\{word.text} x y has two readings: put brackets around its argument"
            raise CheckError(message, follows.span)
    else:
        return function
    if scripts.sub:
        if word.text != "log":
            message = f"a subscript at {word.text} has no known meaning: of a function of your own,"
            raise CheckError(f"{message} write its definition as a line, or declare it", word.span)
        arguments = (*arguments, p.sub(scripts.sub).whole())
    call: Expr = tree.Call(function, arguments, given, span=word.span.to(end))
    if scripts.sup:
        call = scripted(p, call, Scripts((), scripts.sup), None)
    return with_scripts(p, call, None)
