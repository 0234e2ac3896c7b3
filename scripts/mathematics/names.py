"""What elements of MathML are called, and what is known of names."""

from dataclasses import dataclass
import unicodedata
from xml.etree import ElementTree

Element = ElementTree.Element

INVISIBLE = {"\u2061", "\u2062"}
UNSEEN = str.maketrans(dict.fromkeys(INVISIBLE, ""))
# What these are before a bracket, where the page does not say otherwise (docs/notation.md).
JACOBIAN = "J"
FUNCTIONS = {"𝔼", "𝟙", "P", "O", "σ", "Φ", "Γ", JACOBIAN}


@dataclass(frozen=True)
class Known:
    """What a page tells of names: functions are applied, values are not."""

    values: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        return Known(self.values | other.values, self.functions | other.functions)

    def is_function(self, name: str) -> bool | None:
        """Whether a name, or its letter, is that of a function; None where that is not known."""
        letter = letter_of(name)
        if letter == JACOBIAN and name.partition("_")[2] in self.functions:
            return True
        for each in (name, letter):
            if each in self.functions:
                return True
            if each in self.values:
                return False
        if letter in map(letter_of, self.values):  # W_i of W_1, …, W_h
            return False
        return True if letter in FUNCTIONS else None


NOTHING = Known()


def name_of(element: Element) -> str:
    """A text that is the same however the symbol is styled."""
    children = [name_of(child) for child in element if child.tag not in ("annotation", "mspace")]
    if element.tag == "msubsup":
        return f"{children[0]}_{children[1]}^{children[2]}"
    if element.tag in ("msub", "munder"):
        return "_".join(children)
    if element.tag in ("msup", "mover"):
        return "^".join(children)
    return "".join(children) + _plain(element.text or "")


def letter_of(name: str) -> str:
    """`π_θ` → `π`; a letter with a hat is another one."""
    letter = name.split("_")[0]
    return letter if letter.endswith("^^") else letter.split("^")[0]


def _plain(text: str) -> str:
    """Without bold and italics; script and double-struck letters are letters of their own."""
    plain = ""
    for character in text.strip():
        styled = unicodedata.name(character, "").startswith("MATHEMATICAL ")
        own = any(k in unicodedata.name(character, "") for k in ("SCRIPT", "DOUBLE-STRUCK"))
        plain += unicodedata.normalize("NFKC", character) if styled and not own else character
    return plain.translate(UNSEEN)
