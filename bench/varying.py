"""A twin of a formula: its page and its snippet, with other names, words, letters and a number.

What the rules demand still holds: names and questions are its own, links stay in the family, and
only those letters change that no code knows, sizes and indices.
"""

import ast
from collections.abc import Mapping
import json
import os.path
from pathlib import Path
import re
from zlib import crc32

from bench.planning import Twin, made_word
from scripts.base.paths import DOCS, page_file
from scripts.sources.figure_parameter import FigureParameter
from scripts.sources.formula import CITATION, Formula
from scripts.sources.letters import BOUND, letters
from scripts.sources.rules.front_matter import MAX_DESCRIPTION, MAX_WORDS

CODE = r"```.*?```|`[^`\n]*`"
MATH = r"\$\$.*?\$\$|(?<!\\)\$[^$\n]+\$"
CODE_OR_MATH = re.compile(f"(?P<code>{CODE})|{MATH}", re.DOTALL)
LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]*)\]\((?P<file>[^)#:\s]+\.md)(?P<anchor>#[^)]*)?\)")
NOWHERE = "- Builds on [the notation]({})"
# Prose whose words may change: no code, mathematics, link, citation, table, and no sentence that
# the checker reads.
WORD = re.compile(
    rf"{CODE}|{MATH}|!?\[[^\]]*\]|\([^)\s]*\)|^\|.*?$|^Common misprints.*?$"
    r"|(?P<word>(?<![\w-])[a-z]{5,}(?![\w-]))",
    re.DOTALL | re.MULTILINE,
)
SIZES = re.compile(r"\\mathbb\{[RCNZ]\}\^\{([^{}]*)\}|\\ldots, ([A-Z])\\\}")
# In LaTeX, what is a word, or a letter in a dress, is another symbol than the letter.
LETTER = re.compile(
    r"\\(?:begin|end|operatorname\*?|text\w*|math\w+|boldsymbol|label)\{[^}]*\}|\\[A-Za-z]+"
    r"|(?P<letter>[A-Za-z])"
)
KEPT = set("deiEOIPTX")  # constants, chance, time
INDEXED = re.compile(r"([A-Za-z])(?:[mp]\d)?")  # of `g_tm1`: g, and t of t - 1
OTHERS = ("hklmnpqruvwz", "ABCDFGHJKLMNQRSUVW")
DEFAULT = re.compile(r"(?P<start>\ndef figure\(\w+: \w+ = )[^)]+\)")


def page_of(formula: Formula, twin: Twin, ids: Mapping[str, str]) -> str:
    """Its page; `ids` are those of its family, a link to another formula leads nowhere."""
    text = formula.page.text
    if twin.family:
        renamed = letters_to_change(formula, twin.family)
        text = _front_matter(formula, twin) + text.removeprefix(formula.page.matter)
        text = text.replace(f"# {formula.title}\n", f"# {twin.word.capitalize()} {formula.title}\n")
        text = text.replace(f"{twin.original}.", f"{twin.id}.")  # figure, snippet, sources
        text = CITATION.sub(rf"[@\g<key>{twin.word}]", text)
        text = CODE_OR_MATH.sub(
            lambda found: found[0] if found["code"] else _with_letters(found[0], renamed), text
        )
        for name in ("Intuition", "How it affects the output"):
            text = _with_words(text, name, twin.family)
    return _with_links(text, page_file(twin.original), page_file(twin.id), ids)


def snippet_of(formula: Formula, twin: Twin) -> str:
    """Its snippet, whose figure has another number."""
    text = formula.snippet.text
    if not twin.family:
        return text
    number = _other_number(formula.snippet.parameter, twin.family)
    text = DEFAULT.sub(rf"\g<start>{number!r})", text)
    return text.replace('"""', f'"""{twin.word.capitalize()}, ', 1)


def with_links_to(text: str, page: Path, ids: Mapping[str, str]) -> str:
    """A page that stays where it is, its links to missing formulas replaced by their words."""
    return _with_links(text, page, page, ids)


def letters_to_change(formula: Formula, family: int) -> dict[str, str]:
    """Sizes and bound indices that no code names, each with a letter that the page does not use."""
    tex = " ".join(span.tex for span in formula.page.mathematics)
    known = _names(formula.snippet.tree)
    small = [found[1] or found[2] for found in BOUND.finditer(tex)]
    sizes = [found[1] or found[2] for found in SIZES.finditer(tex)]
    safe = {letter for text in (*small, *sizes) for letter in letters(text) if len(letter) == 1}
    used = set(re.findall(r"[A-Za-z]", tex)) | known
    renamed: dict[str, str] = {}
    for letter in sorted(safe - known - KEPT):
        free = [other for other in OTHERS[letter.isupper()] if other not in used]
        if free:
            renamed[letter] = free[family % len(free)]
            used.add(renamed[letter])
    return renamed


def _names(tree: ast.Module) -> set[str]:
    """The letters of all names and keys in code: those of `x_i` are x and i, of `g_tm1` g and t."""
    names: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                names.append(name)
            case ast.keyword(arg=str(name)) | ast.FunctionDef(name=name):
                names.append(name)
            case ast.Dict(keys=keys):
                names += [str(key.value) for key in keys if isinstance(key, ast.Constant)]
    pieces = {piece for name in names for piece in name.split("_")}
    return {found[1] for piece in pieces if (found := INDEXED.fullmatch(piece))}


def _front_matter(formula: Formula, twin: Twin) -> str:
    description = f"{formula.description.removesuffix('.')}, {twin.word}."
    if len(description) > MAX_DESCRIPTION:
        description = f"A {twin.word} variant of {formula.title}."
    matter = {
        "description": description,
        "aliases": [f"{twin.word} {alias}" for alias in formula.aliases],
        "pytorch": list(formula.pytorch),
        "questions": [_asked(question, twin.word) for question in formula.questions],
        "sources": [key + twin.word for key in formula.sources],
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in matter.items()]
    return "".join(["---\n", *lines, "---\n"])


def _asked(question: str, word: str) -> str:
    words = question.split()
    return " ".join([*words[: MAX_WORDS - 1], word])


def _with_letters(tex: str, renamed: Mapping[str, str]) -> str:
    return LETTER.sub(lambda found: renamed.get(found["letter"] or "", found[0]), tex)


def _with_words(text: str, section: str, family: int) -> str:
    """A third of the longer words of a section replaced, the same by the same within a family."""

    def other(found: re.Match[str]) -> str:
        chosen = crc32(f"{family} {found['word']}".encode())
        return made_word(chosen // 3 % 4900, "r") if found["word"] and chosen % 3 == 0 else found[0]

    before, heading, rest = text.partition(f"## {section}\n")
    body, following, after = rest.partition("\n## ")
    body = body if "$$" in body else WORD.sub(other, body)
    return before + heading + body + following + after


def _with_links(text: str, old: Path, new: Path, ids: Mapping[str, str]) -> str:
    def lead(found: re.Match[str]) -> str:
        target = Path(os.path.normpath(old.parent / found["file"]))
        identifier = target.relative_to(DOCS).with_suffix("").as_posix()
        if identifier.count("/") == 1 and not identifier.startswith("indexes/"):
            if identifier not in ids and not identifier.endswith("/index"):
                return found["text"]
            target = page_file(ids.get(identifier, identifier))
        return f"[{found['text']}]({_relative(target, new)}{found['anchor'] or ''})"

    head, heading, rest = text.partition("## See also\n\n")
    if not heading:
        return LINK.sub(lead, text)
    listed, following, after = rest.partition("\n\n")
    lines = [LINK.sub(lead, line) for line in listed.splitlines()]
    lines = [line for line in lines if LINK.search(line)]
    lines = lines or [NOWHERE.format(_relative(DOCS / "notation.md", new))]
    return LINK.sub(lead, head) + heading + "\n".join(lines) + following + after


def _relative(target: Path, page: Path) -> str:
    return os.path.relpath(target, page.parent).replace(os.sep, "/")


def _other_number(parameter: FigureParameter, family: int) -> float:
    """A value that a reader could choose, another than the default in most families."""
    steps = round((parameter.highest - parameter.lowest) / parameter.step)
    start = round((parameter.default - parameter.lowest) / parameter.step)
    value = parameter.lowest + (start + family) % (steps + 1) * parameter.step
    value = min(value, parameter.highest)
    return type(parameter.default)(round(value, 9))
