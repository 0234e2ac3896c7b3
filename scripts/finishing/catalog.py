"""formulas.json: everything the site says about a formula, for programs.

Its schema is docs/formulas.schema.json, published beside it.
"""

import ast
from collections.abc import Iterable
import json
from pathlib import Path
import re
from typing import Any

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, figure_files
from scripts.base.text import write_atomically
from scripts.checker.verdicts import read_record
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.symbol_names import DOMAIN, declared, names_of
from scripts.sources.formula import Formula, Symbol
from scripts.sources.snippet import read_snippet

SCHEMA_VERSION = 1
SHAPE = re.compile(r"->|\((?:\.\.\.|\w+)?,[^()]*\)|\(\.\.\.\)")


def write_catalog(site: Path, formulas: Iterable[Formula], site_url: str) -> None:
    """Write formulas.json at the root of a rendered site."""
    entries = [_entry(formula, site_url) for formula in formulas]
    content = {"schema_version": SCHEMA_VERSION, "formulas": entries}
    write_atomically(site / "formulas.json", json.dumps(content, ensure_ascii=False, indent=1))


def _entry(formula: Formula, site_url: str) -> dict[str, Any]:
    statuses = [str(verdict.status) for verdict in read_record(formula.path)]
    main, code = formula.displays[0], read_snippet(formula.snippet).shown
    if len(statuses) != len(formula.displays):
        raise SourceError(formula.path, main.line, "has not been checked; run `make site`")
    return {
        "id": formula.id,
        "title": formula.title,
        "chapter": formula.chapter,
        "url": f"{site_url}{formula.id}/",
        "description": formula.description,
        "tex": main.tex,
        "mathml": to_mathml(main.tex, display=True),
        "displays": [
            {"tex": display.tex, "status": status}
            for display, status in zip(formula.displays, statuses, strict=True)
        ],
        "inline": list(dict.fromkeys(span.tex for span in formula.inline)),
        "symbols": [entry for symbol in formula.symbols for entry in _symbols(symbol)],
        "aliases": formula.aliases,
        "pytorch": formula.pytorch,
        "questions": formula.questions,
        "intuition": formula.sections["Intuition"].text,
        "code": code,
        "shapes": list(_shapes(code)),
        "status": statuses[0],
        "figure": f"{site_url}{figure_files(formula.id)[0].relative_to(DOCS).as_posix()}",
        "sources": formula.sources,
    }


def _symbols(symbol: Symbol) -> Iterable[dict[str, str]]:
    """One entry for each name that a line of the symbol list declares."""
    found = DOMAIN.search(symbol.tex)
    domain = symbol.tex[found.end() :].strip() if found else ""
    names = zip(declared(symbol.tex, arguments=True), names_of(symbol.tex), strict=True)
    for tex, name in names:
        yield {"tex": tex, "name": name, "domain": domain, "meaning": symbol.meaning}


def _shapes(code: str) -> Iterable[str]:
    """What the docstrings of the shown functions say about shapes."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef):
            docstring = " ".join((ast.get_docstring(node) or "").split())
            if SHAPE.search(docstring):
                yield docstring
