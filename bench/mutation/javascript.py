"""The one-place changes of a JavaScript file, on the signs outside texts and comments.

The operators are those of bench.mutation.python that signs can tell.
"""

from collections.abc import Iterator
from pathlib import Path
import re

from bench.mutation.mutant import Mutant
from scripts.base.text import read_text

NOT_CODE = re.compile(
    r"/\*.*?\*/|//[^\n]*"
    r"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\""
    r"|`(?:\\.|[^`\\])*`"
    r"|(?<=[(=,:?&|!\[{;])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/\w*",
    re.DOTALL,
)
SIGNS = {
    "===": "!==", "!==": "===", "<=": "<", ">=": ">", "<": "<=", ">": ">=", "&&": "||",
    "||": "&&", "??": "&&", "+": "-", "-": "+", "*": "/", "/": "*", "%": "*",
    "+=": "-=", "-=": "+=", "*=": "/=",
}  # fmt: skip
WORDS = {
    "true": "false", "false": "true", "Math.max": "Math.min", "Math.min": "Math.max",
    ".some": ".every", ".every": ".some", "continue": "break", "break": "continue",
}  # fmt: skip
SIGN = re.compile(r"(?<= )(?:===|!==|<=|>=|&&|\|\||\?\?|\+=|-=|\*=|[-<>+*/%])(?= )")
WORD = re.compile(r"\bMath\.(?:max|min)\b|\.(?:some|every)\b|\b(?:true|false|continue|break)\b")
NUMBER = re.compile(r"(?<![\w.$])(?:\d+\.\d+|\d+)(?![\w.])")
NOT = re.compile(r"(?<![!=])!(?=[\w(])")
IF = re.compile(r"\bif \((?=[\w.]+\))")


def mutants(file: Path) -> Iterator[Mutant]:
    """Every change of a file, from top to bottom."""
    text = read_text(file)
    masked = NOT_CODE.sub(lambda found: re.sub(r"[^\n]", "\x00", found[0]), text)
    places = sorted(_places(masked))
    for start, end, new in places:
        line = text.count("\n", 0, start) + 1
        shown = text.splitlines()[line - 1].strip()
        changed = text[:start] + new + text[end:]
        what = f"{text[start:end]} → {new or 'nothing'} in: {shown[:70]}"
        yield Mutant(file, line, 0, what, changed)


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern, others in ((SIGN, SIGNS), (WORD, WORDS)):
        for found in pattern.finditer(text):
            yield found.start(), found.end(), others[found[0]]
    for found in NUMBER.finditer(text):
        new = str(float(found[0]) * 2) if "." in found[0] else str(int(found[0]) + 1)
        yield found.start(), found.end(), new
    for found in NOT.finditer(text):
        yield found.start(), found.end(), ""
    for found in IF.finditer(text):
        yield found.end(), found.end(), "!"
