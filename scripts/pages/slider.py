"""What stands below a figure that moves: the slider, its numbers, the sentence that it teaches."""

import json
from pathlib import Path
import re
from typing import Any
import xml.etree.ElementTree as etree

from scripts.base.text import read_text

LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ",
    "lambda": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ",
}  # fmt: skip
LOWERED = str.maketrans("0123456789k", "₀₁₂₃₄₅₆₇₈₉ₖ")
MINUS = re.compile(r"-(?=\d)")
NAME = re.compile(rf"\b(?P<letter>{'|'.join(LETTERS)}|[A-Za-z])(?:_(?P<index>\d+|k))?\b")


def slider_of(frames: Path) -> etree.Element:
    """Hidden, until a script that can move it shows it."""
    told: dict[str, Any] = json.loads(read_text(frames))
    lowest, highest, step, default = told["bounds"]
    now = round((default - lowest) / step)
    before, after = told["label"]
    slider = etree.Element("span", {"class": "slider", "hidden": "hidden"})
    label = etree.SubElement(slider, "label")
    named = etree.SubElement(label, "span")
    named.text = f"{before} "
    value = etree.SubElement(named, "b")
    value.text, value.tail = told["values"][now], after
    attributes = {
        "type": "range",
        "name": told["name"],
        "min": f"{lowest:g}",
        "max": f"{highest:g}",
        "step": f"{step:g}",
        "value": f"{default:g}",
        "autocomplete": "off",
        "aria-label": f"{before.removesuffix(' =')}{after}",
    }
    etree.SubElement(label, "input", attributes)
    for name, texts in told["quantities"].items():
        quantity = etree.SubElement(slider, "span")
        quantity.text = f"{name} "
        # The slider itself says it to who listens.
        output = etree.SubElement(quantity, "output", {"aria-live": "off"})
        output.text = texts[now]
    button = etree.SubElement(slider, "button", {"type": "button", "class": "state-link"})
    button.text = "Copy link"
    etree.SubElement(slider, "small").text = lettered(told["lesson"])
    return slider


def lettered(sentence: str) -> str:
    """`tau` is τ, and `x_1` is x₁, to who reads no code."""
    return MINUS.sub("−", NAME.sub(_letter, sentence))


def _letter(found: re.Match[str]) -> str:
    index = (found["index"] or "").translate(LOWERED)
    return f"{LETTERS.get(found['letter'], found['letter'])}{index}"
