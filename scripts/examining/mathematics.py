"""The mathematics of a page: typeset, its symbols named, copied and pasted, with room for it."""

from collections.abc import Callable, Iterator
import html
import re

from markdown import markdown
from pymdownx.arithmatex import arithmatex_fenced_format

from scripts.base.errors import SourceError, SourceErrors
from scripts.checker.verdicts import read_record
from scripts.examining.findings import Finding, judged, left_out
from scripts.mathematics.mathml import characters, to_mathml
from scripts.mathematics.symbol_names import names_of, tagged
from scripts.pictures.limits import size, too_large
from scripts.pictures.steps import card_steps, image_steps
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import MathSpan

TAGGED = re.compile(r'data-symbol="([^"]*)"')
ANNOTATION = re.compile(r"<annotation[^>]*>(.*?)</annotation>", re.DOTALL)
FENCE = {"name": "math", "class": "math", "format": arithmatex_fenced_format(which="generic")}


def typeset_and_copied(formula: Formula) -> Iterator[Finding]:
    """Everything is typeset, every symbol found in a display, every display pasted as it was."""
    errors = _refused(lambda: characters(formula.page))
    yield from judged(f"mathematics: {len(formula.page.mathematics)} formulas typeset", errors)
    if errors:
        return
    names = f"symbols: all {len(formula.symbols)} lines of the list name one in a display"
    yield from judged(names, unnamed(formula))
    broken = (error for display in formula.displays for error in _changed(formula, display))
    yield from judged("copies: LaTeX, Markdown and MathML give the same formula again", broken)


def with_room(formula: Formula) -> Iterator[Finding]:
    """There is room for every display: on the page, in an image and on the cheat sheet."""
    errors = too_large(formula)
    width, height = (0.0, 0.0) if errors else size(formula.displays[0].tex)
    yield from judged(f"room: the formula is {width:.0f} em wide and {height:.0f} tall", errors)


def drawn(formula: Formula, sources: Sources) -> Iterator[Finding]:
    """The images of its displays and its preview card can be drawn; they are."""
    if too_large(formula) or not read_record(formula.path):
        yield from left_out(["images and card"], "until there is room and the formula is checked")
        return
    errors = _refused(lambda: _draw(formula, sources))
    yield from judged("images and card: drawn", errors)


def unnamed(formula: Formula) -> Iterator[SourceError]:
    """The symbols of the list that no display shows, so that pointing at none explains them."""
    names = {name: symbol for symbol in formula.symbols for name in names_of(symbol.tex)}
    shown = "".join(tagged(to_mathml(d.tex, display=True), names.keys()) for d in formula.displays)
    for name in names.keys() - set(TAGGED.findall(shown)):
        message = f"no display shows '{name}': write it as the formula does, or leave it out"
        yield SourceError(formula.path, names[name].line, message)


def _changed(formula: Formula, display: MathSpan) -> Iterator[SourceError]:
    """What the menu copies is typeset again and compared."""
    mathml = to_mathml(display.tex, display=True)
    found = ANNOTATION.search(mathml)
    latex = html.unescape(found[1]) if found else ""
    for form, copied in (("LaTeX", latex), ("Markdown", _through_markdown(latex))):
        if to_mathml(copied, display=True) != mathml:
            message = f"copied as {form} and pasted it is another formula: {copied!r}; simplify it"
            yield SourceError(formula.path, display.line, message)


def _through_markdown(tex: str) -> str:
    """The LaTeX of a fence called math, as a renderer takes it out."""
    options = {"pymdownx.superfences": {"custom_fences": [FENCE]}}
    text = f"See here:\n```math\n{tex}\n```\n"
    shown = markdown(text, extensions=["pymdownx.superfences"], extension_configs=options)
    found = re.search(r"\\\[(.*)\\\]", html.unescape(shown), re.DOTALL)
    return found[1].strip() if found else ""


def _draw(formula: Formula, sources: Sources) -> None:
    steps = [*image_steps([formula]), *card_steps(sources, [formula])]
    for step in (step for step in steps if step.name == formula.id):
        step.write(step.make())


def _refused(make: Callable[[], object]) -> list[SourceError]:
    try:
        make()
    except SourceError as error:
        return [error]
    except SourceErrors as several:
        return several.errors
    return []
