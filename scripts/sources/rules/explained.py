"""Letters of a page's text that nothing explains: no list, no sentence, no notation."""

from collections.abc import Iterator
import re

from scripts.base.errors import SourceError
from scripts.sources.formula import Formula
from scripts.sources.letters import INDEX, RELATION, arguments, defined, letters, used
from scripts.sources.markdown_math import INLINE, SYMBOL

# "the diffusivity $x$", "a layer $\\mathbf{W}\\mathbf{x}$", "vectors $\\mathbf{v}$": what is before
# mathematics says what it is, unless it only joins.
NAMED = re.compile(
    r"(?P<phrase>\b(?:the|an?|its|each|both) (?:[\w'’-]+ ){0,3})?(?P<word>[^\W\d_]{2,})[,:]? "
    r"\$(?P<tex>[^$]+)\$",
    re.IGNORECASE,
)
JOINS = re.compile(
    r"of|is|to|and|the|at|for|in|on|with|from|than|as|or|are|if|where|so|not|per|has|have|gives"
    r"|makes|over|under|be|becomes|equals|times|into|only|until|while|also|then|when|multiplies"
    r"|divides|adds|replaces|returns|instead",
    re.IGNORECASE,
)
COMPUTED = re.compile(r"[-+=/^()\d]")
# "$\\mathbf{W}$ is the weight", "$n$ independent samples".
SAID = re.compile(
    r"\$(?P<tex>[^$]+)\$ (?:(?:is|are|means|stands for|counts) |(?:[a-z]+ )?[a-z]{3,}s\b)"
)


def unexplained_letters(formula: Formula) -> Iterator[SourceError]:
    """Each letter once, where it first stands."""
    known = _explained(formula)
    for number, line in formula.page.prose:
        if SYMBOL.fullmatch(line):
            continue
        for tex in INLINE.findall(line):
            for letter in sorted(used(tex) - known):
                known.add(letter)
                message = f"nothing says what {letter} of ${tex}$ is: a word before it, the symbol"
                message += " list or docs/notation.md"
                yield SourceError(formula.path, number, message)


def _explained(formula: Formula) -> set[str]:
    known = set[str]()
    for display in formula.displays:
        known |= defined(display.tex)
    for _, line in formula.page.prose:
        if SYMBOL.fullmatch(line):
            known.update(*(letters(tex) for tex in INLINE.findall(line)))
        for tex in INLINE.findall(line):
            known |= defined(tex) | arguments(tex) if RELATION.search(tex) else set()
        for found in NAMED.finditer(line):
            is_name = found["phrase"] or not COMPUTED.search(INDEX.sub("", found["tex"]))
            if is_name and not JOINS.fullmatch(found["word"]):
                known |= letters(found["tex"])
        for found in SAID.finditer(line):
            known |= letters(found["tex"])
    return known
