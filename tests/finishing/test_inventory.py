from pathlib import Path
import re
import zlib

import pytest

from scripts.base.paths import SITE
from scripts.finishing.inventory import label, write_inventory
from scripts.sources.collection import read_sources
from tests.project import Project

# A line as Sphinx reads it: name, domain and role, priority, address, text.
LINE = re.compile(r"(?x)(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)")
SQUARE = """\
<h1 id="square">Square<a aria-label="Link" class="headerlink" href="./">#</a></h1>
<h2 id="intuition">In<b>tuition</b> &amp; more<a class="headerlink" href="#intuition">#</a></h2>
<table><td id="plus-sign">+</td></table>
"""
REGISTRY = """\
powers/square/
powers/square/#intuition
powers/square/#plus-sign
old/ -> powers/square/
./
"""


def read_inventory(path: Path) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """The four lines of its head; name → address and text, of what a reference finds."""
    *head, body = path.read_bytes().split(b"\n", 4)
    lines = zlib.decompress(body).decode().splitlines()
    found = [line.groups() for line in map(LINE.fullmatch, lines) if line]
    assert len(found) == len(lines)
    assert {kind for _, kind, *_ in found} <= {"std:label"}
    return [line.decode() for line in head], {n: (a, t) for n, _, _, a, t in found}


@pytest.fixture
def inventory(project: Project) -> dict[str, tuple[str, str]]:
    project.write("site/powers/square/index.html", SQUARE)
    project.write("site/index.html", "<h1>Tiny</h1>")
    project.write("permalinks.txt", REGISTRY)
    write_inventory(SITE, read_sources())
    head, entries = read_inventory(SITE / "objects.inv")
    assert head == [
        "# Sphinx inventory version 2",
        "# Project: Tiny",
        "# Version: 1.2.0",
        "# The remainder of this file is compressed using zlib.",
    ]
    return entries


@pytest.mark.parametrize(
    ("name", "address", "text"),
    [
        ("powers/square", "powers/square/", "Square"),
        ("powers/square#intuition", "powers/square/#intuition", "Square: Intuition & more"),
        ("powers/square#plus-sign", "powers/square/#plus-sign", "Square: plus sign"),
        ("index", "./", "Tiny"),
    ],
)
def test_a_registered_address_has_a_label_and_a_text(
    inventory: dict[str, tuple[str, str]], name: str, address: str, text: str
) -> None:
    assert inventory[name] == (address, text)


def test_the_label_of_what_has_moved_leads_to_the_new_place(
    inventory: dict[str, tuple[str, str]],
) -> None:
    assert inventory["old"] == ("powers/square/", "Square")


def test_a_label_is_in_lower_case() -> None:
    assert label("notation/#O") == "notation#o"


def test_an_address_that_a_draft_lost_has_no_label(project: Project) -> None:
    project.write("permalinks.txt", "gone/\n")
    write_inventory(SITE, read_sources())
    assert read_inventory(SITE / "objects.inv")[1] == {}
