"""The indexes: formulas by name, by PyTorch name and by symbol; the notebooks.

Each begins with a line of what can be jumped to, or has a page for each of that (divided.py). Links
are right on a page from which `up` leads to docs/.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
import re
import unicodedata

from markdown.extensions.toc import slugify

from scripts.mathematics.mathml import parsed, to_mathml, without_latex
from scripts.mathematics.symbol_names import declared
from scripts.pages.divided import Piece, counted
from scripts.pages.entries import in_block
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.front_matter import description_of
from scripts.sources.letters import letters
from scripts.sources.portable import absolute_links, in_markdown

WORD = re.compile(r"[^\W\d_]{2,}(?![^\s-])")
SIGNS = "Signs"


def name_index(formulas: Iterable[Formula], up: str = "../") -> str:
    """Titles and aliases from A to Z; an alias points to its formula."""
    return _in_columns("names", _names(formulas, up))


def name_pieces(formulas: Iterable[Formula], up: str) -> list[Piece]:
    """The same, a piece for each letter."""
    return _columns_apart("names", "name", _names(formulas, up))


def pytorch_index(formulas: Iterable[Formula], up: str = "../") -> str:
    """PyTorch names, each with the formulas whose pages treat it, by module."""
    return _in_columns("pytorch-names", _pytorch_names(formulas, up))


def pytorch_pieces(formulas: Iterable[Formula], up: str) -> list[Piece]:
    """The same, a piece for each module."""
    return _columns_apart("pytorch-names", "name", _pytorch_names(formulas, up))


def symbol_index(formulas: Iterable[Formula], up: str = "../") -> str:
    """A table: symbol, what it means, where. The first row of each letter is its anchor."""
    rows = _symbols(formulas, up)
    jumps = _jumps(dict(rows.keys()))
    return f"{jumps}\n\n{_table(row for lines in rows.values() for row in lines)}\n"


def symbol_pieces(formulas: Iterable[Formula], up: str) -> list[Piece]:
    """The same, a piece for each letter."""
    return [
        Piece(anchor, label, counted(len(lines), "symbol"), [anchor], f"{_table(lines)}\n")
        for (label, anchor), lines in _symbols(formulas, up).items()
    ]


def notebook_list(sources: Sources) -> str:
    """The notebook of each chapter, and what the chapter is about."""
    return "".join(
        f"- [{chapter.title}]({chapter.notebook.relative_to(chapter.path.parents[1]).as_posix()})"
        f": {description_of(sources.pages[chapter.path])}\n"
        for chapter in sources.chapters
    )


def _names(formulas: Iterable[Formula], up: str) -> dict[str, list[str]]:
    """The lines of each letter."""
    entries = []
    for formula in formulas:
        link = f"[{formula.title}]({up}{formula.id}.md)"
        entries.append((formula.title, link))
        entries += [
            (alias, f"{in_markdown(_capitalized(alias))}: see {link}") for alias in formula.aliases
        ]
    sections: dict[str, list[str]] = defaultdict(list)
    for name, line in sorted(entries, key=lambda entry: entry[0].casefold()):
        sections[_initial(name)].append(f"- {line}")
    order = sorted(sections, key=lambda letter: (letter == SIGNS, letter))
    return {letter: sections[letter] for letter in order}


def _pytorch_names(formulas: Iterable[Formula], up: str) -> dict[str, list[str]]:
    """The lines of each module."""
    pages: dict[str, list[str]] = defaultdict(list)
    for formula in formulas:
        for name in formula.pytorch:
            pages[name].append(f"[{formula.title}]({up}{formula.id}.md)")
    modules: dict[str, list[str]] = defaultdict(list)
    for name in sorted(pages, key=str.casefold):
        links = ", ".join(pages[name])
        modules[name.rpartition(".")[0]].append(f"- `{name}`: {links}")
    return dict(sorted(modules.items()))


def _symbols(formulas: Iterable[Formula], up: str) -> dict[tuple[str, str], list[str]]:
    """The rows of each letter, as the line of jumps shows it, with its anchor."""
    meanings: dict[str, list[str]] = defaultdict(list)
    for formula in formulas:
        for symbol in formula.symbols:
            for tex in declared(symbol.tex, arguments=True):
                link = f"[{formula.title}]({up}{formula.id}.md)"
                meaning = absolute_links(symbol.meaning, formula.chapter, up.rstrip("/"))
                meaning = meaning.replace("|", "\\|")
                meanings[tex].append(f"{meaning} ({link})")
    labels, rows = dict[str, str](), defaultdict[tuple[str, str], list[str]](list)
    for tex in sorted(meanings, key=_letter_order):
        label, anchor = _letter(tex)
        cell = f"${tex}$" if anchor in labels else f"${tex}$ {{ #{anchor} }}"
        label = labels.setdefault(anchor, label)
        rows[label, anchor].append(f"| {cell} | {'<br>'.join(meanings[tex])} |")
    return rows


def _table(rows: Iterable[str]) -> str:
    return "\n".join(["| Symbol | Meaning |", "| --- | --- |", *rows])


def _in_columns(kind: str, sections: Mapping[str, Iterable[str]]) -> str:
    """Lists under headings, below a line that leads to each."""
    blocks = [f"## {title}\n\n" + "\n".join(lines) for title, lines in sections.items()]
    jumps = _jumps({title: slugify(title, "-") for title in sections})
    return f"{jumps}\n\n{in_block(kind, blocks)}"


def _columns_apart(kind: str, what: str, sections: Mapping[str, list[str]]) -> list[Piece]:
    """The lists by themselves."""
    return [
        Piece(
            title.lower().replace(".", "_"),
            title,
            counted(len(lines), what),
            [slugify(title, "-")],
            in_block(f"{kind} alone", ["\n".join(lines)]),
        )
        for title, lines in sections.items()
    ]


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
