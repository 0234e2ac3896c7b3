"""LaTeX to MathML, the one place where the site's mathematics is typeset."""

from functools import cache
import html
from pathlib import Path
import re
from xml.etree import ElementTree

from math_core import LatexError, LatexToMathML

from scripts.base.errors import SourceError
from scripts.mathematics.letters import italic
from scripts.mathematics.mending import mend
from scripts.mathematics.names import INVISIBLE, NOTHING, Known
from scripts.mathematics.speech import make_speak
from scripts.sources.markdown_math import MathSpan
from scripts.sources.page import Page

# A variation selector behind script capitals: no glyph, and shown as a box by some renderers.
VARIATION_SELECTOR = "\ufe00"
ANNOTATION = re.compile(r"<annotation.*?</annotation>|</?semantics>", re.DOTALL)
NAMED_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);|#)\w+;")
LONE_LETTER = re.compile(r"<mi>(&\w+;|.)</mi>")
FORBIDDEN = {
    r"\\[bB]igg?[lrm]?(?![a-zA-Z])": r"use \left…\right: fixed sizes break beside scripts",
    r"\\(newcommand|def|DeclareMathOperator)(?![a-zA-Z])": "no macros: GitHub cannot read them",
    r"\\_": r"a plain _ makes the subscript; \_ shows an underscore",
    r"\\newline": r"rows of aligned end in \\",
}


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(annotation=True, fancy_error=False)


@cache
def to_mathml(tex: str, *, display: bool, known: Known = NOTHING) -> str:
    """MathML of one formula with its LaTeX as annotation. Raises math_core.LatexError.

    What is known of its names tells what is spoken, not what is seen.
    """
    mathml = str(_converter().convert_with_local_state(tex, displaystyle=display))
    root = parsed(mathml.replace(VARIATION_SELECTOR, ""))
    mend(root, display=display)
    make_speak(root, known)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def typeset(path: Path, span: MathSpan) -> str:
    """MathML of a formula of a page; what cannot be shown is a SourceError on its line."""
    for pattern, advice in FORBIDDEN.items():
        if found := re.search(pattern, span.tex):
            line = span.line + span.tex.count("\n", 0, found.start())
            raise SourceError(path, line, f"{found[0]} in a formula: {advice}")
    try:
        return to_mathml(span.tex, display=span.display)
    except LatexError as error:
        raise SourceError(path, span.line, f"LaTeX not understood: {error}: {span.tex}") from None


def parsed(mathml: str) -> ElementTree.Element:
    """MathML as a tree; entities that only HTML names become their characters."""
    return ElementTree.fromstring(NAMED_ENTITY.sub(lambda m: html.unescape(m[0]), mathml))


def without_latex(mathml: str) -> str:
    """MathML without the annotation that holds its LaTeX."""
    return ANNOTATION.sub("", mathml)


def characters(page: Page) -> set[str]:
    """All characters that the mathematics of a page shows (SourceError: see typeset)."""
    shown: set[str] = set()
    for span in page.mathematics:
        # A lone letter in <mi> is drawn in mathematical italic, whatever its code point.
        mathml = LONE_LETTER.sub(
            lambda letter: italic(html.unescape(letter[1])),
            without_latex(typeset(page.path, span)),
        )
        shown |= set(html.unescape(re.sub(r"<[^>]+>", "", mathml)))
        if "<msqrt" in mathml or "<mroot" in mathml:
            shown.add("√")  # the browser draws the root with this glyph; MathML does not name it
        if "<mover" in mathml:
            shown.add("¯")  # Firefox measures the gap under an accent with it
    return shown - INVISIBLE
