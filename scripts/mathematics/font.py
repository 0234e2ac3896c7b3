"""The math font, cut down to the glyphs that the site shows, and mended for browsers."""

from functools import cache
from io import BytesIO
from pathlib import Path

import brotli  # noqa: F401  fontTools writes WOFF2 with it
from fontTools.misc.transform import Offset, Scale, Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

MATH_FONT = Path(__file__).with_name("fonts") / "NewCMMath-Book.otf"
PRIMES = ("minute", "uni2033", "uni2034")  # ′ ″ ‴

# Where MathML follows these constants and TeX has rules of its own, in thousandths of an em.
CONSTANTS = {
    # TeX shifts the scripts of a letter by the same amount whatever its depth and height;
    # MathML also measures from the foot and the head of the letter, of β or f as of a bracket.
    "SubscriptBaselineDropMin": 10,
    "SuperscriptBaselineDropMax": 386,  # as in Computer Modern
}
# Accents: the glyph each is drawn as, and by how much TeX's combining forms stand higher.
ACCENTS = {
    "circumflex": ("circumflex", 0),
    "tilde": ("tilde", 0),
    "uni203E": ("macron", 20),
    "dotaccent": ("dotaccent", 20),
}
# What MathML calls a hat, and screen readers read so, is a caret in the font.
SIGNS = {"^": "circumflex"}
# Firefox puts a gap under accents that is as high as the ink of this one, which is not shown.
GAP_OF_FIREFOX = "macron"
# Browsers stack an accent by its ink, TeX by its baseline: a point at this height, where there
# is nothing to see, is ink to them. Chromium adds no gap between it and the letter, Firefox 35.
FOOT_OF_ACCENTS = 468
# The font has wide and tall forms of these, MathML never stretches them.
NEVER_STRETCHED = {"equal", "minus", "slash", "backslash", "fraction"}
ROOTS = ("radical", "uni23B7")  # the sign, and the piece from which tall ones grow
ROOT_SIGNS = (1.0, 1.2, 1.4, 1.8, 2.4, 3.0)  # their heights, in em
ROOT_GAPS = (0.05, 0.148)  # at least, between its bar and what is under it: in text, in a display
RULE = 0.048  # the thickness of bars
UNITS = 1000  # of the font to the em


# In a sheet that no media query changes: a browser that prints reads such sheets anew, and would
# print formulas without their glyphs while it fetches the font again.
FACES = """\
@font-face {
  font-family: "Mathematics";
  src: url("math.woff2") format("woff2");
  font-display: block;
}

@font-face {
  font-family: "More mathematics";
  src: url("math-more.woff2") format("woff2");
  font-display: block;
  unicode-range: %s;
}
"""


def math_fonts(in_formulas: str, elsewhere: str) -> list[bytes]:
    """The font with the characters of formula pages, that with all others, and their style sheet.

    Nobody who reads a formula waits for the second, which is loaded where its characters stand.
    """
    codes = ", ".join(f"U+{ord(character):X}" for character in elsewhere) or "U+0"
    return [subset(in_formulas), subset(elsewhere), (FACES % codes).encode()]


@cache
def ink(character: str) -> tuple[float, float]:
    """How far a character reaches above and below the baseline, in em."""
    font = _whole_font()
    pen = BoundsPen(glyphs := font.getGlyphSet())
    if name := font.getBestCmap().get(ord(character)):
        glyphs[name].draw(pen)
    _, low, _, high = pen.bounds or (0, 0, 0, 0)
    return high / UNITS, -low / UNITS


@cache
def _whole_font() -> TTFont:
    return _open_font()


def _open_font() -> TTFont:
    font = TTFont(MATH_FONT, recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap |= {ord(sign): glyph for sign, glyph in SIGNS.items()}
    return font


def subset(characters: str) -> bytes:
    """New Computer Modern Math as WOFF2: these characters with their stretchy variants."""
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["ssty", "dtls"]  # primes, and dotless letters under accents
    options.notdef_outline = True
    options.hinting = False
    options.desubroutinize = True  # WOFF2 finds what repeats by itself
    options.drop_tables += ["FFTM", "PfEd"]  # what FontForge notes for itself
    font = _open_font()
    _keep_script_forms_of_primes_only(font)
    _keep_variants_of_what_stretches(font)
    _mend(font)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    _offer_features_to_every_script(font)
    font.flavor = "woff2"
    output = BytesIO()
    font.save(output)
    return output.getvalue()


def _mend(font: TTFont) -> None:
    """Bring the places that browsers compute from the font to where TeX puts things."""
    constants = font["MATH"].table.MathConstants
    for name, value in CONSTANTS.items():
        getattr(constants, name).Value = value
    for name, (form, rise) in ACCENTS.items():
        _redraw(font, name, form, Offset(0, rise), foot=FOOT_OF_ACCENTS)
    _redraw(font, GAP_OF_FIREFOX, GAP_OF_FIREFOX, Scale(1, 0.03))
    # Chromium leaves room for the widest form of a root sign, whichever it draws.
    sign, *_ = roots = [n for n in font.getGlyphOrder() if n.split(".")[0] in ROOTS]
    width, _ = font["hmtx"][sign]
    for name in roots:
        _redraw(font, name, name, Scale(width / font["hmtx"][name][0], 1))


def _redraw(font: TTFont, name: str, form: str, change: Transform, foot: int | None = None) -> None:
    """Draw a glyph as another one, moved or scaled; give it a point at its foot."""
    cff = font["CFF "].cff
    outlines, private = cff.topDictIndex[0].CharStrings, cff.topDictIndex[0].Private
    width, bearing = (round(number * change.xx) for number in font["hmtx"][form])
    pen = T2CharStringPen(width - private.nominalWidthX, None)
    outlines[form].draw(TransformPen(pen, change))
    if foot is not None:
        pen.moveTo((width / 2, foot))
        pen.lineTo((width / 2 + 1, foot))
        pen.closePath()
    outlines[name] = pen.getCharString(private, cff.GlobalSubrs)
    font["hmtx"][name] = (width, bearing)


def _offer_features_to_every_script(font: TTFont) -> None:
    """Chromium looks for features under the default script, the font has them under `math`."""
    if "GSUB" in font:
        records = {r.ScriptTag: r for r in font["GSUB"].table.ScriptList.ScriptRecord}
        records["DFLT"].Script = records["math"].Script


def _keep_script_forms_of_primes_only(font: TTFont) -> None:
    """Script forms of all letters would double the file, and Chromium does not use them."""
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ssty":
            for index in record.Feature.LookupListIndex:
                for rule in table.LookupList.Lookup[index].SubTable:
                    forms = rule.alternates
                    rule.alternates = {name: forms[name] for name in PRIMES if name in forms}


def _keep_variants_of_what_stretches(font: TTFont) -> None:
    variants = font["MATH"].table.MathVariants
    for way in ("Vert", "Horiz"):
        coverage = getattr(variants, f"{way}GlyphCoverage")
        forms = getattr(variants, f"{way}GlyphConstruction")
        kept = [
            (name, form)
            for name, form in zip(coverage.glyphs, forms, strict=True)
            if name not in NEVER_STRETCHED
        ]
        coverage.glyphs = [name for name, _ in kept]
        setattr(variants, f"{way}GlyphConstruction", [form for _, form in kept])
        setattr(variants, f"{way}GlyphCount", len(kept))
