"""The front matter of a formula page: its keys, their values, the line of every entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.base.errors import SourceError
from scripts.base.yaml_lines import YamlMapping, read_mapping
from scripts.sources.page import Page

KEYS = {"description": str, "aliases": list, "pytorch": list, "questions": list, "sources": list}


@dataclass(frozen=True)
class FrontMatter:
    """The values by key, a list as a tuple, and the lines of the keys and of their entries."""

    values: Mapping[str, Any]
    keys: Mapping[str, int]
    lines: Mapping[str, tuple[int, ...]]
    end: int  # index of the first line of the body

    def entries(self, key: str) -> list[tuple[int, str]]:
        """The entries of a list, or the one text, each with its line."""
        value = self.values[key]
        return list(zip(self.lines[key], value if KEYS[key] is list else [value], strict=True))


def read_front_matter(page: Page) -> FrontMatter:
    """Read and validate it. Raises SourceError where a key is missing, unknown or malformed."""
    path, matter = page.path, mapping_of(page)
    if not matter:
        raise SourceError(path, 1, f"expected front matter between '---' lines: {', '.join(KEYS)}")
    for key, line in matter.lines.items():
        if key not in KEYS:
            known = ", ".join(KEYS)
            raise SourceError(path, line, f"unknown key '{key}'; the keys are {known}")
    try:
        meta = matter.values()
    except ValueError as error:  # an impossible date
        raise SourceError(path, 1, f"malformed front matter: {error}") from None
    for key, kind in KEYS.items():
        if key not in meta:
            raise SourceError(path, 1, f"front matter lacks '{key}' (a list may be empty: [])")
        entries = meta[key] if kind is list else [meta[key]]
        if not isinstance(meta[key], kind) or not all(isinstance(e, str) and e for e in entries):
            wanted = "a list of texts" if kind is list else "a text"
            raise SourceError(path, matter.lines[key], f"'{key}' must be {wanted}")
    values = {key: tuple(v) if isinstance(v, list) else v.strip() for key, v in meta.items()}
    lines = {key: matter.entry_lines(key) for key in KEYS}
    return FrontMatter(values, matter.lines, lines, page.matter.count("\n"))


def mapping_of(page: Page) -> YamlMapping | None:
    """The front matter of any page, if it has one. Raises SourceError where it is malformed."""
    if not page.matter:
        return None
    lines = page.matter.removeprefix("---\n").removesuffix("---\n")
    return read_mapping(page.path, lines, first_line=2, what="front matter")


def description_of(page: Page) -> str:
    """What search engines and previews say of a page; empty where it does not say it."""
    matter = mapping_of(page)
    node = matter.nodes.get("description") if matter else None
    return str(node.value).strip() if node else ""
