"""formulas.json: everything the site says about a formula, for programs.

Its schema is docs/formulas.schema.json, published beside it. What it says about one formula also
stands beside the formula's page, for who needs no more.
"""

from collections.abc import Iterable, Sequence
import json
from pathlib import Path
import re
from typing import Any

from scripts.base.closure import code_key
from scripts.base.errors import SourceError
from scripts.base.freshness import digest
from scripts.base.paths import DOCS, figure_files
from scripts.base.remembered import remembered
from scripts.base.text import write_atomically
from scripts.checker.verdicts import Evidence, Verdict, read_record
from scripts.mathematics.knowing import known_of
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.symbol_names import DOMAIN, declared, names_of
from scripts.pages.anchors import Equation, equations_of
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula, Symbol

SCHEMA_VERSION = 3
# What a docstring of a shown function says about shapes.
SHAPE = re.compile(r"->|\((?:\.\.\.|\w+)?,[^()]*\)|\(\.\.\.\)")


Entry = dict[str, Any]


def write_catalog(site: Path, sources: Sources) -> list[Entry]:
    """Write formulas.json at the root of a rendered site and `<chapter>/<slug>.json`; return
    the entries.
    """
    site_url = sources.configuration.site_url
    entries = [_remembered_entry(formula, site_url) for formula in sources.formulas.values()]
    content = {"schema_version": SCHEMA_VERSION, "formulas": entries}
    _write(site / "formulas.json", content)
    for entry in entries:
        _write(site / f"{entry['id']}.json", entry)
    return entries


def _remembered_entry(formula: Formula, site_url: str) -> Entry:
    """The same as it was, where neither its sources nor its verdicts have changed."""
    verdicts = _verdicts(formula)
    texts = (formula.page.text, formula.snippet.text, repr(verdicts))
    inputs = digest(code_key(__name__), site_url, formula.id, *texts)
    return remembered(
        f"catalog/{formula.id}", inputs, lambda: catalog_entry(formula, site_url, verdicts)
    )


def _write(path: Path, content: Entry) -> None:
    write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1))


def _verdicts(formula: Formula) -> list[Verdict]:
    verdicts = read_record(formula.path)
    if len(verdicts) != len(formula.displays):
        line = formula.displays[0].line
        raise SourceError(formula.path, line, "has not been checked; run `make site`")
    return verdicts


def catalog_entry(formula: Formula, site_url: str, verdicts: Sequence[Verdict]) -> Entry:
    """What the site says about one formula; `verdicts` are those of its displays."""
    main, code = formula.displays[0], formula.snippet.shown
    url = f"{site_url}{formula.id}/"
    return {
        "id": formula.id,
        "title": formula.title,
        "chapter": formula.chapter,
        "url": url,
        "description": formula.description,
        "tex": main.tex,
        "mathml": to_mathml(main.tex, display=True, known=known_of(formula)),
        "displays": [
            {
                "tex": display.tex,
                "status": verdict.status,
                "evidence": _evidence(verdict.evidence),
                "equations": _equations(equations, url),
            }
            for display, verdict, equations in zip(
                formula.displays, verdicts, equations_of(formula), strict=True
            )
        ],
        "inline": list(dict.fromkeys(span.tex for span in formula.inline)),
        "symbols": [entry for symbol in formula.symbols for entry in _symbols(symbol)],
        "aliases": formula.aliases,
        "pytorch": formula.pytorch,
        "questions": formula.questions,
        "intuition": formula.sections["Intuition"].text,
        "call": formula.snippet.call.expression,
        "code": code,
        "shapes": [
            *formula.snippet.call.shapes,
            *(text for text in formula.snippet.docstrings if SHAPE.search(text)),
        ],
        "status": verdicts[0].status,
        "figure": f"{site_url}{figure_files(formula.id)[0].relative_to(DOCS).as_posix()}",
        "sources": formula.sources,
    }


def _evidence(evidence: Evidence) -> Entry:
    """What speaks for a display; where there is an ≈, `deviation` is that of its sides."""
    deviation = evidence.approximation if evidence.within else evidence.deviation
    return {
        "kind": evidence.kind,
        "with": list(evidence.calls),
        "draws": evidence.draws,
        "deviation": deviation,
    }


def _equations(equations: Iterable[Equation], url: str) -> list[Entry]:
    """The lines of a display, each with its anchors and its address."""
    return [
        {"tex": each.tex, "anchors": each.names, "url": f"{url}#{each.anchor}"}
        for each in equations
    ]


def _symbols(symbol: Symbol) -> Iterable[dict[str, str]]:
    """One entry for each name that a line of the symbol list declares."""
    found = DOMAIN.search(symbol.tex)
    domain = symbol.tex[found.end() :].strip() if found else ""
    names = zip(declared(symbol.tex, arguments=True), names_of(symbol.tex), strict=True)
    for tex, name in names:
        yield {"tex": tex, "name": name, "domain": domain, "meaning": symbol.meaning}
