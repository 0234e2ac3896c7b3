"""A Markdown extension for Zensical: links lead where they lead under MkDocs.

Links in HTML, and those that extensions add, are written as a browser follows them, from the
address of a page. Zensical takes all links for Markdown's, which lead from the file of the page:
beside `a/b.md`, not below `a/b/`. The page of a notebook is a file of Markdown there.
"""

from pathlib import PurePosixPath
import re
from typing import Any
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from zensical.extensions.context import ContextPreprocessor

from scripts.pages.extension import LAST

# What stands in <noscript> is text to Zensical, as to a browser that runs scripts.
RELATIVE = re.compile(
    r"<noscript.*?</noscript>"
    r"|(?P<before><\w[^<>]*\s(?:href|src)=\")(?![a-z]+:|[/#?])(?P<link>[^\"]*)",
    re.IGNORECASE | re.DOTALL,
)
NOTEBOOK = re.compile(r"^(?![a-z]+:)(?P<page>.*\bnotebooks/\w+)\.ipynb\b")


def from_file(link: str, page: str) -> str:
    """The way from the file of a page, `a/b.md`, for the way from its address, `a/b/`."""
    name = PurePosixPath(page).stem
    if name == "index":
        return link
    if link.startswith("../"):
        return link.removeprefix("../") or "./"
    return f"{name}/{link}"


class Links(Treeprocessor):
    """Runs last, when all HTML of the page is set aside."""

    def run(self, root: etree.Element) -> None:
        """Change the HTML that was set aside, links to notebooks, and that of the title."""
        context = ContextPreprocessor.from_markdown(self.md)
        if context is None:  # Markdown in Markdown: its page does this
            return
        page = context.page.path

        def led(found: re.Match[str]) -> str:
            if found["before"] is None:
                return found[0]
            return found["before"] + from_file(found["link"], page)

        html = self.md.htmlStash.rawHtmlBlocks
        html[:] = [RELATIVE.sub(led, each) if isinstance(each, str) else each for each in html]
        for link in root.iter("a"):
            if address := link.get("href"):
                address = from_file(address, page) if address == "./" else address
                link.set("href", NOTEBOOK.sub(r"\g<page>.md", address))


class ZensicalLinks(Extension):
    """Registers it; see the module."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Python-Markdown."""
        md.treeprocessors.register(Links(md), "zensical-links", LAST - 1)


def makeExtension(**options: Any) -> ZensicalLinks:
    """The entry point that the settings for Zensical name."""
    return ZensicalLinks(**options)
