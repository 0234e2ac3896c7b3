"""The theme's style sheets without the rules for what this site does not have.

A theme styles everything that any site may show; most of it stands in the way of the first
page. A rule goes only if each of its selectors needs a class or an id that no page and no script
of the site names, or a direction of writing that no page has.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from functools import partial
from pathlib import Path
import re

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

from scripts.base.closure import code_key
from scripts.base.remembered import remembered_each
from scripts.base.text import read_text, write_atomically

NAMED = re.compile(r'\b(?:class|id|dir)="([^"]*)"')
WORD = re.compile(r"[\w-]+")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
NESTING = {"media", "supports"}  # at-rules that hold rules


def prune_styles(site: Path, sheets: Iterable[Path]) -> None:
    """Take out of style sheets the rules, and the custom properties, that the site cannot use."""
    names = _names(site)
    fitting = partial(_fitting, names=names)
    pruned = {sheet: _changed(_parsed(read_text(sheet)), fitting) for sheet in sheets}
    read = partial(_read, used=_variables([*pruned.values(), *_other_texts(site, pruned)]))
    for sheet, text in pruned.items():
        write_atomically(sheet, _changed(_parsed(text), read))


def _names(site: Path) -> set[str]:
    """The classes, ids and directions of all pages, and every word of the scripts."""
    pages = ((p.relative_to(site).as_posix(), read_text(p)) for p in site.rglob("*.html"))
    named = remembered_each("named", code_key(__name__), pages, _named)
    names = set[str]().union(*named.values())
    for script in site.glob("assets/**/*.js"):
        names.update(WORD.findall(read_text(script)))
    return names


def _named(page: str) -> set[str]:
    return {name for values in set(NAMED.findall(page)) for name in values.split()}


def _parsed(text: str) -> list[Node]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _changed(rules: Iterable[Node], change: Callable[[QualifiedRule], str]) -> str:
    """The text of these rules, each changed, those inside @media and the like, too."""
    return "".join(_rule(rule, change) for rule in rules)


def _rule(rule: Node, change: Callable[[QualifiedRule], str]) -> str:
    if isinstance(rule, QualifiedRule):
        return change(rule)
    if isinstance(rule, AtRule) and rule.lower_at_keyword in NESTING:
        rules = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        inner = _changed(rules, change)
        head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
        return f"{head}{{{inner}}}" if inner else ""
    return str(rule.serialize())


def _fitting(rule: QualifiedRule, names: set[str]) -> str:
    """A rule with the selectors that fit something; nothing where none does."""
    selectors = [s for s in _selectors(rule.prelude) if _needed(s) <= names]
    heads = ",".join(tinycss2.serialize(selector).strip() for selector in selectors)
    return f"{heads}{{{tinycss2.serialize(rule.content)}}}" if heads else ""


def _selectors(prelude: Iterable[Node]) -> Iterator[list[Node]]:
    """The selectors between the commas of a rule's head."""
    selector: list[Node] = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _needed(selector: list[Node]) -> set[str]:
    """The names without which a selector fits nothing. What `:not()`, `:is()` and the like hold
    is not looked at: they may fit all the same.
    """
    needed = set()
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash" or (token.type == "ident" and before == "."):
            needed.add(token.value)
        elif token.type == "[] block" and token.content[0].value == "dir":
            needed.add(token.content[-1].value)
    return needed


def _other_texts(site: Path, sheets: Container[Path]) -> Iterator[str]:
    """Scripts, and the other style sheets."""
    for path in site.glob("assets/**/*"):
        if path.suffix in {".js", ".css"} and path not in sheets:
            yield read_text(path)


def _variables(texts: Iterable[str]) -> set[str]:
    """The custom properties that are read."""
    return {name for text in texts for name in VARIABLE.findall(text)}


def _read(rule: QualifiedRule, used: set[str]) -> str:
    """A rule without the custom properties that nothing reads."""
    content = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
    body = ";".join(node.serialize() for node in content if not _unused(node, used))
    return f"{tinycss2.serialize(rule.prelude)}{{{body}}}" if body else ""


def _unused(node: Node, used: set[str]) -> bool:
    return node.type == "declaration" and node.name.startswith("--") and node.name not in used
