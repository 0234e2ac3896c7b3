"""The math font, cut down to the glyphs that the site shows, and mended for browsers."""

from io import BytesIO
from pathlib import Path

import brotli  # noqa: F401  fontTools writes WOFF2 with it
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.misc.transform import Offset, Scale, Transform
from fontTools.ttLib import TTFont

MATH_FONT = Path(__file__).with_name("fonts") / "NewCMMath-Book.otf"
PRIMES = ("minute", "uni2033", "uni2034")  # ′ ″ ‴

# Where MathML follows these constants and TeX has rules of its own, in thousandths of an em.
CONSTANTS = {
    # TeX shifts the scripts of a letter by the same amount whatever its depth and height;
    # MathML also measures from the foot and the head of the letter, of β or f as of a bracket.
    "SubscriptBaselineDropMin": 10,
    "SuperscriptBaselineDropMax": 386,  # as in Computer Modern
    # TeX centers a root sign on what is under it, so that its bar stands higher than this gap.
    "RadicalVerticalGap": 130,
}
# Accents, and by how much their combining forms, which TeX takes, stand higher.
ACCENTS = {"circumflex": 0, "tilde": 0, "macron": 20, "dotaccent": 20}
# Browsers stack an accent by its ink, TeX by its baseline: a point at this height, where there
# is nothing to see, is ink to them. Chromium adds no gap between it and the letter, Firefox 50.
FOOT_OF_ACCENTS = 475
ROOTS = ("radical", "uni23B7")  # the sign, and the piece from which tall ones grow


def math_font(characters: str) -> list[bytes]:
    """What docs/assets/fonts/math.woff2 holds to show these characters."""
    return [subset(characters)]


def subset(characters: str) -> bytes:
    """New Computer Modern Math as WOFF2: these characters with their stretchy variants."""
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["ssty", "dtls"]  # primes, and dotless letters under accents
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["FFTM", "PfEd"]  # what FontForge notes for itself
    font = TTFont(MATH_FONT, recalcTimestamp=False)
    _keep_script_forms_of_primes_only(font)
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
    for name, rise in ACCENTS.items():
        _redraw(font, name, Offset(0, rise), foot=FOOT_OF_ACCENTS)
    # Chromium leaves room for the widest form of a root sign, whichever it draws.
    sign, *_ = roots = [n for n in font.getGlyphOrder() if n.split(".")[0] in ROOTS]
    width, _ = font["hmtx"][sign]
    for name in roots:
        _redraw(font, name, Scale(width / font["hmtx"][name][0], 1))


def _redraw(font: TTFont, name: str, change: Transform, foot: int | None = None) -> None:
    """Move or scale a glyph, and its width with it; give it a point at its foot."""
    cff = font["CFF "].cff
    outlines, private = cff.topDictIndex[0].CharStrings, cff.topDictIndex[0].Private
    width, bearing = font["hmtx"][name]
    width, bearing = round(width * change.xx), round(bearing * change.xx)
    pen = T2CharStringPen(width - private.nominalWidthX, None)
    outlines[name].draw(TransformPen(pen, change))
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
