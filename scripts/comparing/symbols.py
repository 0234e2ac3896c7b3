"""The symbols of a page as they are exported: what each is called, is, and stands for."""

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.checker.errors import CheckError, Span
from scripts.checker.judging.page import Page
from scripts.checker.reading.statements import claims_of
from scripts.checker.reading.symbols import Declaration, sizes_of
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import SYMBOL

KINDS = ("number", "vector", "matrix")
STEPS = {"{": 1, "}": -1}


def symbols_of(
    formula: Formula, page: Page, outputs: Mapping[str, int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The symbols of a page, by the checker's keys, in the order of its list; then the sizes.

    Last what its displays define and no list declares: `outputs`, with their number of axes.
    """
    listed = (SYMBOL.fullmatch(line) for _, line in formula.page.prose)
    meanings = {found["tex"]: found["meaning"] for found in listed if found}
    declared = {d.key for d in page.declarations}
    sizes = [key for key in sizes_of(page.declarations) if key not in declared]
    defined = _defined(page) | set(outputs)
    for declaration in page.declarations:
        if declaration.kind == "independent":
            continue
        told: dict[str, Any] = {
            "tex": printed_span(declaration.tex, declaration.span),
            "kind": _kind(declaration),
            "shape": _shape(declaration),
            "role": _role(declaration, defined),
            "meaning": meanings.get(declaration.tex, ""),
        }
        if declaration.start:
            told["start"] = list(declaration.start)
        if declaration.parameters:
            told["parameters"] = list(declaration.parameters)
        yield declaration.key, told
    for key in sizes:
        yield key, _undeclared(key, "size")
    known = {*declared, *sizes}
    for key in sorted(outputs.keys() - known):
        yield key, _undeclared(key, "output", outputs[key])


def _undeclared(key: str, role: str, axes: int = 0) -> dict[str, Any]:
    kind = KINDS[axes] if axes < len(KINDS) else "tensor"
    return {"tex": key, "kind": kind, "shape": [], "role": role, "meaning": ""}


def printed_span(tex: str, span: Span) -> str:
    """The LaTeX of a span, with the braces that it leaves open; a name may end before its own."""
    return tex[span.start : end_of(tex, span)]


def end_of(tex: str, span: Span) -> int:
    """Where what a span means ends in its LaTeX."""
    end = span.end
    depth = sum(STEPS.get(sign, 0) for sign in tex[span.start : end])
    while depth > 0 and end < len(tex):
        depth += STEPS.get(tex[end], 0)
        end += 1
    return end


def _defined(page: Page) -> set[str]:
    """The names that a display of the page defines."""
    found = set()
    for statements in page.statements:
        if not isinstance(statements, CheckError):
            claims = claims_of(statements, page.declarations, frozenset())
            found |= {claim.definition.key for claim in claims if claim.definition}
    return found


def _kind(declaration: Declaration) -> str:
    if declaration.kind != "value" or declaration.domain is None:
        return {"known": "number"}.get(declaration.kind, declaration.kind)
    axes = len(declaration.domain.shape)
    kind = KINDS[axes] if axes < len(KINDS) else "tensor"
    return f"complex {kind}" if declaration.domain.kind == "complex" else kind


def _shape(declaration: Declaration) -> list[str]:
    if declaration.domain is None:
        return []
    return [printed_span(declaration.tex, each.span) for each in declaration.domain.shape]


def _role(declaration: Declaration, defined: set[str]) -> str:
    if declaration.key in defined:
        return "output"
    if declaration.kind in {"function", "random", "set"}:
        return declaration.kind
    domain = declaration.domain
    if domain is None:
        return "constant"
    if not domain.shape and domain.kind in {"natural", "natural0", "set", "integer"}:
        return "index" if domain.kind == "set" else "size"
    return "input"
