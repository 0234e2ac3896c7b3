"""A tiny formula whose figure moves, and what packed frames make of a drawing."""

from collections.abc import Sequence
from typing import Any
import xml.etree.ElementTree as etree

from scripts.running.packing import FIRST_SYMBOL, UNITS
from scripts.running.parts import HREF, SVG, UNCOUNTED, USE
from tests.project import Project

ID = "powers/square"
SNIPPET = "snippets/powers/square.py"
HEAD = "def figure(a: float = 1.0) -> Figure:  # 0.5 to 2 by 0.1"
READOUT = f'''def readout(a: float) -> dict[str, float]:
    """factor a"""
    return {{"at 1": float(square(torch.tensor(a)))}}


{HEAD}'''


def with_slider(project: Project) -> None:
    """Let the figure of the square move."""
    project.write(SNIPPET, moved(project.read(SNIPPET)))


def moved(snippet: str) -> str:
    """The snippet of the square, whose figure moves in axes that stay."""
    changes = {
        HEAD.replace("0.1", "0.5"): READOUT,
        "== 2**2\n": '== 2**2\n    assert readout(2.0) == {"at 1": 4.0}\n',
        "    return fig": "    axes.set_ylim(0, 4)\n    return fig",
    }
    for old, new in changes.items():
        assert old in snippet, f"{old!r} is not in it"
        snippet = snippet.replace(old, new, 1)
    return snippet


def unpacked(packed: dict[str, Any], base: bytes, frame: int, theme: int = 0) -> bytes:
    """The drawing of a frame, as frames.js makes it of the published one."""
    etree.register_namespace("", SVG[1:-1])  # which the renderer expects
    etree.register_namespace("xlink", HREF[1:].partition("}")[0])
    root = etree.fromstring(base)
    inside = {e for found in root.iter() if found.tag in UNCOUNTED for e in found.iter()}
    elements = [element for element in root.iter() if element not in inside]
    numbers = iter(rows_of(packed["rows"])[frame])
    for definitions in root.findall(f".//{SVG}defs"):
        root.append(definitions)
    for number, name, form in packed["changes"]:
        if isinstance(form, list):
            value = form[next(numbers)]
            value = value[theme] if isinstance(value, list) else value
        else:
            first, *rest = form.split("#")
            value = first + "".join(f"{next(numbers) / UNITS:g}{part}" for part in rest)
        if name == "text":
            _write(elements[number], value, packed["symbols"])
        else:
            if name == "transform" and elements[number].tag == USE:
                for place in "xy":  # a marker has its whole place in it
                    elements[number].attrib.pop(place, None)
            elements[number].set(HREF if name == "href" else name, value)
    defined = etree.SubElement(root, f"{SVG}defs")
    for name, outline in packed["glyphs"].items():
        size = {"id": name, "d": outline, "transform": "scale(0.015625)"}
        etree.SubElement(defined, f"{SVG}path", size)
    return etree.tostring(root)


def rows_of(differences: Sequence[Sequence[int]]) -> list[list[int]]:
    """The numbers of all frames, of how each differs from what is expected of it."""
    rows: list[list[int]] = []
    for told in differences:
        before, row = rows[-1] if rows else [0] * len(told), list[int]()
        for place, number in enumerate(told):
            moved = row[place - 2] - before[place - 2] if place > 1 else 0
            row.append(number + before[place] + moved)
        rows.append(row)
    return rows


def _write(element: etree.Element, text: str, symbols: Sequence[Any]) -> None:
    for child in [*element]:
        if child.tag != f"{SVG}defs":
            element.remove(child)
    x = 0
    for sign in text:
        name, ahead, y, size = symbols[ord(sign) - FIRST_SYMBOL]
        x += ahead
        if name.startswith("M"):
            etree.SubElement(element, f"{SVG}path", {"d": name})
        else:
            place = f"translate({x} {y}) scale({size})"
            etree.SubElement(element, f"{SVG}use", {HREF: f"#{name}", "transform": place})
