"""The names that a display itself introduces: those on its left sides that nothing declares."""

from collections.abc import Sequence

from scripts.checker.reading.grammar import EXTREMES
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Vocabulary, dotted_function, key_of, longest_name
from scripts.checker.reading.parser import Parser
from scripts.checker.reading.rows import with_depth
from scripts.checker.reading.special import OF_VARIABLES, holds_variables
from scripts.checker.words import NAMED, WORDS


def heads(pieces: Sequence[Sequence[Token]], vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the names that these statements define on their left side."""
    known = vocabulary.copy()
    for piece in pieces:
        p = Parser(piece, vocabulary)
        nucleus = p.nucleus()
        if nucleus.text.split(" ")[0] in vocabulary:
            p.at, nucleus = 1, piece[0]
        if nucleus.kind not in {"name", "word"} or nucleus.text == "\\nabla":
            continue
        scripts = p.scripts()
        of_log = nucleus.text == "log" and p.peek().kind == "name"
        if of_log:
            nucleus, scripts = p.nucleus(), p.scripts()
        known_word = nucleus.kind == "word" and nucleus.text in WORDS
        if known_word and (not scripts.sub or nucleus.text in EXTREMES):
            continue
        if nucleus.text in {"lim", "arg", "sup", "inf"}:
            continue
        declared, _ = longest_name(nucleus.text, scripts, vocabulary)
        named = key_of(nucleus.text, scripts.sub)
        if dotted_function(nucleus.text, vocabulary):
            continue
        if declared or named in NAMED or nucleus.text in {"\\mathbb{E}", "J", "e"}:
            continue
        if p.sees("open", "("):
            of_variables = nucleus.text in OF_VARIABLES and holds_variables(p)
            if of_variables or _is_probability(piece[p.at :]):
                continue
            known.functions[key_of(nucleus.text, scripts.sub, scripts.sup)] = None
        elif p.sees("rel") and not of_log:
            primes = "'" * scripts.primes
            known.values[key_of(nucleus.text, scripts.sub, scripts.sup) + primes] = None
    return known


def _is_probability(tokens: Sequence[Token]) -> bool:
    """Whether a relation stands in the bracket that opens here: `(X = x)`."""
    for token, depth in with_depth(tokens):
        if depth == 0:
            return False
        if depth == 1 and token.kind == "rel":
            return True
    return False
