"""The `#` after a heading: named for screen readers; after a title, the address of the page.

A cell of a table that has an anchor gets one, too.
"""

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def link_name(heading: str, text: str) -> str:
    """What a screen reader says of the link after a heading, an `h1` or another."""
    return "Link to this page" if heading == "h1" else f"Link to this section: {text.strip()}"


class HeaderLinks(Treeprocessor):
    """Finishes the links that the extension `toc` adds.

    A title can be reworded, and its anchor with it; the address of its page stays.
    """

    def run(self, root: etree.Element) -> None:
        """Name every header link below root."""
        for heading in root.iter():
            link = heading[-1] if heading.tag in HEADINGS and len(heading) else None
            if link is not None and link.get("class") == "headerlink":
                text = "".join(heading.itertext()).removesuffix(link.text or "")
                name = link_name(heading.tag, text)
                link.set("title", name)
                link.set("aria-label", name)
                if heading.tag == "h1":
                    link.set("href", "./")
        for cell in root.iter("td"):
            if "id" in cell.attrib:
                _append_link(cell, cell.attrib["id"])


def _append_link(cell: etree.Element, anchor: str) -> None:
    name = f"Link to this row: {anchor.replace('-', ' ')}"
    link = etree.SubElement(cell, "a", {"class": "headerlink", "href": f"#{anchor}"})
    link.set("title", name)
    link.set("aria-label", name)
    link.text = "#"
