"""Which names a page knows: the longest declared name wins, the rest of the scripts is an index.

`W_{if}`, `\\theta_{t+1}`, `d_k`, `\\sigma^2` and `W^Q` are one name each where they are
declared. A key is the LaTeX of a name in canonical form: no spaces, no bold, braces
around every script.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
import keyword
import re

from scripts.checker.reading.lexer import Token


@dataclass(frozen=True)
class Signature:
    """One list of arguments that a function is declared with; `given` stand behind the bar."""

    parameters: tuple[str, ...]
    given: int
    key: str


@dataclass
class Vocabulary:
    """What the parser must know of every name.

    `values` maps a key to its number of axes (None where it is not known), `functions` to
    the number of arguments (None: any); `random` holds the random variables. `signatures` are
    the lists of arguments of a function: `p(x)` and `p(x, y)` are two functions.
    """

    values: dict[str, int | None] = field(default_factory=dict)
    functions: dict[str, int | None] = field(default_factory=dict)
    random: set[str] = field(default_factory=set)
    sets: set[str] = field(default_factory=set)
    signatures: dict[str, tuple[Signature, ...]] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return any(key in known for known in (self.values, self.functions, self.random, self.sets))

    def copy(self) -> "Vocabulary":
        """An independent copy."""
        copies = dict(self.values), dict(self.functions), set(self.random), set(self.sets)
        return Vocabulary(*copies, dict(self.signatures))


@dataclass(frozen=True)
class Scripts:
    """What stands behind a nucleus: tokens of the subscript and superscript, primes."""

    sub: tuple[Token, ...] = ()
    sup: tuple[Token, ...] = ()
    primes: int = 0


def letter(key: str) -> str:
    """The letter of a key, without its scripts."""
    return re.split(r"[_^']", key)[0]


def canonical(tokens: Sequence[Token]) -> str:
    """The LaTeX of tokens without spaces: `t-1`, `\\mathrm{KL}` as `KL`."""
    return "".join(token.text for token in tokens)


def key_of(nucleus: str, sub: Sequence[Token] = (), sup: Sequence[Token] = ()) -> str:
    """The canonical key of a nucleus with these scripts."""
    key = nucleus
    if sub:
        key += f"_{{{canonical(sub)}}}"
    if sup:
        key += f"^{{{canonical(sup)}}}"
    return key


def longest_name(
    nucleus: str, scripts: Scripts, vocabulary: Vocabulary
) -> tuple[str | None, Scripts]:
    """The longest declared name that starts with `nucleus`, and the scripts it leaves over."""
    primes = "'" * scripts.primes
    options = []
    for sub, rest in _prefixes(scripts.sub):
        for sup in (scripts.sup, ()) if scripts.sup else ((),):
            left = Scripts(rest, () if sup else scripts.sup)
            if primes:
                options.append((key_of(nucleus, sub, sup) + primes, left))
            options.append((key_of(nucleus, sub, sup), Scripts(left.sub, left.sup, scripts.primes)))
    for key, left in options:
        if key in vocabulary:
            return key, left
    return None, scripts


def dotted_function(nucleus: str, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """`\\dot{x}` of a function x: how many dots, and the function; None for any other name."""
    for order, accent in ((1, "\\dot{"), (2, "\\ddot{")):
        name = nucleus.removeprefix(accent)[:-1]
        if nucleus.startswith(accent) and name in vocabulary.functions:
            return order, name
    return None


def _prefixes(sub: tuple[Token, ...]) -> list[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    """Ways to split a subscript at its commas, the longest name first."""
    commas = [n for n, token in enumerate(sub) if token.text == ","]
    cuts = [len(sub), *reversed(commas)]
    splits = [(sub[:cut], sub[cut + 1 :]) for cut in cuts]
    return [*splits, ((), sub)] if sub else [((), ())]


@cache
def python_name(key: str) -> str:
    """`m_{t-1}` → `m_tm1`, `\\hat{y}` → `y_hat`, `p(x|y)` → `p_x_given_y`."""
    if overload := re.fullmatch(r"(?P<plain>[^(]+)\((?P<list>.*)\)", key):
        sides = [re.split(r",(?![^{]*\})", side) for side in overload["list"].split("|")]
        told = ["_".join(python_name(parameter).strip("_") for parameter in side) for side in sides]
        return f"{python_name(overload['plain']).strip('_')}_{'_given_'.join(told)}"
    found = re.fullmatch(r"(?P<nucleus>.*?)(?:_\{(?P<sub>.*?)\})?(?:\^\{(?P<sup>.*)\})?('*)", key)
    assert found
    nucleus, accents = found["nucleus"], ""
    while accent := re.fullmatch(r"\\(hat|bar|tilde|dot|ddot|check)\{(.*)\}", nucleus):
        accents = f"_{accent[1]}{accents}"
        nucleus = accent[2]
    nucleus = re.sub(r"\\math\w+\{(.*)\}", r"\1", nucleus).replace(" ", "_")
    parts = [nucleus.replace("\\", "") + accents]
    signs = {"+": "p", "-": "m", "*": "star", "\\star": "star", "\\dagger": "dagger"}
    for script in (found["sub"], found["sup"]):
        if script:
            for sign, letter in signs.items():
                if script == "+":
                    script = "plus"
                script = script.replace(sign, letter)
            script = re.sub(r"\\math\w+\{(.*?)\}", r"\1", script)
            parts.append(re.sub(r"\W", "", script))
    name = "_".join(parts) + "_prime" * len(found[4])
    return f"{name}_" if keyword.iskeyword(name) else name
