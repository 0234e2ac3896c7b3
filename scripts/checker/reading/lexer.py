"""LaTeX to tokens. What only changes the look (spaces, sizes, bold) is gone afterwards."""

from dataclasses import dataclass
import re

from scripts.checker.errors import CheckError, Span

TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\d+(?:\.\d+)?|\S|\s+", re.DOTALL)

SPACES = {r"\,", r"\;", r"\:", r"\!", r"\ ", "~", r"\limits", r"\nolimits", r"\displaystyle"}
SPACES |= {r"\textstyle", r"\big", r"\Big", r"\bigl", r"\bigr", r"\thinspace", r"\nonumber"}
QUADS = {r"\quad", r"\qquad"}
BOLD = {r"\mathbf", r"\boldsymbol", r"\bm", r"\vec"}
UPRIGHT = {r"\operatorname", r"\operatorname*", r"\text", r"\mathrm", r"\textrm", r"\mathsf"}
UPRIGHT |= {r"\mathit", r"\texttt", r"\mathtt"}
ALPHABETS = {r"\mathcal", r"\mathbb", r"\mathscr", r"\mathfrak"}
ACCENTS = {r"\hat": "hat", r"\widehat": "hat", r"\bar": "bar", r"\overline": "bar"}
ACCENTS |= {r"\tilde": "tilde", r"\widetilde": "tilde", r"\dot": "dot", r"\check": "check"}
WORD_LIST = """
log ln exp sin cos tan sinh cosh tanh arcsin arccos arctan sec csc cot
max min arg lim sup inf det dim ker gcd Pr
"""
SYMBOL_LIST = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi
pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon
Phi Psi Omega ell infty partial nabla star dagger top
"""
WORDS, SYMBOLS = set(WORD_LIST.split()), set(SYMBOL_LIST.split())
RELATIONS = {"=": "=", r"\approx": "≈", r"\le": "≤", r"\leq": "≤", r"\ge": "≥", r"\geq": "≥"}
RELATIONS |= {"<": "<", ">": ">", r"\lt": "<", r"\gt": ">", r"\ne": "≠", r"\neq": "≠"}
RELATIONS |= {r"\leqslant": "≤", r"\geqslant": "≥", r"\in": "∈", r"\sim": "∼", r"\to": "→"}
RELATIONS |= {r"\rightarrow": "→", r"\subset": "⊂", r"\subseteq": "⊂", r"\triangleq": "="}
RELATIONS |= {r"\coloneqq": "=", r"\equiv": "=", r"\perp": "⟂"}
OPERATORS = {"+": "+", "-": "-", "/": "/", "*": "*", r"\cdot": ".", r"\times": "x"}
OPERATORS |= {r"\odot": "o", r"\circ": "∘", r"\otimes": "@", r"\setminus": "∖", "!": "!"}
OPENING = {"(": "(", "[": "[", r"\{": "{", r"\lVert": "‖", r"\lvert": "|", r"\lfloor": "⌊"}
OPENING |= {r"\lceil": "⌈", r"\langle": "⟨", r"\lbrace": "{", r"\lbrack": "["}
CLOSING = {")": ")", "]": "]", r"\}": "}", r"\rVert": "‖", r"\rvert": "|", r"\rfloor": "⌋"}
CLOSING |= {r"\rceil": "⌉", r"\rangle": "⟩", r"\rbrace": "}", r"\rbrack": "]"}
BARS = {"|": "|", r"\vert": "|", r"\|": "‖", r"\Vert": "‖"}
DIVIDERS = {r"\mid": "|", r"\parallel": "‖"}
DOTS = {r"\ldots", r"\cdots", r"\dots", r"\vdots", r"\ddots", r"\dotsc", r"\dotsb"}
COMMANDS = {r"\frac", r"\dfrac", r"\tfrac", r"\sqrt", r"\sum", r"\prod", r"\int", r"\binom"}
SIMPLE = {"{": "{", "}": "}", "_": "_", "^": "^", "&": "&", ",": ",", ";": ";", ":": ":"}


@dataclass(frozen=True)
class Token:
    """One token; `text` is canonical: `\\leq` and `\\le` are both `≤`."""

    kind: str
    text: str
    span: Span


@dataclass(frozen=True)
class _Raw:
    text: str
    span: Span


def tokenize(tex: str) -> list[Token]:
    """The tokens of a formula; CheckError at what is not understood."""
    raw = [
        _Raw(found[0], Span(found.start(), found.end()))
        for found in TOKEN.finditer(tex)
        if not found[0].isspace() and found[0] not in SPACES
    ]
    tokens: list[Token] = []
    position = 0
    while position < len(raw):
        position = _read(raw, position, tokens, tex)
    return tokens


def _read(raw: list[_Raw], at: int, out: list[Token], tex: str) -> int:
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
        if len(inner) != 1 or inner[0].kind not in {"name", "number", "word"}:
            raise CheckError(f"{text} goes around one letter; put scripts behind it", full)
        command = f"\\{ACCENTS[text]}" if text in ACCENTS else text.replace("scr", "cal")
        out.append(Token("name", f"{command}{{{inner[0].text}}}", full))
        return after
    if text in {r"\overset", r"\stackrel"}:
        label, after = _raw_argument(raw, at + 1)
        inner, after = _argument(raw, after, tex)
        full = span.to(raw[after - 1].span)
        if [token.text for token in inner] != ["∼"] or "iid" not in _letters(label):
            raise CheckError(f"{text} is read in \\overset{{\\text{{iid}}}}{{\\sim}} only", full)
        out.append(Token("rel", "iid", full))
        return after
    if text in {r"\left", r"\right", r"\middle"}:
        return _read_sized(raw, at, out)
    if text in {r"\begin", r"\end"}:
        content, after = _raw_argument(raw, at + 1)
        name = "".join(part.text for part in content).rstrip("*")
        out.append(Token(text[1:], name, span.to(raw[after - 1].span)))
        return after
    out.append(Token(*_kind(raw[at]), span))
    return at + 1


def _letters(raw: list[_Raw]) -> str:
    """The letters of a label: `i.i.d.` and `iid` are one."""
    return "".join(part.text for part in raw if part.text.isalpha())


def _kind(raw: _Raw) -> tuple[str, str]:
    """Kind and canonical text of a token that stands for itself."""
    text = raw.text
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
        return "command", text.replace("dfrac", "frac").replace("tfrac", "frac")
    if text[0].isdigit():
        return "number", text
    if text.isalpha() and text.isascii():
        return "name", text
    if text == ".":
        return ".", text
    if text[1:] in WORDS:
        return "word", text[1:]
    if text[1:] in SYMBOLS:
        return "name", text
    if text in {r"\pm", r"\mp"}:
        raise CheckError(f"{text} has two readings: write both formulas", raw.span)
    raise CheckError(f"{text} is not understood in a display", raw.span)


def _read_sized(raw: list[_Raw], at: int, out: list[Token]) -> int:
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


def _argument(raw: list[_Raw], at: int, tex: str) -> tuple[list[Token], int]:
    content, after = _raw_argument(raw, at)
    inner: list[Token] = []
    position = 0
    while position < len(content):
        position = _read(content, position, inner, tex)
    return inner, after


def _raw_argument(raw: list[_Raw], at: int) -> tuple[list[_Raw], int]:
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
