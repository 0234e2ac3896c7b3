"""The atoms of a formula: names, words with their argument, brackets, bars."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.bigs import read_big
from scripts.checker.reading.brackets import read_bars, read_bracket, read_value_at
from scripts.checker.reading.calls import call_of, call_of_word
from scripts.checker.reading.cursor import split
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.gradients import read_nabla
from scripts.checker.reading.grammar import EXTREMES
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import (
    Scripts,
    canonical,
    dotted_function,
    key_of,
    longest_name,
)
from scripts.checker.reading.scripting import scripted, until_here, with_scripts
from scripts.checker.reading.special import (
    OF_VARIABLES,
    expectation,
    holds_relation,
    holds_variables,
    indicator,
    kronecker_indices,
    remainder,
)
from scripts.checker.reading.structures import read_command, read_environment
from scripts.checker.tree import Expr
from scripts.checker.words import NAMED, WORDS

INDICATORS = {"\\mathbf{1}", "\\mathbb{I}"}  # where a condition follows


def read_atom(p: Expressions) -> Expr:
    """The atom that stands here, with its scripts."""
    token = p.next()
    if token.kind == "number":
        return with_scripts(p, tree.Number(token.text, span=token.span), 0)
    if token.kind == "name":
        return read_name(p, token)
    if token.kind == "word":
        return read_word(p, token)
    if token.kind == "bar" or (token.kind == "open" and token.text in "|‖⌊⌈"):
        return read_bars(p, token)
    if token.kind == "open" and token.text == ".":
        return with_scripts(p, read_value_at(p, token), None)
    if token.kind == "open":
        return read_bracket(p, token)
    if token.kind == "command":
        return with_scripts(p, read_command(p, token), None)
    if token.kind == "begin":
        return with_scripts(p, read_environment(p, token), None)
    if token.kind == "{":
        p.at -= 1
        return with_scripts(p, p.sub(p.group()).whole(), None)
    if token.kind == "eof":
        raise CheckError("something is missing at the end", token.span)
    raise CheckError(f"{token.text!r} is not expected here", token.span)


def read_name(p: Expressions, token: Token) -> Expr:
    """A symbol: a value with indices and power, or a function with its arguments."""
    if token.text == "\\nabla":
        return read_nabla(p, token)
    if token.text == "\\mathbb{1}" and token.text not in p.vocabulary:
        return indicator(p, token)
    token = _difference(p, token)
    if token.text in INDICATORS and token.text not in p.vocabulary and holds_relation(p):
        return indicator(p, token)
    scripts = p.scripts()
    key, rest, declared = p.resolve(token, scripts)
    named = key_of(token.text, scripts.sub)
    span = until_here(p, token)
    if not declared and token.text in {"\\mathbb{E}", "E"} and p.peek().kind == "open":
        return expectation(p, token, scripts)
    if token.text == "J" and scripts.sub and (function := _function(p, scripts.sub)):
        return call_of(p, tree.Jacobian(function, span=span), Scripts((), scripts.sup))
    if not declared and token.text in {"O", "\\mathcal{O}"} and p.peek().kind == "open":
        return remainder(p, span)
    if not declared and token.text in OF_VARIABLES and holds_variables(p):
        return call_of(p, tree.Word(OF_VARIABLES[token.text], span=span), scripts)
    if not declared and token.text in {"P", "\\mathbb{P}"} and holds_relation(p):
        return call_of(p, tree.Word("Pr", span=span), scripts)
    if not declared and token.text == "\\delta" and len(scripts.sub) > 1:
        pair = kronecker_indices(p, scripts.sub)
        return tree.Call(tree.Word("kronecker", span=span), pair, span=span)
    if not declared and named in NAMED and (scripts.primes or p.peek().kind == "open"):
        word = tree.Word(NAMED[named], span=span)
        return call_of(p, word, Scripts((), scripts.sup, scripts.primes))
    if key in p.vocabulary.functions:
        return call_of(p, tree.Name(key, span=span), rest)
    if not declared and (dotted := dotted_function(token.text, p.vocabulary)):
        dots, base = dotted
        return call_of(p, tree.Name(base, span=span), Scripts(rest.sub, rest.sup, dots))
    if rest.primes and p.indexing and not declared:
        key, rest = key + "'" * rest.primes, Scripts(rest.sub, rest.sup)
    if rest.primes:
        raise CheckError(f"a prime at {key}: declare it with its prime, or as a function", span)
    if not declared and key not in p.bound and p.sees("open", "("):
        message = f"is {key}(…) a call or a product? Declare {key}"
        if not _is_value(key, scripts):
            raise CheckError(message, span)
    if key in p.vocabulary.values and rest.primes == 0 and key not in p.bound:
        rank = p.vocabulary.values[key]
    else:
        rank = 0 if key in p.bound else None
    return scripted(p, tree.Name(key, span=span), rest, rank)


def _difference(p: Expressions, token: Token) -> Token:
    """`\\Delta W` where the two letters are declared, or defined, as one name."""
    start, p.at = p.at, p.at - 1
    whole = p.nucleus()
    after = p.at
    if whole != token and longest_name(whole.text, p.scripts(), p.vocabulary)[0]:
        p.at = after
        return whole
    p.at = start
    return token


def _is_value(key: str, scripts: Scripts) -> bool:
    return key in {"\\pi", "e"} or (bool(scripts.sup) and canonical(scripts.sup) != "-1")


def _function(p: Expressions, tokens: Sequence[Token]) -> Expr | None:
    """The function that a subscript names: `f`, `F \\circ G`."""
    parts: list[Expr] = []
    for piece in split(tokens, "op"):
        name = canonical(piece)
        if name not in p.vocabulary.functions:
            return None
        parts.append(tree.Name(name, span=piece[0].span.to(piece[-1].span)))
    function = parts[-1]
    for outer in reversed(parts[:-1]):
        function = tree.Compose(outer, function, span=outer.span.to(function.span))
    return function


def read_word(p: Expressions, token: Token) -> Expr:
    """A word: a declared name, or one that the library knows."""
    text = token.text
    if text == "arg" and p.peek().kind == "word" and p.peek().text in {"max", "min"}:
        text += p.next().text
    scripts = p.scripts()
    key, rest, declared = p.resolve(Token("word", text, token.span), scripts)
    span = until_here(p, token)
    if declared and key in p.vocabulary.functions:
        return call_of(p, tree.Name(key, span=span), rest)
    if declared:
        return scripted(p, tree.Name(key, span=span), rest, p.vocabulary.values.get(key))
    text = NAMED.get(key_of(text, scripts.sub), text)
    if text in NAMED.values():
        scripts = Scripts((), scripts.sup, scripts.primes)
    if text == "lim" or (text in EXTREMES and scripts.sub):
        return read_big(p, text, scripts, span)
    if text == "Pr" and holds_relation(p):
        return call_of(p, tree.Word("Pr", span=span), scripts)
    if text in {"E", "Pr"}:
        if text == "E" and p.peek().kind == "open":
            return expectation(p, token, scripts)
        raise CheckError(f"declare {text}", span)
    if text in p.outside and text not in WORDS:  # an index of the left side
        return scripted(p, tree.Name(key, span=span), rest, 0)
    if text not in WORDS:
        raise CheckError(f"{text!r} is not declared, and no word the checker knows", span)
    return call_of_word(p, tree.Word(text, span=span), scripts)
