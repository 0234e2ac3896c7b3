"""The symbol list: what each symbol is, read from the lines that the reader sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.cursor import split
from scripts.checker.reading.domains import Domain, in_a_product, read_domain, size_names
from scripts.checker.reading.laws import Law, identities, names_of_density, read_laws
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.listings import read_listing
from scripts.checker.reading.names import Signature, Vocabulary, key_of
from scripts.checker.reading.overloads import overload_key, signature_of
from scripts.checker.reading.parser import Parser
from scripts.checker.tree import Name, walk


@dataclass(frozen=True)
class Declaration:
    """One symbol: a value or function in a domain, a random variable, a set, or a known name.

    `bold` tells whether it is printed bold, `source` what a random variable is drawn from, its
    `law`, `given` how many of the parameters stand behind a bar, `arrays` those printed bold,
    `start` from where its axes are counted. A line `X \\perp Y` is of the kind "independent": its
    law is about both.
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
    given: int = 0
    arrays: frozenset[str] = frozenset()
    start: tuple[int, ...] = ()
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
        if relation in {"≥", ">"}:
            message += "; of a size, $n \\in \\mathbb{N}_{\\ge 2}$"
        raise CheckError(message, tokens[relations[0]].span)
    if relation and not left:
        raise CheckError("a symbol is missing here", tokens[0].span)
    pairs = in_a_product(left, right) if relation == "∈" else [(left, right)]
    return [
        one
        for names, values in pairs
        for one in _members(names, values, relation, tex, line, vocabulary)
    ]


def _members(
    left: Sequence[Token],
    right: Sequence[Token],
    relation: str,
    tex: str,
    line: int,
    vocabulary: Vocabulary,
) -> list[Declaration]:
    """`x, y \\in S`, `f(x) \\in S`, `S \\subset T`, or a known name alone."""
    finite = relation == "⊂" and right and right[0].text == "{"
    domain = read_domain(right, vocabulary) if relation == "∈" or finite else None
    pieces = split(left, ",")
    if any(token.kind == "dots" for piece in pieces for token in piece):
        key, start, domain = read_listing(pieces, domain, vocabulary)
        bold, span = _is_bold(tex), left[0].span.to(left[-1].span)
        return [Declaration(key, "value", domain, None, (), tex, line, bold, span, start=start)]
    found = []
    for piece in pieces:
        if not piece:
            raise CheckError("a symbol is missing beside this comma", left[0].span)
        key, bold, signature = _head(piece, tex)
        kind = {"∈": "value", "⊂": "set", "": "known"}[relation]
        if signature is not None and kind == "value":
            kind = "function"
        span = piece[0].span.to(piece[-1].span)
        one = Declaration(key, kind, domain, None, (), tex, line, bold, span)
        if signature is not None:
            parameters, given = signature_of(signature)
            arrays = _bold_ones(signature, parameters, tex)
            one = replace(one, parameters=parameters, given=given, arrays=arrays)
        found.append(one)
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
        return [Declaration(key, "independent", None, None, (), tex, line, False, span, law=law)]
    found = []
    for piece, law in read_laws(left, right, alike=sign.text == "iid"):
        key, bold, _ = _head(piece, tex)
        span = piece[0].span.to(piece[-1].span)
        one = Declaration(key, "random", None, None, tuple(right), tex, line, bold, span, law=law)
        found.append(one)
    return found


def _depth(tokens: Sequence[Token]) -> int:
    opened = {"{": 1, "open": 1, "}": -1, "close": -1}
    return sum(opened.get(token.kind, 0) for token in tokens)


def _head(tokens: Sequence[Token], tex: str) -> tuple[str, bool, Sequence[Token] | None]:
    """Key and boldness of a declared symbol, and what stands in its bracket, if it has one."""
    p = Parser(tokens, Vocabulary())
    nucleus = p.nucleus()
    if nucleus.kind not in {"name", "word"}:
        raise CheckError("expected a symbol here", nucleus.span)
    scripts = p.scripts()
    if p.sees("name"):
        letters = "".join(token.text for token in tokens if token.kind == "name")
        raise CheckError(f"several letters: write \\text{{{letters}}} for one name", p.peek().span)
    key = key_of(nucleus.text, scripts.sub, scripts.sup) + "'" * scripts.primes
    signature = None
    if opening := p.accept("open", "("):
        end = len(tokens) - 1
        if tokens[end].kind != "close":
            raise CheckError("expected ) for this bracket", opening.span)
        signature = tokens[p.at : end]
        p.at = len(tokens)
    p.finish()
    return key, _is_bold(tex[nucleus.span.start : nucleus.span.end]), signature


def _is_bold(tex: str) -> bool:
    return "\\mathbf" in tex or "\\boldsymbol" in tex


def _bold_ones(signature: Sequence[Token], parameters: Sequence[str], tex: str) -> frozenset[str]:
    """Those of the parameters that are printed bold."""
    pieces = [piece for piece in split(signature, ",", ";", "bar", "divider") if piece]
    printed = [tex[piece[0].span.start : piece[-1].span.end] for piece in pieces]
    return frozenset(key for key, each in zip(parameters, printed, strict=True) if _is_bold(each))


def tell_apart(declarations: Sequence[Declaration]) -> tuple[Declaration, ...]:
    """A function with several lists of arguments gets a key for each: `p(x)`, `p(x|y)`."""
    lists: dict[str, set[tuple[tuple[str, ...] | None, int]]] = {}
    for d in declarations:
        if d.kind == "function":
            lists.setdefault(d.key, set()).add((d.parameters, d.given))
    return tuple(
        replace(d, key=overload_key(d.key, d.parameters or (), d.given))
        if d.kind == "function" and len(lists[d.key]) > 1
        else d
        for d in declarations
    )


def vocabulary_of(declarations: Iterable[Declaration]) -> Vocabulary:
    """What the parser must know of the declared names and of the sizes in their shapes."""
    vocabulary = Vocabulary()
    declarations = list(declarations)
    for declaration in declarations:
        if declaration.kind == "value":
            assert declaration.domain is not None
            vocabulary.values[declaration.key] = len(declaration.domain.shape)
        elif declaration.kind == "function":
            parameters, given = declaration.parameters or (), declaration.given
            vocabulary.functions[declaration.key] = len(parameters)
            plain = declaration.key.split("(")[0] if declaration.key.endswith(")") else ""
            plain = plain or declaration.key
            signature = Signature(parameters, given, declaration.key)
            vocabulary.functions.setdefault(plain, None)
            vocabulary.signatures[plain] = (*vocabulary.signatures.get(plain, ()), signature)
        elif declaration.kind == "random":
            vocabulary.random.add(declaration.key)
        elif declaration.kind == "set":
            vocabulary.sets.add(declaration.key)
        elif declaration.key.split("_")[0] == "I":
            vocabulary.values[declaration.key] = 2
    for key in sizes_of(declarations):
        vocabulary.values.setdefault(key, 0)
    for declaration in declarations:
        if declaration.law is not None:
            for name in names_of_density(declaration.law):
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
