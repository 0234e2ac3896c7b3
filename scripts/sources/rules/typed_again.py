"""Does a reference only type the formula again? Arithmetic that the display shows, too.

Whatever else a reference does is evidence: a function of PyTorch that is more than one of these
operations, a function that its page shows, a loop, a comparison, an operation of no display.
"""

import ast
from collections.abc import Container, Iterator
import re

from scripts.sources.formula import Formula
from scripts.sources.snippet import functions_of

# One operation each, by the name that Python has for it, and how LaTeX writes it.
OPERATIONS = {
    "exp": r"e\^|\\exp",
    "log": r"\\log|\\ln",
    "sqrt": r"\\sqrt|1\s*/\s*2|\\lVert",
    "sum": r"\\sum|\\lVert|\\mathbb\{E\}",
    "mean": r"\\sum|\\mathbb\{E\}",
    "prod": r"\\prod",
    "abs": r"\||\\[lr]?vert",
    "max": r"\\max",
    "min": r"\\min",
    "sin": r"\\sin",
    "cos": r"\\cos",
    "tan": r"\\tan",
    "tanh": r"\\tanh",
    "matmul": r"\\cdot|\\top|\}\s*\\(?:mathbf|boldsymbol)",
}
SYNONYMS = {"amax": "max", "amin": "min", "dot": "matmul", "mm": "matmul", "mv": "matmul"}
# What computes nothing, and powers, which LaTeX writes as it writes indices.
PLAIN = (
    {"pow", "square", "float", "int", "len", "range", "list", "tuple", "dict", "zip", "enumerate"}
    | {"tensor", "as_tensor", "Tensor", "to", "double", "float64", "dtype", "device", "clone"}
    | {"detach", "item", "items", "values", "view", "reshape", "unsqueeze", "squeeze", "expand"}
    | {"size", "shape", "dim", "ndim", "numel", "T", "mT", "H", "pi"}
)


def types_again(reference: ast.FunctionDef, formula: Formula) -> bool:
    """Whether all that it does is arithmetic, with no operation that no display has."""
    latex = " ".join(display.tex for display in formula.displays)
    shown = {name for name, pattern in OPERATIONS.items() if re.search(pattern, latex)}
    used = set(_Operations(formula).of(reference))
    return "arithmetic" in used and used <= shown | {"arithmetic"}


class _Operations:
    """What functions of a snippet do, by name; helpers are followed."""

    def __init__(self, formula: Formula) -> None:
        self.shown = formula.snippet.shown_functions
        self.functions = functions_of(formula.snippet.tree)
        self.calling: list[str] = []

    def of(self, function: ast.FunctionDef) -> Iterator[str]:
        self.calling.append(function.name)
        parameters = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
        for node in (node for statement in function.body for node in ast.walk(statement)):
            if isinstance(node, ast.BinOp):
                yield "matmul" if isinstance(node.op, ast.MatMult) else "arithmetic"
            elif isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
                yield "arithmetic"
            elif isinstance(node, ast.For | ast.While | ast.Compare):
                yield "another algorithm"
            elif isinstance(node, ast.Attribute) and node.attr not in PLAIN:
                yield SYNONYMS.get(node.attr, node.attr)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from self._called(node.func.id, parameters)
        self.calling.pop()

    def _called(self, name: str, parameters: Container[str]) -> Iterator[str]:
        if name in self.shown or name in self.calling:
            yield "another algorithm"
        elif name in self.functions:
            yield from self.of(self.functions[name])
        elif name not in PLAIN and name not in parameters:
            yield name
