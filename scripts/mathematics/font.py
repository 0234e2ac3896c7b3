"""The math font, cut down to the glyphs that the site shows."""

from copy import copy
from io import BytesIO
from pathlib import Path

import brotli  # noqa: F401  fontTools writes WOFF2 with it
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

LATIN_MODERN = Path(__file__).with_name("fonts") / "latinmodern-math.otf"
PRIMES = ("minute", "uni2033")  # Latin Modern Math calls ′ and ″ so


def math_font(characters: str) -> list[bytes]:
    """What docs/assets/fonts/math.woff2 holds to show these characters."""
    return [subset(characters)]


def subset(characters: str) -> bytes:
    """Latin Modern Math as WOFF2: these characters with their stretchy and script variants."""
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["ssty", "dtls"]  # primes, and dotless letters under accents
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["FFTM"]  # FontForge's time stamps
    font = TTFont(LATIN_MODERN, recalcTimestamp=False)
    _keep_script_forms_of_primes_only(font)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    _offer_features_to_every_script(font)
    font.flavor = "woff2"
    output = BytesIO()
    font.save(output)
    return output.getvalue()


def _offer_features_to_every_script(font: TTFont) -> None:
    """Chromium looks for features under the default script, the font has them under `math`."""
    if "GSUB" in font:
        scripts = font["GSUB"].table.ScriptList
        default = copy(scripts.ScriptRecord[0])
        default.ScriptTag = "DFLT"
        scripts.ScriptRecord.insert(0, default)
        scripts.ScriptCount = len(scripts.ScriptRecord)


def _keep_script_forms_of_primes_only(font: TTFont) -> None:
    """Script forms of all letters would double the file, and Chromium does not use them."""
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ssty":
            for index in record.Feature.LookupListIndex:
                for rule in table.LookupList.Lookup[index].SubTable:
                    forms = rule.alternates
                    rule.alternates = {name: forms[name] for name in PRIMES if name in forms}
