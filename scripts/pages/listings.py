"""The lists derived from the pages: chapters, home, indexes, sources.

Each is a piece of Markdown under build/ that a hand-written page includes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import (
    CHECK_SUMMARY,
    CORRECTION_LIST,
    HOME_LIST,
    INDEXES,
    chapter_list_file,
    source_list_file,
)
from scripts.base.text import write_if_changed
from scripts.checker.verdicts import read_record
from scripts.mathematics.symbol_names import declared
from scripts.pages.correction_list import correction_list
from scripts.sources.bibliography import Reference
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter
from scripts.sources.page import Page
from scripts.sources.portable import absolute_links

WORD = re.compile(r"[^\W\d_]{2,}(?![^\s-])")


def write_listings(sources: Sources) -> None:
    """Write every list that a page includes from build/."""
    formulas = list(sources.formulas.values())
    for chapter in sources.chapters:
        members = sources.formulas_of(chapter)
        write_if_changed(chapter_list_file(chapter.slug), chapter_list(members))
    for formula in formulas:
        write_source_list(formula, sources.references)
    for path, write in SITE_WIDE.items():
        write_if_changed(path, write(sources))


def write_source_list(formula: Formula, references: Mapping[str, Reference]) -> None:
    """Write what stands under the sources of a page: the list, and how to cite the page."""
    citation = f'\n--8<-- "build/citations/{formula.id}.md"\n'  # see citations.py
    write_if_changed(source_list_file(formula.id), _anchored(formula, references) + citation)


def listing_files(chapters: Iterable[Chapter]) -> set[Path]:
    """What write_listings writes: the files under build/ that a page may include."""
    files = set(SITE_WIDE)
    for chapter in chapters:
        files.add(chapter_list_file(chapter.slug))
        files |= set(map(source_list_file, chapter.formulas))
    return files


def chapter_list(formulas: Iterable[Formula]) -> str:
    """Statement, symbols, intuition and effect of each formula, under the anchor `#<slug>`."""
    return "\n\n".join(_chapter_entry(formula) for formula in formulas) + "\n"


def _chapter_entry(formula: Formula) -> str:
    intuition = formula.sections["Intuition"].text
    effect = formula.sections["How it affects the output"].text
    return "\n\n".join(
        [
            f"## [{formula.title}]({formula.slug}.md)"
            f" {{ #{formula.slug} data-formula={formula.id} }}",
            formula.statement,
            f"**Intuition.** {intuition}",
            f"**How it affects the output.** {effect}"
            if not effect.startswith("- ")
            else f"**How it affects the output**\n\n{effect}",
        ]
    )


def home_list(sources: Sources) -> str:
    """The parts with their chapters, each with the names of its formulas."""
    groups = groupby(sources.chapters, key=lambda chapter: chapter.part)
    return "\n\n".join(_part(part, chapters, sources) for part, chapters in groups) + "\n"


def _part(title: str, chapters: Iterable[Chapter], sources: Sources) -> str:
    """A part beside its chapters; chapters that are in none stand alone."""
    level = "###" if title else "##"
    entries = []
    for chapter in chapters:
        links = [f"- [{f.title}]({f.id}.md)" for f in sources.formulas_of(chapter)]
        heading = f"{level} [{chapter.title}]({chapter.slug}/index.md)"
        entries.append("\n".join([heading, "", *links]))
    if not title:
        return "\n\n".join(entries)
    opening = ['<div class="home-part" markdown>', f"## {title}", "<div markdown>"]
    return "\n\n".join([*opening, *entries, "</div>", "</div>"])


def check_summary(formulas: Sequence[Formula]) -> str:
    """How many displays have which status and a reference; what is not checked, and why."""
    verdicts = {formula.id: read_record(formula.path) for formula in formulas}
    pages = [(formula, [str(v.status) for v in verdicts[formula.id]]) for formula in formulas]
    main = Counter(statuses[0].partition(":")[0] for _, statuses in pages if statuses)
    every = Counter(s.partition(":")[0] for _, statuses in pages for s in statuses)
    rows = ["| Status | Formulas | All displays |", "| --- | --- | --- |"]
    for name in ("checked", "checked on an example", "sampled", "not machine-checked"):
        rows.append(f"| {name.capitalize()} | {main[name]} | {every[name]} |")
    evaluated = [v for page in verdicts.values() for v in page if v.draws]
    referred = sum(bool(verdict.references) for verdict in evaluated)
    compared = (
        f"In {referred} of the {len(evaluated)} displays that are evaluated, a line is compared"
        " with a reference in PyTorch; in the others, one side of an equation with the other."
    )
    reasons = [
        f"- [{formula.title}]({formula.id}.md): {status.partition(': ')[2]}"
        for formula, statuses in pages
        for status in statuses
        if ": " in status
    ]
    return "\n".join([*rows, "", compared, "", *reasons]) + "\n"


def name_index(formulas: Iterable[Formula]) -> str:
    """Titles and aliases from A to Z; an alias points to its formula."""
    entries = []
    for formula in formulas:
        link = f"[{formula.title}](../{formula.id}.md)"
        entries.append((formula.title, link))
        entries += [(a, f"{_capitalized(a)}: see {link}") for a in formula.aliases]
    letters: dict[str, list[str]] = defaultdict(list)
    for name, line in sorted(entries, key=lambda entry: entry[0].casefold()):
        letter = name[0].upper()
        letters[letter if letter.isalpha() else "Signs"].append(f"- {line}")
    return "\n\n".join(f"## {letter}\n\n" + "\n".join(lines) for letter, lines in letters.items())


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
    return "\n\n".join(
        f"## {module}\n\n" + "\n".join(lines) for module, lines in sorted(modules.items())
    )


def symbol_index(formulas: Iterable[Formula]) -> str:
    """A table: symbol, what it means, where."""
    rows: dict[str, list[str]] = defaultdict(list)
    for formula in formulas:
        for symbol in formula.symbols:
            for tex in declared(symbol.tex, arguments=True):
                link = f"[{formula.title}](../{formula.id}.md)"
                meaning = absolute_links(symbol.meaning, formula.chapter, "..").replace("|", "\\|")
                rows[tex].append(f"{meaning} ({link})")
    lines = ["| Symbol | Meaning |", "| --- | --- |"]
    for tex in sorted(rows, key=_letter_order):
        lines += [f"| ${tex}$ | {'<br>'.join(rows[tex])} |"]
    return "\n".join(lines) + "\n"


def _letter_order(tex: str) -> tuple[bool, str, str]:
    """Latin letters first, then Greek and the rest by their LaTeX names."""
    bare = re.sub(r"\\(mathbf|mathcal|mathbb|boldsymbol|hat|bar|operatorname)|[{}]", "", tex)
    return bare.startswith("\\"), bare.lstrip("\\").casefold(), tex


def source_list(formula: Formula, references: Mapping[str, Reference]) -> str:
    """The full references of a page. Raises SourceError for a key nobody wrote."""
    for key in formula.sources:
        if key not in references:
            message = f"unknown citation key '{key}'; add it to docs/references.bib"
            raise SourceError(formula.path, _line_of_source(formula.page, key), message)
    return "\n".join(f"- {references[key].markdown}" for key in formula.sources) + "\n"


def _anchored(formula: Formula, references: Mapping[str, Reference]) -> str:
    """The same with an anchor for each entry, its key: citations in the text lead there."""
    entries = source_list(formula, references).splitlines()
    return "".join(
        f"{entry}\n{{: #{key} }}\n" for key, entry in zip(formula.sources, entries, strict=True)
    )


def _line_of_source(page: Page, key: str) -> int:
    """The line of a key in the front matter, where `sources` may be one line or several."""
    before, sources, after = page.text.partition("\nsources:")
    return (before + sources + after.partition(key)[0]).count("\n") + 1


def _capitalized(name: str) -> str:
    """A name as an entry starts it; notation, such as dy/dx or p-norm, stays as it is."""
    return name[0].upper() + name[1:] if WORD.match(name) else name


def _of_formulas(write: Callable[[Sequence[Formula]], str]) -> Callable[[Sources], str]:
    return lambda sources: write(list(sources.formulas.values()))


SITE_WIDE: dict[Path, Callable[[Sources], str]] = {
    HOME_LIST: home_list,
    CHECK_SUMMARY: _of_formulas(check_summary),
    CORRECTION_LIST: correction_list,
    INDEXES / "names.md": _of_formulas(name_index),
    INDEXES / "pytorch.md": _of_formulas(pytorch_index),
    INDEXES / "symbols.md": _of_formulas(symbol_index),
}
