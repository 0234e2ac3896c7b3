"""Refuse a page whose notation is not sound, before anything is evaluated."""

from collections.abc import Mapping, Sequence

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.judging.page import Page
from scripts.checker.judging.report import located
from scripts.checker.reading.laws import Law, names_of_density, parameters_of
from scripts.checker.reading.lexer import Token, tokenize
from scripts.checker.reading.names import python_name
from scripts.checker.reading.scopes import free_indices
from scripts.checker.reading.statements import Claim
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Definition, Expr
from scripts.checker.words import CONSTANTS, FILLED, OUTCOME, OUTCOMES


def lint_page(page: Page) -> None:
    """Every symbol declared once, with a domain, and used; SourceError at its line."""
    seen: dict[str, Declaration] = {}
    pythonic: dict[str, str] = {}
    sizes = set(page.vocabulary.values)
    used = _used_names(page)
    for declaration in page.declarations:
        key = declaration.key
        if declaration.kind == "independent":
            continue

        def refuse(message: str, declaration: Declaration = declaration) -> Exception:
            error = CheckError(message, declaration.span)
            return located(page.path, declaration.line, declaration.tex, error)

        if key in seen and declaration.kind != "function":
            clash = " (bold and plain are one name)" if declaration.bold != seen[key].bold else ""
            raise refuse(f"{key} is declared twice{clash}, first in line {seen[key].line}")
        name = python_name(key)
        if declaration.kind != "set" and pythonic.setdefault(name, key) != key:
            raise refuse(f"{key} and {pythonic[name]} are both {name} in Python")
        known = key.startswith("I_") or key in CONSTANTS or key in sizes
        if declaration.kind == "known" and not known:
            raise refuse(f"{key} has no domain: say $\\in$ which set")
        if used is not None and key not in used:
            raise refuse(f"{key} is declared, but no display uses it")
        seen[key] = declaration


def _used_names(page: Page) -> set[str] | None:
    """All names in the displays and, through their declarations, in the domains.

    None where a display cannot be read: that is reported with the display.
    """
    used: set[str] = set()
    for display, statements in zip(page.displays, page.statements, strict=True):
        if display.reason is not None:
            used |= {token.text for token in _tokens(display.tex)}
            continue
        if isinstance(statements, CheckError):
            return None
        for statement in statements:
            for node in tree.walk(statement):
                used |= _keys(node)
    for declaration in page.declarations:
        used |= set(declaration.parameters or ())
        used |= {token.text for token in declaration.source}
        if declaration.law is not None:
            used |= _keys_of_law(page, declaration, declaration.law)
            if used & set(names_of_density(declaration.law)):
                used.add(declaration.key)
        if declaration.domain:
            for expression in (*declaration.domain.shape, *declaration.domain.items):
                used |= {key for node in tree.walk(expression) for key in _keys(node)}
    return used


def _keys_of_law(page: Page, declaration: Declaration, law: Law) -> set[str]:
    """The symbols in the parameters of a law, and what it is conditioned on."""
    found = {parent.key for parent in law.parents}
    try:
        parameters = parameters_of(law, page.vocabulary)
    except CheckError as error:
        raise located(page.path, declaration.line, declaration.tex, error) from None
    for expression in parameters:
        found |= {key for node in tree.walk(expression) for key in _keys(node)}
    return found


def _tokens(tex: str) -> list[Token]:
    try:
        return list(tokenize(tex))
    except CheckError:
        return []


def _keys(node: Expr) -> set[str]:
    if isinstance(node, tree.Name):
        return {node.key}
    if isinstance(node, tree.Integral | tree.Limit | tree.Order):
        return {node.variable}
    if isinstance(node, tree.Call) and node.function == tree.Word("kronecker"):
        return {"\\delta"}
    return set()


def lint_display(claims: Sequence[Claim], page: Page, earlier: Mapping[str, Definition]) -> None:
    """Free indices agree, sides differ, names are known, definitions are used; CheckError."""
    defined = {c.definition.key: c for c in claims if c.definition}
    known = frozenset({d.key for d in page.declarations} | set(page.vocabulary.values))
    known |= set(defined) | set(earlier) | set(page.vocabulary.functions)
    known |= page.vocabulary.random | page.vocabulary.sets | {OUTCOME, OUTCOMES}
    for claim in claims:
        statement = claim.statement
        definition = claim.definition
        if definition and definition.parameters and definition.key in page.vocabulary.values:
            raise CheckError(f"{definition.key} is a number, not a function", claim.left.span)
        for left, right in zip(statement.sides, statement.sides[1:], strict=False):
            if left == right:
                raise CheckError("both sides are the same", right.span)
        parameters = frozenset((claim.definition.parameters or ()) if claim.definition else ())
        free = free_indices(statement.sides[0], known | parameters)
        for side in statement.sides[1:]:
            found = free_indices(side, known | parameters, free)
            if found and set(found) != set(free):
                ours, theirs = ", ".join(free) or "none", ", ".join(found)
                message = f"free indices differ: {ours} on the left, {theirs or 'none'} here"
                if isinstance(claim.left, tree.Name) and claim.left.key not in known - set(defined):
                    message += f"; if {claim.left.key} is an entry, declare what it is an entry of"
                raise CheckError(message, side.span)
        _known_names(claim, known | set(free) | set(CONSTANTS) | FILLED)
    used = [key for c in claims for n in tree.walk(c.statement) for key in _keys(n)]
    for key, claim in defined.items():
        in_the_list = key in {d.key for d in page.declarations} or used.count(key) > 1
        if not (in_the_list or _is_call(claim.left) or _has_own_oracle(page, key)):
            message = f"{key} is defined, but neither declared nor used"
            raise CheckError(message, claim.left.span)


def _is_call(left: Expr) -> bool:
    return isinstance(left.base if isinstance(left, tree.Index) else left, tree.Call)


def _has_own_oracle(page: Page, key: str) -> bool:
    return page.code is not None and f"def reference_{python_name(key)}(" in page.code.text


def _known_names(claim: Claim, known: frozenset[str] | set[str]) -> None:
    def visit(node: Expr, bound: frozenset[str]) -> None:
        if isinstance(node, tree.Big):
            bound = bound | set(node.indices)
        elif isinstance(node, tree.Integral | tree.Limit):
            bound = bound | {node.variable}
        elif isinstance(node, tree.Nabla) and isinstance(node.variable, tree.Name):
            bound = bound | {node.variable.key}  # a parameter, which need not be declared
        elif isinstance(node, tree.Expectation):
            bound = bound | {
                n.key for item in node.over for n in tree.walk(item) if isinstance(n, tree.Name)
            }
        if isinstance(node, tree.Name) and node.key not in known | bound:
            raise CheckError(f"{node.key} is not declared in the symbol list", node.span)
        for child in tree.children(node):
            visit(child, bound)

    parameters = frozenset((claim.definition.parameters or ()) if claim.definition else ())
    visit(claim.statement, parameters)
