"""A figure on a page: its light and its dark drawing, with their size, so that nothing shifts.

Below them, where the figure moves, its slider (scripts.pages.slider).
"""

from pathlib import Path, PurePosixPath
import re
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from scripts.base.errors import SourceError
from scripts.base.paths import FIGURES, dark_twin
from scripts.pages.slider import slider_of

PIXELS_PER_POINT = 96 / 72


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
        frames = drawing.with_suffix(".json")
        if frames.exists():
            pair.append(slider_of(frames))
        return pair


def size_of(drawing: Path) -> tuple[int, int]:
    """Width and height in CSS pixels of an SVG that Matplotlib wrote."""
    found = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing.read_bytes())
    if not found:
        raise SourceError(drawing, 1, "expected an SVG with a viewBox")
    width, height = (round(float(points) * PIXELS_PER_POINT) for points in found.groups())
    return width, height
