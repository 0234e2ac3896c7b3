"""Gradients as papers write them: `\\nabla f(x)`, `\\nabla_\\theta L`, `\\nabla \\log p(x)`."""

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.reading.expressions import Expressions
from scripts.checker.reading.lexer import Token
from scripts.checker.reading.names import Scripts, canonical
from scripts.checker.reading.scripting import read_indices, scripted, with_scripts
from scripts.checker.tree import Expr


def read_nabla(p: Expressions, token: Token) -> Expr:
    """`\\nabla f(x)`, `\\nabla f^\\top v`, `\\nabla g_i(x)`, `\\nabla_x (x^\\top x) a`."""
    scripts = p.scripts()
    order = 1
    if scripts.sup:
        if canonical(scripts.sup) != "2":
            raise CheckError("only \\nabla and \\nabla^2 are known", token.span)
        order = 2
    variable = p.sub(scripts.sub).whole() if scripts.sub else None
    if gradient := _of_function(p, token, order, variable):
        return gradient
    body = p.factor()
    if variable is None:
        variable = _sole_variable(p, body)
    _require_end(p, variable)
    span = token.span.to(body.span)
    return tree.Derivative(body, (variable,) * order, gradient=True, span=span)


def _of_function(p: Expressions, token: Token, order: int, variable: Expr | None) -> Expr | None:
    """The gradient of a declared function, or of an entry of one; None of anything else."""
    start, name = p.at, p.peek()
    if name.kind not in {"name", "word"}:
        return None
    p.next()
    key, rest, _ = p.resolve(name, p.scripts())
    transposed = canonical(rest.sup) in {"\\top", "T"}
    if key not in p.vocabulary.functions or rest.primes or (rest.sup and not transposed):
        p.at = start
        return None
    function: Expr = tree.Name(key, span=name.span)
    if rest.sub:
        indices = read_indices(p, rest.sub, None)
        function = tree.Index(function, indices, span=name.span.to(indices[-1].span))
    nabla = tree.Nabla(function, order, variable, span=token.span.to(function.span))
    if not p.sees("open", "("):
        return scripted(p, nabla, Scripts((), rest.sup), None)
    if transposed:
        message = f"\\nabla {key}^\\top(…) has two readings: write \\nabla {key}(x)^\\top (…)"
        raise CheckError(message, nabla.span)
    arguments, end = p.inside(p.next(), call=True)
    return with_scripts(p, tree.Call(nabla, arguments, span=token.span.to(end)), None)


def _sole_variable(p: Expressions, body: Expr) -> Expr:
    """What a gradient without a subscript is with respect to: the one value in its body.

    It must be an argument as it is: `\\nabla g(2x)` may be the gradient of g there, or of g(2x).
    """
    names = {n.key: n for n in tree.walk(body) if isinstance(n, tree.Name)}
    found = [key for key in names if key in p.vocabulary.values and key not in p.bound]
    if len(found) != 1:
        options = " or ".join(f"\\nabla_{{{key}}} (…)" for key in found)
        options = options or "\\nabla f(x) of a declared function f, or \\nabla_x (…)"
        raise CheckError(f"with respect to what? Write {options}", body.span)
    variable = names[found[0]]
    for call in (node for node in tree.walk(body) if isinstance(node, tree.Call)):
        for argument in call.arguments:
            plain = argument == variable or isinstance(argument, tree.Call)
            if not plain and variable in tree.walk(argument):
                message = f"the gradient at this argument, or by {found[0]}? Write \\nabla_"
                raise CheckError(f"{message}{{{found[0]}}} with brackets around", call.span)
    return variable


def _require_end(p: Expressions, variable: Expr) -> None:
    """What a gradient takes in ends at its bracket; what follows must not hold its variable."""
    start = p.at
    closed = p.tokens[start - 1].kind in {"close", "bar"}
    while p.starts_factor():
        factor = p.factor()
        if not closed:
            raise CheckError("what does \\nabla take in? Put brackets around it", factor.span)
        if _mentions(p, factor, variable):
            message = "does \\nabla take this in? Put one bracket around all that it does"
            raise CheckError(f"{message}, or one around the gradient", factor.span)
    p.at = start


def _mentions(p: Expressions, node: Expr, variable: Expr) -> bool:
    """Whether a variable occurs, or a function without its arguments, which may depend on it."""
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Name):
        return any(_mentions(p, argument, variable) for argument in node.arguments)
    if isinstance(node, tree.Name) and node.key in p.vocabulary.functions:
        return True
    return node == variable or any(_mentions(p, part, variable) for part in tree.children(node))
