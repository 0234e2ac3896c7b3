"""Rendered MathML back to LaTeX: does the browser show the formula that was checked?

The second gate: the MathML of a display, read back, must give the same tree as its LaTeX.
Only what is visible is read; the annotation with the LaTeX is not.
"""

from collections.abc import Callable
import re
import unicodedata
from xml.etree import ElementTree

Element = ElementTree.Element

OPERATORS = {
    "−": "-", "⋅": r"\cdot ", "·": r"\cdot ", "×": r"\times ", "⊙": r"\odot ", "∘": r"\circ ",
    "⊗": r"\otimes ", "≤": r"\le ", "≥": r"\ge ", "≈": r"\approx ", "≠": r"\ne ", "∈": r"\in ",
    "∼": r"\sim ", "→": r"\to ", "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "∂": r"\partial ",
    "∬": r"\iint ", "∭": r"\iiint ",
    "∇": r"\nabla ", "∣": r"\mid ", "∥": r"\parallel ", "{": r"\{", "}": r"\}", "⋯": r"\cdots ",
    "…": r"\ldots ", "⋮": r"\vdots ", "⋱": r"\ddots ", "′": "'", "″": "''", "‴": "'''",
    "∗": "*", "∖": r"\setminus ", "⊂": r"\subset ", "⟨": r"\langle ", "⟩": r"\rangle ",
    "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ", "≡": r"\equiv ",
    "←": r"\leftarrow ", "≔": r"\coloneqq ", "≜": r"\triangleq ", "∉": r"\notin ",
    "∪": r"\cup ", "∩": r"\cap ",
    "\u2061": "", "\u2062": "", "\u2063": "",
}  # fmt: skip
LETTERS = {
    "∞": r"\infty ", "∂": r"\partial ", "∇": r"\nabla ", "ℓ": r"\ell ", "⊤": r"\top ",
    "ϵ": r"\epsilon ", "ε": r"\varepsilon ", "ϕ": r"\phi ", "φ": r"\varphi ", "ϑ": r"\vartheta ",
    "ϖ": r"\varpi ", "ϱ": r"\varrho ",
    "⋆": r"\star ", "†": r"\dagger ", "∗": "*",
}  # fmt: skip
# Bold, these lose what tells them from ε, φ, θ, π, ρ when they are made plain.
VARIANTS = {"EPSILON SYMBOL": "ϵ", "PHI SYMBOL": "ϕ", "THETA SYMBOL": "ϑ"}
VARIANTS |= {"PI SYMBOL": "ϖ", "RHO SYMBOL": "ϱ"}
ACCENTS = {"ˆ": "hat", "^": "hat", "¯": "bar", "‾": "bar", "˜": "tilde", "~": "tilde"}
ACCENTS |= {"\u0332": "bar", "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "¨": "ddot"}
ACCENTS |= {"˙": "dot", "⃗": "vec", "→": "vec", "ˇ": "check"}
NO_BRACKET = ("mo", None)  # `\\left.`
RELATIONS = {"=", r"\approx "}
BARS = {"|": ("|", "lvert", "rvert"), "‖": (r"\|", "lVert", "rVert")}


def read_mathml(mathml: str) -> str:
    """The LaTeX that a `<math>` element shows. Raises ValueError at what it does not know."""
    xml = mathml.replace("&ApplyFunction;", "").replace("\ufe00", "")
    root = ElementTree.fromstring(xml)
    shown = root.find("semantics")
    return _read((shown if shown is not None else root)[0]).strip()


def _read(element: Element) -> str:
    reader = READERS.get(element.tag)
    if reader is None:
        raise ValueError(f"<{element.tag}> is not read")
    return reader(element)


def _row(element: Element) -> str:
    """Children in order; bars at both ends of a row, and three points, are told by their place."""
    parts = list(element)
    if len(parts) > 1 and _is_sized_bar(parts[0]) and _is_sized_bar(parts[-1]):
        _, left, right = BARS[parts[0].text or ""]
        return f"\\{left} {_sequence(parts[1:-1])}\\{right} "
    if len(parts) > 1 and (parts[0].tag, parts[0].text) == NO_BRACKET and _is_sized_bar(parts[-1]):
        return f"\\left. {_sequence(parts[1:-1])}\\right|"
    if len(parts) > 1 and parts[0].text == "{" and parts[1].tag == "mtable":
        return f"\\begin{{cases}}{_table(parts[1])}\\end{{cases}}"
    return _sequence(parts)


def _sequence(parts: list[Element]) -> str:
    text = "".join(map(_read, parts))
    return text.replace("...", r"\ldots ").replace(r"\cdot \cdot \cdot ", r"\cdots ")


def _is_sized_bar(element: Element) -> bool:
    return element.tag == "mo" and element.text in BARS and element.get("stretchy") != "false"


def _identifier(element: Element) -> str:
    text = element.text or ""
    if len(text) > 1:
        return f"\\operatorname{{{text}}}"
    return LETTERS.get(text) or _letter(text)


def _letter(character: str) -> str:
    """A letter with its alphabet: 𝐲 is y, ℒ is \\mathcal{L}, 𝔼 is \\mathbb{E}."""
    name = unicodedata.name(character, "")
    variant = VARIANTS.get(name.rpartition(" ITALIC ")[2])
    plain = variant or unicodedata.normalize("NFKC", character)
    if "SCRIPT" in name:
        return f"\\mathcal{{{plain}}}"
    if "DOUBLE-STRUCK" in name:
        return f"\\mathbb{{{plain}}}"
    if "FRAKTUR" in name or "BLACK-LETTER" in name:
        return f"\\mathfrak{{{plain}}}"
    if plain.isdigit():
        return f"\\mathbf{{{plain}}}" if plain != character else plain
    if plain in LETTERS:
        return LETTERS[plain]
    if found := re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)", unicodedata.name(plain, "")):
        word = found[2].lower().replace("lamda", "lambda")
        return f"\\{word if found[1] == 'SMALL' else word.capitalize()} "
    if not plain.isascii():
        raise ValueError(f"letter {character!r} is not read")
    return plain


