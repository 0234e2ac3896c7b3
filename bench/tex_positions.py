"""Where TeX puts every glyph: `python -m bench.tex_positions`.

Sets the formulas of tests/site/tex_positions.json in LuaTeX, with the math font of the site, and
writes into the same file the lowest and the highest point of the ink of each glyph and rule.
Tests compare browsers with that file; only this command needs TeX (Debian: texlive-luatex and
texlive-latex-recommended).
"""

import json
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from scripts.base.text import read_text, write_atomically
from scripts.mathematics.font import MATH_FONT

POSITIONS = Path("tests") / "site" / "tex_positions.json"
WALKER = Path(__file__).with_suffix(".lua")
SIZE = 10  # points to the em
# The font is TeX's own but for how far scripts of brackets drop: that is Computer Modern's here.
DOCUMENT = r"""
\documentclass{article}
\usepackage{amsmath, unicode-math}
\setmathfont{%s}[Path=%s/]
\directlua{dofile("%s")}
\begin{document}
\let\mathbf\symbf
\everymath{\Umathsubshiftdrop\textstyle=.05em \Umathsubshiftdrop\displaystyle=.05em
  \Umathsupshiftdrop\textstyle=.386em \Umathsupshiftdrop\displaystyle=.386em }
%s
\end{document}
"""
BOX = r"\setbox0\hbox{$%s\symup{H}%s$}\directlua{measure('%s')}"

Formulas = dict[str, dict[str, Any]]
Ink = tuple[float, float]  # its lowest and its highest point, in em above the baseline
GlyphInk = tuple[str, float, float]  # the character and its ink


def main() -> int:
    """Measure all formulas; return the exit code."""
    formulas: Formulas = json.loads(read_text(POSITIONS))
    names = names_of_glyphs(MATH_FONT)
    for formula in formulas.values():
        formula["ink"] = {}
    for name, *item in laid_out_by_tex(formulas):
        key, (low, high) = drawn(item, names)
        ink = formulas[name]["ink"]
        below, above = ink.get(key, (low, high))
        ink[key] = (round(min(low, below), 3), round(max(high, above), 3))
    write_atomically(POSITIONS, one_formula_a_line(formulas))
    print(f"{POSITIONS}: {len(formulas)} formulas as TeX sets them")
    return 0


def laid_out_by_tex(formulas: Formulas) -> list[list[str]]:
    """The items of all formulas, as tex_positions.lua names them."""
    boxes = [
        BOX % (r"\displaystyle" if formula["display"] else "", formula["tex"], name)
        for name, formula in formulas.items()
    ]
    font = MATH_FONT.resolve()
    document = DOCUMENT % (font.name, font.parent, WALKER.resolve(), "\n".join(boxes))
    with TemporaryDirectory() as folder:
        source = Path(folder) / "formulas.tex"
        source.write_text(document, encoding="utf-8")
        command = ["lualatex", "--interaction=nonstopmode", "--halt-on-error", source.name]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        lines = read_text(source.with_name("ink.txt")).splitlines()
    return [line.split() for line in lines]


def drawn(item: list[str], names: list[GlyphInk]) -> tuple[str, Ink]:
    """What an item shows, a character or `fraction` or `root`, and where its ink is."""
    kind, key, *numbers = item
    if kind == "rule":
        low, high = (float(number) / SIZE for number in numbers)
        return key, (low, high)
    size, y = (float(number) / SIZE for number in numbers)
    character, low, high = names[int(key)]
    return character, (y + low * size, y + high * size)


def names_of_glyphs(path: Path) -> list[GlyphInk]:
    """By number of the glyph: the character that it is a form of, and its ink at one em."""
    font = TTFont(path)
    characters = {name: chr(code) for code, name in font.getBestCmap().items()}
    characters["radical"] = "root"
    glyphs, em = font.getGlyphSet(), font["head"].unitsPerEm
    names = []
    for name in font.getGlyphOrder():
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        _, low, _, high = pen.bounds or (0, 0, 0, 0)
        base = name.split(".")[0]  # parenleft.v3 is a taller parenleft
        names.append((characters.get(base, name), low / em, high / em))
    return names


def one_formula_a_line(formulas: Formulas) -> str:
    """JSON that a person can read and compare."""
    lines = [f"{json.dumps(n)}: {json.dumps(f, ensure_ascii=False)}" for n, f in formulas.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())
