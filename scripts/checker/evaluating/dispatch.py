"""The value of any expression: one door, and behind it a rule for each kind of node.

`evaluate` knows no kind of node. Who knows one registers its rule, so that a sum may stand in
a call and a call in a sum, and no two files import each other. `__init__.py` gathers the rules.
"""

from functools import singledispatch
import re
from time import thread_time

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Environment
from scripts.checker.tree import Expr

SMALLER = "give the sizes names, and they are small"
TOO_LONG = f"this takes too long to evaluate: {SMALLER}"
TOO_LARGE = f"this takes more memory than there is: {SMALLER}"


def number(value: float) -> Tensor:
    """A float64 scalar."""
    return torch.tensor(value, dtype=torch.float64)


@singledispatch
def rule(node: Expr, env: Environment) -> Tensor:
    """The value by the rule that is registered for this kind of node."""
    raise CheckError("this has no value on its own", node.span)


RULES = rule.registry  # looked up by hand: each node, of each draw, comes by


def evaluate(node: Expr, env: Environment) -> Tensor:
    """The value of an expression; CheckError at the innermost part that has none."""
    if thread_time() > env.trace.until:
        raise CheckError(TOO_LONG, node.span)
    try:
        value = RULES.get(type(node), rule)(node, env)
        return env.trace.blur(value) if env.trace.noise else value
    except CheckError as error:
        if error.span is None:
            error.span = node.span
        raise
    except (RuntimeError, ValueError, IndexError, OverflowError, MemoryError) as error:
        raise CheckError(_told(error), node.span) from None


def _told(error: Exception) -> str:
    """What is wrong, in the words of PyTorch or Python; they have several for one thing."""
    if isinstance(error, MemoryError) or re.search("bad_alloc|allocate memory", str(error)):
        return TOO_LARGE
    return f"{error}".partition("\n")[0] or repr(error)
