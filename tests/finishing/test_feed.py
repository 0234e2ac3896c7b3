from pathlib import Path
import xml.etree.ElementTree as ET

from scripts.finishing.feed import write_feed
from scripts.sources.collection import read_sources
from tests.project import Project
from tests.sources.test_corrections import CORRECTIONS, ENTRY

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://example.org/tiny/"


def feed(project: Project, *entries: str) -> ET.Element:
    project.write(CORRECTIONS, "".join(entries))
    write_feed(Path(), read_sources())
    return ET.fromstring(project.read("corrections.xml"))


def text(element: ET.Element, path: str) -> str | None:
    return element.findtext(f"a:{path}", namespaces=ATOM)


def test_the_feed_names_the_site_itself_and_its_authors(project: Project) -> None:
    root = feed(project, ENTRY)
    assert text(root, "title") == "Corrections: Tiny"
    assert text(root, "id") == f"{SITE}corrections.xml"
    assert text(root, "author/a:name") == "The Tiny contributors"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {"self": f"{SITE}corrections.xml", "alternate": f"{SITE}corrections/"}


def test_an_entry_leads_to_its_place_and_says_both(project: Project) -> None:
    (entry,) = feed(project, ENTRY).findall("a:entry", ATOM)
    assert text(entry, "id") == f"{SITE}corrections/#slope-at-zero"
    assert text(entry, "title") == "Square: slope at zero"
    assert text(entry, "updated") == "2026-02-03T00:00:00Z"
    content = text(entry, "content") or ""
    assert "it said: The slope is $x$." in content and "Since then: Slope: $2x$." in content


def test_the_feed_is_as_new_as_its_newest_entry(project: Project) -> None:
    newer = ENTRY.replace("slope-at-zero", "later").replace("2026-02-03", "2026-03-03")
    assert text(feed(project, newer, ENTRY), "updated") == "2026-03-03T00:00:00Z"


def test_markup_in_a_correction_is_escaped(project: Project) -> None:
    (entry,) = feed(project, ENTRY.replace("slope is $x$", "slope <b> & $x$")).findall(
        "a:entry", ATOM
    )
    assert "slope <b> & $x$" in (text(entry, "content") or "")


def test_without_corrections_there_is_no_feed(project: Project) -> None:
    write_feed(Path(), read_sources())
    assert not project.exists("corrections.xml")
