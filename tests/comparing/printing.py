"""Trees of the checker as LaTeX that reads as the same tree: what is changed can be pasted."""

from collections.abc import Sequence
import re

from scripts.checker import tree
from scripts.checker.tree import Expr, Statement

SUM, PRODUCT, FACTOR = 1, 2, 3
SIGNS = {"*": " ", ".": r" \cdot ", "x": r" \times ", "@": r" \cdot ", "o": r" \odot ", "/": " / "}
RELATIONS = {
    "≈": r"\approx", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "∈": r"\in", "→": r"\to",
}  # fmt: skip
COMMANDS = {"log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "det", "ln"}
BARS = {
    "|": (r"\lvert ", r" \rvert"), "‖": (r"\lVert ", r" \rVert"), "⌊": (r"\lfloor ", r" \rfloor"),
    "⌈": (r"\lceil ", r" \rceil"),
}  # fmt: skip


WORD = re.compile(r"^[A-Za-z][A-Za-z0-9]+(?=_|$)")


class Unprintable(Exception):
    """A node without a rule."""


def display(statements: Sequence[Statement]) -> str:
    """A display of these statements, each in its row."""
    rows = " \\\\\n".join(statement(each) for each in statements)
    return f"\\begin{{aligned}}\n{rows}\n\\end{{aligned}}"


def statement(each: Statement) -> str:
    """Sides with their relations."""
    text = latex(each.sides[0])
    for sign, side in zip(each.relations, each.sides[1:], strict=True):
        text += f" {RELATIONS.get(sign, sign)} {latex(side)}"
    return text


def latex(node: Expr, level: int = 0) -> str:
    """LaTeX of a node, in a bracket where what stands around binds tighter."""
    text, own = _printed(node)
    return f"({text})" if own < level else text


def _printed(node: Expr) -> tuple[str, int]:
    match node:
        case tree.Number(text=text):
            return text, SUM if text.startswith("-") else FACTOR
        case tree.Name(key=key):
            return WORD.sub(r"\\operatorname{\g<0>}", key), FACTOR
        case tree.Word(text=text):
            return _word(text), FACTOR
        case tree.Negative(operand=operand):
            return f"-{latex(operand, PRODUCT)}", SUM
        case tree.Binary():
            return _binary(node)
        case tree.Root(operand=operand, degree=degree):
            power = f"[{latex(degree)}]" if degree else ""
            return rf"\sqrt{power}{{{latex(operand)}}}", FACTOR
        case tree.Transpose(operand=operand):
            return rf"{_base(operand)}^\top", FACTOR
        case tree.Index(base=tree.Call(function=tree.Word("sorted")) as ordered, indices=(place,)):
            return f"{_base(ordered.arguments[0])}_{{({latex(place)})}}", FACTOR
        case tree.Index(base=base, indices=places):
            return f"{_base(base)}_{{{','.join(map(latex, places))}}}", FACTOR
        case tree.Call():
            return _call(node), FACTOR
        case tree.Prime(function=function, order=order):
            return latex(function, FACTOR) + "'" * order, FACTOR
        case tree.Nabla(function=function, order=order, variable=variable):
            below = f"_{{{latex(variable)}}}" if variable else ""
            return rf"\nabla{below}{'^2' if order == 2 else ''} {latex(function)}", FACTOR
        case tree.Derivative(body=body, variables=variables, gradient=True):
            return rf"\nabla_{{{latex(variables[0])}}} {latex(body, FACTOR)}", FACTOR
        case tree.Derivative(body=body, variables=variables):
            count = f"^{len(variables)}" if len(variables) > 1 else ""
            below = " ".join(rf"\partial {latex(each)}" for each in variables)
            return rf"\frac{{\partial{count} {latex(body, PRODUCT)}}}{{{below}}}", FACTOR
        case tree.Bars(kind=kind, operand=operand, order=order):
            left, right = BARS[kind]
            return f"{left}{latex(operand)}{right}{f'_{{{latex(order)}}}' if order else ''}", FACTOR
        case tree.Big():
            return _big(node), PRODUCT
        case tree.Integral(variable=variable, lower=lower, upper=upper, body=body):
            ends = rf"_{{{latex(lower)}}}^{{{latex(upper)}}}"
            return rf"\int{ends} {latex(body, PRODUCT)} \, d{variable}", PRODUCT
        case tree.Limit(variable=variable, target=target, body=body):
            return rf"\lim_{{{variable} \to {latex(target)}}} {latex(body, PRODUCT)}", PRODUCT
        case tree.Expectation(body=body, over=(), given=()):
            return rf"\mathbb{{E}}[{latex(body)}]", FACTOR
        case tree.Relation(op=op, left=left, right=right):
            return f"{latex(left)} {RELATIONS.get(op, op)} {latex(right)}", 0
        case tree.Both(conditions=conditions):
            return ", ".join(map(latex, conditions)), 0
        case tree.Cases(values=values, conditions=conditions):
            return _cases(values, conditions), PRODUCT
        case tree.Matrix(rows=rows):
            lines = r" \\ ".join(" & ".join(map(latex, row)) for row in rows)
            return rf"\begin{{bmatrix}} {lines} \end{{bmatrix}}", FACTOR
        case tree.Listing(items=items, row=row):
            opening, closing = "[]" if row else "()"
            return f"{opening}{', '.join(map(latex, items))}{closing}", FACTOR
        case tree.Dots():
            return r"\ldots", FACTOR
        case tree.Order(variable=variable, power=power):
            return f"O({variable}^{{{latex(power)}}})", FACTOR
        case tree.Compose(outer=outer, inner=inner):
            return rf"{latex(outer)} \circ {latex(inner)}", PRODUCT
        case tree.Jacobian(function=function):
            return rf"\mathbf{{J}}_{{{latex(function)}}}", FACTOR
    raise Unprintable(type(node).__name__)


def _word(text: str) -> str:
    if text == "indicator":
        return r"\mathbb{1}"
    if text.startswith("\\"):
        return text
    return f"\\{text}" if text in COMMANDS else rf"\operatorname{{{text}}}"


def _base(node: Expr) -> str:
    text = latex(node, FACTOR)
    simple = isinstance(node, tree.Name | tree.Index | tree.Call | tree.Number) and not (
        isinstance(node, tree.Name) and ("_" in text or "^" in text or "'" in text)
    )
    return (
        text
        if simple or isinstance(node, tree.Bars)
        else f"{{{text}}}"
        if isinstance(node, tree.Name)
        else f"({latex(node)})"
    )


def _binary(node: tree.Binary) -> tuple[str, int]:
    if node.op == "/":
        return rf"\frac{{{latex(node.left)}}}{{{latex(node.right)}}}", FACTOR
    if node.op == "^":
        return f"{_base(node.left)}^{{{latex(node.right)}}}", FACTOR
    if node.op in "+-":
        right = latex(node.right, PRODUCT if node.op == "-" else SUM)
        right = f"({right})" if right.startswith("-") else right
        return f"{latex(node.left, SUM)} {node.op} {right}", SUM
    if node.op not in SIGNS:
        raise Unprintable(node.op)
    # A sum takes all that stands behind it along.
    left = f"({latex(node.left)})" if _ends_open(node.left) else latex(node.left, PRODUCT)
    factor = latex(node.right, FACTOR if isinstance(node.right, tree.Binary) else PRODUCT)
    return f"{left}{SIGNS[node.op]}{factor}", PRODUCT


def _ends_open(node: Expr) -> bool:
    if isinstance(node, tree.Binary) and node.op not in "+-/^":
        return _ends_open(node.right)
    return isinstance(node, tree.Big | tree.Limit | tree.Integral | tree.Nabla)


def _call(node: tree.Call) -> str:
    if node.function == tree.Word("log") and len(node.arguments) == 2:
        return rf"\log_{{{latex(node.arguments[1])}}}({latex(node.arguments[0])})"
    arguments = ", ".join(map(latex, node.arguments))
    if node.given:
        between = r" \,\|\, " if isinstance(node.function, tree.Word) else r" \mid "
        arguments += between + ", ".join(map(latex, node.given))
    if node.function == tree.Word("indicator"):
        return rf"\mathbb{{1}}[{arguments}]"
    if node.function == tree.Word("KL"):
        return rf"D_{{\mathrm{{KL}}}}({latex(node.inputs[0])} \,\|\, {latex(node.inputs[1])})"
    if isinstance(node.function, tree.Word) and node.function.text == "Pr":
        return f"P({arguments})"
    return f"{latex(node.function, FACTOR)}({arguments})"


def _big(node: tree.Big) -> str:
    sign = rf"\{node.op}" if node.op in {"sum", "prod"} else _word(node.op)
    if len(node.indices) > 1 and node.lower and node.upper:
        ends = latex(node.lower), latex(node.upper)
        below = ", ".join(rf"{ends[0]} \le {index} \le {ends[1]}" for index in node.indices)
        return rf"{sign}_{{{below}}} {latex(node.body, PRODUCT)}"
    index = ",".join(node.indices)
    if node.condition is not None:
        below = latex(node.condition)
    else:
        below = f"{index}={latex(node.lower)}" if node.lower else index
    above = f"^{{{latex(node.upper)}}}" if node.upper else ""
    return f"{sign}_{{{below}}}{above} {latex(node.body, PRODUCT)}"


def _cases(values: Sequence[Expr], conditions: Sequence[Expr | None]) -> str:
    rows = [
        rf"{latex(value)} & " + (r"\text{otherwise}" if condition is None else latex(condition))
        for value, condition in zip(values, conditions, strict=True)
    ]
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"
