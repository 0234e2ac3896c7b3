"""LaTeX to tokens. What only changes the look (spaces, sizes, bold) is gone afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
import re

from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.raw import ACCENTS, ALPHABETS, BOLD, UPRIGHT, Raw, pieces

MOST_DIGITS = 1000  # Python reads up to 4300, a double has 17
QUADS = {r"\quad", r"\qquad"}
WORD_LIST = """
log ln exp sin cos tan sinh cosh tanh arcsin arccos arctan sec csc cot
max min arg lim sup inf det dim ker gcd Pr
"""
SYMBOL_LIST = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi
pi varpi rho varrho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi
Sigma Upsilon Phi Psi Omega ell infty partial nabla star dagger top
"""
WORDS, SYMBOLS = set(WORD_LIST.split()), set(SYMBOL_LIST.split())
RELATIONS = {"=": "=", r"\approx": "≈", r"\le": "≤", r"\leq": "≤", r"\ge": "≥", r"\geq": "≥"}
RELATIONS |= {"<": "<", ">": ">", r"\lt": "<", r"\gt": ">", r"\ne": "≠", r"\neq": "≠"}
RELATIONS |= {r"\leqslant": "≤", r"\geqslant": "≥", r"\in": "∈", r"\notin": "∉"}
RELATIONS |= {r"\sim": "∼", r"\to": "→"}
RELATIONS |= {r"\rightarrow": "→", r"\subset": "⊂", r"\subseteq": "⊂", r"\triangleq": "="}
RELATIONS |= dict.fromkeys([r"\coloneqq", r"\coloneq", ":=", r"\doteq", r"\equiv"], "=")
RELATIONS |= {r"\colonequals": "=", r"\perp": "⟂"}
RELATIONS |= {r"\leftarrow": "←", r"\gets": "←"}
OPERATORS = {"+": "+", "-": "-", "/": "/", "*": "*", r"\cdot": ".", r"\times": "x"}
OPERATORS |= {r"\odot": "o", r"\circ": "∘", r"\otimes": "@", "!": "!"}
OPERATORS |= {r"\setminus": "∖", r"\cap": "∩", r"\cup": "∪", r"\bmod": "mod"}
OPENING = {"(": "(", "[": "[", r"\{": "{", r"\lVert": "‖", r"\lvert": "|", r"\lfloor": "⌊"}
OPENING |= {r"\lceil": "⌈", r"\langle": "⟨", r"\lbrace": "{", r"\lbrack": "["}
CLOSING = {")": ")", "]": "]", r"\}": "}", r"\rVert": "‖", r"\rvert": "|", r"\rfloor": "⌋"}
CLOSING |= {r"\rceil": "⌉", r"\rangle": "⟩", r"\rbrace": "}", r"\rbrack": "]"}
BARS = {"|": "|", r"\vert": "|", r"\|": "‖", r"\Vert": "‖"}
DIVIDERS = {r"\mid": "|", r"\parallel": "‖"}
DOTS = {r"\ldots", r"\cdots", r"\dots", r"\vdots", r"\ddots", r"\dotsc", r"\dotsb", "..."}
COMMANDS = {r"\sqrt": r"\sqrt", r"\sum": r"\sum", r"\prod": r"\prod", r"\int": r"\int"}
COMMANDS |= {each: each for each in (r"\iint", r"\iiint")}
COMMANDS |= dict.fromkeys([r"\frac", r"\dfrac", r"\tfrac"], r"\frac")
COMMANDS |= dict.fromkeys([r"\binom", r"\dbinom", r"\tbinom"], r"\binom")
LOOKS = {r"\mathop", r"\boxed", r"\textcolor", r"\underbrace", r"\overbrace", r"\underset"}
LOOKS |= {r"\phantom"}
STACKED = {r"\overset", r"\stackrel"}
ADVICE = {
    r"\pm": "has two readings: write both formulas",
    r"\mp": "has two readings: write both formulas",
    r"\propto": "claims too little: write = with the constant factor",
    r"\forall": "belongs in the symbol list: say there what every symbol is",
    **dict.fromkeys([r"\neg", r"\lnot"], "is not read: write the opposite condition, X > a"),
    r"\exists": "is no claim that draws can test", r"\pmod": "is not read: write a \\bmod n",
    **dict.fromkeys([r"\implies", r"\Rightarrow", r"\iff", r"\Leftrightarrow"],
                    "joins two claims: write each by itself, conditions in the symbol list"),
}  # fmt: skip
SIMPLE = {"{": "{", "}": "}", "_": "_", "^": "^", "&": "&", ",": ",", ";": ";", ":": ":"}