def _operator(element: Element) -> str:
    text = element.text or ""
    if text in BARS:
        bare, left, right = BARS[text]
        sided = {"prefix": f"\\{left} ", "postfix": f"\\{right} "}
        return sided.get(element.get("form") or "", f"{bare} ")
    if len(text) > 1 and text[0].isalpha():
        return f"\\operatorname{{{text}}}"
    return OPERATORS.get(text, LETTERS.get(text, text))


def _text(element: Element) -> str:
    text = element.text or ""
    return f"\\text{{{text}}}" if text.strip() else " "


def _space(element: Element) -> str:
    return r"\quad " if element.get("width") in {"1em", "2em"} else " "


def _fraction(element: Element) -> str:
    above, below = map(_read, element)
    command = "binom" if element.get("linethickness") == "0" else "frac"
    return f"\\{command}{{{above}}}{{{below}}}"


def _root(element: Element) -> str:
    if element.tag == "msqrt":
        return f"\\sqrt{{{_row(element)}}}"
    inner, degree = map(_read, element)
    return f"\\sqrt[{degree}]{{{inner}}}"


def _scripts(element: Element) -> str:
    """Sub- and superscripts, beside the symbol or under and over it."""
    if _brace(element):
        return _read(element[0])
    if _brace(element[0]):  # what is written at a brace
        return _read(element[0][0])
    base, *rest = map(_read, element)
    if element.tag == "mover" and base in RELATIONS:
        return f"\\overset{{{rest[0]}}}{{{base}}}"
    if element.tag == "mover" and element.get("accent") == "true":
        return f"\\{ACCENTS[element[1].text or '']}{{{base}}}"
    kinds = {"msub": "_", "munder": "_", "msup": "^", "mover": "^"}
    marks = kinds.get(element.tag, "_^")
    text = base.rstrip() if base.endswith(" ") else base
    for mark, script in zip(marks, rest, strict=True):
        text += script if script and set(script) == {"'"} else f"{mark}{{{script}}}"
    return text + " "


def _brace(element: Element) -> bool:
    """Whether this is something with a brace over or under it."""
    return element.tag in {"munder", "mover"} and (element[1].text or "") in {"⏟", "⏞"}


def _table(element: Element) -> str:
    rows = ["&".join(_row(cell) for cell in row) for row in element]
    return r"\\".join(rows)


def _any_table(element: Element) -> str:
    aligned = any("right" in (cell.get("style") or "") for row in element for cell in row)
    aligned = aligned and "text-align" in (element[0][0].get("style") or "")
    name = "aligned" if aligned else "matrix"
    return f"\\begin{{{name}}}{_table(element)}\\end{{{name}}}"


READERS: dict[str, Callable[[Element], str]] = {
    "mrow": _row, "mstyle": _row, "mpadded": _row, "math": _row, "mtd": _row,
    "mi": _identifier, "mn": lambda element: element.text or "", "mo": _operator,
    "menclose": _row, "mphantom": lambda element: "",
    "mtext": _text, "mspace": _space, "mfrac": _fraction, "msqrt": _root, "mroot": _root,
    "msub": _scripts, "msup": _scripts, "msubsup": _scripts, "munder": _scripts,
    "mover": _scripts, "munderover": _scripts, "mtable": _any_table,
}  # fmt: skip
