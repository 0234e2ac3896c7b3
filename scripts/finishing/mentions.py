"""What a formula's page names beside its formula: other methods, and arguments of functions.

The search says of a name without a page where it is mentioned, and finds a formula by an argument.
"""

from collections.abc import Iterator
import re

from scripts.sources.formula import CITATION, Formula
from scripts.sources.markdown_math import INLINE_CODE
from scripts.sources.portable import LINK

TOLD = ("Intuition", "How it affects the output", "Good to know")
DISPLAY = re.compile(r"^\$\$\n.*?^\$\$$", re.DOTALL | re.MULTILINE)
SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z])")
# GELU, BatchNorm, LoRA; Newton, where he is not the first word; KL divergence
NAME = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z]\w+|(?<=[a-z,] )[A-Z][a-z]{2,}")
ARGUMENT = re.compile(r"\b([a-z]\w+) ?=(?!=)|^([a-z]+_\w+)$")


def mentions(formula: Formula) -> Iterator[str]:
    """The sentences without mathematics in which a name stands that is not the formula's own."""
    own = " ".join([formula.title, *formula.aliases, *formula.pytorch, "PyTorch"])
    for heading in TOLD:
        for line in DISPLAY.sub("", formula.sections[heading].text).splitlines():
            for sentence in SENTENCE.split(_plain(line)):
                if "$" not in sentence and any(n not in own for n in NAME.findall(sentence)):
                    yield sentence


def arguments(formula: Formula) -> list[str]:
    """The names of arguments in the code of its text: betas and eps, from `betas=(…), eps=1e-8`;
    without those that its PyTorch names hold."""
    spans = [
        found[2]
        for n, line in enumerate(formula.page.lines)
        if n not in formula.page.code
        for found in INLINE_CODE.finditer(line)
    ]
    names = [found[1] or found[2] for span in spans for found in ARGUMENT.finditer(span)]
    known = " ".join(formula.pytorch)
    return [name for name in dict.fromkeys(names) if name not in known]


def _plain(line: str) -> str:
    """A line of Markdown as it is read."""
    text = LINK.sub(lambda found: found["text"], CITATION.sub("", line.strip().removeprefix("- ")))
    return re.sub(r"\s+(?=[.,;:])", "", " ".join(re.sub(r"[*`]", "", text).split()))
