"""The indexes: formulas by name, by PyTorch name and by symbol; the notebooks.

Each begins with a line of what can be jumped to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
import re
import unicodedata

from markdown.extensions.toc import slugify

from scripts.mathematics.mathml import parsed, to_mathml, without_latex
from scripts.mathematics.symbol_names import declared
from scripts.pages.entries import in_block
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.front_matter import description_of
from scripts.sources.letters import letters
from scripts.sources.portable import absolute_links

WORD = re.compile(r"[^\W\d_]{2,}(?![^\s-])")
SIGNS = "Signs"


def name_index(formulas: Iterable[Formula]) -> str:
    """Titles and aliases from A to Z; an alias points to its formula."""
    entries = []
    for formula in formulas:
        link = f"[{formula.title}](../{formula.id}.md)"
        entries.append((formula.title, link))
        entries += [(alias, f"{_capitalized(alias)}: see {link}") for alias in formula.aliases]
    sections: dict[str, list[str]] = defaultdict(list)
    for name, line in sorted(entries, key=lambda entry: entry[0].casefold()):
        sections[_initial(name)].append(f"- {line}")
    order = sorted(sections, key=lambda letter: (letter == SIGNS, letter))
    return _in_columns("names", {letter: sections[letter] for letter in order})


def pytorch_index(formulas: Iterable[Formula]) -> str:
    """PyTorch names, each with the formulas whose pages treat it, by module."""
    pages: dict[str, list[str]] = defaultdict(list)
    for formula in formulas:
        for name in formula.pytorch:
            pages[name].append(f"[{formula.title}](../{formula.id}.md)")
    modules: dict[str, list[str]] = defaultdict(list)
    for name in sorted(pages, key=str.casefold):
        links = ", ".join(pages[name])
        modules[name.rpartition(".")[0]].append(f"- `{name}`: {links}")
    return _in_columns("pytorch-names", dict(sorted(modules.items())))


def symbol_index(formulas: Iterable[Formula]) -> str:
    """A table: symbol, what it means, where. The first row of each letter is its anchor."""
    rows: dict[str, list[str]] = defaultdict(list)
    for formula in formulas:
        for symbol in formula.symbols:
            for tex in declared(symbol.tex, arguments=True):
                link = f"[{formula.title}](../{formula.id}.md)"
                meaning = absolute_links(symbol.meaning, formula.chapter, "..").replace("|", "\\|")
                rows[tex].append(f"{meaning} ({link})")
    lines, jumps = ["| Symbol | Meaning |", "| --- | --- |"], dict[str, str]()
    for tex in sorted(rows, key=_letter_order):
        label, anchor = _letter(tex)
        first = anchor not in jumps
        jumps.setdefault(anchor, label)
        cell = f"${tex}$ {{ #{anchor} }}" if first else f"${tex}$"
        lines.append(f"| {cell} | {'<br>'.join(rows[tex])} |")
    table = "\n".join(lines)
    return f"{_jumps({label: anchor for anchor, label in jumps.items()})}\n\n{table}\n"


def notebook_list(sources: Sources) -> str:
    """The notebook of each chapter, and what the chapter is about."""
    return "".join(
        f"- [{chapter.title}]({chapter.notebook.relative_to(chapter.path.parents[1]).as_posix()})"
        f": {description_of(sources.pages[chapter.path])}\n"
        for chapter in sources.chapters
    )


def _in_columns(kind: str, sections: Mapping[str, Iterable[str]]) -> str:
    """Lists under headings, below a line that leads to each."""
    blocks = [f"## {title}\n\n" + "\n".join(lines) for title, lines in sections.items()]
    jumps = _jumps({title: slugify(title, "-") for title in sections})
    return f"{jumps}\n\n{in_block(kind, blocks)}"


def _jumps(anchors: Mapping[str, str]) -> str:
    links = " ".join(f"[{label}](#{anchor})" for label, anchor in anchors.items())
    return f"{links}\n{{ .jumps }}"


def _initial(name: str) -> str:
    """The letter that a name stands under, without its accent."""
    letter = unicodedata.normalize("NFKD", name)[0].upper()
    return letter if letter.isascii() and letter.isalpha() else SIGNS


def _letter_order(tex: str) -> tuple[bool, str, str]:
    """Latin letters first, then Greek and the rest by their LaTeX names."""
    bare = re.sub(r"\\(mathbf|mathcal|mathbb|boldsymbol|hat|bar|operatorname)|[{}]", "", tex)
    return bare.startswith("\\"), bare.lstrip("\\").casefold(), tex


def _letter(tex: str) -> tuple[str, str]:
    """The letter of a symbol as the line of jumps shows it, and its anchor."""
    greek, name, _ = _letter_order(tex)
    first = f"\\{re.split('[^a-z]', name)[0]}" if greek else name[:1]
    if first.isalpha() and first.isascii():
        return first.upper(), first
    if letters(first):
        return _shown(first), first.removeprefix("\\")
    return SIGNS, SIGNS.lower()


def _shown(letter: str) -> str:
    """A Greek letter as text: a link of mathematics alone has no name for every screen reader."""
    return "".join(parsed(without_latex(to_mathml(letter, display=False))).itertext())


def _capitalized(name: str) -> str:
    """A name as an entry starts it; notation, such as dy/dx or p-norm, stays as it is."""
    return name[0].upper() + name[1:] if WORD.match(name) else name
