"""`X \\sim \\mathcal{N}(\\mu, \\sigma^2)`: the distributions that a symbol list may name."""

from collections.abc import Callable
from typing import Any

from torch import Tensor
from torch import distributions as torch_distributions

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment
from scripts.checker.reading.cursor import split
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.parser import Parser
from scripts.checker.reading.symbols import Declaration

BY_NAME: dict[str, Callable[..., Any]] = {
    "\\mathcal{N}": lambda mean, variance: torch_distributions.Normal(mean, variance.sqrt()),
    "\\mathcal{U}": lambda low, high: torch_distributions.Uniform(low, high),
    "Uniform": lambda low, high: torch_distributions.Uniform(low, high),
    "Bernoulli": lambda p: torch_distributions.Bernoulli(p),
    "Binomial": lambda n, p: torch_distributions.Binomial(int(n), p),
    "Poisson": lambda rate: torch_distributions.Poisson(rate),
    "Exponential": lambda rate: torch_distributions.Exponential(rate),
}


def read_distribution(declaration: Declaration, env: Environment) -> Any | None:
    """The distribution behind `\\sim`; None for a bare name, which `given` must provide."""
    source = declaration.source
    if len(source) == 1:
        return None
    make = BY_NAME.get(source[0].text)
    if make is None or source[1].kind != "open" or source[-1].kind != "close":
        span = source[0].span.to(source[-1].span)
        raise CheckError("this distribution is not known; give it by `given`", span)
    vocabulary = Vocabulary(values=dict.fromkeys(env.values, 0))
    pieces = split(source[2:-1], ",")
    parameters: list[Tensor] = [evaluate(Parser(p, vocabulary).whole(), env) for p in pieces]
    try:
        return make(*parameters)
    except TypeError:
        raise CheckError(f"{source[0].text} takes other parameters", source[0].span) from None
    except ValueError as error:
        raise CheckError(str(error).splitlines()[0], source[0].span) from None
