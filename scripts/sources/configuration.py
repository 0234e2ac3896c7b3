"""mkdocs.yml, read once: its settings, and the lines of its `nav`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
import os

import yaml

from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG
from scripts.base.yaml_lines import YamlMapping, read_mapping
from scripts.sources.reading import read_source


@dataclass(frozen=True)
class NavPage:
    """A page that `nav` names, below the titles of its sections, from the outside in."""

    sections: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True)
class Configuration:
    """The settings of the site; its tags (!ENV, !!python/name) are left alone."""

    file: YamlMapping

    def setting(self, name: str) -> str:
        """A text, or `!ENV [VARIABLE, default]`. Raises SourceError where there is none."""
        value = self.file.nodes.get(name)
        if value is None:
            raise SourceError(CONFIG, 1, f"expected '{name}'")
        return _text(value)

    @property
    def site_url(self) -> str:
        """The address of the site, with a slash at its end."""
        return self.setting("site_url")

    @property
    def repository(self) -> str:
        """The address of the repository; empty where `extra` names none."""
        extra = self.file.nodes.get("extra")
        entries = extra.value if isinstance(extra, yaml.MappingNode) else []
        return next((_text(value) for key, value in entries if key.value == "repository"), "")

    @cached_property
    def nav(self) -> tuple[NavPage, ...]:
        """The pages in order. Raises SourceError where there is no nav."""
        if "nav" not in self.file.nodes:
            raise SourceError(CONFIG, 1, "expected 'nav'")
        return tuple(_walk(self.file.nodes["nav"], ()))


def read_configuration() -> Configuration:
    """Read mkdocs.yml. Raises SourceError where it is malformed."""
    return Configuration(read_mapping(CONFIG, read_source(CONFIG)))


def _text(node: yaml.Node) -> str:
    if node.tag == "!ENV":
        variable, default = (part.value for part in node.value)
        return os.environ.get(variable) or str(default)
    return str(node.value)


def _walk(node: yaml.Node, sections: tuple[str, ...]) -> Iterator[NavPage]:
    if isinstance(node, yaml.ScalarNode):
        yield NavPage(sections, node.value, node.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _walk(child, sections)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            inner = (*sections, key.value) if isinstance(child, yaml.SequenceNode) else sections
            yield from _walk(child, inner)
