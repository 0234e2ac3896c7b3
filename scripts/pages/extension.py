"""The one Python-Markdown extension: what must happen while a page is rendered.

- mathematics becomes MathML, with status and symbols (scripts.pages.math_blocks);
- `[@key]` becomes a citation, linked to the work;
- a figure becomes a pair, light and dark, with its size, so that nothing shifts;
- the `#` after a heading gets its name and address (scripts.pages.headerlinks).

It does not know which page it is in. Mistakes are found before, by `scripts.build`,
which knows the file and the line.
"""

from collections.abc import Mapping
from functools import cached_property
import re
from typing import Any
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from scripts.pages.figure_pair import FigurePair
from scripts.pages.headerlinks import HeaderLinks
from scripts.pages.math_blocks import Mathematics
from scripts.sources.bibliography import Reference, read_references
from scripts.sources.formula import CITATION

# After the inline patterns (20), before MkDocs resolves links and images (0).
AFTER_INLINE = 10
# Also after the attributes in braces (8), which name the formula of a heading.
AFTER_ATTRIBUTES = 7
# After those: MkDocs would take the address of the page for a broken link.
LAST = -1


class Citation(InlineProcessor):
    """`[@bridle1990]` → `(Bridle, 1990)`, linked to the work."""

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The literature, read where a page cites."""
        return read_references()

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        """Build the element."""
        reference = self.references[m["key"]]
        element = etree.Element("span", {"class": "citation"})
        element.text = "(" if reference.url else f"({reference.label})"
        if reference.url:
            link = etree.SubElement(element, "a", {"href": reference.url})
            link.text, link.tail = reference.label, ")"
        return element, m.start(0), m.end(0)


class QuickReference(Extension):
    """Registers the four; see the module."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Python-Markdown."""
        md.treeprocessors.register(Mathematics(md), "mathematics", AFTER_ATTRIBUTES)
        md.treeprocessors.register(FigurePair(md), "figure-pair", AFTER_INLINE)
        md.treeprocessors.register(HeaderLinks(md), "header-links", LAST)
        md.inlinePatterns.register(Citation(CITATION.pattern, md), "citation", 175)


def makeExtension(**options: Any) -> QuickReference:
    """The entry point that `markdown_extensions` in mkdocs.yml names."""
    return QuickReference(**options)
