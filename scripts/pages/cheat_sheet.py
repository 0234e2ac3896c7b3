"""The cheat sheet: the main display of every formula, dense, for the screen and for paper."""

from collections.abc import Sequence
import re

from scripts.base.paths import BUILD
from scripts.base.text import write_if_changed
from scripts.mathematics.mathml import to_mathml
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula, Symbol
from scripts.sources.portable import LINK

SHEET = BUILD / "cheat_sheet.md"
TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|.", re.DOTALL)
OPENING = {"{", "(", "[", r"\{", r"\left", r"\begin"}
CLOSING = {"}", ")", "]", r"\}", r"\right", r"\end"}
RELATIONS = {"=", "<", ">", r"\le", r"\ge", r"\approx", r"\iff", r"\implies", r"\sim"}
SPACES = {r"\quad", r"\qquad"}
# Where a meaning goes on to details that the page has room for.
DETAILS = re.compile(r"(?:\$[^$]*\$|[^$;,:(])*")


def write_cheat_sheet(sources: Sources) -> None:
    """Write what docs/cheat_sheet.md includes."""
    write_if_changed(SHEET, cheat_sheet(sources))


def cheat_sheet(sources: Sources) -> str:
    """The chapters in order, each with an entry for every formula."""
    parts = []
    for chapter in sources.chapters:
        parts.append(f"## [{chapter.title}]({chapter.slug}/index.md)")
        parts += [_entry(formula) for formula in sources.formulas_of(chapter)]
    return "\n\n".join(parts) + "\n"


def pieces(tex: str) -> Sequence[str]:
    r"""The LaTeX cut where a line may break: `a = b, \quad c` → `a`, `= b, \quad`, `c`.

    Browsers do not break a formula; what stands in a group stays together.
    """
    cut, depth = [""], 0
    for found in TOKEN.finditer(tex):
        token = found[0]
        depth += (token in OPENING) - (token in CLOSING)
        if depth == 0 and token in RELATIONS:
            cut.append("")
        cut[-1] += token
        if depth == 0 and token in SPACES:
            cut.append("")
    return [piece.strip() for piece in cut if piece.strip()]


def _entry(formula: Formula) -> str:
    drawn = "\n".join(to_mathml(tex, display=True) for tex in pieces(formula.displays[0].tex))
    symbols = "; ".join(_symbol(symbol) for symbol in formula.symbols)
    return "\n\n".join(
        [
            '<div class="sheet-entry" markdown>',
            f"### [{formula.title}]({formula.id}.md) {{ #{formula.slug} }}",
            f'<div class="sheet-formula">{drawn}</div>',
            f'<p class="sheet-symbols" markdown="span">{symbols}</p>',
            "</div>",
        ]
    )


def _symbol(symbol: Symbol) -> str:
    meaning = LINK.sub(lambda found: found["text"], symbol.meaning)
    found = DETAILS.match(meaning)
    return f"${symbol.tex}$ {found[0].strip() if found else meaning}"
