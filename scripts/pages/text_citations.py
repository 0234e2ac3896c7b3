"""Citations in the text: `[@bridle1990]` → `(Bridle, 1990)`, linked to its entry under Sources.

The entry leads on to the work. A chapter has no sources of its own: there, the link leads to the
page of the formula whose text it is. Elsewhere it leads to the work itself.
"""

from collections.abc import Mapping
from functools import cached_property
import re
import xml.etree.ElementTree as etree

from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from scripts.pages.math_blocks import FORMULA
from scripts.sources.bibliography import Reference, read_references

SOURCE = "data-source"


class Citation(InlineProcessor):
    """`[@bridle1990]` → its label; where it leads is decided when the page is complete."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        """Build the element."""
        return etree.Element("span", {"class": "citation", SOURCE: m["key"]}), m.start(0), m.end(0)


class CitationLinks(Treeprocessor):
    """Labels the citations of a page, and links them."""

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The literature, read where a page cites."""
        return read_references()

    def run(self, root: etree.Element) -> None:
        """Finish every citation below root."""
        entries = {element.get("id") for element in root.iter("li")}
        page = None
        for block in root:
            if block.tag == "h2" and FORMULA in block.attrib:
                page = f"{block.attrib[FORMULA].partition('/')[2]}.md"
            for element in block.iter("span"):
                if key := element.attrib.pop(SOURCE, None):
                    reference = self.references[key]
                    place = "" if key in entries else page
                    _finish(
                        element, reference, reference.url if place is None else f"{place}#{key}"
                    )


def _finish(element: etree.Element, reference: Reference, target: str | None) -> None:
    element.text = "(" if target else f"({reference.label})"
    if target:
        link = etree.SubElement(element, "a", {"href": target})
        link.text, link.tail = reference.label, ")"
