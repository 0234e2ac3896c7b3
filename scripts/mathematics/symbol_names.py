"""Tag the symbols of a typeset formula with the names under which the symbol list has them.

`x` in the list is found in $x_i$ and in bold; $m_{t-1}$, $m_t$ and $\\hat{m}_t$ are three names.
The longest name wins. A line also explains the letters of its set, as sizes, and those that stand
by themselves in its text, where no line declares them. The browser shows a symbol's line of the
list where it is pointed at.
"""

from collections.abc import Iterable, Iterator, Set
import re
import xml.etree.ElementTree as etree

from scripts.mathematics.mathml import parsed, to_mathml
from scripts.mathematics.names import name_of

SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
SETS = {"ℝ", "ℂ", "ℕ", "ℤ", "Δ"}  # docs/notation.md explains them
DOMAIN = re.compile(r"\\(?:in|sim|subset)(?![a-zA-Z])|:(?!=)|=")


def names_of(tex: str) -> list[str]:
    r"""The names that a line of a symbol list declares: `\mathbf{a}, f(x) \in …` → `a`, `f`."""
    return [name_of(parsed(to_mathml(part, display=False))) for part in declared(tex)]


def explained(tex: str, text: Iterable[str]) -> list[str]:
    r"""What a line tells by the way: in $\mathbf{x} \in \mathbb{R}^{K}$: one of $N$ rows, K and N.

    `text` is the LaTeX of its meaning, formula by formula.
    """
    found = DOMAIN.search(tex)
    in_set = tex[found.end() :] if found else ""
    letters = [*_letters(parsed(to_mathml(in_set, display=False)))]
    for part in text:
        alone = parsed(to_mathml(part, display=False)).find("semantics/*[1]")
        letters += _letter(alone) if alone is not None else []
    return [letter for letter in dict.fromkeys(letters) if letter not in SETS]


def _letters(element: etree.Element) -> Iterator[str]:
    """The letters in a formula, with their indices."""
    own = _letter(element)
    yield from own
    for child in element if not own else ():
        if child.tag != "annotation":
            yield from _letters(child)


def _letter(element: etree.Element) -> list[str]:
    """Its name where it is one letter, with or without an index."""
    indexed = element.tag == "msub" and element[1].tag == "mi"
    base = element[0] if indexed else element
    return [name_of(element)] if base.tag == "mi" and len(name_of(base)) == 1 else []


def declared(tex: str, *, arguments: bool = False) -> list[str]:
    r"""`\mathbf{a}, f(x) \in \mathbb{R}` → `\mathbf{a}`, `f`, or `f(x)` with its arguments."""
    parts, depth, current = [], 0, ""
    symbols = DOMAIN.split(tex, maxsplit=1)[0].strip()
    if symbols.startswith("("):  # random variables with a joint law: `(X, Y) \sim P`
        symbols = symbols[1:].removesuffix(")")
    for character in symbols + ",":
        depth += (character in "({[") - (character in ")}]")
        if character == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return parts if arguments else [re.sub(r"\(.*\)$", "", part).strip() for part in parts]


def tagged(mathml: str, names: Set[str]) -> str:
    """The MathML with `data-symbol="name"` on every element that is one of the names."""
    root = parsed(mathml)
    _tag(root, names)
    return etree.tostring(root, encoding="unicode")


def _tag(element: etree.Element, names: Set[str]) -> None:
    name = name_of(element)
    if name in names and element.tag in SCRIPTS | {"mi", "mo", "mn"}:
        element.set("data-symbol", name)
        return
    if element.tag == "msubsup":
        base, below, above = (name_of(part) for part in element)
        if (name := f"{base}_{below}") in names:
            element.set("data-symbol", name)  # x_1 raised to a power, which may hold symbols itself
            return _tag(element[2], names)
        if (name := f"{base}^{above}") in names:
            element.set("data-symbol", name)  # an entry of W^Q
            return _tag(element[1], names)
    for child in element:
        if child.tag != "annotation":
            _tag(child, names)
