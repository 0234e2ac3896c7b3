"""Texts for fuzzing, always the same ones for the same random numbers.

A text is a real one, mutated a few times, or a formula of a grammar, sometimes mutated, too.
"""

from collections.abc import Callable, Sequence
from random import Random

LETTERS: list[str] = [
    *"xyznkijKWTpqfgLσθμαβλ",
    r"\mathbf{x}",
    r"\hat{y}",
    r"\bar{x}",
    r"\mathcal{L}",
    "x_i",
]
LETTERS += [r"\theta_t", "W^{(l)}", r"\nabla_\theta", r"\boldsymbol{\mu}", "x'", "1", "0", "2.5"]
LETTERS += ["10^{9}", "1e-9", r"\infty", r"\mathbf{1}", r"\operatorname{softmax}", r"\text{ReLU}"]
FORMS = (  # of a formula, where @ is another one
    *("@ + @", "@ - @", "@ @", "@ = @", r"@ \cdot @", "@ / @", "-@", "@, @", r"@ \odot @"),
    *(r"\frac{@}{@}", r"\sqrt{@}", r"\sqrt[3]{@}", "@^{@}", "@_{@}", "(@)", r"\left( @ \right)"),
    *(r"\sum_{i=1}^{@} @", r"\prod_{@} @", r"\int_{@}^{@} @ \, dx", r"\max(@, @)", r"\max_{@} @"),
    *(r"\log @", r"\exp(@)", "f(@)", r"\lVert @ \rVert_2", r"\lvert @ \rvert", r"\mathbb{E}[@]"),
    *(r"\mathbb{E}_{x \sim p}[@]", r"p(@ \mid @)", r"\frac{\partial @}{\partial @}", r"@^\top"),
    *(r"@ \in \mathbb{R}^{@}", r"\begin{cases} @ & @ > 0 \\ @ & \text{else} \end{cases}"),
    *(r"\begin{aligned} @ &= @ \\ &= @ \end{aligned}", r"\begin{bmatrix} @ & @ \\ @ & @"),
    *(r"[@, \ldots, @]", r"\{@\}", r"\lim_{@ \to 0} @", r"@ \approx @", r"@ \le @", "@!"),
    *(r"\underbrace{@}_{@}", r"\binom{@}{@}", r"\text{@}", "$@$", "$$\n@\n$$", "np.exp(@)"),
    *("@.mean(dim=-1)", "torch.softmax(@, @)", "@ ** @", "@ @ @ @", "def f(x):\n    return @"),
)
PIECES: list[str] = [*LETTERS, *"{}()[]|\\&^_~#%$'\"!:;,.<>=*+-/@`"]
PIECES += [
    "\n",
    "\n\n",
    "\t",
    "  ",
    "\\\\",
    r"\left",
    r"\right",
    r"\begin{",
    r"\end{cases}",
    "---\n",
]
PIECES += [
    "<!-- ",
    " -->",
    "</script><b>",
    "<math><mi>x</mi></math>",
    "&amp;",
    "```",
    "$$",
    "|---|",
]
PIECES += ["\u202e", "\u0302", "\ufeff", "\0", "\x07", "\u2028", "🤖", "ﬃ", "½", "ᵀ", "𝔼", "∑", "√"]
PIECES += [r"\label{", r"\def\x{", r"\newcommand{\y}[1]{#1}", r"\href{", r"\kern-9em", "{#id .c}"]
PIECES += ["- ", "# ", "## In PyTorch\n", "[@", "](../", "![", "{{", "{%", ": ", "null", "*a", "&b"]
DEEPEST = 4
MOST_MUTATIONS = 6
REPEATED = (1, 1, 1, 1, 2, 20, 500)  # so often
LONGEST_PIECE = 200  # characters that are moved

Mutation = Callable[[str, Random, Sequence[str]], str]


def mutated(text: str, chance: Random, others: Sequence[str]) -> str:
    """A text with a few mutations; `others` are those from which pieces are taken."""
    for _ in range(chance.randint(1, MOST_MUTATIONS)):
        text = chance.choice(MUTATIONS)(text, chance, others)
    return text


def formula(chance: Random, depth: int = DEEPEST) -> str:
    """A formula of the grammar."""
    if not depth or chance.random() < 0.25:
        return chance.choice(LETTERS)
    first, *rest = chance.choice(FORMS).split("@")
    return first + "".join(formula(chance, depth - 1) + part for part in rest)


def texts(seed: int, count: int, real: Sequence[str]) -> list[str]:
    """So many texts: of real ones, and of the grammar."""
    chance = Random(seed)
    return [_text(chance, real) for _ in range(count)]


def _text(chance: Random, real: Sequence[str]) -> str:
    if chance.random() < 0.6:
        return mutated(chance.choice(real), chance, real)
    made = formula(chance)
    return mutated(made, chance, real) if chance.random() < 0.3 else made


def _insert(text: str, chance: Random, others: Sequence[str]) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(PIECES) + text[at:]


def _insert_formula(text: str, chance: Random, others: Sequence[str]) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + formula(chance, 2) + text[at:]


def _remove(text: str, chance: Random, others: Sequence[str]) -> str:
    start, end = _span(text, chance)
    return text[:start] + text[end:]


def _repeat(text: str, chance: Random, others: Sequence[str]) -> str:
    start, end = _span(text, chance)
    return text[:end] + text[start:end] * chance.choice(REPEATED) + text[end:]


def _move(text: str, chance: Random, others: Sequence[str]) -> str:
    start, end = _span(text, chance)
    rest = text[:start] + text[end:]
    at = chance.randint(0, len(rest))
    return rest[:at] + text[start:end] + rest[at:]


def _splice(text: str, chance: Random, others: Sequence[str]) -> str:
    other = chance.choice(others)
    start, end = _span(other, chance)
    at, until = _span(text, chance)
    return text[:at] + other[start:end] + text[until:]


def _cut(text: str, chance: Random, others: Sequence[str]) -> str:
    return text[: chance.randint(0, len(text))]


def _replace(text: str, chance: Random, others: Sequence[str]) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(PIECES) + text[at + 1 :]


def _remove_line(text: str, chance: Random, others: Sequence[str]) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _move_line(text: str, chance: Random, others: Sequence[str]) -> str:
    lines = text.split("\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randint(0, len(lines)), line * chance.choice([1, 1, 2]))
    return "\n".join(lines)


def _borrow_line(text: str, chance: Random, others: Sequence[str]) -> str:
    lines = text.split("\n")
    lines.insert(chance.randint(0, len(lines)), chance.choice(chance.choice(others).split("\n")))
    return "\n".join(lines)


def _span(text: str, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.randint(1, LONGEST_PIECE))


MUTATIONS: Sequence[Mutation] = (
    *(_insert, _insert_formula, _remove, _repeat, _move, _splice, _cut, _replace),
    *(_remove_line, _move_line, _borrow_line),
)
