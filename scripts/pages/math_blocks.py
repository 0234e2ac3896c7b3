"""Mathematics while a page is rendered: MathML, the status line, the names of symbols, anchors.

Works on what pymdownx.arithmatex found. A display that has a symbol list under it is a
statement; its symbols are tagged with the names of the list, and so are those of the
further displays on the page, which may use the same symbols. Under the first display of a
formula's page stands its call. Anchors are on the formula's own page: other pages
that show it link there.
"""

import html
from pathlib import Path
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from scripts.base.paths import snippet_file
from scripts.mathematics.knowing import known_from
from scripts.mathematics.line_breaks import display_html
from scripts.mathematics.mathml import parsed, to_mathml
from scripts.mathematics.names import NOTHING, Known
from scripts.mathematics.symbol_names import explained, names_of
from scripts.pages.anchors import Anchors
from scripts.pages.call_line import call_line
from scripts.pages.equation_links import add_anchors
from scripts.pages.status_line import Statuses
from scripts.sources.labels import without_labels
from scripts.sources.snippet import read_snippet

# How the block under the sources of a page says which formula it is about.
FORMULA = "data-formula"
STATUS_LINE = "status-line"


class Mathematics(Treeprocessor):
    """Arithmatex elements → MathML, with what belongs to a formula around it."""

    known = NOTHING

    def run(self, root: etree.Element) -> None:
        """Typeset all mathematics below root."""
        names: set[str] = set()
        formula = _formula_of_page(root)
        statuses, anchors = Statuses(formula), Anchors(formula)
        self.known = _known(root)
        for block in list(root):
            if _is_display(block):
                equations = anchors.take(_tex(block))
                names |= self._typeset_statement(root, block, names, statuses)
                if equations:
                    add_anchors(block, equations)
        for element in root.iter():
            if element.get("class") == "arithmatex":
                self._typeset_inline(element)
        first = next((n for n, block in enumerate(root) if block.get("class") == STATUS_LINE), None)
        if formula and first is not None:
            self._add_comparison(root[first], formula)
            self._add_call(root, first + 1, snippet_file(formula))

    def _add_comparison(self, line: etree.Element, formula: str) -> None:
        """In the line of the first display, a way to compare another version of the formula."""
        link = f'<a class="compare" href="../../check/?like={formula}">Compare yours</a>'
        line.text = self.md.htmlStash.store(link) + (line.text or "")

    def _add_call(self, root: etree.Element, place: int, snippet: Path) -> None:
        """What is typed stands below the line of the first display, above its symbols."""
        if snippet.exists():
            attributes = {"class": "call", "role": "group", "aria-label": "In PyTorch"}
            call = etree.Element("div", attributes)
            call.text = self.md.htmlStash.store(call_line(read_snippet(snippet).call, self.md))
            root.insert(place, call)

    def _typeset_statement(
        self, root: etree.Element, display: etree.Element, names: set[str], statuses: Statuses
    ) -> set[str]:
        """A display, the line under it, and its symbol list; return the names in the list.

        The line has its status, if recorded, and room for the copy button.
        """
        place = list(root).index(display)
        declared = _mark_symbol_list(root[place + 1] if place + 1 < len(root) else None)
        below = etree.Element("div", {"class": STATUS_LINE})
        if status := statuses.take(_tex(display)):
            below.text = self.md.htmlStash.store(status)
        root.insert(place + 1, below)
        self._typeset_display(display, frozenset(names | declared))
        return declared

    def _typeset_display(self, element: etree.Element, names: frozenset[str]) -> None:
        typeset = parsed(f"<div>{display_html(_tex(element), names, self.known)}</div>")
        element.text = ""
        element.extend(typeset)  # no text to put in later: MkDocs looks for anchors in elements
        attributes = {
            "class": "formula",
            "tabindex": "0",  # the keyboard reads its symbols, and scrolls a wide one
            "role": "group",
            "aria-label": "Formula",
        }
        for name, value in attributes.items():
            element.set(name, value)

    def _typeset_inline(self, element: etree.Element) -> None:
        mathml = to_mathml(_tex(element), display=element.tag == "div", known=self.known)
        element.text = self.md.htmlStash.store(mathml)
        element.set("class", "formula" if element.tag == "div" else "math")


def _tex(element: etree.Element) -> str:
    r"""The LaTeX between \( \) or \[ \]."""
    return without_labels(html.unescape(element.text or "").strip()[2:-2]).strip()


def _is_display(block: etree.Element) -> bool:
    return block.tag == "div" and block.get("class") == "arithmatex"


def _is_inline(element: etree.Element) -> bool:
    return element.tag == "span" and element.get("class") == "arithmatex"


def _formula_of_page(root: etree.Element) -> str:
    """The id of the formula whose page this is, as the block under its sources says."""
    return next(filter(None, (block.get(FORMULA) for block in root.iter("details"))), "")


def _known(root: etree.Element) -> Known:
    """What the symbol lists and the displays of a page tell of its names."""
    lists = [_tex(line) for block in root for line in _lines(block)]
    return known_from(lists, [_tex(block) for block in root if _is_display(block)])


def _lines(block: etree.Element) -> list[etree.Element]:
    """What the lines of a block declare, if it is a symbol list."""
    lines = [item[0] for item in block if len(item) and _is_inline(item[0])]
    listed = all((line.tail or "").startswith(":") for line in lines)
    return lines if block.tag == "ul" and listed and len(lines) == len(block) else []


def _mark_symbol_list(block: etree.Element | None) -> set[str]:
    """Give each line of a symbol list the names it declares or explains; return them all."""
    if block is None or not (lines := _lines(block)):
        return set()
    block.set("class", "symbols")
    of_lines = [names_of(_tex(line)) for line in lines]
    found = {name for names in of_lines for name in names}
    for item, line, names in zip(block, lines, of_lines, strict=True):
        text = [_tex(each) for each in item.iter("span") if each is not line and _is_inline(each)]
        names += [name for name in explained(_tex(line), text) if name not in found]
        item.set("data-symbols", " ".join(names))
        found |= set(names)
    return found