DEEPEST = 30  # brackets in brackets


@dataclass(frozen=True)
class Token:
    """One token; `text` is canonical: `\\leq` and `\\le` are both `≤`."""

    kind: str
    text: str
    span: Span


def tokenize(tex: str) -> list[Token]:
    """The tokens of a formula; CheckError at what is not understood."""
    raw = pieces(tex)
    tokens: list[Token] = []
    position = 0
    while position < len(raw):
        position = _read(raw, position, tokens, tex)
    depth = 0
    for token in tokens:
        depth += {"{": 1, "open": 1, "begin": 1, "}": -1, "close": -1, "end": -1}.get(token.kind, 0)
        if depth > DEEPEST:
            raise CheckError("nested too deeply: give a part of it a name", token.span)
    return tokens


def _read(raw: Sequence[Raw], at: int, out: list[Token], tex: str) -> int:
    """Append what starts at `at` to `out`; return where the next one starts."""
    text, span = raw[at].text, raw[at].span
    if text in BOLD:
        inner, after = _argument(raw, at + 1, tex)
        if len(inner) == 1 and inner[0].kind == "number":
            name = f"\\mathbf{{{inner[0].text}}}"
            inner = [Token("name", name, inner[0].span)]
        out += [Token(t.kind, t.text, span.to(t.span)) for t in inner]
        return after
    if text in UPRIGHT:
        content, after = _raw_argument(raw, at + 1)
        full = span.to(raw[after - 1].span)
        first, last = content[0].span.start, content[-1].span.end
        word = re.sub(r"\\[,;!: ]|\s+", "", tex[first:last]).replace("\\", "")
        phrase = tex[first:last].strip()
        kind = "name" if len(word) == 1 and text == r"\mathrm" else "word"
        out.append(Token(kind, word if " " not in phrase or "\\" in phrase else phrase, full))
        return after
    if text in ALPHABETS or text in ACCENTS:
        inner, after = _argument(raw, at + 1, tex)
        full = span.to(raw[after - 1].span)
        letter, *scripts = inner or [Token("", "", full)]
        indexed = text in ACCENTS and _is_one_subscript(scripts)
        if letter.kind not in {"name", "number", "word"} or not (indexed or not scripts):
            raise CheckError(f"{text} goes around one letter; put scripts behind it", full)
        command = f"\\{ACCENTS[text]}" if text in ACCENTS else text.replace("scr", "cal")
        out += [Token("name", f"{command}{{{letter.text}}}", full), *scripts]
        return after
    if text in {r"\left", r"\right", r"\middle"}:
        return _read_sized(raw, at, out)
    if text in LOOKS or text in STACKED:
        return _read_look(raw, at, out, tex)
    if text in {r"\begin", r"\end"}:
        content, after = _raw_argument(raw, at + 1)
        name = "".join(part.text for part in content).rstrip("*")
        out.append(Token(text[1:], name, span.to(raw[after - 1].span)))
        return after
    out.append(Token(*_kind(raw[at]), span))
    return at + 1


def _kind(raw: Raw) -> tuple[str, str]:
    """Kind and canonical text of a token that stands for itself."""
    text = ":=" if raw.text.startswith(r"\colon") and raw.text.endswith("=") else raw.text
    tables = (
        ("rel", RELATIONS), ("op", OPERATORS), ("open", OPENING), ("close", CLOSING),
        ("bar", BARS), ("divider", DIVIDERS),
    )  # fmt: skip
    for kind, table in tables:
        if text in table:
            return kind, table[text]
    if text in SIMPLE:
        return text, text
    if text == "'" or text == r"\prime":
        return "prime", "'"
    if text == r"\\":
        return "row", text
    if text in QUADS:
        return "quad", text
    if text in DOTS:
        return "dots", text
    if text in COMMANDS:
        return "command", COMMANDS[text]
    if text[0].isdigit():
        if len(text) > MOST_DIGITS:
            raise CheckError(f"a number of {len(text)} digits: write it with a power of ten")
        return "number", text
    if text.isalpha() and text.isascii():
        return "name", text
    if text == ".":
        return ".", text
    if text[1:] in WORDS:
        return "word", text[1:]
    if text[1:] in SYMBOLS:
        return "name", text
    if text in ADVICE:
        raise CheckError(f"{text} {ADVICE[text]}", raw.span)
    raise CheckError(f"{text} is not understood in a display", raw.span)


