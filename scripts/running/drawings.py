"""What an SVG may hold that stands on a page: shapes and letters, nothing that runs or loads."""

import re
from xml.etree import ElementTree

MAX_BYTES = 300_000  # half of the published figures have 29 kB, the largest 63 kB
SVG = "http://www.w3.org/2000/svg"
# What Matplotlib draws with; no script, foreignObject, a, animate, set or anything new.
DRAWN = """svg g defs style metadata title clipPath path rect use image text tspan pattern
linearGradient stop filter feColorMatrix"""
# In metadata: who made it, in other vocabularies, on which no browser acts.
DESCRIBED = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://purl.org/dc/elements/1.1/",
)
REFERENCE = re.compile(r"#|data:image/png;base64,")
LOADS = re.compile(r"@import|url\((?!\s*[\"']?#)|\\", re.IGNORECASE)  # an escape may hide one


def problem_of_figure(svg: bytes) -> str | None:
    """Why a drawing is not published; None for one that is."""
    if len(svg) > MAX_BYTES:
        size, most = len(svg) // 1000, MAX_BYTES // 1000
        return f"a figure of {size} kB; a page carries {most} kB: draw less"
    if b"<!ENTITY" in svg or b"<?xml-stylesheet" in svg:
        return "a figure with an entity or a style sheet of its own: draw with Matplotlib alone"
    try:
        root = ElementTree.fromstring(svg)
    except (ElementTree.ParseError, ValueError) as error:
        return f"a figure that is no SVG: {error}"
    found = next(filter(None, map(_problem, root.iter())), None)
    return f"a figure with {found}: draw with Matplotlib alone" if found else None


def _problem(element: ElementTree.Element) -> str | None:
    space, _, name = element.tag.removeprefix("{").rpartition("}")
    if space in DESCRIBED:
        return None
    if space != SVG or name not in DRAWN.split():
        return f"the element <{name}>"
    for key, value in element.attrib.items():
        attribute = key.rpartition("}")[2].lower()
        if attribute.startswith("on"):
            return f"the attribute {attribute}"
        if attribute == "href" and not REFERENCE.match(value):
            return f"a reference to {value[:50]!r}"
        if LOADS.search(value):
            return f"{attribute} {value[:50]!r}"
    if element.text and name == "style" and LOADS.search(element.text):
        return "a style that loads something"
    return None
