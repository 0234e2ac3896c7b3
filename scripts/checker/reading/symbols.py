"""The symbol list: what each symbol is, read from the lines that the reader sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import split
from scripts.checker.reading.domains import Domain, read_domain, size_names
from scripts.checker.reading.laws import Law, identities, read_laws
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.names import Vocabulary, key_of
from scripts.checker.reading.parser import Parser
from scripts.checker.tree import Name, walk


@dataclass(frozen=True)
class Declaration:
    """One symbol: a value or function in a domain, a random variable, a set, or a known name.

    `bold` tells whether it is printed bold, `source` what a random variable is drawn from: its
    `law`. A line `X \\perp Y` is a declaration of the kind "independent", whose law is about both.
    """

    key: str
    kind: str
    domain: Domain | None
    parameters: tuple[str, ...] | None
    source: tuple[Token, ...]
    tex: str
    line: int
    bold: bool
    span: Span = field(default_factory=Span)
    law: Law | None = None


def read_line(tex: str, line: int, vocabulary: Vocabulary) -> list[Declaration]:
    """The declarations of one line of the list; CheckError where it is not understood."""
    tokens = tokenize(tex)
    if (place := _random(tokens)) is not None:
        return _variables(tokens, place, tex, line)
    relations = [n for n, t in enumerate(tokens) if t.kind == "rel" and _depth(tokens[:n]) == 0]
    if len(relations) > 1:
        raise CheckError("one claim a line: $x \\in S$", tokens[relations[1]].span)
    left = tokens[: relations[0]] if relations else tokens
    right = tokens[relations[0] + 1 :] if relations else []
    relation = tokens[relations[0]].text if relations else ""
    if relation not in {"", "∈", "⊂"}:
        message = f"{relation} in a symbol list: expected $x \\in S$ or $X \\sim P$"
        raise CheckError(message, tokens[relations[0]].span)
    if relation and not left:
        raise CheckError("a symbol is missing here", tokens[0].span)
    finite = relation == "⊂" and right and right[0].text == "{"
    domain = read_domain(right, vocabulary) if relation == "∈" or finite else None
    found = []
    for piece in split(left, ","):
        if not piece:
            raise CheckError("a symbol is missing beside this comma", left[0].span)
        key, parameters, bold = _head(piece, tex)
        kind = {"∈": "value", "⊂": "set", "": "known"}[relation]
        if parameters is not None and kind == "value":
            kind = "function"
        span = piece[0].span.to(piece[-1].span)
        found.append(Declaration(key, kind, domain, parameters, (), tex, line, bold, span))
    return found


def _random(tokens: Sequence[Token]) -> int | None:
    """Where the sign of a random variable stands: `\\sim`, with iid above it, or `\\perp`."""
    for place, token in enumerate(tokens):
        sign = token.kind == "rel" and token.text in {"∼", "iid", "⟂"}
        if sign and _depth(tokens[:place]) == 0:
            return place
    return None


def _variables(tokens: Sequence[Token], place: int, tex: str, line: int) -> list[Declaration]:
    """The random variables of a line, or what it says about their independence."""
    sign, left, right = tokens[place], tokens[:place], tokens[place + 1 :]
    if not left:
        raise CheckError("a symbol is missing here", sign.span)
    if not right:
        raise CheckError("a distribution is missing behind \\sim", sign.span)
    if sign.text == "⟂":
        keys = tuple(_head(piece, tex)[0] for side in (left, right) for piece in split(side, ","))
        span = left[0].span.to(right[-1].span)
        law = Law("", "", (), keys, span=span)
        key = " ⟂ ".join(keys)
        return [Declaration(key, "independent", None, None, (), tex, line, False, span, law)]
    found = []
    for piece, law in read_laws(left, right, alike=sign.text == "iid"):
        key, _, bold = _head(piece, tex)
        span = piece[0].span.to(piece[-1].span)
        one = Declaration(key, "random", None, None, tuple(right), tex, line, bold, span, law)
        found.append(one)
    return found


def _depth(tokens: Sequence[Token]) -> int:
    opened = {"{": 1, "open": 1, "}": -1, "close": -1}
    return sum(opened.get(token.kind, 0) for token in tokens)


def _head(tokens: Sequence[Token], tex: str) -> tuple[str, tuple[str, ...] | None, bool]:
    """Key, arguments and boldness of a declared symbol."""
    p = Parser(tokens, Vocabulary())
    nucleus = p.next()
    if nucleus.kind not in {"name", "word"}:
        raise CheckError("expected a symbol here", nucleus.span)
    scripts = p.scripts()
    key = key_of(nucleus.text, scripts.sub, scripts.sup) + "'" * scripts.primes
    parameters = None
    if opening := p.accept("open", "("):
        end = len(tokens) - 1
        if tokens[end].kind != "close":
            raise CheckError("expected ) for this bracket", opening.span)
        arguments = split(tokens[p.at : end], ",", ";")
        parameters = tuple(canonical_key(argument) for argument in arguments)
        p.at = len(tokens)
    p.finish()
    before = tex[nucleus.span.start : nucleus.span.end]
    bold = "\\mathbf" in before or "\\boldsymbol" in before
    return key, parameters, bold


def canonical_key(tokens: Sequence[Token]) -> str:
    """The key of one symbol with all of its scripts."""
    p = Parser(tokens, Vocabulary())
    nucleus = p.next()
    scripts = p.scripts()
    p.finish()
    if nucleus.kind not in {"name", "word"}:
        raise CheckError("expected a symbol here", nucleus.span)
    return key_of(nucleus.text, scripts.sub, scripts.sup) + "'" * scripts.primes


def vocabulary_of(declarations: Iterable[Declaration]) -> Vocabulary:
    """What the parser must know of the declared names and of the sizes in their shapes."""
    vocabulary = Vocabulary()
    declarations = list(declarations)
    for declaration in declarations:
        if declaration.kind == "value":
            assert declaration.domain is not None
            vocabulary.values[declaration.key] = len(declaration.domain.shape)
        elif declaration.kind == "function":
            vocabulary.functions[declaration.key] = len(declaration.parameters or ())
        elif declaration.kind == "random":
            vocabulary.random.add(declaration.key)
        elif declaration.kind == "set":
            vocabulary.sets.add(declaration.key)
        elif declaration.key.split("_")[0] == "I":
            vocabulary.values[declaration.key] = 2
    for key in sizes_of(declarations):
        vocabulary.values.setdefault(key, 0)
    for name in {d.law.name for d in declarations if d.law and d.law.name}:
        if name not in vocabulary.values:
            vocabulary.functions.setdefault(name, None)
    return vocabulary


def sizes_of(declarations: Iterable[Declaration]) -> list[str]:
    """The size letters of all shapes and of `\\{1, …, K\\}`, in order."""
    found: dict[str, None] = {}
    declared = {d.key for d in declarations if d.kind == "value"}
    for declaration in declarations:
        if declaration.domain is not None:
            for expression in declaration.domain.shape:
                found |= {n.key: None for n in walk(expression) if isinstance(n, Name)}
            for item in declaration.domain.items:
                names = {n.key for n in walk(item) if isinstance(n, Name)}
                ends = declaration.domain.kind == "set"
                found |= {key: None for key in sorted(names - declared) if ends}
        elif declaration.kind == "known" and declaration.key.startswith("I_{"):
            found |= dict.fromkeys(size_names(tokenize(declaration.key[2:])))
        elif declaration.law is not None:
            found |= {key: None for key in _sizes_of_law(declaration.law) if key not in declared}
    return list(found)


def _sizes_of_law(law: Law) -> list[str]:
    """The number of copies, and the sizes of identity matrices among the parameters."""
    units = [tokenize(key[3:-1]) for key in identities(law) if key != "I"]
    return [name for tokens in (law.copies, *units) for name in size_names(tokens)]