def _read_sized(raw: Sequence[Raw], at: int, out: list[Token]) -> int:
    """`\\left(`: the side is known, which a bare bar does not say."""
    if at + 1 >= len(raw):
        raise CheckError(f"{raw[at].text} needs a bracket behind it", raw[at].span)
    bracket = raw[at + 1]
    span = raw[at].span.to(bracket.span)
    text = {**OPENING, **CLOSING, **BARS, ".": "."}.get(bracket.text)
    if text is None:
        raise CheckError(f"{raw[at].text} needs a bracket behind it", span)
    kind = {r"\left": "open", r"\right": "close", r"\middle": "divider"}[raw[at].text]
    out.append(Token(kind, text, span))
    return at + 2


def _is_one_subscript(tokens: Sequence[Token]) -> bool:
    """Whether these are `_i` or `_{…}`: the hat over `m_t` is that over `m`."""
    kinds = [token.kind for token in tokens]
    if kinds[:2] != ["_", "{"]:
        return kinds[:1] == ["_"] and len(kinds) == 2
    return kinds.count("{") == 1 and kinds.index("}") == len(kinds) - 1


def _read_look(raw: Sequence[Raw], at: int, out: list[Token], tex: str) -> int:
    """Boxes, colors and braces change nothing; what stands under \\max is its index."""
    text, span = raw[at].text, raw[at].span
    first, after = _argument(raw, at + 1, tex)
    if text in {r"\mathop", r"\boxed"}:
        out += first
    elif text == r"\textcolor":
        inner, after = _argument(raw, after, tex)
        out += inner
    elif text in {r"\underbrace", r"\overbrace"}:
        out += first
        mark = "_" if text == r"\underbrace" else "^"
        if after < len(raw) and raw[after].text == mark:
            label, after = _argument(raw, after + 1, tex)
            if any(token.kind == "rel" for token in label):
                raise CheckError("a claim at a brace: give it its own line", label[0].span)
    elif text == r"\underset":
        base, after = _argument(raw, after, tex)
        if not all(t.kind == "word" or t.text in {"\\sum", "\\prod", "\\mathbb{E}"} for t in base):
            raise CheckError("only what stands under \\max, \\sum and the like is read", span)
        braces = Token("{", "{", first[0].span), Token("}", "}", first[-1].span)
        out += [*base, Token("_", "_", span), braces[0], *first, braces[1]]
    elif text in STACKED:
        base, after = _argument(raw, after, tex)
        above = "".join(token.text for token in first)
        if [t.text for t in base] == ["∼"] and above.replace(".", "") == "iid":
            out.append(Token("rel", "iid", span))
            return after
        if [t.text for t in base] != ["="] or not re.fullmatch(r"def|\\Delta|\(\w+\)", above):
            raise CheckError(f"{text}: write the relation without a sign above it", span)
        out += base
    return after


def _argument(raw: Sequence[Raw], at: int, tex: str) -> tuple[list[Token], int]:
    content, after = _raw_argument(raw, at)
    inner: list[Token] = []
    position = 0
    while position < len(content):
        position = _read(content, position, inner, tex)
    return inner, after


def _raw_argument(raw: Sequence[Raw], at: int) -> tuple[Sequence[Raw], int]:
    """What stands in the braces at `at` (or the one token there), and what comes after."""
    if at >= len(raw):
        raise CheckError("something is missing at the end", raw[-1].span)
    if raw[at].text != "{":
        if raw[at].text in BOLD | ALPHABETS | UPRIGHT | set(ACCENTS):
            _, after = _raw_argument(raw, at + 1)
            return raw[at:after], after
        return [raw[at]], at + 1
    depth = 0
    for position in range(at, len(raw)):
        depth += {"{": 1, "}": -1}.get(raw[position].text, 0)
        if depth == 0:
            if position == at + 1:
                raise CheckError("empty braces", raw[at].span)
            return raw[at + 1 : position], position + 1
    raise CheckError("this brace is never closed", raw[at].span)
