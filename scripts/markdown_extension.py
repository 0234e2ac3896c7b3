"""The one Python-Markdown extension: what must happen while a page is rendered.

- mathematics becomes MathML, with status and symbols (scripts.mathematics);
- `[@key]` becomes a citation, linked to the work;
- a figure becomes a pair, light and dark, with its size, so that nothing shifts;
- the `#` after a heading gets its name and address (scripts.headerlinks).

It does not know which page it is in. Mistakes are found before, by `scripts.build`,
which knows the file and the line.
"""

from pathlib import PurePosixPath
import re
from typing import Any
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from scripts.figures import dark_twin, size_of
from scripts.headerlinks import HeaderLinks
from scripts.mathematics import Mathematics
from scripts.references import read_references
from scripts.source import FIGURES

# After the inline patterns (20), before MkDocs resolves links and images (0).
AFTER_INLINE = 10
# After those: MkDocs would take the address of the page for a broken link.
LAST = -1


class Citation(InlineProcessor):
    """`[@bridle1990]` → `(Bridle, 1990)`, linked to the work."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        """Build the element."""
        reference = read_references()[m[1]]
        element = etree.Element("span", {"class": "citation"})
        element.text = "(" if reference.url else f"({reference.label})"
        if reference.url:
            link = etree.SubElement(element, "a", {"href": reference.url})
            link.text, link.tail = reference.label, ")"
        return element, m.start(0), m.end(0)


class FigurePair(Treeprocessor):
    """An image under figures/ → its light and its dark drawing, of which the style shows one."""

    def run(self, root: etree.Element) -> None:
        """Wrap every figure below root."""
        for parent in list(root.iter()):  # a list: the pairs put in hold images, too
            for position, image in enumerate(list(parent)):
                source = PurePosixPath(image.get("src", ""))
                if image.tag == "img" and "figures" in source.parts:
                    parent[position] = self._pair(image, source)

    def _pair(self, image: etree.Element, source: PurePosixPath) -> etree.Element:
        drawing = FIGURES.joinpath(*source.parts[source.parts.index("figures") + 1 :])
        width, height = size_of(drawing)
        pair = etree.Element("span", {"class": "figure"})
        pair.tail = image.tail
        for theme, name in (("light", source.name), ("dark", dark_twin(source.name))):
            attributes = {
                "src": str(source.with_name(name)),
                "alt": image.get("alt", ""),
                "class": f"figure-{theme}",
                "width": str(width),
                "height": str(height),
                "loading": "lazy",  # the hidden twin is never fetched
            }
            etree.SubElement(pair, "img", attributes)
        return pair


class QuickReference(Extension):
    """Registers the four; see the module."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Python-Markdown."""
        md.treeprocessors.register(Mathematics(md), "mathematics", AFTER_INLINE)
        md.treeprocessors.register(FigurePair(md), "figure-pair", AFTER_INLINE)
        md.treeprocessors.register(HeaderLinks(md), "header-links", LAST)
        md.inlinePatterns.register(Citation(r"\[@([\w-]+)\]", md), "citation", 175)


def makeExtension(**options: Any) -> QuickReference:
    """The entry point that `markdown_extensions` in mkdocs.yml names."""
    return QuickReference(**options)
