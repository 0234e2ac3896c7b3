"""What speaks for a display: PyTorch, another route, both sides, an example, a sample."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
import pkgutil
import sys
from types import ModuleType
from typing import Any

import torch

from scripts.checker.judging.tally import Tally
from scripts.checker.page_source import Bound
from scripts.checker.verdicts import Evidence

KINDS = {"checked on an example": "example", "sampled": "sample"}
# What makes, shapes and moves arrays: its results say nothing about a formula.
PLAIN = {
    *("tensor", "as_tensor", "zeros", "ones", "full", "eye", "empty", "arange", "linspace"),
    *("zeros_like", "ones_like", "full_like", "rand", "randn", "stack", "cat", "device"),
    *("reshape", "unsqueeze", "squeeze", "expand", "permute", "movedim", "detach", "manual_seed"),
    *("Tensor", "no_grad", "enable_grad", "is_tensor", "finfo", "Generator", "broadcast_to"),
    *("clone", "item", "double", "float", "to", "size", "dim", "view", "numel", "copy_", "tolist"),
    *("requires_grad_", "diagonal", "flatten", "contiguous", "new_zeros", "new_tensor", "fill_"),
    *("fork_rng", "logspace"),
}
# Single steps of arithmetic: evidence where they are all that is called, as in a product.
STEPS = {
    *("exp", "log", "sqrt", "square", "pow", "abs", "sign", "sin", "cos", "tan", "tanh"),
    *("sum", "mean", "prod", "max", "min", "amax", "amin", "maximum", "minimum", "where", "outer"),
    *("matmul", "mm", "mv", "dot", "add", "sub", "mul", "div", "neg", "clamp", "transpose"),
}


def evidence_of(
    status: str,
    references: Iterable[str],
    calls: Sequence[str],
    draws: int,
    tally: Tally,
    within: Bound | None,
) -> Evidence:
    """The evidence for a display that was compared with these references."""
    compared = "pytorch" if calls else "independent"
    kind = KINDS.get(status, compared if any(references) else "identity")
    bound = str(within) if tally.approximation is not None else ""
    return Evidence(kind, tuple(calls), draws, tally.deviation, tally.approximation, bound)


def torch_calls(module: ModuleType, source: str, functions: Iterable[str]) -> tuple[str, ...]:
    """The public functions of PyTorch that these functions of a page's code call, helpers too.

    Single steps of arithmetic, and methods of tensors, count where there is nothing else.
    """
    found = dict.fromkeys(_torch_calls(module, source, functions))
    steps = [name for name in found if name.rpartition(".")[2] in STEPS]
    methods = [name for name in found if name.startswith("torch.Tensor.") and name not in steps]
    named = [name for name in found if name not in steps and name not in methods]
    return tuple(named or methods or steps)


def _torch_calls(module: ModuleType, source: str, functions: Iterable[str]) -> Iterator[str]:
    tree = ast.parse(source)
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    todo, seen = list(functions), set[str]()
    while todo:
        name = todo.pop(0)
        if name not in bodies or name in seen:
            continue
        seen.add(name)
        for node in _calls(bodies[name]):
            if isinstance(node, ast.Name):
                todo.append(node.id)
            if (public := _public_name(node, vars(module))) is not None:
                yield public
        for node in _passed(bodies[name]):
            if (public := _public_name(node, vars(module))) and callable(_object(public)):
                yield public


def _calls(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What is called; a product of matrices by its operator, too."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield node.func
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield ast.parse("torch.matmul", mode="eval").body


def _passed(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What is given to a function by its name, as a function that it calls may be."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            yield from (each for each in given if isinstance(each, ast.Name | ast.Attribute))


def _object(public: str) -> object | None:
    """What has this name; None for a method of tensors: `x.mean` as an argument is no call."""
    if public.startswith("torch.Tensor."):
        return None
    found: object = pkgutil.resolve_name(public)
    return found


def _public_name(node: ast.expr, names: Mapping[str, Any]) -> str | None:
    """`torch.nn.functional.softmax` for `F.softmax`; None for what is not of PyTorch."""
    path: list[str] = []
    while isinstance(node, ast.Attribute):
        path.insert(0, node.attr)
        node = node.value
    last = path[-1] if path else getattr(node, "id", "")
    if last in PLAIN:
        return None
    if isinstance(node, ast.Name) and node.id in names:
        return _of_torch(names[node.id], path)
    return f"torch.Tensor.{last}" if path and hasattr(torch.Tensor, last) else None


def _of_torch(root: Any, path: Sequence[str]) -> str | None:
    """The public name of what a module, or a name that is imported, leads to."""
    if isinstance(root, ModuleType):
        return ".".join([root.__name__, *path]) if _is_torch(root.__name__) and path else None
    module, name = getattr(root, "__module__", None) or "", getattr(root, "__name__", "")
    if path or not name or not _is_torch(module):
        return None
    parts = module.split(".")
    for length in range(1, len(parts) + 1):  # the shortest: torch.distributions.Normal
        package = ".".join(parts[:length])
        if getattr(sys.modules.get(package), name, None) is root:
            return f"{package}.{name}"
    return f"{module}.{name}"


def _is_torch(module: str) -> bool:
    return module.partition(".")[0] == "torch"
