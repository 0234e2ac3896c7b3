"""Where a browser puts the ink of every character of a formula, in em above the baseline."""

import base64
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
import xml.etree.ElementTree as ET

import numpy as np
from PIL import Image

from scripts.base.text import read_text
from scripts.mathematics.font import subset
from scripts.mathematics.letters import italic
from scripts.mathematics.mathml import to_mathml, without_latex

EM = 100  # pixels
BASELINE = "H"  # stands on the baseline before each formula
WIDTH, HEIGHT, COLUMNS = 800, 600, 4  # of the field of a formula, in pixels; fields in a row
ACCENTS = {"ˆ": "\u0302", "^": "\u0302", "¯": "\u0304", "‾": "\u0304", "˜": "\u0303"}
ACCENTS |= {"~": "\u0303", "˙": "\u0307"}
DRAWN_BY_THE_BROWSER = {"mfrac": "fraction", "msqrt": "root", "mroot": "root"}
STYLES = Path("docs") / "assets" / "styles" / "formulas.css"
LOOK = f"""
html {{ background: white; }}
body {{ margin: 0; font: {EM}px/1 sans-serif; position: relative; }}
math {{ font-size: {EM}px; display: inline math; }}
.field {{ position: absolute; width: {WIDTH}px; height: {HEIGHT}px; padding-top: 200px; }}
.field, math * {{ box-sizing: border-box; color: transparent; }}
"""

Ink = tuple[float, float]  # its lowest and its highest point
Show = Callable[[str], bytes]  # opens HTML and returns a picture of it, a PNG


def ink(formulas: Mapping[str, Any], show: Show) -> dict[str, dict[str, Ink]]:
    """By formula and character (a bar is `fraction`, a root sign `root`): where its ink is."""
    trees = {name: _tree(formula) for name, formula in formulas.items()}
    keys = {name: sorted({_key(e) for e in tree.iter()} - {""}) for name, tree in trees.items()}
    found: dict[str, dict[str, Ink]] = {name: {} for name in formulas}
    for turn in range(max(map(len, keys.values()))):
        shown = {name: keys[name][turn] for name in keys if turn < len(keys[name])}
        picture = Image.open(BytesIO(show(_page(trees, shown)))).convert("L")
        pixels = np.asarray(picture)
        for place, name in enumerate(trees):
            if name in shown:
                row, column = divmod(place, COLUMNS)
                field = pixels[row * HEIGHT :, column * WIDTH :][:HEIGHT, :WIDTH]
                rows = np.flatnonzero((field < 128).any(axis=1))
                assert len(rows), f"{name}: no ink of {shown[name]}"
                found[name][shown[name]] = (-float(rows[-1] + 1) / EM, -float(rows[0]) / EM)
    return {name: _above_the_baseline(inks) for name, inks in found.items()}


def _above_the_baseline(inks: dict[str, Ink]) -> dict[str, Ink]:
    baseline, _ = inks[BASELINE]
    return {key: (low - baseline, high - baseline) for key, (low, high) in inks.items()}


def _tree(formula: Mapping[str, Any]) -> ET.Element:
    tex = rf"\mathrm{{{BASELINE}}}{formula['tex']}"
    return ET.fromstring(without_latex(to_mathml(tex, display=formula["display"])))


def _key(element: ET.Element) -> str:
    """What TeX's table calls the ink that this element draws itself."""
    text = (element.text or "").strip("\u2061\u2062\u2063\u2064\u200b ")
    if element.tag == "mi" and element.get("mathvariant") != "normal":
        return italic(text)
    return DRAWN_BY_THE_BROWSER.get(element.tag, ACCENTS.get(text, text))


def _page(trees: Mapping[str, ET.Element], shown: Mapping[str, str]) -> str:
    texts = "".join(text for tree in trees.values() for text in tree.itertext())
    characters = texts + "".join(map(italic, texts))
    font = base64.b64encode(subset("".join(sorted({*characters, *"√¯"})))).decode()
    face = f"@font-face {{ font-family: Mathematics; src: url(data:font/woff2;base64,{font}) }}"
    fields = []
    for place, (name, tree) in enumerate(trees.items()):
        row, column = divmod(place, COLUMNS)
        for element in tree.iter():
            visible = name in shown and _key(element) == shown[name]
            element.set("class", "shown" if visible else "hidden")
        corner = f"left: {column * WIDTH}px; top: {row * HEIGHT}px"
        markup = ET.tostring(tree, encoding="unicode")
        fields.append(f'<div class="field" style="{corner}">{markup}</div>')
    height = HEIGHT * -(-len(trees) // COLUMNS)
    own = f"{LOOK} body {{ height: {height}px }} math .shown {{ color: black }}"
    look = f"{face}{read_text(STYLES)}{own}"
    return f"<!doctype html><meta charset=utf-8><style>{look}</style>{''.join(fields)}"
