"""What a snippet keeps to, beyond its contract: a check that asserts, evidence, silence."""

import ast
from collections.abc import Iterator

from scripts.base.errors import SourceError
from scripts.sources.formula import Formula
from scripts.sources.rules.typed_again import types_again
from scripts.sources.snippet import functions_of, reachable


def asserting_check(formula: Formula) -> Iterator[SourceError]:
    """The facts of the page are asserted, in check() or in what it calls."""
    functions = functions_of(formula.snippet.tree)
    check = functions["check"]
    if _asserts(check):
        return
    if not any(_asserts(functions[name]) for name in reachable(functions, [check])):
        message = "check() asserts nothing: write an assertion for each fact the page claims"
        yield SourceError(formula.snippet.path, check.lineno, message)


def evidence(formula: Formula) -> Iterator[SourceError]:
    """A reference is what PyTorch computes, or another route; the formula again proves nothing."""
    functions = functions_of(formula.snippet.tree)
    for name, function in functions.items():
        is_reference = name == "reference" or name.startswith("reference_")
        if is_reference and types_again(function, formula):
            message = f"{name}() types the formula again, which is no evidence: call a function "
            message += "of PyTorch, or take another route, such as a solver or an enumeration"
            yield SourceError(formula.snippet.path, function.lineno, message)


def used_call(formula: Formula) -> Iterator[SourceError]:
    """What the call computes is compared: with the formula, or with the facts."""
    functions = functions_of(formula.snippet.tree)
    roots = [f for name, f in functions.items() if name == "check" or name.startswith("reference")]
    if "call" not in reachable(functions, roots):
        message = "neither check() nor reference() uses call(): compare what it computes there"
        yield SourceError(formula.snippet.path, functions["call"].lineno, message)


def silence(formula: Formula) -> Iterator[SourceError]:
    """Nobody sees what a snippet prints: the build hides it, and the notebook would repeat it."""
    tree = formula.snippet.tree if "print" in formula.snippet.text else ast.Module([], [])
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
            message = "a snippet prints nothing: assert it in check(), or remove the line"
            yield SourceError(formula.snippet.path, node.lineno, message)


RULES = (asserting_check, evidence, used_call, silence)


def _asserts(function: ast.FunctionDef) -> bool:
    """Whether it can fail: by `assert …`, `torch.testing.assert_close(…)`, `raise …`."""
    return any(map(_may_fail, ast.walk(function)))


def _may_fail(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return not isinstance(node.test, ast.Constant)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2].startswith("assert_")
    return isinstance(node, ast.Raise)
