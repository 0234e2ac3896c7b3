"""YAML of ours, read once, with the line of every key: for messages that name it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import BaseConstructor, SafeConstructor
from yaml.reader import ReaderError

from scripts.base.errors import SourceError

# libyaml where PyYAML has it, as its wheels do: ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlMapping:
    """`key: value` lines; `lines` says where each key stands in its file."""

    node: yaml.MappingNode
    lines: Mapping[str, int]
    first_line: int = 1
    path: Path = Path()

    @property
    def nodes(self) -> dict[str, yaml.Node]:
        """The value of each key, not interpreted: tags such as !ENV are left alone."""
        return {key.value: value for key, value in self.node.value}

    def entry_lines(self, key: str) -> tuple[int, ...]:
        """Where each entry of a list stands, or the one value of another key."""
        value = self.nodes[key]
        entries = value.value if isinstance(value, yaml.SequenceNode) else [value]
        return tuple(entry.start_mark.line + self.first_line for entry in entries)

    def mappings(self) -> Iterator[tuple[str, "YamlMapping"]]:
        """Each key with its value, which must be `key: value` lines, too, or raises SourceError."""
        for key, node in self.nodes.items():
            if not isinstance(node, yaml.MappingNode):
                message = f"expected 'key: value' lines in '{key}'"
                raise SourceError(self.path, self.lines[key], message)
            yield key, _mapping(self.path, node, self.first_line, "YAML")

    def values(self, *, texts: bool = False) -> dict[str, Any]:
        """The values as Python has them, or (`texts`) with every scalar as it is written.

        Raises ValueError for what cannot be, such as a date in month 13.
        """
        constructor = BaseConstructor() if texts else SafeConstructor()
        values: dict[str, Any] = constructor.construct_document(self.node)
        return values


def read_mapping(path: Path, text: str, *, first_line: int = 1, what: str = "YAML") -> YamlMapping:
    """Read `text`, which starts at `first_line` of a file.

    Raises SourceError where it is malformed, no mapping, or has a key twice.
    """
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        raise SourceError(path, line, f"malformed {what}: {error.problem}") from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        raise SourceError(path, line, f"malformed {what}: {error.reason}") from None
    if not isinstance(node, yaml.MappingNode):
        raise SourceError(path, first_line, "expected 'key: value' lines")
    return _mapping(path, node, first_line, what)


def _mapping(path: Path, node: yaml.MappingNode, first_line: int, what: str) -> YamlMapping:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + first_line
        if not isinstance(key, yaml.ScalarNode):
            raise SourceError(path, line, f"malformed {what}: a key must be a text")
        if key.value in lines:
            message = f"'{key.value}' stands in line {lines[key.value]}, too: keep one"
            raise SourceError(path, line, message)
        lines[key.value] = line
    return YamlMapping(node, lines, first_line, path)
