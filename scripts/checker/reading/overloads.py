"""One name with several lists of arguments: `p(x)` and `p(x, y)` are two functions."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import Cursor, split
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Signature, Vocabulary, key_of, letter
from scripts.checker.tree import Expr


def signature_of(tokens: Sequence[Token]) -> tuple[tuple[str, ...], int]:
    """The parameters in a bracket, and how many of them stand behind the bar."""
    sides = split(tokens, "bar", "divider")
    lists = [[canonical_key(piece) for piece in split(side, ",", ";")] for side in sides]
    barred = any(token.text == "|" and token.kind in {"bar", "divider"} for token in tokens)
    parameters = tuple(key for side in lists for key in side)
    return parameters, len(lists[-1]) if barred else 0


def canonical_key(tokens: Sequence[Token]) -> str:
    """The key of one symbol with all of its scripts."""
    p = Cursor(tokens)
    nucleus = p.next()
    if nucleus.kind not in {"name", "word"}:
        raise CheckError("expected a symbol here", nucleus.span)
    scripts = p.scripts()
    if p.peek().kind != "eof":
        raise CheckError(f"{p.peek().text!r} is not expected here", p.peek().span)
    return key_of(nucleus.text, scripts.sub, scripts.sup) + "'" * scripts.primes


def overload_key(plain: str, parameters: Sequence[str], given: int) -> str:
    """`p(x,y)`, `p(x|y)`."""
    first = len(parameters) - given
    lists = [parameters[:first], parameters[first:]] if given else [parameters]
    return f"{plain}({'|'.join(','.join(side) for side in lists)})"


def called(
    key: str, arguments: Sequence[Expr], given: Sequence[Expr], vocabulary: Vocabulary, span: Span
) -> str:
    """The key of the function that a call means; CheckError where the declared ones do not tell."""
    signatures = vocabulary.signatures.get(key, ())
    count = len(arguments) + len(given)
    if not signatures or any(isinstance(a, tree.Dots) for a in (*arguments, *given)):
        return key
    fitting = [s for s in signatures if len(s.parameters) == count and s.given == len(given)]
    if not fitting and len(signatures) == 1:
        fitting = [s for s in signatures if len(s.parameters) == count and not s.given]
    if len(fitting) > 1:
        fitting = [s for s in fitting if _same_letters(s, (*arguments, *given))]
    if len(fitting) == 1:
        return fitting[0].key
    known = " or ".join(_shown(s) for s in signatures)
    raise CheckError(f"{key} takes {known}: declare it with these arguments too", span)


def _shown(signature: Signature) -> str:
    """The arguments as they are declared: `x, y | z`."""
    first = len(signature.parameters) - signature.given
    behind = f" | {', '.join(signature.parameters[first:])}" if signature.given else ""
    return ", ".join(signature.parameters[:first]) + behind


def _same_letters(signature: Signature, arguments: Sequence[Expr]) -> bool:
    """Whether every argument has the letter of its parameter: `x_i`, `x'` that of `x`."""
    for parameter, argument in zip(signature.parameters, arguments, strict=True):
        base = argument.base if isinstance(argument, tree.Index) else argument
        if not isinstance(base, tree.Name) or letter(base.key) != letter(parameter):
            return False
    return True
