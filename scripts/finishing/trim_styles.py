"""The theme's style sheets without the rules that no page and no script of the site can match.

The theme styles tabs, admonitions, a search and icons that this site does not have: a third of
what its sheets weigh. A rule goes when every selector of it needs a class that is named nowhere,
a variable when nothing that is left takes its value.
"""

from collections.abc import Iterator, Set
from pathlib import Path
import re

from scripts.base.text import read_text, write_atomically

CLASSES = re.compile(r'\bclass="([^"]*)"')
WORD = re.compile(r"[A-Za-z_][\w-]*")
FUNCTION = re.compile(r":[\w-]+\([^()]*\)")  # :not(.a), :is(.a, .b): not needed, or not all
CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
COMMA = re.compile(r",(?![^()]*\))")
VARIABLE = re.compile(r"""(?<=[{;])(--[\w-]+):(?:[^;{}"']|"[^"]*"|'[^']*')*;?""")
TAKEN = re.compile(r"var\((--[\w-]+)")
NAMED = re.compile(r"--[\w-]+")
HOLDS_RULES = ("@media", "@supports")


def trim_styles(site: Path) -> None:
    """Trim the theme's sheets in a rendered site whose own scripts and pages are finished."""
    pages = [read_text(page) for page in site.rglob("*.html")]
    scripts = [read_text(script) for script in site.glob("assets/*/*.js")]
    names = {name for page in pages for found in CLASSES.findall(page) for name in found.split()}
    names.update(word for script in scripts for word in WORD.findall(script))  # may be classes
    own = [read_text(sheet) for sheet in site.glob("assets/styles/*.css")]
    theirs = {sheet: read_text(sheet) for sheet in sorted(site.glob("assets/stylesheets/*.css"))}
    left = {sheet: trimmed(css, names) for sheet, css in theirs.items()}
    wanted = {name for text in (*left.values(), *own, *pages) for name in TAKEN.findall(text)}
    wanted.update(name for script in scripts for name in NAMED.findall(script))
    for sheet, css in left.items():
        write_atomically(sheet, without_variables(css, wanted))


def trimmed(css: str, names: Set[str]) -> str:
    """Minified CSS without the rules that need a class beyond `names`.

    A name that ends in a hyphen stands for all that begin with it: scripts put such together.
    """
    stems = tuple(name for name in names if name.endswith("-"))

    def matches(selector: str) -> bool:
        needed = CLASS.findall(FUNCTION.sub("", selector))
        return all(name in names or name.startswith(stems) for name in needed)

    kept = []
    for head, body in _rules(css):
        if head.startswith(HOLDS_RULES):
            inside = trimmed(body, names)
            kept += [f"{head}{{{inside}}}"] if inside else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}" if body else head)
        elif selectors := list(filter(matches, COMMA.split(head))):
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def without_variables(css: str, wanted: Set[str]) -> str:
    """CSS that sets no other variables than these."""
    return VARIABLE.sub(lambda found: found[0] if found[1] in wanted else "", css)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each block of braces, and in it; a statement such as @charset alone."""
    start = 0
    while (opening := css.find("{", start)) >= 0:
        statement = css.find(";", start, opening)
        if css[start] == "@" and statement >= 0:
            yield css[start : statement + 1], ""
            start = statement + 1
            continue
        end = _closing(css, opening)
        yield css[start:opening], css[opening + 1 : end]
        start = end + 1


def _closing(css: str, opening: int) -> int:
    depth = 0
    for brace in re.finditer("[{}]", css[opening:]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return opening + brace.start()
    return len(css)
