"""The atoms of a formula: names, words with their argument, brackets, bars."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.expressions import Expressions, split
from scripts.checker.reading.grammar import EXTREMES, PREFIX_WORDS
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, canonical, key_of
from scripts.checker.reading.scripting import read_indices, scripted, until_here, with_scripts
from scripts.checker.reading.structures import read_big, read_command, read_environment, read_nabla
from scripts.checker.tree import Expr
from scripts.checker.words import NAMED, WORDS

NORMS = {"F", "*", "\\infty", "op"}


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
        return _indicator(p, token)
    scripts = p.scripts()
    key, rest, declared = p.resolve(token, scripts)
    named = key_of(token.text, scripts.sub)
    span = until_here(p, token)
    if not declared and token.text in {"\\mathbb{E}", "E"} and p.peek().kind == "open":
        return _expectation(p, token, scripts)
    if token.text == "J" and scripts.sub and (function := _function(p, scripts.sub)):
        return _call(p, tree.Jacobian(function, span=span), Scripts((), scripts.sup))
    if not declared and token.text in {"O", "\\mathcal{O}"} and p.peek().kind == "open":
        return _remainder(p, span)
    if not declared and token.text == "P" and _holds_relation(p):
        return _call(p, tree.Word("Pr", span=span), scripts)
    if not declared and token.text == "\\delta" and len(scripts.sub) > 1:
        pair = read_indices(p, scripts.sub, 2)
        return tree.Call(tree.Word("kronecker", span=span), pair, span=span)
    if not declared and named in NAMED and (scripts.primes or p.peek().kind == "open"):
        word = tree.Word(NAMED[named], span=span)
        return _call(p, word, Scripts((), scripts.sup, scripts.primes))
    if key in p.vocabulary.functions:
        return _call(p, tree.Name(key, span=span), rest)
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


def _holds_relation(p: Expressions) -> bool:
    """Whether the bracket here holds a condition: P(X = x)."""
    if p.peek().kind != "open":
        return False
    ahead = 1
    while p.peek(ahead).kind not in {"close", "eof"}:
        if p.peek(ahead).kind == "rel":
            return True
        ahead += 1
    return False


def _remainder(p: Expressions, span: Span) -> Expr:
    """`O(h^2)`."""
    items, end = p.inside(p.next(), call=True)
    match items:
        case (tree.Name(key=key),):
            return tree.Order(key, tree.Number("1", span=span), span=span.to(end))
        case (tree.Binary("^", tree.Name(key=key), power),):
            return tree.Order(key, power, span=span.to(end))
    raise CheckError("expected a remainder such as O(h^2)", span.to(end))


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


def _call(p: Expressions, function: Expr, scripts: Scripts) -> Expr:
    """A function with the arguments behind it; without them, its value at the declared ones."""
    if scripts.primes:
        function = tree.Prime(function, scripts.primes, span=function.span)
    power = canonical(scripts.sup)
    if power in {"-1", "2", "3"} and p.peek().kind == "open":
        raise CheckError(
            f"f^{{{power}}}(x) has two readings: write f(x)^{{{power}}}", function.span
        )
    if not p.sees("open", "(", "[", "{"):
        return scripted(p, function, scripts, None)
    arguments, given, end = p.parts(p.next(), call=True)
    call: Expr = tree.Call(function, arguments, given, span=function.span.to(end))
    if scripts.sub or scripts.sup:
        call = scripted(p, call, Scripts(scripts.sub, scripts.sup), None)
    return with_scripts(p, call, None)


def read_word(p: Expressions, token: Token) -> Expr:
    """A word: a declared name, or one that the library knows."""
    text = token.text
    if text == "arg" and p.peek().kind == "word" and p.peek().text in {"max", "min"}:
        text += p.next().text
    scripts = p.scripts()
    key, rest, declared = p.resolve(Token("word", text, token.span), scripts)
    span = until_here(p, token)
    if declared and key in p.vocabulary.functions:
        return _call(p, tree.Name(key, span=span), rest)
    if declared:
        return scripted(p, tree.Name(key, span=span), rest, p.vocabulary.values.get(key))
    text = NAMED.get(key_of(text, scripts.sub), text)
    if text in NAMED.values():
        scripts = Scripts((), scripts.sup, scripts.primes)
    if text == "lim" or (text in EXTREMES and scripts.sub):
        return read_big(p, text, scripts, span)
    if text == "Pr" and _holds_relation(p):
        return _call(p, tree.Word("Pr", span=span), scripts)
    if text in {"E", "Pr"}:
        if text == "E" and p.peek().kind == "open":
            return _expectation(p, token, scripts)
        raise CheckError(f"declare {text}", span)
    if text not in WORDS:
        raise CheckError(f"{text!r} is not declared, and no word the checker knows", span)
    return _apply_word(p, tree.Word(text, span=span), scripts)


def _apply_word(p: Expressions, word: tree.Word, scripts: Scripts) -> Expr:
    """`\\log x`, `\\sin^2(x)`, `\\log_2 x`, `\\operatorname{ReLU}'(x)`."""
    function: Expr = word
    given: tuple[Expr, ...] = ()
    if scripts.primes:
        function = tree.Prime(word, scripts.primes, span=word.span)
    if canonical(scripts.sup) == "-1":
        message = f"\\{word.text}^{{-1}} has two readings: write arc{word.text} or a fraction"
        raise CheckError(message, word.span)
    if p.sees("open", "(", "[", "{"):
        arguments, given, end = p.parts(p.next(), call=True)
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
            raise CheckError(f"a subscript at {word.text} has no known meaning", word.span)
        arguments = (*arguments, p.sub(scripts.sub).whole())
    call: Expr = tree.Call(function, arguments, given, span=word.span.to(end))
    if scripts.sup:
        call = scripted(p, call, Scripts((), scripts.sup), None)
    return with_scripts(p, call, None)


def read_bracket(p: Expressions, opening: Token) -> Expr:
    """`(a + b)`, `(a, b, c)`, `[x]_+`, `(f \\circ g)(x)`."""
    items, end = p.inside(opening, call=False)
    span = opening.span.to(end)
    if len(items) > 1:
        return with_scripts(p, tree.Listing(items, opening.text == "[", span=span), 1)
    inner = items[0]
    if isinstance(inner, tree.Relation):
        raise CheckError("a display makes claims only: move this condition", span)
    if isinstance(inner, tree.Compose):
        scripts = p.scripts()
        return _call(p, inner, scripts)
    if p.sees("_") and p.peek(1).text == "+":
        p.next(), p.next()
        positive = tree.Word("relu", span=span)
        return with_scripts(p, tree.Call(positive, (inner,), span=span), None)
    return with_scripts(p, inner, None)


def read_bars(p: Expressions, opening: Token) -> Expr:
    """`|x|`, `\\lVert x \\rVert_p`, floor and ceiling, with the scripts behind."""
    items, end = p.inside(opening, call=False)
    span = opening.span.to(end)
    if len(items) > 1:
        raise CheckError("one expression belongs between bars", span)
    order: Expr | None = None
    scripts = p.scripts()
    if scripts.sub:
        if opening.text != "‖":
            raise CheckError("a subscript at bars: use \\lVert … \\rVert for a norm", span)
        label = canonical(scripts.sub)
        inner = p.sub(scripts.sub)
        order = tree.Word(label, span=span) if label in NORMS else inner.whole()
    bars = tree.Bars(opening.text, items[0], order, span=until_here(p, opening))
    return scripted(p, bars, Scripts((), scripts.sup, scripts.primes), None)


def _expectation(p: Expressions, token: Token, scripts: Scripts) -> Expr:
    """`\\mathbb{E}[X]`, `\\mathbb{E}_{x \\sim p}[f(x)]`."""
    over: list[Expr] = []
    names: list[str] = []
    for piece in split(scripts.sub, ","):
        if piece:
            inner = p.sub(piece)
            over.append(inner.argument())
            names.append(canonical(split(piece, "rel")[0]))
    inner = p.knowing(*names)
    items, given, end = inner.parts(inner.next(), call=True)
    p.at = inner.at
    if len(items) != 1:
        raise CheckError("one expression belongs inside an expectation", token.span)
    expected = tree.Expectation(items[0], tuple(over), given, span=token.span.to(end))
    if scripts.sup:
        raise CheckError("write \\mathbb{E}[X]^2 for the square", token.span)
    return with_scripts(p, expected, 0)


def _indicator(p: Expressions, token: Token) -> Expr:
    """`\\mathbb{1}[x > 0]`, `\\mathbb{1}_{x > 0}`."""
    if p.accept("_"):
        condition = p.sub(p.group()).argument()
        end = condition.span
    elif p.sees("open"):
        items, end = p.inside(p.next(), call=True)
        condition = items[0] if len(items) == 1 else tree.Both(items, span=token.span)
    else:
        raise CheckError("an indicator needs its condition: \\mathbb{1}[x > 0]", token.span)
    word = tree.Word("indicator", span=token.span)
    return with_scripts(p, tree.Call(word, (condition,), span=token.span.to(end)), 0)
