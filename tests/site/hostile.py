"""A tiny repository whose sources hold markup wherever they hold text, built into a site."""

import json
from pathlib import Path

from tests.whole import write_whole

# Whoever does not escape it has an element <x-mark>, an attribute more, or runs a script.
MARK = """<x-mark onclick="ran()"></script><img src="no:where" onerror="ran()">"""
OPEN = """a <x-mark onclick=ran() b" & 'c'"""  # whose end is that of another element
SHORT = '</script><x-mark onload="ran()">'  # code is not wide
PRINTING = "__import__('sys').stdout.write('{short}')"  # into an output of the notebook
CHANGES = (
    ("docs/powers/square.md", "Multiplies a number by itself.", '"Multiplies {open}."'),
    ("docs/powers/square.md", "[second power]", '["{open}", "A < B"]'),
    ("docs/powers/square.md", "[multiply a number by itself]", '["multiply {open}"]'),
    ("docs/powers/square.md", "![A curve through the origin.]", '![A curve "x" <x-mark < 1.]'),
    ("docs/powers/square.md", "the base\n", "the base, `{mark}`\n"),
    ("docs/powers/square.md", "# Square", "# Square `{short}`"),
    ("docs/powers/index.md", "Square and cube.", '"Square and cube {typed}"'),
    ("docs/powers/index.md", "# Powers", "# Powers `{short}`"),
    ("docs/references.bib", "{Elements}", "{Elements {mark} & more}"),
    ("docs/references.bib", "{Euclid}", "{Euclid{mark}}"),
    ("docs/references.bib", "{Ratdolt}", "{Ratdolt\n```\n{mark}\n}"),
    ("CITATION.cff", "title: Tiny", 'title: "Tiny {typed}"'),
    ("CITATION.cff", "The Tiny contributors", '"The Tiny {typed}"'),
    ("snippets/powers/square.py", "    return x**2", "    return x**2  # {short}"),
    ("snippets/powers/square.py", "    assert square", f"    {PRINTING}\n    assert square"),
    ("snippets/powers/square.py", '"""x (...) -> (...)"""', '"""x (...) -> (...)"""  # {short}'),
)
SETTINGS = (
    ("site_name", '"Tiny {typed}"'),
    ("site_description", '"Two powers {typed}."'),
    ("site_url", "https://example.org/tiny/"),
    ("extra", "\n  repository: https://example.org/repository\n  generator: false"),
)
NAV = """
nav:
  - Home: index.md
  - 'A "part" & < B':
      - 'A "power" & < B':
          - powers/index.md
          - powers/square.md
          - powers/cube.md
  - Notebooks:
      - 'A "power" & < B': notebooks/powers.ipynb
  - notation.md
"""


def write_hostile(root: Path) -> None:
    """Write the repository, with the scripts, the templates and the configuration of this one."""
    settings = "\n".join(f"{name}: {_filled(value)}" for name, value in SETTINGS)
    write_whole(root, f"{settings}\n{_filled(NAV)}")
    for name, old, new in CHANGES:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, _filled(new), 1), encoding="utf-8")


def _filled(text: str) -> str:
    for name, value in (("typed", _in_yaml(MARK)), ("open", _in_yaml(OPEN)), ("mark", MARK)):
        text = text.replace(f"{{{name}}}", value)
    return text.replace("{short}", SHORT)


def _in_yaml(text: str) -> str:
    """Between double quotes."""
    return json.dumps(text)[1:-1]
