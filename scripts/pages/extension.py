"""The one Python-Markdown extension: what must happen while a page is rendered.

- mathematics becomes MathML, with status and symbols (scripts.pages.math_blocks);
- `[@key]` becomes a citation, linked to its entry (scripts.pages.text_citations);
- a figure becomes a pair, light and dark, with its size, so that nothing shifts;
- the `#` after a heading gets its name and address (scripts.pages.headerlinks).

It does not know which page it is in. Mistakes are found before, by `scripts.build`,
which knows the file and the line.
"""

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from scripts.pages.figure_pair import FigurePair
from scripts.pages.headerlinks import HeaderLinks
from scripts.pages.math_blocks import Mathematics
from scripts.pages.text_citations import Citation, CitationLinks
from scripts.sources.formula import CITATION

# After the inline patterns (20), before MkDocs resolves links and images (0).
AFTER_INLINE = 10
# Also after the attributes in braces (8), which name the formula of a heading and the entries.
AFTER_ATTRIBUTES = 7
# After those: MkDocs would take the address of the page for a broken link.
LAST = -1


class QuickReference(Extension):
    """Registers them; see the module."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Python-Markdown."""
        md.treeprocessors.register(Mathematics(md), "mathematics", AFTER_ATTRIBUTES)
        md.treeprocessors.register(FigurePair(md), "figure-pair", AFTER_INLINE)
        md.treeprocessors.register(CitationLinks(md), "citation-links", AFTER_ATTRIBUTES)
        md.treeprocessors.register(HeaderLinks(md), "header-links", LAST)
        md.inlinePatterns.register(Citation(CITATION.pattern, md), "citation", 175)


def makeExtension(**options: Any) -> QuickReference:
    """The entry point that `markdown_extensions` in mkdocs.yml names."""
    return QuickReference(**options)
