"""The corrections as a feed, corrections.xml (Atom), for readers who want to be told."""

from datetime import date
from pathlib import Path
import xml.etree.ElementTree as ET

from scripts.base.paths import CORRECTIONS, DOCS
from scripts.base.text import write_atomically
from scripts.pages.correction_list import correction_title
from scripts.sources.collection import Sources
from scripts.sources.corrections import Correction

ATOM = "http://www.w3.org/2005/Atom"
PAGE = f"{CORRECTIONS.relative_to(DOCS).with_suffix('').as_posix()}/"


def write_feed(site: Path, sources: Sources) -> None:
    """Write the feed of a rendered site, where anything was ever corrected."""
    if sources.corrections:
        write_atomically(site / "corrections.xml", feed(sources))


def feed(sources: Sources) -> str:
    """All corrections, the newest first; the same list gives the same feed."""
    site = sources.configuration.site_url
    address = f"{site}corrections.xml"
    root = ET.Element("feed", xmlns=ATOM)
    _add(root, "id", address)
    _add(root, "title", f"Corrections: {sources.configuration.setting('site_name')}")
    _add(root, "updated", _time(sources.corrections[0].mended))
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=f"{site}{PAGE}")
    for name in sources.publication.authors:
        _add(ET.SubElement(root, "author"), "name", name.strip("{}"))
    for correction in sources.corrections:
        root.append(_entry(correction, sources, f"{site}{PAGE}#{correction.anchor}"))
    ET.indent(root)
    declaration = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f"{declaration}{ET.tostring(root, encoding='unicode')}\n"


def _entry(correction: Correction, sources: Sources, address: str) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", address)
    _add(entry, "title", correction_title(correction, sources))
    _add(entry, "updated", _time(correction.mended))
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    said = f"From {correction.since} to {correction.mended} it said: {correction.said}"
    _add(entry, "content", f"{said}\n\nSince then: {correction.says}")
    return entry


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _time(day: date) -> str:
    return f"{day}T00:00:00Z"
