"""What people call a page that is no formula's, and its sections: `found_by` in its front matter.

found_by:
  page: [errata]
  errors-and-licenses: [report a mistake, license]
"""

from collections.abc import Mapping
import re

from scripts.base.errors import SourceError
from scripts.base.yaml_lines import read_mapping
from scripts.sources.page import Page

KEY, WHOLE = "found_by", "page"
FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)


def names_of(page: Page) -> Mapping[str, list[str]]:
    """The names of each section by its anchor, of the page itself by the empty one.

    Raises SourceError where a section is not on the page, or its names are no list of texts.
    """
    found = FRONT_MATTER.match(page.text)
    if not found:
        return {}
    matter = read_mapping(page.path, found[1], first_line=2, what="front matter")
    if KEY not in matter.lines:
        return {}
    sections = matter.values()[KEY]
    if not isinstance(sections, dict):
        message = f"expected 'section: [name, …]' lines in '{KEY}'"
        raise SourceError(page.path, matter.lines[KEY], message)
    for anchor, names in sections.items():
        line = matter.lines[KEY]
        if anchor != WHOLE and anchor not in page.anchors:
            message = f"'{anchor}' in '{KEY}' is no section of this page: take the id of a heading"
            raise SourceError(page.path, line, message)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise SourceError(page.path, line, f"'{anchor}' in '{KEY}' must be a list of texts")
    return {"" if anchor == WHOLE else f"#{anchor}": names for anchor, names in sections.items()}
